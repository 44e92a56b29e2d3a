/**
 * Short ways to write what packages have in common. Purpose: a table shows what is peculiar to a package, not that its
 * client too begins with `connect()` and says goodbye in a promise. Input: what the row rests on and what differs.
 * Guarantee: complete rows and kinds. Handles nothing but the shapes that several packages share.
 */
import { emitterMethods } from '../emitters.ts';
import { begins, borrows, callsLast, releases } from '../rows.ts';
import type { ArgumentModel, CallModel, EventModel, ExportModel, KindId, MethodModel, ModuleModel, ParameterModel, ResourceKind } from '../types.ts';

export interface PackageModel {
  readonly name: string;
  /** The version whose sources were read. */
  readonly version: string;
  readonly modules: readonly ModuleModel[];
  /** Kinds that this package brings; those of another package it may use too. */
  readonly kinds: readonly ResourceKind[];
  /** What a reader of the page should know beyond the rows. */
  readonly note: string;
}

/** What a row of a package rests on: `source: pg@8.23.1, Client.connect`. */
export type Text = (where: string) => string;
export const sourceOf = (name: string, version: string): Text => (where) => `source: ${name}@${version}, ${where}`;

/** It works over what is open and may fail for reasons of the other side; a callback in last place is called once. */
export const works = (doc: string, more: Partial<MethodModel> = {}): MethodModel => ({ ...borrows(doc), rejects: 'likely', args: callsLast('later-once'), ...more });

/** It begins here; where its promise rejects it has closed what it had opened. */
export const connects = (doc: string, more: Partial<MethodModel> = {}): MethodModel =>
  begins(doc, { throws: 'never', rejects: 'likely', rejectionProves: 'receiver-closed', args: callsLast('later-once'), ...more });

/** It ends here, whether the promise of the goodbye rejects or not. */
export const parts = (doc: string, more: Partial<MethodModel> = {}): MethodModel => releases(doc, { rejects: 'likely', args: callsLast('later-once'), ...more });

/** Handed back, or closed, by being named. */
const handedIn: readonly ArgumentModel[] = [{ index: 0, does: 'releases' }];
export const takesBack = (doc: string, more: Partial<MethodModel> = {}): MethodModel => ({ ...borrows(doc), args: handedIn, ...more });

/** `(error, resource) =>`. */
const toCallback = (resource: KindId, more: Partial<ParameterModel>): readonly ArgumentModel[] => [
  { index: 'last', does: 'calls', timing: 'later-once', parameters: [{ index: 1, resource, absentWhen: 0, ...more }] },
];

/** Gives a resource in a promise, or to a callback in last place. */
export const gives = (kind: KindId, doc: string, more: Partial<ParameterModel> = {}): CallModel => ({
  acquires: { kind, state: 'open', async: true },
  throws: 'never',
  rejects: 'likely',
  args: toCallback(kind, more),
  doc,
});

/** As a method: the pool stays as it is. */
export const lends = (kind: KindId, doc: string, more: Partial<ParameterModel> = {}): MethodModel => ({ ...gives(kind, doc, more), receiver: 'borrows' });

/** Made by a method of what it ends with. */
export const within = (kind: KindId, doc: string, async: boolean): MethodModel => ({
  ...borrows(doc),
  acquires: { kind, state: 'open', async, endsWithReceiver: true },
  ...(async ? { rejects: 'likely' } : {}),
});

/** A call that makes something open, or nothing yet; it throws on options that no running program has. */
export const makes = (kind: KindId, state: 'open' | 'dormant', doc: string, more: Partial<CallModel> = {}): CallModel => ({
  acquires: { kind, state, async: false },
  throws: 'unlikely',
  doc,
  ...more,
});

/** A class that can be constructed, extended and named in types. */
export const classOf = (kind: KindId, state: 'open' | 'dormant', doc: string, more: Partial<CallModel> = {}): ExportModel => ({
  construct: makes(kind, state, doc, more),
  instance: kind,
});

/** Known by name in types only: nobody outside the package makes one. */
export const typeOf = (kind: KindId): ExportModel => ({ instance: kind });

type Peculiar = Pick<ResourceKind, 'id' | 'noun' | 'advice' | 'methods' | 'doc'> & Partial<ResourceKind>;

/**
 * A client that owns a connection, or a pool of them. Most programs open one and keep it as long as they live, so one that
 * is left open where everything goes well is no leak unless the same function closes it elsewhere.
 */
export const client = ({ methods, ...peculiar }: Peculiar): ResourceKind => ({
  family: 'socket',
  status: {},
  events: {},
  disposal: 'none',
  lasting: true,
  ...peculiar,
  methods: { ...emitterMethods, ...methods },
});

/** Something of a limited number that is lent and has to come back. */
export const lent = (peculiar: Peculiar): ResourceKind => client({ family: 'slot', lasting: false, ...peculiar });

/** After it nothing is owed, for this reason. */
export const gone = (doc: string): EventModel => ({ then: 'closed', once: false, doc });
