/**
 * Which places are worth remembering in one function: those whose value, once learned, can decide something again.
 *
 * A place that is asked about in one place of the source and never assigned decides nothing that is not decided there.
 * A name that once stands for nothing decides whether a method of it can be called.
 */
import type { Place, Places } from '../domain/places.ts';
import type { FunctionIr, Node, Operand, Test } from '../ir/types.ts';
import { operandsOfTest } from '../ir/visit.ts';

export function correlatedPlaces(ir: FunctionIr, places: Places): ReadonlySet<Place> {
  const asked = new Map<Place, Set<Node>>();
  const assigned = new Set<Place>();
  const emptied = new Set<Place>();
  const called = new Set<Place>();
  for (const formal of ir.parameters) if (formal.variable !== null) assigned.add(places.variable(formal.variable));
  const ask = (test: Test, node: Node): void => {
    for (const operand of operandsOf(test)) {
      if (operand.kind === 'test') {
        ask(operand.test, node);
        continue;
      }
      const place = places.of(operand, ir);
      if (place === null) continue;
      const nodes = asked.get(place);
      if (nodes === undefined) asked.set(place, new Set([node]));
      else nodes.add(node);
    }
  };
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.kind === 'call' && instruction.callee.kind === 'member') {
        const object = places.of(instruction.callee.object, ir);
        if (object !== null) called.add(object);
      }
      if (instruction.kind !== 'store') continue;
      const place = places.of(instruction.place, ir);
      if (place !== null) assigned.add(place);
      if (place !== null && instruction.value.kind === 'literal' && (instruction.value.value ?? null) === null) emptied.add(place);
      if (instruction.value.kind === 'test') ask(instruction.value.test, instruction.node);
    }
    // Copies of one source line ask the same question.
    if (block.terminal.kind === 'branch') ask(block.terminal.test, block.terminal.node);
  }
  const found = new Set<Place>();
  for (const place of emptied) if (called.has(place)) found.add(place);
  for (const [place, nodes] of asked) if (nodes.size > 1 || assigned.has(place)) found.add(place);
  return found;
}

/** Comparisons of order and questions to iterators decide nothing that could be asked again. */
const operandsOf = (test: Test): readonly Operand[] => (test.kind === 'more' || test.kind === 'opaque' ? [] : operandsOfTest(test));
