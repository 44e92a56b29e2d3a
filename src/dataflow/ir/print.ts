/**
 * The text form of the model, for goldens, for `explain`, for people.
 *
 * Blocks and temporaries are numbered in the order of printing, so that an edit elsewhere does not ripple. A line of the
 * `annotate` callback is set to the right of its instruction (or of the block's head, for index -1).
 */
import type { BlockId, TempId } from '../ids.ts';
import { type Numbers, printInstruction, printTerminal } from './print-parts.ts';
import type { Block, FunctionIr } from './types.ts';
import { successors } from './visit.ts';

/** Gives what to write beside an instruction; `index` is `instructions.length` for the terminal and -1 for the head. */
export type Annotate = (block: Block, index: number) => string;

const COLUMN = 52;

export function print(ir: FunctionIr, annotate: Annotate = () => '', numbers: Numbers = number(ir)): string {
  const parameters = ir.parameters.map(({ value, rest, variable }) => `${rest ? '...' : ''}${variable === null ? '' : `${variable.name} `}${numbers.temp(value)}`);
  const flags = `${ir.async ? 'async ' : ''}${ir.generator ? 'generator ' : ''}`;
  const exits = `exits: return=${numbers.block(ir.returnExit)} throw=${numbers.block(ir.throwExit)}`;
  const lines = [`${flags}${ir.name}(${parameters.join(', ')})   ${exits}`];
  const before = predecessors(ir);
  for (const block of ir.blocks) {
    lines.push(beside(printHead(ir, block, before.get(block.id) ?? [], numbers), annotate(block, -1)));
    for (const [index, instruction] of block.instructions.entries()) {
      lines.push(beside(`  ${printInstruction(numbers, instruction)}`, annotate(block, index)));
    }
    if (block.terminal.kind !== 'exit') lines.push(beside(`  ${printTerminal(numbers, block.terminal)}`, annotate(block, block.instructions.length)));
  }
  return `${lines.join('\n')}\n`;
}

/** The numbers of the printed text, for notes that name temporaries before their line is printed. */
export function numbersOf(ir: FunctionIr): Numbers {
  const numbers = number(ir);
  print(ir, undefined, numbers);
  return numbers;
}

/** Blocks by their order, temporaries by their first appearance. */
function number(ir: FunctionIr): Numbers {
  const blocks = new Map<BlockId, string>();
  const temps = new Map<TempId, string>();
  for (const [index, block] of ir.blocks.entries()) blocks.set(block.id, `b${String(index)}`);
  return {
    block: (id) => blocks.get(id) ?? `b?${String(id)}`,
    temp: (id) => {
      const known = temps.get(id) ?? `$${String(temps.size)}`;
      temps.set(id, known);
      return known;
    },
  };
}

function predecessors(ir: FunctionIr): ReadonlyMap<BlockId, readonly BlockId[]> {
  const before = new Map<BlockId, BlockId[]>();
  for (const block of ir.blocks) {
    for (const next of successors(block)) {
      const known = before.get(next);
      if (known === undefined) before.set(next, [block.id]);
      else known.push(block.id);
    }
  }
  return before;
}

/** The handler is named where it is not the throw exit. */
function printHead(ir: FunctionIr, block: Block, before: readonly BlockId[], numbers: Numbers): string {
  const from = before.length === 0 ? '' : ` <- ${before.map((id) => numbers.block(id)).join(' ')}`;
  const isExit = block.terminal.kind === 'exit';
  const handler = isExit || block.handler === ir.throwExit ? '' : `   throws -> ${numbers.block(block.handler)}`;
  const way = block.way === 'failure' ? ' (failure)' : '';
  return `${numbers.block(block.id)} ${block.label}${isExit ? '-exit' : ''}${way}${from}${handler}`;
}

function beside(line: string, note: string): string {
  return note === '' ? line : `${line.padEnd(COLUMN)}  ${note}`;
}
