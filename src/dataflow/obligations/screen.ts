/**
 * The screen before the simulation: which sites of a function may owe anything at an exit at all.
 *
 * All sites walk together, one bit each, without conditions and with the one name each is known by. What the screen
 * drops owes nothing, because it keeps more ways than there are: a release through another name is not seen, no two
 * conditions contradict each other. Only a test of the name itself counts (`if (socket)`), since it needs no knowledge.
 * So a function with any number of sites that are all closed costs one walk over rows of bits, and what remains goes
 * through the simulation one by one.
 *
 * Suspects at once: sites without a single name, with an answer to wait for, or with a receiver in place of a name.
 */
import { append } from '../collections.ts';
import type { Place } from '../domain/places.ts';
import type { State } from '../domain/state.ts';
import { begun as freshState, isOwed } from '../domain/state.ts';
import type { BlockId } from '../ids.ts';
import type { Block, FunctionIr, Instruction, Variable } from '../ir/types.ts';
import { operandsOfTerminal, successors, visitOperand, visitOperands } from '../ir/visit.ts';
import { nothing } from '../domain/knowledge.ts';
import type { Lattice } from '../solver/solve.ts';
import { solve } from '../solver/solve.ts';
import type { Unit } from '../unit.ts';
import { landings } from './landings.ts';
import type { Run } from './obligation.ts';
import { startRun } from './obligation.ts';
import { ask } from './questions.ts';
import type { Site } from './sites.ts';
import type { Course } from './transfer.ts';
import { leaving, step } from './transfer.ts';

type Row = Uint32Array;

/** What an instruction or a branch does to the bit of one site. */
interface Mark {
  readonly at: number;
  readonly site: number;
  readonly begins: boolean;
  readonly endsOnNormal: boolean;
  readonly endsOnThrow: boolean;
  /** The name is given something else, or ends. */
  readonly loses: boolean;
}

interface BranchMark {
  readonly site: number;
  readonly endsOnThen: boolean;
  readonly endsOnElse: boolean;
}

interface Plan {
  readonly marks: Map<BlockId, Mark[]>;
  readonly branches: Map<BlockId, BranchMark[]>;
  readonly suspects: Set<number>;
  /** By block: the place that was found truthy on the only way to it. */
  readonly guards: ReadonlyMap<BlockId, Place>;
}

/** Positions at which a variable is mentioned, by itself or by a function that is mentioned. */
type Mentions = ReadonlyMap<Variable, readonly Mention[]>;

interface Mention {
  readonly block: Block;
  /** The number of instructions stands for the terminal. */
  readonly index: number;
}

export function suspects(sites: readonly Site[], ir: FunctionIr, unit: Unit): ReadonlySet<Site> {
  const plan: Plan = { marks: new Map(), branches: new Map(), suspects: new Set(), guards: guardsIn(ir, unit) };
  const names = sites.map(site => nameOf(site, ir, unit));
  if (names.every(name => name === null)) return new Set(sites);
  const mentions = mentionsIn(ir, new Set(names.filter(name => name !== null)), unit);
  for (const [number, site] of sites.entries()) {
    const name = names[number] ?? null;
    const begin = name === null ? null : beginning(site);
    if (name === null || begin === null) plan.suspects.add(number);
    else planSite(number, site, begin, name, mentions.get(name) ?? [], plan, ir, unit);
  }
  walkRows(sites.length, plan, ir, unit);
  return new Set(sites.filter((_, number) => plan.suspects.has(number)));
}

/** The one local variable that holds the resource and never anything else but null. */
function nameOf(site: Site, ir: FunctionIr, unit: Unit): Variable | null {
  if (site.answer !== null || site.obligation.receiver !== null || site.given.length > 0) return null;
  const held = site.holders.flatMap(holder => (holder.root.kind === 'variable' && holder.object === null ? [holder.root.variable] : []));
  const [variable, ...others] = new Set(site.call === null ? held : [...held, ...landings(site.call, ir, unit)]);
  if (variable === undefined || others.length > 0 || variable.scope.variableScope.block !== ir.node) return null;
  const writes = variable.references.filter(reference => reference.isWrite() && !isNull(reference.writeExpr));
  return writes.length <= 1 && writes.every(reference => reference.from.variableScope.block === ir.node) ? variable : null;
}

function isNull(node: Variable['references'][number]['writeExpr']): boolean {
  return node?.type === 'Literal' ? node.value === null : node?.type === 'Identifier' && node.name === 'undefined';
}

/** Behind the call, or behind the await right after it: a promise that rejects has brought nothing. */
function beginning({ block, index, pending, call }: Site): number | null {
  if (!pending) return index;
  const next = block.instructions[index + 1];
  return next?.kind === 'await' && next.value.kind === 'temp' && next.value.temp === call?.result ? index + 1 : null;
}

