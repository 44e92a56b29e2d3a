/**
 * Node-style callbacks, `(error, connection) => …` and `(error, client, release) => …`: which calls hand such a callback
 * something that it owes.
 *
 * A call is known by its last name and the shape of its callback, not by its package. Guarantee: a row claims a resource only
 * where name and shape leave no other reading, or where the file gives such things back. Not here: `open`, `get`, `connect`
 * with two parameters (files, documents, drivers that keep one connection); belief covers those that matter.
 */
import { pairs } from './limiters.ts';
import { docs, judged, releases } from './rows.ts';
import type { ParameterModel, ResourceKind } from './types.ts';

export interface CallbackRow {
  /** The last name of the call. */
  readonly call: string;
  readonly parameter: ParameterModel & { readonly absentWhen: number };
  /** The callback takes its third parameter, by a name that says that it gives back. */
  readonly releaser?: true;
  /** The call gives nothing itself, and the callback calls what it gets a connection. */
  readonly named?: true;
  /** The file calls one of these somewhere: then what the callback gets is something that goes back. */
  readonly needs?: readonly string[];
  readonly doc: string;
}

/** Parameters that give back what came with them by being called. */
export const releaserName = /^(?:done|release|releaseClient|releaseConnection|releaseConn|freeConnection|freeClient|giveBack|putBack|unlock)$/;

/** Names that a connection has in a callback; what is merely a stream or a token is opened from files and taken for users too. */
export const notInCallbacks = /^(?:stream|token|ticket|listener|pool|limiter)s?$/;

/** What is called a connection by whoever makes it: a socket, or something that speaks over one and has a word of its own for the end. */
const connection: ResourceKind = {
  id: 'connection',
  extends: 'net.Socket',
  family: 'socket',
  noun: 'connection',
  advice: 'destroy()',
  methods: Object.fromEntries(['close', 'quit', 'disconnect', 'terminate', 'release', 'dispose'].map((name) => [name, releases(judged('a connection ends by one of these'))])),
  status: {},
  events: {},
  disposal: 'async',
  lasting: false,
  doc: judged('what a call named after connections gives'),
};

export const callbackKinds: readonly ResourceKind[] = [connection];

const known: readonly CallbackRow[] = [
  {
    call: 'connect',
    parameter: { index: 1, resource: 'pooled-connection', absentWhen: 0, releasedBy: 2 },
    releaser: true,
    doc: docs('node-postgres', 'pool.connect(callback)'),
  },
  {
    call: 'createConnection',
    parameter: { index: 1, resource: 'connection', absentWhen: 0 },
    named: true,
    doc: docs('http', 'agent.createConnection()'),
  },
];

/** What waits for a slot may hand it to a callback just as well. */
const ofPairs: readonly CallbackRow[] = pairs
  .filter(({ kind, acquire }) => kind === 'pooled-connection' || acquire === 'acquire')
  .map(({ acquire, release }) => ({
    call: acquire,
    parameter: { index: 1, resource: 'pooled-connection', absentWhen: 0 },
    needs: release,
    doc: judged(`the callback of ${acquire} gets what a promise of it would bring`),
  }));

export const callbackRows: readonly CallbackRow[] = [...known, ...ofPairs];

/** Calls that are worth looking at for their callback alone. */
export const callbackCalls: readonly string[] = known.filter(({ releaser }) => releaser !== true).map(({ call }) => call);
