/**
 * The text form of the model, for goldens, for `explain`, for people.
 *
 * Blocks and temporaries are numbered in the order of printing, so that an edit elsewhere does not ripple. A line of the
 * `annotate` callback is set to the right of its instruction (or of the block's head, for index -1).
 */
import type { BlockId, TempId } from '../ids.ts';
import type { Block, Element, FunctionIr, Instruction, Operand, Terminal, Test } from './types.ts';
import { successors } from './visit.ts';

/** Gives what to write beside an instruction; `index` is `instructions.length` for the terminal and -1 for the head. */
export type Annotate = (block: Block, index: number) => string;

const COLUMN = 52;

export function print(ir: FunctionIr, annotate: Annotate = () => ''): string {
  return new Printer(ir, annotate).function();
}

class Printer {
  private readonly ir: FunctionIr;
  private readonly annotate: Annotate;
  private readonly blocks = new Map<BlockId, string>();
  private readonly temps = new Map<TempId, string>();

  constructor(ir: FunctionIr, annotate: Annotate) {
    this.ir = ir;
    this.annotate = annotate;
    for (const [index, block] of ir.blocks.entries()) this.blocks.set(block.id, `b${String(index)}`);
  }

  function(): string {
    const { ir } = this;
    const parameters = ir.parameters.map(({ value, rest, variable }) => `${rest ? '...' : ''}${variable === null ? '' : `${variable.name} `}${this.temp(value)}`);
    const flags = `${ir.async ? 'async ' : ''}${ir.generator ? 'generator ' : ''}`;
    const lines = [`${flags}${ir.name}(${parameters.join(', ')})   exits: return=${this.block(ir.returnExit)} throw=${this.block(ir.throwExit)}`];
    const before = this.predecessors();
    for (const block of ir.blocks) this.printBlock(block, before.get(block.id) ?? [], lines);
    return `${lines.join('\n')}\n`;
  }

  private predecessors(): Map<BlockId, BlockId[]> {
    const before = new Map<BlockId, BlockId[]>();
    for (const block of this.ir.blocks) {
      for (const next of successors(block)) {
        const known = before.get(next);
        if (known === undefined) before.set(next, [block.id]);
        else known.push(block.id);
      }
    }
    return before;
  }

  private printBlock(block: Block, before: readonly BlockId[], lines: string[]): void {
    const from = before.length === 0 ? '' : ` <- ${before.map((id) => this.block(id)).join(' ')}`;
    const handler = block.terminal.kind === 'exit' || block.handler === this.ir.throwExit ? '' : `   throws -> ${this.block(block.handler)}`;
    const way = block.way === 'failure' ? ' (failure)' : '';
    const label = block.terminal.kind === 'exit' ? `${block.label}-exit` : block.label;
    lines.push(beside(`${this.block(block.id)} ${label}${way}${from}${handler}`, this.annotate(block, -1)));
    for (const [index, instruction] of block.instructions.entries()) {
      lines.push(beside(`  ${this.instruction(instruction)}`, this.annotate(block, index)));
    }
    if (block.terminal.kind === 'exit') return;
    lines.push(beside(`  ${this.terminal(block.terminal)}`, this.annotate(block, block.instructions.length)));
  }

  private block(id: BlockId): string {
    return this.blocks.get(id) ?? `b?${String(id)}`;
  }

  private temp(id: TempId): string {
    const known = this.temps.get(id);
    if (known !== undefined) return known;
    const name = `$${String(this.temps.size)}`;
    this.temps.set(id, name);
    return name;
  }

  private instruction(instruction: Instruction): string {
    switch (instruction.kind) {
      case 'call': {
        const { callee, args, construct, optional } = instruction;
        const text = `${construct ? 'new' : 'call'} ${this.operand(callee)}${optional ? '?.' : ''}(${this.elements(args)})`;
        return `${this.temp(instruction.result)} = ${text}`;
      }
      case 'store':
        return `${instruction.declares ? 'declare' : 'store'} ${this.operand(instruction.place)} <- ${this.operand(instruction.value)}`;
      case 'await':
        return `${this.temp(instruction.result)} = await ${this.operand(instruction.value)}`;
      case 'yield': {
        const text = `yield${instruction.delegate ? '*' : ''} ${this.operand(instruction.value)}`;
        return `${this.temp(instruction.result)} = ${text}   abandon -> ${this.block(instruction.abandon)}`;
      }
      case 'next':
        return `${this.temp(instruction.result)} = next${instruction.await ? ' await' : ''} ${instruction.of ? 'of' : 'in'} ${this.operand(instruction.iterable)}`;
      case 'close-iterator':
        return `close-iterator${instruction.await ? ' await' : ''} ${this.operand(instruction.iterable)}`;
      case 'import':
        return `${this.temp(instruction.result)} = import(${this.operand(instruction.source)})`;
      case 'caught':
        return `${this.temp(instruction.result)} = caught`;
      case 'dispose':
        return `dispose${instruction.await ? ' await' : ''} ${this.operand(instruction.value)}`;
      case 'scope-end':
        return `scope-end ${instruction.variables.map(({ name }) => name).join(', ')}`;
      default:
        throw new TypeError(`no instruction of this kind: ${String(instruction satisfies never)}`);
    }
  }

