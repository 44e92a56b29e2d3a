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
  /** The fact at the entry of each node; undefined where control never comes. */
  readonly facts: readonly (Fact | undefined)[];
  readonly steps: number;
}

export interface Problem<Fact> {
  readonly size: number;
  readonly lattice: Lattice<Fact>;
  readonly seeds: readonly (readonly [node: number, fact: Fact])[];
  /** What a node makes of the fact at its entry. */
  readonly transfer: (node: number, fact: Fact, emit: Emit<Fact>) => void;
  /** Position of a node in the visiting order; defaults to its number. */
  readonly order?: readonly number[];
  readonly limit: number;
  /** Asked before each step: true ends the run early (a screen that has seen enough). */
  readonly stop?: () => boolean;
}

export function solve<Fact>(problem: Problem<Fact>): Solution<Fact> {
  const facts: (Fact | undefined)[] = new Array<Fact | undefined>(problem.size).fill(undefined);
  const queue = new NodeQueue(problem.size, problem.order);
  const emit: Emit<Fact> = (target, fact) => {
    const old = facts[target];
    const joined = old === undefined ? fact : problem.lattice.join(old, fact);
    if (joined === old) return;
    facts[target] = joined;
    queue.add(target);
  };
  for (const [node, fact] of problem.seeds) emit(node, fact);
  let steps = 0;
  for (let node = queue.take(); node !== undefined && steps < problem.limit; node = queue.take()) {
    if (problem.stop?.()) break;
    steps += 1;
    const fact = facts[node];
    if (fact !== undefined) problem.transfer(node, fact, emit);
  }
  return { facts, steps };
}

/** The pending nodes, smallest position first: a binary heap with a membership flag. */
class NodeQueue {
  readonly #heap: number[] = [];
  readonly #waiting: Uint8Array;
  readonly #order: readonly number[] | undefined;

  constructor(size: number, order: readonly number[] | undefined) {
    this.#waiting = new Uint8Array(size);
    this.#order = order;
  }

  add(node: number): void {
    if (this.#waiting[node] === 1) return;
    this.#waiting[node] = 1;
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
    this.#waiting[first] = 0;
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
    if (node === undefined) return Infinity;
    return this.#order?.[node] ?? node;
  }
}
