/**
 * Reading the model: successors, definitions, operands, order. Nothing here is recursive, so operands may be as deep as the
 * source that made them.
 */
import type { BlockId, TempId } from '../ids.ts';
import type { Block, FunctionIr, Instruction, Operand, Terminal, Test, Variable } from './types.ts';

/** Where control can go from a block's end, the handler apart. */
export function targets(terminal: Terminal): readonly BlockId[] {
  switch (terminal.kind) {
    case 'goto':
      return [terminal.target];
    case 'branch':
      return terminal.then === terminal.else ? [terminal.then] : [terminal.then, terminal.else];
    case 'throw':
    case 'exit':
      return [];
    default:
      throw unknown(terminal);
  }
}

/** Whether anything in the block could throw as far as its form tells: it has instructions, or it ends in `throw`. */
export function canReachHandler(block: Block): boolean {
  return block.instructions.length > 0 || block.terminal.kind === 'throw';
}

/** Every block that control can reach from this one: targets, the handler, and where an abandoned generator continues. */
export function successors(block: Block): readonly BlockId[] {
  const found = [...targets(block.terminal)];
  for (const instruction of block.instructions) {
    if (instruction.kind === 'yield' && !found.includes(instruction.abandon)) found.push(instruction.abandon);
  }
  if (block.terminal.kind !== 'exit' && canReachHandler(block) && !found.includes(block.handler)) found.push(block.handler);
  return found;
}

/** The reachable blocks, each after its predecessors (loops apart), by an explicit stack. */
export function reversePostorder(ir: FunctionIr): readonly BlockId[] {
  const postorder: BlockId[] = [];
  const state = new Uint8Array(ir.blocks.length);
  const stack: BlockId[] = [ir.entry];
  for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
    const block = ir.blocks[at];
    if (block !== undefined && state[at] === 0) {
      state[at] = 1;
      for (const next of successors(block)) if (state[next] === 0) stack.push(next);
      continue;
    }
    stack.pop();
    if (state[at] !== 1) continue;
    state[at] = 2;
    postorder.push(at);
  }
  return postorder.reverse();
}

/** The blocks from which control can come to one of these, themselves included. */
export function blocksBefore(ir: FunctionIr, targets: Iterable<BlockId>): ReadonlySet<BlockId> {
  const origins: BlockId[][] = ir.blocks.map(() => []);
  for (const block of ir.blocks) for (const next of successors(block)) origins[next]?.push(block.id);
  const found = new Set(targets);
  // What is added is visited too.
  for (const block of found) for (const origin of origins[block] ?? []) found.add(origin);
  return found;
}

/** The temporary that an instruction defines; null for those without result. A store into a temporary merges, it does not define. */
export function definedTemp(instruction: Instruction): TempId | null {
  switch (instruction.kind) {
    case 'call':
    case 'await':
    case 'yield':
    case 'next':
    case 'import':
    case 'caught':
      return instruction.result;
    case 'store':
    case 'close-iterator':
    case 'dispose':
    case 'scope-end':
      return null;
    default:
      throw unknown(instruction);
  }
}

/** The operands an instruction reads, outermost ones only. Of a store's place: what must be read to find it. */
export function operandsOf(instruction: Instruction): readonly Operand[] {
  switch (instruction.kind) {
    case 'call':
      return [instruction.callee, ...instruction.args.map(({ value }) => value)];
    case 'store':
      return instruction.place.kind === 'member' ? [...placeReads(instruction.place), instruction.value] : [instruction.value];
    case 'await':
    case 'yield':
    case 'dispose':
      return [instruction.value];
    case 'next':
    case 'close-iterator':
      return [instruction.iterable];
    case 'import':
      return [instruction.source];
    case 'caught':
    case 'scope-end':
      return [];
    default:
      throw unknown(instruction);
  }
}

function placeReads(place: Extract<Operand, { kind: 'member' }>): readonly Operand[] {
  return place.computed === null ? [place.object] : [place.object, place.computed];
}

/** The operands a terminal reads. */
export function operandsOfTerminal(terminal: Terminal): readonly Operand[] {
  switch (terminal.kind) {
    case 'branch':
      return operandsOfTest(terminal.test);
    case 'throw':
      return [terminal.value];
    case 'goto':
    case 'exit':
      return [];
    default:
      throw unknown(terminal);
  }
}

export function operandsOfTest(test: Test): readonly Operand[] {
  switch (test.kind) {
    case 'truthy':
    case 'nullish':
    case 'typeof':
      return [test.value];
    case 'equal':
      return [test.value, test.other];
    case 'instanceof':
      return [test.value, test.type];
    case 'more':
      return [test.iterable];
    case 'opaque':
      return test.parts;
    default:
      throw unknown(test);
  }
}

/** The operands directly inside an operand. */
export function partsOf(operand: Operand): readonly Operand[] {
  switch (operand.kind) {
    case 'member':
      return placeReads(operand);
    case 'object':
      return operand.entries.map(({ value }) => value);
    case 'array':
      return operand.elements.map(({ value }) => value);
    case 'test':
      return operandsOfTest(operand.test);
    case 'opaque':
      return operand.parts;
    case 'temp':
    case 'variable':
    case 'global':
    case 'this':
    case 'super':
    case 'literal':
    case 'function':
    case 'class':
    case 'result':
      return [];
    default:
      throw unknown(operand);
  }
}

/** Calls `visit` with the operand and everything inside it, from the outside in. */
export function visitOperand(operand: Operand, visit: (operand: Operand) => void): void {
  const stack = [operand];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    visit(at);
    const parts = partsOf(at);
    for (let index = parts.length - 1; index >= 0; index--) {
      const part = parts[index];
      if (part !== undefined) stack.push(part);
    }
  }
}

/** Calls `visit` with every operand of a block, places that are written included. */
export function visitOperands(block: Block, visit: (operand: Operand) => void): void {
  for (const instruction of block.instructions) {
    if (instruction.kind === 'store') {
      visitOperand(instruction.place, visit);
      visitOperand(instruction.value, visit);
    } else for (const operand of operandsOf(instruction)) visitOperand(operand, visit);
  }
  for (const operand of operandsOfTerminal(block.terminal)) visitOperand(operand, visit);
}

/** What an operand is made from in the end. */
export interface Roots {
  readonly variables: ReadonlySet<Variable>;
  readonly temps: ReadonlySet<TempId>;
  readonly usesThis: boolean;
}

export function rootsOf(operand: Operand): Roots {
  const variables = new Set<Variable>();
  const temps = new Set<TempId>();
  let usesThis = false;
  visitOperand(operand, (part) => {
    if (part.kind === 'variable') variables.add(part.variable);
    else if (part.kind === 'temp') temps.add(part.temp);
    else if (part.kind === 'this' || part.kind === 'super') usesThis = true;
  });
  return { variables, temps, usesThis };
}

function unknown(value: never): TypeError {
  return new TypeError(`not a part of the model: ${JSON.stringify(value)}`);
}
