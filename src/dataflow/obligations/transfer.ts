/**
 * What a block makes of the states at its entry: instruction by instruction, then the terminal.
 *
 * Every state that an instruction sends to the handler is sent at once; what remains at the end follows the terminal.
 * An instruction that cannot concern a state (see `effects/concerns.ts`) costs a comparison.
 */
import { rootOf } from '../domain/places.ts';
import type { State, States } from '../domain/state.ts';
import { doubt, dropHolders, isOwed, statesLattice, walk } from '../domain/state.ts';
import { comesBack } from '../effects/coming-back.ts';
import { rejecting } from '../effects/rejections.ts';
import { throwing } from '../effects/throwing.ts';
import { yes } from '../effects/types.ts';
import type { Throwing } from '../effects/types.ts';
import type { ExitKind, Step } from '../findings/types.ts';
import type { BlockId } from '../ids.ts';
import type { Block, Instruction, Terminal, Test, Variable } from '../ir/types.ts';
import type { After } from './after.ts';
import { goesOn } from './after.ts';
import { stepAwait } from './awaits.ts';
import { disturbed, isAbsent, stepCall } from './calls.ts';
import { failed } from './failure.ts';
import { asksForMember, comesToMember, leavesLoop } from './literal-loops.ts';
import { isHolder, mentionOf } from './mentions.ts';
import type { Place } from '../domain/places.ts';
import type { Run } from './obligation.ts';
import { ask } from './questions.ts';
import { stepStore } from './stores.ts';

/** Where a walk sends what it finds. */
export interface Course {
  readonly flow: (target: BlockId, state: State) => void;
  /** The last name of the resource is lost here. */
  readonly lose: (exit: ExitKind, state: State) => void;
  /** One more place from which a state leaves that has been sent there already. */
  readonly repeat: (target: BlockId, node: Step['node'], state: State) => void;
  /** Asked about a state that owes nothing any more: true ends its way here. */
  readonly settle?: (block: Block) => boolean;
}

export function transferBlock(block: Block, from: number, entry: States, run: Run, course: Course): void {
  if (entry.length === 1 && entry[0] !== undefined) {
    walkState(block, from, entry[0], run, course);
    return;
  }
  let states = entry;
  for (let index = from; index < block.instructions.length && states.length > 0; index += 1) {
    const instruction = block.instructions[index];
    if (instruction === undefined) break;
    let next: States = [];
    for (const state of states) {
      const after = isConcerned(block, index, state, run) ? step(instruction, block, state, run, course) : pass(instruction, block, state, run);
      for (const one of after.thrown) course.flow(block.handler, one);
      next = statesLattice.join(next, after.normal);
    }
    states = next;
  }
  for (const state of states) leave(block, block.terminal, state, run, course);
}

/** The usual case: one state, most instructions of no concern to it. */
function walkState(block: Block, from: number, entry: State, run: Run, course: Course): void {
  let state = entry;
  let sent: State | null = null;
  for (let index = from; index < block.instructions.length; index += 1) {
    const instruction = block.instructions[index];
    if (instruction === undefined) break;
    if (!isConcerned(block, index, state, run) && state.known.size === 0) {
      const leaves = leaving(instruction, block, run);
      if (leaves.kind !== 'no') {
        // Neighbours share one exceptional edge: the first of them tells the way, the others are counted.
        if (sent === state) course.repeat(block.handler, instruction.node, state);
        else course.flow(block.handler, failed(state, instruction, leaves));
        sent = state;
      }
      if (goesPast(instruction, run)) continue;
      return;
    }
    const after = isConcerned(block, index, state, run) ? step(instruction, block, state, run, course) : pass(instruction, block, state, run);
    for (const one of after.thrown) course.flow(block.handler, one);
    const [next] = after.normal;
    if (next === undefined) return;
    if (after.normal.length > 1) {
      transferBlock(block, index + 1, after.normal, run, course);
      return;
    }
    state = next;
    if (isSettled(state) && course.settle?.(block) === true) return;
  }
  leave(block, block.terminal, state, run, course);
}

