/**
 * Answers the peeks of a fixture: which statuses a resource may have before a line runs.
 *
 * Input: the stages of facts of a run. A peek means the first line from its own on where something happens; a resource
 * is meant by the name that a report would give it, or by its noun where it has none. Every walk that comes to the line is asked.
 */
import { walksOf, type Walk } from '../../src/dataflow/debug/walks.ts';
import type { Block, FunctionIr } from '../../src/dataflow/ir/types.ts';
import { successors } from '../../src/dataflow/ir/visit.ts';
import type { Stage } from '../../src/dataflow/stages.ts';

export type FactsStage = Extract<Stage, { name: 'facts' }>;

export function peekAt(stages: readonly FactsStage[], line: number, name: string): readonly string[] {
  const statuses = new Set<string>();
  for (const { ir, unit, parameters } of stages) {
    if (line < ir.node.loc.start.line || line > ir.node.loc.end.line) continue;
    const points = pointsBefore(ir, line);
    for (const walk of walksOf(ir, parameters, unit).filter(one => (one.name ?? one.site.obligation.resource.noun) === name)) {
      for (const status of statusesAt(points, walk)) statuses.add(status);
    }
  }
  return [...statuses].sort();
}

interface Point {
  readonly block: Block;
  readonly index: number;
}

const statusesAt = (points: readonly Point[], walk: Walk): string[] => points.flatMap(({ block, index }) => walk.before(block, index).map(({ status }) => status));

/** Where control comes to the line from another one. */
function pointsBefore(ir: FunctionIr, from: number): readonly Point[] {
  const lines = ir.blocks.map(linesOf);
  const line = Math.min(...lines.flat().filter(one => one >= from));
  const isInside = (block: Block): boolean => {
    const before = ir.blocks.filter(other => other !== block && successors(other).includes(block.id));
    return before.length > 0 && before.every(other => lines[other.id]?.includes(line) === true);
  };
  return ir.blocks.flatMap(block => {
    const index = lines[block.id]?.indexOf(line) ?? -1;
    return index < 0 || isInside(block) ? [] : [{ block, index }];
  });
}

/** The line of each instruction, and of the terminal where it is one of the source. */
function linesOf({ instructions, terminal }: Block): number[] {
  const lines = instructions.map(({ node }) => node.loc.start.line);
  return 'node' in terminal ? [...lines, terminal.node.loc.start.line] : lines;
}