  private terminal(terminal: Terminal): string {
    switch (terminal.kind) {
      case 'goto':
        return `goto ${this.block(terminal.target)}`;
      case 'branch':
        return `branch ${this.test(terminal.test, false)} ? ${this.block(terminal.then)} : ${this.block(terminal.else)}`;
      case 'throw':
        return `throw ${this.operand(terminal.value)}`;
      case 'exit':
        return `exit ${terminal.way}`;
      default:
        throw new TypeError(`no terminal of this kind: ${String(terminal satisfies never)}`);
    }
  }

  private test(test: Test, negated: boolean): string {
    const not = negated ? 'not ' : '';
    switch (test.kind) {
      case 'truthy':
        return `${not}truthy ${this.operand(test.value)}`;
      case 'equal':
        return `${this.operand(test.value)} ${negated ? '!' : '='}${test.strict ? '==' : '='} ${this.operand(test.other)}`;
      case 'nullish':
        return `${not}nullish ${this.operand(test.value)}`;
      case 'instanceof':
        return `${not}${this.operand(test.value)} instanceof ${this.operand(test.type)}`;
      case 'typeof':
        return `${not}typeof ${this.operand(test.value)} === ${JSON.stringify(test.name)}`;
      case 'more':
        return `more ${this.operand(test.iterable)}`;
      case 'opaque':
        return `${not}opaque(${this.list(test.parts)})`;
      default:
        throw new TypeError(`no test of this kind: ${String(test satisfies never)}`);
    }
  }

  private list(operands: readonly Operand[]): string {
    return operands.map((operand) => this.operand(operand)).join(', ');
  }

  private elements(elements: readonly Element[]): string {
    return elements.map(({ value, spread }) => `${spread ? '...' : ''}${this.operand(value)}`).join(', ');
  }

  operand(operand: Operand): string {
    switch (operand.kind) {
      case 'temp':
        return this.temp(operand.temp);
      case 'variable':
        return operand.variable.name;
      case 'global':
        return operand.name;
      case 'member':
        return this.member(operand);
      case 'this':
      case 'super':
      case 'result':
        return operand.kind;
      case 'literal':
        return literal(operand.value);
      case 'function':
        return `function@${String(operand.node.loc.start.line)}`;
      case 'class':
        return `class@${String(operand.node.loc.start.line)}`;
      case 'object':
        return `{${operand.entries.map(({ key, value, spread }) => (spread ? `...${this.operand(value)}` : `${key ?? '[?]'}: ${this.operand(value)}`)).join(', ')}}`;
      case 'array':
        return `[${this.elements(operand.elements)}]`;
      case 'test':
        return `(${this.test(operand.test, operand.negated)})`;
      case 'opaque':
        return `opaque(${this.list(operand.parts)})`;
      default:
        throw new TypeError(`no operand of this kind: ${String(operand satisfies never)}`);
    }
  }

  /** Chains of members grow long to the left: they are walked. */
  private member(operand: Extract<Operand, { kind: 'member' }>): string {
    const links: string[] = [];
    let at: Operand = operand;
    for (; at.kind === 'member'; at = at.object) {
      if (at.property === null) links.push(`[${at.computed === null ? '?' : this.operand(at.computed)}]`);
      else links.push(/^[#\w$]+$/u.test(at.property) && !/^\d/u.test(at.property) ? `.${at.property}` : `[${JSON.stringify(at.property)}]`);
    }
    return `${this.operand(at)}${links.reverse().join('')}`;
  }
}

function literal(value: Extract<Operand, { kind: 'literal' }>['value']): string {
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value === 'number' && Object.is(value, -0)) return '-0';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function beside(line: string, note: string): string {
  return note === '' ? line : `${line.padEnd(COLUMN)}  ${note}`;
}