function planSite(number: number, site: Site, begin: number, name: Variable, mentions: readonly Mention[], plan: Plan, ir: FunctionIr, unit: Unit): void {
  const run = startRun(unit, ir, site.obligation);
  const held = [unit.places.variable(name), ...site.holders];
  const begun = site.block.instructions[begin];
  if (begun?.kind === 'await') held.push(unit.places.temp(ir, begun.result));
  const state = freshState('open', [...new Set(held)].sort((left, right) => left.id - right.id), nothing);
  append(plan.marks, site.block.id, { at: begin, site: number, begins: true, endsOnNormal: false, endsOnThrow: false, loses: false });
  for (const { block, index } of mentions) {
    const instruction = block.instructions[index];
    if (instruction === undefined) planBranch(number, block, state, run, plan);
    else if (block !== site.block || index !== site.index) planInstruction(number, instruction, block, index, state, run, plan);
  }
}

function planInstruction(number: number, instruction: Instruction, block: Block, index: number, state: State, run: Run, plan: Plan): void {
  // The name is given the resource here; any other value that it may be given is null.
  if (instruction.kind === 'store' && instruction.place.kind === 'variable' && instruction.declares && instruction.value.kind === 'literal') return;
  let loses = false;
  const course: Course = { flow: () => undefined, repeat: () => undefined, lose: () => void (loses = true) };
  const after = step(instruction, block, state, run, course);
  const returned = index === block.instructions.length - 1 && block.terminal.kind === 'goto' && block.terminal.target === run.ir.returnExit;
  const endsOnNormal = !after.normal.some(one => isDue(one) && !(returned && one.holders.some(holder => holder.root.kind === 'result')));
  const endsOnThrow = !after.thrown.some(isDue);
  if (endsOnNormal || endsOnThrow || loses) append(plan.marks, block.id, { at: index, site: number, begins: false, endsOnNormal, endsOnThrow, loses });
}

function planBranch(number: number, block: Block, state: State, run: Run, plan: Plan): void {
  if (block.terminal.kind !== 'branch') return;
  const asked = ask(block.terminal.test, state, run.asker);
  const endsOnThen = asked.then === null || !isDue(asked.then);
  const endsOnElse = asked.else === null || !isDue(asked.else);
  if (endsOnThen || endsOnElse) append(plan.branches, block.id, { site: number, endsOnThen, endsOnElse });
}

/** What is given back is still due before control has left: a `finally` on the way may fail or give back something else. */
const isDue = (state: State): boolean => isOwed(state) && state.own !== 'guaranteed';

function mentionsIn(ir: FunctionIr, wanted: ReadonlySet<Variable>, unit: Unit): Mentions {
  const found = new Map<Variable, Mention[]>();
  const note = (variable: Variable, mention: Mention): void => {
    if (!wanted.has(variable)) return;
    const list = found.get(variable);
    const last = list?.at(-1);
    if (list === undefined) found.set(variable, [mention]);
    else if (last?.block !== mention.block || last.index !== mention.index) list.push(mention);
  };
  for (const block of ir.blocks) {
    for (const [index, instruction] of block.instructions.entries()) {
      const piece: Block = { ...block, instructions: [instruction], terminal: { kind: 'goto', target: block.id } };
      visitOperands(piece, operand => {
        if (operand.kind === 'variable') note(operand.variable, { block, index });
        if (operand.kind === 'function') for (const reference of unit.scopeManager.acquire(operand.node, true)?.through ?? []) if (reference.resolved !== null) note(reference.resolved, { block, index });
      });
      if (instruction.kind === 'scope-end') for (const variable of instruction.variables) note(variable, { block, index });
    }
    for (const outer of operandsOfTerminal(block.terminal)) {
      visitOperand(outer, operand => void (operand.kind === 'variable' && note(operand.variable, { block, index: block.instructions.length })));
    }
  }
  return found;
}

/** One bit per site: set where it may be due. */
export const rows: Lattice<Row> = {
  join(into, from) {
    let joined: Row | null = null;
    for (let word = 0; word < into.length; word += 1) {
      const bits = (into[word] ?? 0) | (from[word] ?? 0);
      if (bits >>> 0 === into[word]) continue;
      joined ??= into.slice();
      joined[word] = bits;
    }
    return joined ?? into;
  },
};

const set = (row: Row, site: number): void => void (row[site >> 5] = (row[site >> 5] ?? 0) | (1 << (site & 31)));
const clear = (row: Row, site: number): void => void (row[site >> 5] = (row[site >> 5] ?? 0) & ~(1 << (site & 31)));
const has = (row: Row, site: number): boolean => ((row[site >> 5] ?? 0) & (1 << (site & 31))) !== 0;

