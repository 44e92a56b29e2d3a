/**
 * What became of a resource between its making and the call with which it begins to be owed.
 *
 * Input: a site that begins what the function itself made (`new Socket()`, `createSocket()`). Answer: the states at the
 * site of those ways on which it is still here, with its other names, its listeners and its closers; an empty list where it
 * has been handed on before on every way; null where this function did not make it, so that nothing is known.
 *
 * Not handled: makings behind a name that is written in several places are all taken to reach the site.
 */
import type { KnowledgeAt } from './simulate.ts';
import type { Placed } from '../effects/function-index.ts';
import type { BlockId, TempId } from '../ids.ts';
import type { Block, FunctionIr, Operand, Variable } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { Place } from '../domain/places.ts';
import type { State, States } from '../domain/state.ts';
import { addHolder, begun, statesLattice } from '../domain/state.ts';
import { solve } from '../solver/solve.ts';
import type { Run } from './obligation.ts';
import { startRun } from './obligation.ts';
import type { Site } from './sites.ts';
import type { Course } from './transfer.ts';
import { transferBlock } from './transfer.ts';

/** Chained calls and names of names are followed this far. */
const longest = 8;

export function statesSinceMaking(site: Site, ir: FunctionIr, unit: Unit, knowledge: KnowledgeAt): States | null {
  if (site.call === null || !unit.has('dormant-life')) return null;
  const { callee } = unit.effects(site.call, ir);
  if (callee.kind !== 'method' || callee.model?.receiver !== 'begins') return null;
  const made = makings(callee.object, ir, unit);
  if (made.length === 0) return null;
  const run = startRun(unit, ir, site.obligation);
  const seeds: [BlockId, States][] = [];
  let arrived: States = [];
  const arrive = (state: State): void => void (arrived = statesLattice.join(arrived, [state]));
  for (const { call, block } of made) {
    const index = block.instructions.indexOf(call);
    const states = knowledge(block, index).map(before => dormant(before, unit.places.temp(ir, call.result)));
    pass(block, index + 1, states, site, run, (target, state) => void seeds.push([target, [state]]), arrive);
  }
  solve<States>({
    lattice: statesLattice,
    seeds,
    order: run.index.order,
    limit: visitsPerBlock * (ir.blocks.length + visitsPerBlock),
    transfer(node, states, emit) {
      const block = ir.blocks[node];
      if (block !== undefined) pass(block, 0, states, site, run, (target, state) => emit(target, [state]), arrive);
    },
  });
  return arrived.length === 0 ? null : arrived.filter(({ status }) => status === 'open').map(state => owedFrom(state, site));
}

const visitsPerBlock = 16;

function dormant(before: State, made: Place): State {
  return begun('open', [made], before.known);
}

/** It is owed from here on; what has been prepared before counts. */
function owedFrom(state: State, { holders, node, pending }: Site): State {
  return holders.reduce(addHolder, { ...state, status: pending ? 'pending' : 'open', trail: { step: { kind: 'acquired', node, subject: '' }, before: null } });
}

/** A block up to the site, where the walk ends, or as a whole. */
function pass(block: Block, from: number, states: States, site: Site, run: Run, flow: Course['flow'], arrive: (state: State) => void): void {
  const others = { lose: (): void => undefined, repeat: (): void => undefined };
  if (block !== site.block || from > site.index) {
    transferBlock(block, from, states, run, { ...others, flow });
    return;
  }
  const end = run.ir.returnExit;
  const piece: Block = { ...block, instructions: block.instructions.slice(0, site.index), terminal: { kind: 'goto', target: end } };
  transferBlock(piece, from, states, run, { ...others, flow: (target, state) => (target === end ? arrive(state) : flow(target, state)) });
}

/** The calls that made what the operand stands for: by its names, and through calls that give back their receiver. */
function makings(receiver: Operand, ir: FunctionIr, unit: Unit): Placed[] {
  const index = unit.index(ir);
  const found: Placed[] = [];
  let open: readonly (Variable | TempId)[] = receiver.kind === 'variable' ? [receiver.variable] : receiver.kind === 'temp' ? [receiver.temp] : [];
  for (let step = 0; step < longest && open.length > 0; step += 1) {
    const next: (Variable | TempId)[] = [];
    for (const name of open) {
      const made = typeof name === 'number' ? index.definition(name) : undefined;
      if (made?.kind !== 'call') {
        next.push(...index.sources(name));
        continue;
      }
      const { model } = unit.effects(made, ir);
      const placed = index.placed(made);
      if (model?.acquires?.state === 'dormant' && placed !== undefined) found.push(placed);
      else if (model?.returns === 'receiver' && made.callee.kind === 'member' && made.callee.object.kind === 'temp') next.push(made.callee.object.temp);
      else if (model?.returns === 'receiver' && made.callee.kind === 'member' && made.callee.object.kind === 'variable') next.push(made.callee.object.variable);
    }
    open = next;
  }
  return found;
}
