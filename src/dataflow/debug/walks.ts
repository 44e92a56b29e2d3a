/**
 * The walks of a function, to be asked what holds before any of its instructions.
 *
 * Input: a function and the parameters in which it is handed resources. Guarantee: one walk per place where an
 * obligation begins, gone to its end (a run of the rules may stop once it has seen enough), also for those that a run
 * would not have walked because they owe nothing anyway.
 */
import type { States } from '../domain/state.ts';
import { statesLattice } from '../domain/state.ts';
import { nameOf } from '../findings/names.ts';
import type { Block, FunctionIr } from '../ir/types.ts';
import type { ParameterModel } from '../models/types.ts';
import { type Run, startRun } from '../obligations/obligation.ts';
import { simulateLife } from '../obligations/life.ts';
import { type Simulation, walkTo } from '../obligations/simulate.ts';
import { keyOf, type Site } from '../obligations/sites.ts';
import { sitesIn, startsOf } from '../obligations/starts.ts';
import type { Unit } from '../unit.ts';

export interface Walk {
  readonly site: Site;
  /** What the source calls the resource. */
  readonly name: string | null;
  readonly simulation: Simulation;
  /** The states before an instruction, or with the number of instructions before the terminal; none where the walk does not come. */
  readonly before: (block: Block, index: number) => States;
}

export function walksOf(ir: FunctionIr, parameters: readonly ParameterModel[], unit: Unit): readonly Walk[] {
  const walks: Walk[] = [];
  const places = new Set<string>();
  for (const { site, start } of startsOf(sitesIn(ir, parameters, unit), site => places.has(keyOf(site)), ir, unit)) {
    places.add(keyOf(site));
    const simulation = simulateLife(unit, ir, site, start, 'all');
    const run = whole(startRun(unit, ir, site.obligation));
    const before = (block: Block, index: number): States => {
      const entered = walkTo(block, 0, index, simulation.facts.get(block.id) ?? [], run);
      return block === start.block && index >= start.index ? statesLattice.join(entered, walkTo(block, start.index, index, start.states, run)) : entered;
    };
    walks.push({ site, name: nameOf(site, unit), simulation, before });
  }
  return walks;
}

/** Inside of a block no temporary has ended yet. */
const whole = (run: Run): Run => ({ ...run, index: { ...run.index, crossing: () => true } });
