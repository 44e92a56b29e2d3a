/**
 * What one simulation is about: a resource, and what ends the duty to release it.
 */
import type { BlockId } from '../ids.ts';
import type { FunctionIr, Operand, Variable } from '../ir/types.ts';
import type { FunctionIndex } from '../effects/function-index.ts';
import { moduleModel } from '../models/index.ts';
import type { MethodModel, ResourceKind } from '../models/types.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import type { Place } from '../domain/places.ts';
import { Armory } from './armory.ts';
import type { Asker } from './questions.ts';

export interface Obligation {
  readonly resource: ResourceKind;
  /** A slot is owed to this receiver: releasing the receiver by one of `verbs` frees it. */
  readonly receiver: Place | null;
  readonly verbs: readonly string[];
  /** The message that came with it (`(request, socket) =>`): its `socket` is the resource too. */
  readonly companion: Place | null;
  /** The object whose code this is is not known to anybody yet: what it keeps in a field, and releases elsewhere, is still owed here. */
  readonly underConstruction?: true;
}

/** What the walks over a function and over all that it leaves behind have in common. */
export interface Life {
  /** Names whose calls end the operation that the walks are about; those of an executor are added where its promise is given back. */
  readonly settlers: Variable[];
  readonly armory: Armory;
  /** Later turns are walked too: a summary only tells what a callee has registered. */
  readonly goesOn: boolean;
}

/** Asked of names in capitals only, where the tables have constants. */
function exportedConstant(operand: Operand, ir: FunctionIr, unit: Unit): string | number | undefined {
  if (operand.kind !== 'member' || operand.property === null || !/^[A-Z]+$/.test(operand.property)) return undefined;
  const value = valueOf(operand, unit.resolver(ir));
  return value.kind === 'export' ? moduleModel(value.module)?.exports[value.path]?.value : undefined;
}

/** One walk over one graph. */
export interface Run {
  readonly unit: Unit;
  readonly ir: FunctionIr;
  readonly index: FunctionIndex;
  readonly asker: Asker;
  /** null while only knowledge is gathered. */
  readonly obligation: Obligation | null;
  readonly life: Life;
  /** This graph runs because a time has passed without an answer. */
  readonly deadline: boolean;
  /** By variable, once asked. */
  readonly ends: Map<Variable, LastEnds>;
}

/** Positions in the source; -1 for none. */
export interface LastEnds {
  /** The blocks in which it does so on its normal ways. */
  readonly blocks: Set<BlockId>;
  readonly normal: number;
  readonly failure: number;
}

/** How a graph is entered that is not the first of its walk. */
export interface Turn {
  readonly life: Life;
  readonly deadline: boolean;
}

export const startLife = (unit: Unit, ir: FunctionIr, goesOn = false): Life => ({ goesOn, settlers: unit.has('settle-exits') ? [...unit.settlers.around(ir.node)] : [], armory: new Armory() });

export function startRun(unit: Unit, ir: FunctionIr, obligation: Obligation | null, turn?: Turn): Run {
  const index = unit.index(ir);
  const meaning = unit.has('flag-meaning') ? (operand: { readonly variable: Parameters<typeof index.meaning>[0] }) => index.meaning(operand.variable) : () => null;
  const constant: Asker['constant'] = operand => exportedConstant(operand, ir, unit);
  const asker: Asker = { ir, has: unit.has, places: unit.places, resource: obligation?.resource ?? null, companion: obligation?.companion ?? null, correlated: index.correlated, meaning, constant };
  const { life, deadline } = turn ?? { life: startLife(unit, ir), deadline: false };
  return { unit, ir, index, obligation, life, deadline, ends: new Map(), asker };
}

export function methodOf(obligation: Obligation, name: string): MethodModel | undefined {
  return Object.hasOwn(obligation.resource.methods, name) ? obligation.resource.methods[name] : undefined;
}

/** A slot that is a function is given back by calling it. */
export const givesItselfBack = ({ resource }: Obligation): boolean => resource.family === 'slot' && resource.called === undefined;

export function isRelease(obligation: Obligation, name: string): boolean {
  const model = methodOf(obligation, name);
  return model?.receiver === 'releases' || model?.receiver === 'ends';
}
