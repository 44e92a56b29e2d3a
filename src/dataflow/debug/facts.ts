/**
 * The stage of facts: for each obligation, the states on the way through the graph, and what is seen at its ends.
 *
 * Guarantee: only changes are told. A state stands beside the instruction that makes it, and beside the head of a block
 * where it is not what some block before ends with.
 */
import { numbersOf, print } from '../ir/print.ts';
import type { Block, FunctionIr } from '../ir/types.ts';
import { successors } from '../ir/visit.ts';
import type { ParameterModel } from '../models/types.ts';
import type { Observation } from '../obligations/simulate.ts';
import { stepsOf } from '../domain/state.ts';
import type { Unit } from '../unit.ts';
import type { Walk } from './walks.ts';
import { walksOf } from './walks.ts';
import { type PlaceWords, placeWords, statesWords } from './words.ts';

export function factsText(ir: FunctionIr, parameters: readonly ParameterModel[], unit: Unit): string {
  const walks = walksOf(ir, parameters, unit);
  return walks.length === 0 ? `nothing is acquired in ${ir.name}\n` : walks.map(walk => walkText(walk, ir, unit)).join('\n');
}

function walkText(walk: Walk, ir: FunctionIr, unit: Unit): string {
  const { site, name, before, simulation } = walk;
  const numbers = numbersOf(ir);
  const place = placeWords(ir, unit, numbers);
  const wordsAt = (block: Block, index: number): string => statesWords(before(block, index), place);
  const into = new Map<Block, Block[]>();
  for (const block of ir.blocks) for (const id of successors(block)) for (const next of ir.blocks.slice(id, id + 1)) into.set(next, [...(into.get(next) ?? []), block]);
  const graph = print(
    ir,
    (block, index) => {
      if (index === block.instructions.length) return '';
      const words = wordsAt(block, index + 1);
      const known = index < 0 ? (into.get(block) ?? []).map(one => wordsAt(one, one.instructions.length)) : [wordsAt(block, index)];
      return words === '' || (known.length > 0 && known.every(one => one === words)) ? '' : words;
    },
    numbers,
  );
  const title = `${site.obligation.resource.id}${name === null ? '' : ` ${name}`} acquired on line ${site.node.loc.start.line}, known by its ${site.source}`;
  const ends = simulation.observations.map(observation => observationText(observation, place));
  return `${title}\n${graph}${ends.join('')}${simulation.complete ? '' : 'given up: too many steps\n'}`;
}

function observationText({ exit, state }: Observation, place: PlaceWords): string {
  const steps = stepsOf(state.trail).map(({ kind, node }) => `${kind} on line ${node.loc.start.line}`);
  return `${exit}: ${statesWords([state], place)}   (${steps.join(', ')})\n`;
}
