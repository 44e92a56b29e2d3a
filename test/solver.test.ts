/** The worklist against the simplest thing that could be right: going round all edges until nothing changes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../src/dataflow/solver/solve.ts';
import { solve } from '../src/dataflow/solver/solve.ts';

interface Edge {
  readonly from: number;
  readonly to: number;
  /** Bits that the edge lets through, and bits that it adds. */
  readonly keeps: number;
  readonly adds: number;
}

interface Graph {
  readonly size: number;
  readonly edges: readonly Edge[];
  readonly seeds: readonly (readonly [number, number])[];
  readonly order: readonly number[];
}

const bits = fc.nat(255);
const graph: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 14 }).chain(size => {
  const node = fc.nat(size - 1);
  return fc.record({
    size: fc.constant(size),
    edges: fc.array(fc.record({ from: node, to: node, keeps: bits, adds: fc.oneof(fc.constant(0), bits) }), { maxLength: 3 * size }),
    seeds: fc.array(fc.tuple(node, bits), { minLength: 1, maxLength: 3 }),
    order: fc.shuffledSubarray(Array.from({ length: size }, (_, at) => at), { minLength: size }),
  });
});

const problemOf = ({ edges, seeds, order }: Graph, visited: number[] = []): Problem<number> => ({
  lattice: { join: (into, from) => into | from },
  seeds,
  order,
  limit: 100_000,
  transfer(node, fact, emit) {
    visited.push(node);
    for (const edge of edges) if (edge.from === node) emit(edge.to, (fact & edge.keeps) | edge.adds);
  },
});

function naive({ edges, seeds }: Graph): ReadonlyMap<number, number> {
  const facts = new Map<number, number>();
  const raise = (node: number, fact: number): boolean => {
    const old = facts.get(node);
    if (old !== undefined && (old | fact) === old) return false;
    facts.set(node, (old ?? 0) | fact);
    return true;
  };
  for (const [node, fact] of seeds) raise(node, fact);
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to, keeps, adds } of edges) {
      const fact = facts.get(from);
      if (fact !== undefined && raise(to, (fact & keeps) | adds)) changed = true;
    }
  }
  return facts;
}

const sorted = (facts: ReadonlyMap<number, number>): [number, number][] => [...facts].sort(([left], [right]) => left - right);

describe('the solution', () => {
  test('is the least one, in whatever order nodes are visited', () => {
    fc.assert(fc.property(graph, one => {
      expect(sorted(solve(problemOf(one)).facts)).toEqual(sorted(naive(one)));
    }), { numRuns: 500 });
  });
  test('is less where it was cut off, and the number of steps says so', () => {
    fc.assert(fc.property(graph, fc.nat(6), (one, limit) => {
      const whole = naive(one);
      const { facts, steps } = solve({ ...problemOf(one), limit });
      expect(steps).toBeLessThanOrEqual(limit);
      for (const [node, fact] of facts) expect((whole.get(node) ?? 0) | fact).toBe(whole.get(node));
      if (steps < limit) expect(sorted(facts)).toEqual(sorted(whole));
    }));
  });
  test('is looked for until somebody has seen enough', () => {
    const line: Graph = { size: 9, edges: Array.from({ length: 8 }, (_, at) => ({ from: at, to: at + 1, keeps: 1, adds: 0 })), seeds: [[0, 1]], order: [0, 1, 2, 3, 4, 5, 6, 7, 8] };
    let left = 3;
    const { facts, steps } = solve({ ...problemOf(line), stop: () => (left -= 1) < 0 });
    expect(steps).toBe(3);
    expect([...facts.keys()]).toEqual([0, 1, 2, 3]);
  });
});

describe('the order', () => {
  test('is that of the positions, so that a diamond is walked once', () => {
    const edges = [[0, 1], [0, 2], [1, 3], [2, 3], [3, 4]].map(([from = 0, to = 0]) => ({ from, to, keeps: 255, adds: 1 << from }));
    const visited: number[] = [];
    solve(problemOf({ size: 5, edges, seeds: [[0, 0]], order: [0, 2, 1, 3, 4] }, visited));
    expect(visited).toEqual([0, 2, 1, 3, 4]);
  });
  test('takes the smallest position of all that wait', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 60 }), nodes => {
      const visited: number[] = [];
      solve({ ...problemOf({ size: 0, edges: [], seeds: nodes.map(node => [node, 1]), order: [] }, visited) });
      expect(visited).toEqual([...nodes].sort((left, right) => left - right));
    }));
  });
});
