/**
 * What a block makes of the states at its entry: instruction by instruction, then the terminal.
 *
 * Every state that an instruction sends to the handler is emitted there at once; what remains at the end follows the
 * terminal. States that reach an exit, or lose the resource on the way, are given to `observe`.
 */
import type { ExitKind, Step } from '../findings/types.ts';
import type { Block, Instruction, Terminal, Variable } from '../ir/types.ts';
import type { Emit } from '../solver/solve.ts';
import type { After } from './after.ts';
import { goesOn } from './after.ts';
import { stepAwait } from './awaits.ts';
import { stepCall } from './calls.ts';
import { isHolder, mentionOf } from './mentions.ts';
import type { Run } from './obligation.ts';
import { ask } from './questions.ts';
import type { State, States } from '../domain/state.ts';
import { dropHolders, single, statesLattice, walk } from '../domain/state.ts';
import { stepStore } from './stores.ts';

export interface Observer {
  /** The state at an exit, or at the point where the last name was lost. */
  readonly observe: (exit: ExitKind, state: State) => void;
}

const empty: States = new Map();

export function transferBlock(block: Block, from: number, entry: States, run: Run, emit: Emit<States>, observer: Observer): void {
  let states: States = entry;
  for (let index = from; index < block.instructions.length && states.size > 0; index += 1) {
    const instruction = block.instructions[index];
    if (instruction === undefined) break;
    let next: States = empty;
    for (const state of states.values()) {
      const after = step(instruction, block, state, run, observer);
      for (const one of after.thrown) emit(block.handler, single(one));
      for (const one of after.normal) next = next.size === 0 ? single(one) : statesLattice.join(next, single(one));
    }
    states = next;
  }
  for (const state of states.values()) leave(block, block.terminal, state, run, emit, observer);
}


function step(instruction: Instruction, block: Block, state: State, run: Run, observer: Observer): After {
  switch (instruction.kind) {
    case 'call':
      return stepCall(instruction, block, state, run);
    case 'store': {
      const { state: next, lost } = stepStore(instruction, state, run);
      if (lost !== null) observer.observe('overwrite', lost);
      return goesOn(instruction.place.kind === 'result' ? walk(next, { kind: 'returns', node: instruction.node, subject: '' }) : next);
    }
    case 'await':
      return stepAwait(instruction, state, run);
    case 'yield':
      return goesOn(isOpen(state) && mentionOf(instruction.value, state, run).kind !== 'no' ? { ...state, status: 'handed' } : state);
    case 'caught':
      return goesOn(instruction.node.type === 'CatchClause' ? walk(state, { kind: 'caught', node: instruction.node, subject: '' }) : state);
    case 'dispose':
      return goesOn(isOpen(state) && run.unit.has('disposal') && isHolder(instruction.value, state, run) ? { ...state, status: 'released' } : state);
    case 'close-iterator':
      return goesOn(closesStream(instruction, state, run) ? { ...state, status: 'released' } : state);
    case 'scope-end':
      return endScope(instruction.variables, instruction.node, state, run, observer);
    case 'next':
    case 'import':
      return goesOn(state);
  }
}

const isOpen = (state: State): boolean => state.status === 'open' || state.status === 'pending';

function closesStream(instruction: Extract<Instruction, { kind: 'close-iterator' }>, state: State, run: Run): boolean {
  return isOpen(state) && instruction.await && run.unit.has('iterator-close') && isHolder(instruction.iterable, state, run);
}

function endScope(variables: readonly Variable[], node: Step['node'], state: State, run: Run, observer: Observer): After {
  const next = dropHolders(state, holder => holder.root.kind === 'variable' && variables.includes(holder.root.variable));
  if (next === state || !isOpen(state) || !run.unit.has('iteration-scope')) return goesOn(next);
  const named = next.holders.some(holder => holder.root.kind !== 'temp');
  if (named || next.backing !== 'none' || run.obligation?.receiver !== null) return goesOn(next);
  observer.observe('scope', walk(state, { kind: 'iteration-ends', node, subject: '' }));
  return goesOn({ ...next, status: 'released' });
}

function leave(block: Block, terminal: Terminal, state: State, run: Run, emit: Emit<States>, observer: Observer): void {
  switch (terminal.kind) {
    case 'goto':
      emit(terminal.target, single(state));
      return;
    case 'throw': {
      const walked = isOpen(state) ? walk(state, { kind: block.way === 'failure' ? 'rethrown' : 'throws', node: terminal.node, subject: '' }) : state;
      emit(block.handler, single(walked));
      return;
    }
    case 'exit':
      observer.observe(terminal.way, state);
      return;
    case 'branch': {
      const asked = run.unit.has('conditions') ? ask(terminal.test, state, run.asker) : { then: state, else: state, undecided: true };
      const mark = (one: State, kind: 'when' | 'unless'): State => (asked.undecided && isOpen(one) ? walk(one, { kind, node: terminal.node, subject: '' }) : one);
      if (asked.then !== null) emit(terminal.then, single(mark(asked.then, 'when')));
      if (asked.else !== null) emit(terminal.else, single(mark(asked.else, 'unless')));
      return;
    }
  }
}

