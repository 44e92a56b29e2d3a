/**
 * Property simulation: one obligation walks one graph from where it begins to the exits.
 *
 * Guarantee: a fixpoint within the step limit; a run that hits the limit says so, and its observations are guesses.
 */
import { joinKnowledge, nothing } from '../domain/knowledge.ts';
import type { State, States } from '../domain/state.ts';
import { begun, statesLattice } from '../domain/state.ts';
import type { ExitKind } from '../findings/types.ts';
import type { BlockId } from '../ids.ts';
import type { Block, FunctionIr, Node } from '../ir/types.ts';
import { blocksBefore, successors } from '../ir/visit.ts';
import { solve } from '../solver/solve.ts';
import type { Unit } from '../unit.ts';
import type { Obligation, Run, Turn } from './obligation.ts';
import { startRun } from './obligation.ts';
import type { Armed } from '../domain/armed.ts';
import type { Course } from './transfer.ts';
import { transferBlock } from './transfer.ts';

export interface Observation {
  readonly exit: ExitKind;
  readonly state: State;
  /** The later turn in which it was seen; null for the function in which the obligation began. */
  readonly turn: Armed | null;
}

export interface Simulation {
  readonly observations: readonly Observation[];
  /** The states at the entry of each block that control comes to after the start. */
  readonly facts: ReadonlyMap<number, States>;
  readonly complete: boolean;
  /** How many places of the source leave with the resource still owed. */
  readonly ways: number;
  /** On some normal way it was released or handed on. */
  readonly settled: boolean;
}

/** Where a walk begins: before the instruction `index` of a block. */
export interface Start {
  readonly block: Block;
  readonly index: number;
  readonly states: States;
  /** The walk begins in the handler as well: as if the call could acquire and throw all the same. */
  readonly thrown?: boolean;
}

/** A block is visited at most this often on average before the run is given up. */
const visitsPerBlock = 40;
/** Once an exit is found that needs no guess, so many further blocks are walked to count the others. */
const visitsAfterProof = 60;

/** To the end of every way (a summary needs them all), or until it is clear what to report. */
export type Until = 'all' | Cleared;

export function simulate(unit: Unit, ir: FunctionIr, obligation: Obligation, start: Start, until: Until = 'all', turn?: Turn): Simulation {
  const run = startRun(unit, ir, obligation, turn);
  const seen = new Sightings(ir);
  const seeds: [BlockId, States][] = [];
  const courseTo = (send: (target: BlockId, states: States) => void): Course => ({
    flow(target, state) {
      seen.flow(target, state);
      if (until === 'all' || !until.covers(target, state)) send(target, [state]);
    },
    ...(until !== 'all' && { settle: (block: Block) => seen.settle(block) }),
    lose: (exit, state) => seen.lose(exit, state),
    repeat: (target, node, state) => seen.repeat(target, node, state),
  });
  transferBlock(start.block, start.index, start.states, run, courseTo((target, states) => seeds.push([target, states])));
  if (start.thrown === true) seeds.push([start.block.handler, start.states]);
  const limit = visitsPerBlock * (ir.blocks.length + 8);
  let spare = visitsAfterProof;
  const solution = solve<States>({
    lattice: statesLattice,
    seeds,
    order: run.index.order,
    limit,
    transfer: (node, states, emit) => transferBlock(blockAt(run, node), 0, states, run, courseTo(emit)),
    ...(until !== 'all' && { stop: () => seen.proven && (spare -= 1) < 0 }),
  });
  const complete = solution.steps < limit;
  const exits: Observation[] = [];
  for (const [exit, block] of [['return', ir.returnExit], ['throw', ir.throwExit]] as const) {
    for (const state of solution.facts.get(block) ?? []) exits.push({ exit, state, turn: null });
  }
  return { observations: [...seen.losses(), ...exits], facts: solution.facts, complete, ways: seen.ways(), settled: seen.settled };
}

/** What a walk has seen of the ends of its obligation, by the place of the source where it ends. */
class Sightings {
  readonly #ir: FunctionIr;
  readonly #lost = new Map<Node | undefined, Observation>();
  readonly #ways = new Set<Node | undefined>();
  proven = false;
  settled = false;

  constructor(ir: FunctionIr) {
    this.#ir = ir;
  }

