/**
 * Property simulation: one obligation walks one graph from where it begins to the exits.
 *
 * Guarantee: a fixpoint within the step limit; a run that hits the limit says so, and its observations are guesses.
 */
import type { ExitKind } from '../findings/types.ts';
import type { Block, FunctionIr } from '../ir/types.ts';
import type { Emit } from '../solver/solve.ts';
import { solve } from '../solver/solve.ts';
import type { Unit } from '../unit.ts';
import { nothing } from '../domain/knowledge.ts';
import type { Obligation, Run } from './obligation.ts';
import { startRun } from './obligation.ts';
import type { State, States } from '../domain/state.ts';
import { single, statesLattice } from '../domain/state.ts';
import { transferBlock } from './transfer.ts';

export interface Observation {
  readonly exit: ExitKind;
  readonly state: State;
}

export interface Simulation {
  /** In the order in which they were reached. */
  readonly observations: readonly Observation[];
  readonly complete: boolean;
  /** How many places of the source leave with the resource still owed. */
  readonly ways: number;
}

/** Where a walk begins: before the instruction `index` of a block. */
export interface Start {
  readonly block: Block;
  readonly index: number;
  readonly state: State;
}

/** A block is visited at most this often on average before the run is given up. */
const visitsPerBlock = 40;

export function simulate(unit: Unit, ir: FunctionIr, obligation: Obligation | null, start: Start): Simulation {
  const run = startRun(unit, ir, obligation);
  // The two exits are observed once, with what finally reached them; losses on the way are observed where they happen.
  const losses = new Map<unknown, Observation>();
  const ways = new Set<unknown>();
  const count: Emit<States> = (target, states) => {
    if (target !== ir.returnExit && target !== ir.throwExit) return;
    for (const state of states.values()) {
      const handed = state.status !== 'open' || state.backing === 'guaranteed' || (target === ir.returnExit && (state.backing !== 'none' || state.holders.some(holder => holder.root.kind === 'result')));
      if (!handed) ways.add(state.trail?.step.node);
    }
  };
  const seeds: [number, States][] = [];
  const observer = {
    observe: (exit: ExitKind, state: State): void => {
      if (exit !== 'return' && exit !== 'throw') losses.set(state.trail?.step.node, { exit, state });
    },
  };
  transferBlock(start.block, start.index, single(start.state), run, (target, states) => {
    count(target, states);
    seeds.push([target, states]);
  }, observer);
  const limit = visitsPerBlock * (ir.blocks.length + 8);
  const solution = solve<States>({ size: ir.blocks.length, lattice: statesLattice, seeds, limit, transfer: (node, states, emit) => transferBlock(blockAt(run, node), 0, states, run, (target, one) => {
    count(target, one);
    emit(target, one);
  }, observer) });
  const exits: Observation[] = [];
  for (const [exit, block] of [['return', ir.returnExit], ['throw', ir.throwExit]] as const) {
    for (const state of solution.facts[block]?.values() ?? []) exits.push({ exit, state });
  }
  return { observations: [...losses.values(), ...exits], complete: solution.steps < limit, ways: ways.size + losses.size };
}

function blockAt(run: Run, node: number): Block {
  const block = run.ir.blocks[node];
  if (block === undefined) throw new RangeError(`no block ${node} in ${run.ir.name}`);
  return block;
}

export const unaware: State = { status: 'none', holders: [], known: nothing, backing: 'none', doubts: [], trail: null };

/** What is known at the entry of each block whatever happens to any resource. */
export function gatherKnowledge(unit: Unit, ir: FunctionIr): readonly (States | undefined)[] {
  const run = startRun(unit, ir, null);
  const silent = { observe: (): void => undefined };
  const limit = visitsPerBlock * (ir.blocks.length + 8);
  return solve<States>({
    size: ir.blocks.length,
    lattice: statesLattice,
    seeds: [[ir.entry, single(unaware)]],
    limit,
    transfer: (node, states, emit) => transferBlock(blockAt(run, node), 0, states, run, emit, silent),
  }).facts;
}

/** What is known just before an instruction. */
export function knowledgeAt(unit: Unit, ir: FunctionIr, entries: readonly (States | undefined)[], block: Block, index: number): State | null {
  const entry = entries[block.id];
  if (entry === undefined) return null;
  const prefix: Block = { ...block, instructions: block.instructions.slice(0, index), terminal: { kind: 'exit', way: 'return' } };
  let found: State | null = null;
  transferBlock(prefix, 0, entry, startRun(unit, ir, null), () => undefined, { observe: (_exit, state) => void (found ??= state) });
  return found;
}