const isSettled = ({ status }: State): boolean => status === 'released' || status === 'handed';

function isConcerned(block: Block, index: number, state: State, run: Run): boolean {
  if (block.instructions[index]?.kind === 'yield') return true;
  const receiver = run.obligation?.receiver ?? null;
  const held = heldBy(state, receiver, run);
  let bits = 0;
  for (const place of held) bits |= place.bit;
  return run.index.concerns(block, index, bits, held);
}

/** The names that make an instruction matter: of the resource, of whom its slot is from, of settlers, of timers. */
function heldBy({ holders, armed, settled }: State, receiver: Place | null, run: Run): readonly Place[] {
  const { settlers } = run.life;
  if (receiver === null && armed.length === 0 && (settlers.length === 0 || settled !== null)) return holders;
  const handles = armed.flatMap(({ handle }) => handle ?? []);
  return [...holders, ...(receiver === null ? [] : [receiver]), ...handles, ...(settled === null ? settlers.map(settler => run.unit.places.variable(settler)) : [])];
}

/** An instruction that has nothing to do with the resource: other code may run, and it may fail. */
function pass(instruction: Instruction, block: Block, state: State, run: Run): After {
  if (instruction.kind !== 'call' && instruction.kind !== 'await' && instruction.kind !== 'next') return goesOn(state);
  if (instruction.kind === 'call' && isOwed(state) && isAbsent(instruction, state, run)) return { normal: [], thrown: [failed(state, instruction, yes)] };
  const leaves = leaving(instruction, block, run);
  const next = instruction.kind === 'next' && !instruction.await ? state : disturbed(state, run);
  return { normal: goesPast(instruction, run) ? [next] : [], thrown: leaves.kind === 'no' ? [] : [failed(state, instruction, leaves)] };
}

const goesPast = (instruction: Instruction, run: Run): boolean => instruction.kind !== 'call' || comesBack(instruction, run.ir, run.unit);

/** Can the instruction leave through its handler? */
export function leaving(instruction: Instruction, block: Block, run: Run): Throwing {
  if (instruction.kind === 'call') return throwing(instruction, run.unit.effects(instruction, run.ir), block, run.ir, run.unit);
  return rejecting(instruction, run.ir, run.unit);
}

export function step(instruction: Instruction, block: Block, state: State, run: Run, course: Course): After {
  switch (instruction.kind) {
    case 'call':
      return stepCall(instruction, block, state, run);
    case 'store': {
      const { state: next, lost } = stepStore(instruction, state, run);
      if (lost !== null) course.lose('overwrite', lost);
      return goesOn(instruction.place.kind === 'result' ? walk(next, { kind: 'returns', node: instruction.node, subject: '' }) : next);
    }
    case 'await':
      return stepAwait(instruction, state, run);
    case 'yield':
      return stepYield(instruction, disturbed(state, run), run, course);
    case 'caught':
      return goesOn(instruction.node.type === 'CatchClause' ? walk(state, { kind: 'caught', node: instruction.node, subject: '' }) : state);
    case 'dispose':
      return goesOn(isOwed(state) && run.unit.has('disposal') && isHolder(instruction.value, state, run) ? { ...state, status: 'released' } : state);
    case 'close-iterator':
      return goesOn(closesStream(instruction, state, run) ? { ...state, status: 'released' } : state);
    case 'scope-end':
      return endScope(instruction.variables, instruction.node, state, run, course);
    case 'next':
      return goesOn(comesToMember(instruction, state, run));
    case 'import':
      return goesOn(state);
  }
}