  flow(target: BlockId, state: State): void {
    if (!this.#isDue(target, state)) return;
    this.#ways.add(state.trail?.step.node);
    if (state.doubts.length === 0) this.proven = true;
  }

  settle(block: Block): boolean {
    if (block.way === 'normal') this.settled = true;
    return true;
  }

  repeat(target: BlockId, node: Node, state: State): void {
    if (this.#isDue(target, state)) this.#ways.add(node);
  }

  lose(exit: ExitKind, state: State): void {
    this.#lost.set(state.trail?.step.node, { exit, state, turn: null });
  }

  losses(): readonly Observation[] {
    return [...this.#lost.values()];
  }

  ways(): number {
    return this.#ways.size + this.#lost.size;
  }

  #isDue(target: BlockId, { status, backing, holders, settled }: State): boolean {
    if (status !== 'open' || backing === 'guaranteed') return false;
    if (target === this.#ir.returnExit && settled !== null) return true;
    if (target === this.#ir.throwExit) return true;
    return target === this.#ir.returnExit && backing === 'none' && !holders.some(holder => holder.root.kind === 'result');
  }
}

/**
 * Points from which a resource of one kind is known to owe nothing at any exit: what begins elsewhere and comes to the
 * same point in the same state need not walk on. A loop with many places that open a socket is walked once, not for each.
 */
export class Cleared {
  readonly #states = new Map<number, States>();

  covers(block: BlockId, state: State): boolean {
    return this.#states.get(block)?.some(old => isCovered(state, old)) === true;
  }

  add(ir: FunctionIr, facts: ReadonlyMap<number, States>): void {
    for (const [block, states] of facts) {
      if (block !== ir.returnExit && block !== ir.throwExit) this.#states.set(block, [...(this.#states.get(block) ?? []), ...states].slice(-mostCleared));
    }
  }
}

const mostCleared = 8;

/** Whatever is possible after `state` is possible after `old`, which knows no more. */
function isCovered(state: State, old: State): boolean {
  if (state.status !== old.status || state.backing !== old.backing || state.settled?.variable !== old.settled?.variable || state.armed.length !== old.armed.length || state.holders.length !== old.holders.length) return false;
  return state.holders.every((holder, index) => holder === old.holders[index]) && state.armed.every((one, index) => one === old.armed[index]) && joinKnowledge(old.known, state.known) === old.known;
}

function blockAt(run: Run, node: number): Block {
  const block = run.ir.blocks[node];
  if (block === undefined) throw new RangeError(`no block ${node} in ${run.ir.name}`);
  return block;
}

export const unaware: State = begun('none', [], nothing);

/** What is known before an instruction whatever happens to any resource; nothing where control never comes. */
export type KnowledgeAt = (block: Block, index: number) => States;

/** Asked for these blocks alone: what lies behind them is not walked. */
export function gatherKnowledge(unit: Unit, ir: FunctionIr, blocks: Iterable<Block>): KnowledgeAt {
  const run = startRun(unit, ir, null);
  const before = blocksBefore(ir, Array.from(blocks, ({ id }) => id));
  const ignore = { lose: (): void => undefined, repeat: (): void => undefined };
  const { facts } = solve<States>({
    lattice: statesLattice,
    seeds: [[ir.entry, [unaware]]],
    order: run.index.order,
    limit: visitsPerBlock * (ir.blocks.length + 8),
    transfer(node, states, emit) {
      const block = blockAt(run, node);
      if (successors(block).some(next => before.has(next))) transferBlock(block, 0, states, run, { ...ignore, flow: (target, state) => void (before.has(target) && emit(target, [state])) });
    },
  });
  // Askers come in the order of the block: each goes on where the one before stopped.
  const reached = new Map<BlockId, { readonly index: number; readonly states: States }>();
  return (block, index) => {
    const last = reached.get(block.id);
    const from = last !== undefined && last.index <= index ? last : { index: 0, states: facts.get(block.id) ?? [] };
    const states = walkTo(block, from.index, index, from.states, run);
    reached.set(block.id, { index, states });
    return states;
  };
}

/** The states at `until`, given those at `from`, of one block. */
export function walkTo(block: Block, from: number, until: number, states: States, run: Run): States {
  if (from === until) return states;
  // The rest of the block is cut off; what arrives at the end of the piece is collected.
  const target = run.ir.returnExit;
  const piece: Block = { ...block, instructions: block.instructions.slice(0, until), terminal: { kind: 'goto', target } };
  let arrived: States = [];
  const course: Course = {
    flow: (to, state) => void (to === target && (arrived = statesLattice.join(arrived, [state]))),
    lose: () => undefined,
    repeat: () => undefined,
  };
  transferBlock(piece, from, states, run, course);
  return arrived;
}
