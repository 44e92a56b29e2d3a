/**
 * Whether a graph keeps the promises of types.ts. Gives every violation in words; none for a graph that lowering made.
 *
 * Used in tests and when debugging, so it asks more than any consumer may. A temporary that stores write to (the value of
 * `a || b`) merges and is defined by those stores: it must have been stored on every path to its use as well.
 */
import type { BlockId, TempId } from '../ids.ts';
import type { Block, FunctionIr, Instruction, Operand } from './types.ts';
import { definedTemp, operandsOf, operandsOfTerminal, reversePostorder, successors, targets, visitOperand } from './visit.ts';

export function verify(ir: FunctionIr): string[] {
  const broken = structure(ir);
  // The other checks follow edges: they need whole ones.
  return broken.length > 0 ? broken : [...reachability(ir), ...handlers(ir), ...results(ir), ...definitions(ir)];
}

function structure(ir: FunctionIr): string[] {
  const broken: string[] = [];
  const check = (holds: boolean, words: string): void => {
    if (!holds) broken.push(words);
  };
  const exists = (id: BlockId): boolean => ir.blocks[id] !== undefined;
  check(exists(ir.entry), 'the entry does not exist');
  for (const [index, block] of ir.blocks.entries()) {
    check(Number(block.id) === index, `block ${String(index)} is numbered ${String(block.id)}`);
    check(exists(block.handler), `b${String(index)} has a handler that does not exist`);
    for (const target of targets(block.terminal)) check(exists(target), `b${String(index)} leads to a block that does not exist`);
    for (const instruction of block.instructions) {
      if (instruction.kind === 'yield') check(exists(instruction.abandon), `b${String(index)} is abandoned to a block that does not exist`);
    }
  }
  exits(ir, check);
  return broken;
}

function exits(ir: FunctionIr, check: (holds: boolean, words: string) => void): void {
  const ends = ir.blocks.filter(({ terminal }) => terminal.kind === 'exit');
  check(ends.length === 2, `${String(ends.length)} blocks end the function, not 2`);
  for (const [id, way] of [[ir.returnExit, 'return'], [ir.throwExit, 'throw']] as const) {
    const block = ir.blocks[id];
    check(block?.terminal.kind === 'exit' && block.terminal.way === way, `the ${way} exit does not exit by ${way}`);
    check(block?.instructions.length === 0, `the ${way} exit has instructions`);
  }
}

function reachability(ir: FunctionIr): string[] {
  const reached = new Set(reversePostorder(ir));
  return ir.blocks
    .filter(({ id, terminal }) => !reached.has(id) && terminal.kind !== 'exit')
    .map(({ id, label }) => `b${String(id)} (${label}) cannot be reached`);
}

function handlers(ir: FunctionIr): string[] {
  const broken: string[] = [];
  for (const block of ir.blocks) {
    if (block.terminal.kind === 'exit') continue;
    const handler = ir.blocks[block.handler];
    const first = handler?.instructions[0]?.kind;
    if (block.handler !== ir.throwExit && first !== 'caught') broken.push(`the handler of b${String(block.id)} does not begin with caught`);
    for (const [index, instruction] of block.instructions.entries()) {
      if (instruction.kind === 'caught' && index > 0) broken.push(`b${String(block.id)} catches in its middle`);
    }
    for (const target of targets(block.terminal)) {
      if (ir.blocks[target]?.instructions[0]?.kind === 'caught') broken.push(`b${String(block.id)} jumps into the handler b${String(target)}`);
    }
  }
  return broken;
}

/** Each result has one definition, and its number is within the function's count. */
function results(ir: FunctionIr): string[] {
  const broken: string[] = [];
  const seen = new Set<TempId>();
  const define = (temp: TempId, where: string): void => {
    if (seen.has(temp)) broken.push(`$${String(temp)} is defined twice, again ${where}`);
    if (temp >= ir.temps) broken.push(`$${String(temp)} is beyond the ${String(ir.temps)} temporaries of the function`);
    seen.add(temp);
  };
  for (const { value } of ir.parameters) define(value, 'as a parameter');
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      const temp = definedTemp(instruction);
      if (temp !== null) define(temp, `in b${String(block.id)}`);
    }
  }
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      const temp = mergedTemp(instruction);
      if (temp !== null && seen.has(temp)) broken.push(`$${String(temp)} is a result and stored to, in b${String(block.id)}`);
    }
  }
  return broken;
}

function mergedTemp(instruction: Instruction): TempId | null {
  return instruction.kind === 'store' && instruction.place.kind === 'temp' ? instruction.place.temp : null;
}

/** Sets of temporaries as bits: what is defined on every path to a block. */
function definitions(ir: FunctionIr): string[] {
  const everything = new Uint8Array(ir.temps).fill(1);
  const known = ir.blocks.map(() => everything);
  const start = new Uint8Array(ir.temps);
  for (const { value } of ir.parameters) start[value] = 1;
  known[ir.entry] = start;
  const order = reversePostorder(ir);
  for (let changed = true; changed; ) {
    changed = false;
    for (const id of order) {
      const block = ir.blocks[id];
      const entry = known[id];
      if (block !== undefined && entry !== undefined && propagate(block, entry, known)) changed = true;
    }
  }
  return ir.blocks.flatMap((block) => undefinedUses(block, known[block.id] ?? start));
}

/** What a block defines holds behind it; at its handler only what held before it does. */
function propagate(block: Block, entry: Uint8Array, known: Uint8Array[]): boolean {
  const behind = entry.slice();
  let changed = false;
  const narrow = (id: BlockId, facts: Uint8Array): void => {
    const old = known[id];
    if (old === undefined || old.every((bit, index) => bit <= (facts[index] ?? 0))) return;
    known[id] = old.map((bit, index) => Math.min(bit, facts[index] ?? 0));
    changed = true;
  };
  for (const instruction of block.instructions) {
    if (instruction.kind === 'yield') narrow(instruction.abandon, behind);
    const temp = definedTemp(instruction) ?? mergedTemp(instruction);
    if (temp !== null) behind[temp] = 1;
  }
  for (const target of targets(block.terminal)) narrow(target, behind);
  if (successors(block).includes(block.handler)) narrow(block.handler, entry);
  return changed;
}

function undefinedUses(block: Block, entry: Uint8Array): string[] {
  const broken: string[] = [];
  const defined = entry.slice();
  const check = (operand: Operand): void => {
    if (operand.kind === 'temp' && defined[operand.temp] !== 1) broken.push(`$${String(operand.temp)} is read in b${String(block.id)} where it may be undefined`);
  };
  for (const instruction of block.instructions) {
    for (const operand of operandsOf(instruction)) visitOperand(operand, check);
    const temp = definedTemp(instruction) ?? mergedTemp(instruction);
    if (temp !== null) defined[temp] = 1;
  }
  for (const operand of operandsOfTerminal(block.terminal)) visitOperand(operand, check);
  return broken;
}