/** Whoever iterates gets what is yielded; and may never ask for more: then only what `finally` does is still done. */
function stepYield(instruction: Extract<Instruction, { kind: 'yield' }>, state: State, run: Run, course: Course): After {
  const given = isOwed(state) && run.unit.has('hand-off') && mentionOf(instruction.value, state, run).kind !== 'no';
  const next: State = given ? { ...state, status: 'handed' } : state;
  if (run.unit.has('abandonment')) course.flow(instruction.abandon, isOwed(next) ? abandoned(next, instruction.node) : next);
  return goesOn(next);
}

const abandoned = (state: State, node: Step['node']): State =>
  doubt(walk(state, { kind: 'abandoned', node, subject: '' }), 'whoever iterates may always go on to the end');

function closesStream(instruction: Extract<Instruction, { kind: 'close-iterator' }>, state: State, run: Run): boolean {
  return isOwed(state) && instruction.await && run.unit.has('iterator-close') && isHolder(instruction.iterable, state, run);
}

/** `if (!(error instanceof Error)) throw error`: the language allows to throw anything, and hardly anybody does. */
function strange(test: Test, state: State, run: Run): State {
  if (test.kind !== 'instanceof' || test.type.kind !== 'global' || test.type.name !== 'Error' || !run.unit.has('strange-errors')) return state;
  const caught = test.value.kind === 'variable' && test.value.variable.defs.some(definition => definition.type === 'CatchClause');
  return caught && isOwed(state) ? doubt(state, 'what is thrown is hardly ever no `Error`') : state;
}

/** `for await` that finds no further chunk has read the other side's end. */
function readToTheEnd({ test, node }: Extract<Terminal, { kind: 'branch' }>, state: State, run: Run): State {
  if (test.kind !== 'more' || node.type !== 'ForOfStatement' || !node.await || !run.unit.has('iterator-close')) return state;
  return isOwed(state) && isHolder(test.iterable, state, run) ? { ...state, status: 'released' } : state;
}

function endScope(variables: readonly Variable[], node: Step['node'], state: State, run: Run, course: Course): After {
  const next = dropHolders(state, holder => holder.root.kind === 'variable' && variables.includes(holder.root.variable));
  if (next === state || !isOwed(state) || !run.unit.has('iteration-scope')) return goesOn(next);
  const named = next.holders.some(holder => holder.root.kind !== 'temp');
  if (named || next.backing !== 'none' || run.obligation?.receiver !== null) return goesOn(next);
  course.lose('scope', walk(state, { kind: 'iteration-ends', node, subject: '' }));
  return goesOn({ ...next, status: 'released' });
}

/** A temporary that no other block uses ends with its own: two ways that differ in it alone are one. */
function leave(block: Block, terminal: Terminal, left: State, run: Run, course: Course): void {
  const state = dropHolders(left, holder => holder.root.kind === 'temp' && !run.index.crossing(rootOf(holder)));
  switch (terminal.kind) {
    case 'goto':
      course.flow(terminal.target, state);
      return;
    case 'throw':
      course.flow(block.handler, isOwed(state) ? walk(state, { kind: block.way === 'failure' ? 'rethrown' : 'throws', node: terminal.node, subject: '' }) : state);
      return;
    case 'exit':
      return;
    case 'branch': {
      const member = asksForMember(terminal.test, state, run);
      if (member !== null) {
        course.flow(member ? terminal.then : terminal.else, member ? state : leavesLoop(terminal.test, state, run));
        return;
      }
      const asked = run.unit.has('conditions') ? ask(terminal.test, state, run.asker) : { then: state, else: state, undecided: true };
      const mark = (one: State, kind: 'when' | 'unless'): State => (asked.undecided && isOwed(one) ? walk(one, { kind, node: terminal.node, subject: '' }) : one);
      if (asked.then !== null) course.flow(terminal.then, mark(asked.then, 'when'));
      if (asked.else !== null) course.flow(terminal.else, readToTheEnd(terminal, strange(terminal.test, mark(asked.else, 'unless'), run), run));
      return;
    }
  }
}
