/**
 * The one worklist of the project: it knows nodes and joins, nothing of sockets.
 *
 * Input: a lattice, the nodes to start from, and a transfer function that sends facts along edges of its own choosing.
 * Guarantee: when `solve` returns with `steps < limit`, `facts` is the least solution above the seeds. It ends if the
 * lattice has no infinite ascending chain; the limit is a seat belt, and the caller must say what a hit means.
 * Order: nodes are taken in the order of their numbers (reverse postorder is the good choice), so loops settle inside out.
 *
 * Laws that `join` has to keep (tested by properties for every instance in the project):
 *   idempotent   join(a, a) changes nothing
 *   commutative  join(a, b) and join(b, a) mean the same
 *   associative  join(join(a, b), c) and join(a, join(b, c)) mean the same
 *   upper bound  join(a, b) says no more than a, and no more than b
 */
export interface Lattice<Fact> {
  /** The least fact above both. Returns `into` itself exactly when `from` adds nothing. */
  join(into: Fact, from: Fact): Fact;
}

export type Emit<Fact> = (target: number, fact: Fact) => void;

export interface Solution<Fact> {
  /** The fact at the entry of each node; none where control never comes. */
  readonly facts: ReadonlyMap<number, Fact>;
  readonly steps: number;
}

export interface Problem<Fact> {
  readonly lattice: Lattice<Fact>;
  readonly seeds: readonly (readonly [node: number, fact: Fact])[];
  /** What a node makes of the fact at its entry. */
  readonly transfer: (node: number, fact: Fact, emit: Emit<Fact>) => void;
  /** Position of a node in the visiting order. */
  readonly order: readonly number[];
  readonly limit: number;
  /** Asked before each step: true ends the run early (a screen that has seen enough). */
  readonly stop?: () => boolean;
}

export function solve<Fact>(problem: Problem<Fact>): Solution<Fact> {
  // Sparse on purpose: an obligation that lives in a corner of a large graph must not pay for the rest.
  const facts = new Map<number, Fact>();
  const queue = new NodeQueue(problem.order);
  const emit: Emit<Fact> = (target, fact) => {
    const old = facts.get(target);
    const joined = old === undefined ? fact : problem.lattice.join(old, fact);
    if (joined === old) return;
    facts.set(target, joined);
    queue.add(target);
  };
  for (const [node, fact] of problem.seeds) emit(node, fact);
  let steps = 0;
  for (let node = queue.take(); node !== undefined && steps < problem.limit; node = queue.take()) {
    if (problem.stop?.()) break;
    steps += 1;
    const fact = facts.get(node);
    if (fact !== undefined) problem.transfer(node, fact, emit);
  }
  return { facts, steps };
}

/** The pending nodes, smallest position first: a binary heap without repetitions. */
class NodeQueue {
  readonly #heap: number[] = [];
  readonly #waiting = new Set<number>();
  readonly #order: readonly number[];

  constructor(order: readonly number[]) {
    this.#order = order;
  }

  add(node: number): void {
    if (this.#waiting.has(node)) return;
    this.#waiting.add(node);
    const heap = this.#heap;
    let hole = heap.push(node) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (this.#position(heap[parent]) <= this.#position(node)) break;
      heap[hole] = heap[parent] as number;
      hole = parent;
    }
    heap[hole] = node;
  }

  take(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    this.#waiting.delete(first);
    if (heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(node: number): void {
    const heap = this.#heap;
    const size = heap.length;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#position(heap[child + 1]) < this.#position(heap[child])) child += 1;
      if (this.#position(heap[child]) >= this.#position(node)) break;
      heap[hole] = heap[child] as number;
      hole = child;
    }
    heap[hole] = node;
  }

  #position(node: number | undefined): number {
    return node === undefined ? Infinity : (this.#order[node] ?? node);
  }
}
