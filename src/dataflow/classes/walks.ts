/**
 * What a method does to a resource that is open in a field when the method is called.
 *
 * Input: a method and a field. Answer: the states at its exits and where it loses the resource; null where its graph is not known
 * or has more ways through it than are walked. Each method is walked once for each field that it could concern.
 */
import type { State } from '../domain/state.ts';
import { addHolder } from '../domain/state.ts';
import type { FunctionIr, FunctionNode } from '../ir/types.ts';
import type { Observation } from '../obligations/simulate.ts';
import { simulate, unaware } from '../obligations/simulate.ts';
import { namesOfField } from '../obligations/this-names.ts';
import type { Unit } from '../unit.ts';
import type { Field } from './types.ts';

export interface Walked {
  readonly ir: FunctionIr;
  readonly observations: readonly Observation[];
}

export function walkMethod(method: FunctionNode, { name, holdings }: Field, unit: Unit): Walked | null {
  const ir = unit.graph(method);
  const block = ir?.blocks[ir.entry];
  if (ir === null || block === undefined) return null;
  let state: State = { ...unaware, status: 'open' };
  for (const place of namesOfField(name, ir, unit)) state = addHolder(state, place);
  const obligation = { ...holdings[0].site.obligation, receiver: null, verbs: [], companion: null };
  const { observations, complete } = simulate(unit, ir, obligation, { block, index: 0, states: [state] });
  return complete ? { ir, observations } : null;
}
