/**
 * The text of single parts of the model: instructions, terminals, operands. Numbers come from the caller.
 */
import type { BlockId, TempId } from '../ids.ts';
import type { Element, Instruction, Operand, Terminal, Test } from './types.ts';

/** The names under which blocks and temporaries appear. */
export interface Numbers {
  block(id: BlockId): string;
  temp(id: TempId): string;
}

export function printInstruction(numbers: Numbers, instruction: Instruction): string {
  switch (instruction.kind) {
    case 'call': {
      const { callee, args, construct, optional } = instruction;
      const text = `${construct ? 'new' : 'call'} ${printOperand(numbers, callee)}${optional ? '?.' : ''}(${printElements(numbers, args)})`;
      return `${numbers.temp(instruction.result)} = ${text}`;
    }
    case 'store':
      return `${instruction.declares ? 'declare' : 'store'} ${printOperand(numbers, instruction.place)} <- ${printOperand(numbers, instruction.value)}`;
    case 'await':
      return `${numbers.temp(instruction.result)} = await ${printOperand(numbers, instruction.value)}`;
    case 'yield': {
      const text = `yield${instruction.delegate ? '*' : ''} ${printOperand(numbers, instruction.value)}`;
      return `${numbers.temp(instruction.result)} = ${text}   abandon -> ${numbers.block(instruction.abandon)}`;
    }
    case 'next':
      return `${numbers.temp(instruction.result)} = next${instruction.await ? ' await' : ''} ${instruction.of ? 'of' : 'in'} ${printOperand(numbers, instruction.iterable)}`;
    case 'close-iterator':
      return `close-iterator${instruction.await ? ' await' : ''} ${printOperand(numbers, instruction.iterable)}`;
    case 'import':
      return `${numbers.temp(instruction.result)} = import(${printOperand(numbers, instruction.source)})`;
    case 'caught':
      return `${numbers.temp(instruction.result)} = caught`;
    case 'dispose':
      return `dispose${instruction.await ? ' await' : ''} ${printOperand(numbers, instruction.value)}`;
    case 'scope-end':
      return `scope-end ${instruction.variables.map(({ name }) => name).join(', ')}`;
    default:
      throw new TypeError(`no instruction of this kind: ${String(instruction satisfies never)}`);
  }
}

export function printTerminal(numbers: Numbers, terminal: Terminal): string {
  switch (terminal.kind) {
    case 'goto':
      return `goto ${numbers.block(terminal.target)}`;
    case 'branch':
      return `branch ${printTest(numbers, terminal.test, false)} ? ${numbers.block(terminal.then)} : ${numbers.block(terminal.else)}`;
    case 'throw':
      return `throw ${printOperand(numbers, terminal.value)}`;
    case 'exit':
      return `exit ${terminal.way}`;
    default:
      throw new TypeError(`no terminal of this kind: ${String(terminal satisfies never)}`);
  }
}

function printTest(numbers: Numbers, test: Test, negated: boolean): string {
  const not = negated ? 'not ' : '';
  switch (test.kind) {
    case 'truthy':
      return `${not}truthy ${printOperand(numbers, test.value)}`;
    case 'equal':
      return `${printOperand(numbers, test.value)} ${negated ? '!' : '='}${test.strict ? '==' : '='} ${printOperand(numbers, test.other)}`;
    case 'nullish':
      return `${not}nullish ${printOperand(numbers, test.value)}`;
    case 'instanceof':
      return `${not}${printOperand(numbers, test.value)} instanceof ${printOperand(numbers, test.type)}`;
    case 'typeof':
      return `${not}typeof ${printOperand(numbers, test.value)} === ${JSON.stringify(test.name)}`;
    case 'more':
      return `more ${printOperand(numbers, test.iterable)}`;
    case 'opaque':
      return `${not}opaque(${printList(numbers, test.parts)})`;
    default:
      throw new TypeError(`no test of this kind: ${String(test satisfies never)}`);
  }
}

function printList(numbers: Numbers, operands: readonly Operand[]): string {
  return operands.map((operand) => printOperand(numbers, operand)).join(', ');
}

function printElements(numbers: Numbers, elements: readonly Element[]): string {
  return elements.map(({ value, spread }) => `${spread ? '...' : ''}${printOperand(numbers, value)}`).join(', ');
}

export function printOperand(numbers: Numbers, operand: Operand): string {
  switch (operand.kind) {
    case 'temp':
      return numbers.temp(operand.temp);
    case 'variable':
      return operand.variable.name;
    case 'global':
      return operand.name;
    case 'member':
      return printMember(numbers, operand);
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
      return `{${operand.entries.map(({ key, value, spread }) => (spread ? `...${printOperand(numbers, value)}` : `${key ?? '[?]'}: ${printOperand(numbers, value)}`)).join(', ')}}`;
    case 'array':
      return `[${printElements(numbers, operand.elements)}]`;
    case 'test':
      return `(${printTest(numbers, operand.test, operand.negated)})`;
    case 'opaque':
      return `opaque(${printList(numbers, operand.parts)})`;
    default:
      throw new TypeError(`no operand of this kind: ${String(operand satisfies never)}`);
  }
}

/** Chains of members grow long to the left: they are walked. */
function printMember(numbers: Numbers, operand: Extract<Operand, { kind: 'member' }>): string {
  const links: string[] = [];
  let at: Operand = operand;
  for (; at.kind === 'member'; at = at.object) {
    if (at.property === null) links.push(`[${at.computed === null ? '?' : printOperand(numbers, at.computed)}]`);
    else links.push(/^[#\w$]+$/u.test(at.property) && !/^\d/u.test(at.property) ? `.${at.property}` : `[${JSON.stringify(at.property)}]`);
  }
  return `${printOperand(numbers, at)}${links.reverse().join('')}`;
}

function literal(value: Extract<Operand, { kind: 'literal' }>['value']): string {
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value === 'number' && Object.is(value, -0)) return '-0';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
