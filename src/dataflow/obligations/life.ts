/**
 * An obligation from its beginning to its end: the function in which it begins, and the turns that come after it.
 */
import type { States } from '../domain/state.ts';
import type { FunctionIr } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { Obligation } from './obligation.ts';
import { startLife } from './obligation.ts';
import type { Observation, Simulation, Start, Until } from './simulate.ts';
import { simulate } from './simulate.ts';
import { runTurns } from './turns.ts';

export function simulateLife(unit: Unit, ir: FunctionIr, obligation: Obligation, start: Start, until: Until): Simulation {
  const life = startLife(unit, ir);
  const first = simulate(unit, ir, obligation, start, until, { life, deadline: false });
  const turns = runTurns(unit, ir, obligation, atReturn(first), life);
  if (until !== 'all' && first.complete && first.ways === 0 && turns.observations.length === 0) until.add(ir, first.facts);
  return {
    ...first,
    observations: [...first.observations.map(ended), ...turns.observations],
    settled: first.settled || turns.settled,
  };
}

const atReturn = ({ observations }: Simulation): States => observations.filter(({ exit }) => exit === 'return').map(({ state }) => state);

/** A function that returns after it has ended the operation leaves by that. */
const ended = (one: Observation): Observation => (one.exit === 'return' && one.state.settled !== null ? { ...one, exit: 'settle' } : one);
