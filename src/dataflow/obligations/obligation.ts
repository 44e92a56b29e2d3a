/**
 * What one simulation is about: a resource, and what ends the duty to release it.
 */
import type { FunctionIr, Variable } from '../ir/types.ts';
import type { FunctionIndex } from '../effects/function-index.ts';
import type { MethodModel, ResourceKind } from '../models/types.ts';
import type { Unit } from '../unit.ts';
import type { Place } from '../domain/places.ts';
import type { Asker } from './questions.ts';

export interface Obligation {
  readonly resource: ResourceKind;
  /** A slot is owed to this receiver: releasing the receiver by one of `verbs` frees it. */
  readonly receiver: Place | null;
  readonly verbs: readonly string[];
  /** The message that came with it (`(request, socket) =>`): its `socket` is the resource too. */
  readonly companion: Place | null;
}

/** One walk over one graph. */
export interface Run {
  readonly unit: Unit;
  readonly ir: FunctionIr;
  readonly index: FunctionIndex;
  readonly asker: Asker;
  /** null while only knowledge is gathered. */
  readonly obligation: Obligation | null;
  /** By variable, once asked. */
  readonly ends: Map<Variable, LastEnds>;
}

/** Positions in the source; -1 for none. */
export interface LastEnds {
  readonly normal: number;
  readonly failure: number;
}

export function startRun(unit: Unit, ir: FunctionIr, obligation: Obligation | null): Run {
  const index = unit.index(ir);
  const meaning = unit.has('flag-meaning') ? (operand: { readonly variable: Parameters<typeof index.meaning>[0] }) => index.meaning(operand.variable) : () => null;
  return { unit, ir, index, obligation, ends: new Map(), asker: { ir, has: unit.has, places: unit.places, resource: obligation?.resource ?? null, correlated: index.correlated, meaning } };
}

export function methodOf(obligation: Obligation, name: string): MethodModel | undefined {
  return Object.hasOwn(obligation.resource.methods, name) ? obligation.resource.methods[name] : undefined;
}

export function isRelease(obligation: Obligation, name: string): boolean {
  const model = methodOf(obligation, name);
  return model?.receiver === 'releases' || model?.receiver === 'ends';
}
