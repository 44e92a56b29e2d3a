/**
 * An obligation from its beginning to its end: the function in which it begins, and the turns that come after it.
 */
import type { States } from '../domain/state.ts';
import type { FunctionIr } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import { withFirstListeners } from './first-listeners.ts';
import { startLife, startRun } from './obligation.ts';
import type { Site } from './sites.ts';
import type { Observation, Simulation, Start, Until } from './simulate.ts';
import { simulate } from './simulate.ts';
import { runTurns } from './turns.ts';

export function simulateLife(unit: Unit, ir: FunctionIr, { obligation, call }: Pick<Site, 'obligation' | 'call'>, begun: Start, until: Until): Simulation {
  const life = startLife(unit, ir, true);
  const run = startRun(unit, ir, obligation, { life, deadline: false });
  const start = call === null ? begun : { ...begun, states: begun.states.map(state => withFirstListeners(call, state, run)) };
  const first = simulate(unit, ir, obligation, start, until, { life, deadline: false });
  const turns = runTurns(unit, ir, obligation, atReturn(first), life);
  if (until !== 'all' && first.complete && first.ways === 0 && turns.observations.length === 0) until.add(ir, first.facts);
  return {
    ...first,
    observations: [...first.observations.map(ended), ...turns.observations],
    settled: first.settled || turns.settled,
  };
}

/** What was given back belongs to the caller. */
const atReturn = ({ observations }: Simulation): States =>
  observations.flatMap(({ exit, state }) => (exit === 'return' && !state.holders.some(({ root }) => root.kind === 'result') ? [state] : []));

/** A function that returns after it has ended the operation leaves by that. */
const ended = (one: Observation): Observation => (one.exit === 'return' && one.state.settled !== null ? { ...one, exit: 'settle' } : one);