function walkRows(count: number, plan: Plan, ir: FunctionIr, unit: Unit): void {
  const empty = new Uint32Array((count + 31) >> 5);
  const run = startRun(unit, ir, null);
  for (const list of plan.marks.values()) list.sort((left, right) => left.at - right.at);
  const { facts } = solve<Row>({
    lattice: rows,
    seeds: [[ir.entry, empty]],
    order: run.index.order,
    limit: 64 * (ir.blocks.length + 8),
    transfer(node, row, emit) {
      const block = ir.blocks[node];
      if (block !== undefined) walkBlock(block, row, plan, run, emit);
    },
  });
  for (const exit of [ir.returnExit, ir.throwExit]) {
    const row = facts.get(exit);
    for (let site = 0; row !== undefined && site < count; site += 1) if (has(row, site)) plan.suspects.add(site);
  }
}

function walkBlock(block: Block, entry: Row, plan: Plan, run: Run, emit: (target: number, row: Row) => void): void {
  const marks = plan.marks.get(block.id) ?? [];
  const row = entry.slice();
  let next = 0;
  // A listener's parameter is there before the first instruction.
  for (; marks[next]?.at === -1; next += 1) set(row, marks[next]?.site ?? 0);
  let sent = false;
  for (let index = 0; index < block.instructions.length; index += 1) {
    const instruction = block.instructions[index];
    const here = marks[next]?.at === index;
    if (instruction !== undefined && (here || !sent) && (leaving(instruction, block, run).kind !== 'no' || mayBeAbsent(instruction, plan.guards.get(block.id), run))) {
      const thrown = row.slice();
      for (let at = next; marks[at]?.at === index; at += 1) if (marks[at]?.endsOnThrow === true) clear(thrown, marks[at]?.site ?? 0);
      emit(block.handler, thrown);
      sent = true;
    }
    for (; marks[next]?.at === index; next += 1) {
      const mark = marks[next];
      if (mark === undefined) break;
      sent = false;
      if (mark.loses && has(row, mark.site)) plan.suspects.add(mark.site);
      if (mark.endsOnNormal) clear(row, mark.site);
      if (!mark.begins) continue;
      // Acquired again while the last one may be open: that is for the simulation.
      if (has(row, mark.site)) plan.suspects.add(mark.site);
      set(row, mark.site);
    }
    if (instruction?.kind === 'yield' && run.unit.has('abandonment')) emit(instruction.abandon, row.slice());
  }
  leaveBlock(block, row, plan, emit);
}

/** `if (socket) socket.destroy()`: behind the question its answer needs no knowledge. */
function guardsIn(ir: FunctionIr, unit: Unit): ReadonlyMap<BlockId, Place> {
  const ways = new Map<BlockId, number>();
  for (const block of ir.blocks) for (const next of successors(block)) ways.set(next, (ways.get(next) ?? 0) + 1);
  const guards = new Map<BlockId, Place>();
  for (const { terminal } of ir.blocks) {
    if (terminal.kind !== 'branch' || terminal.test.kind !== 'truthy' || ways.get(terminal.then) !== 1) continue;
    const place = unit.places.of(terminal.test.value, ir);
    if (place !== null) guards.set(terminal.then, place);
  }
  return guards;
}

/** A method of what a walk may know to be null or undefined: that throws for certain (see `isAbsent` in `calls.ts`). */
function mayBeAbsent(instruction: Instruction, guard: Place | undefined, run: Run): boolean {
  if (instruction.kind !== 'call' || instruction.optional || instruction.callee.kind !== 'member') return false;
  const { object } = instruction.callee;
  if (object.kind === 'temp') return run.index.definition(object.temp) === undefined;
  const place = run.unit.places.of(object, run.ir);
  if (place !== null && place === guard) return false;
  if (object.kind === 'variable' && run.asker.meaning(object) !== null) return true;
  return place !== null && run.index.correlated(place);
}

function leaveBlock(block: Block, row: Row, plan: Plan, emit: (target: number, row: Row) => void): void {
  const { terminal } = block;
  switch (terminal.kind) {
    case 'goto':
      emit(terminal.target, row);
      return;
    case 'throw':
      emit(block.handler, row);
      return;
    case 'exit':
      return;
    case 'branch': {
      const marks = plan.branches.get(block.id);
      const then = marks === undefined ? row : row.slice();
      const otherwise = marks === undefined ? row : row.slice();
      for (const mark of marks ?? []) {
        if (mark.endsOnThen) clear(then, mark.site);
        if (mark.endsOnElse) clear(otherwise, mark.site);
      }
      emit(terminal.then, then);
      emit(terminal.else, otherwise);
    }
  }
}
