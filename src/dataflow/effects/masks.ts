/**
 * Which instructions can concern which places, as masks of bits: the quick answer is no.
 *
 * A place's root has one bit of thirty; an instruction has the bits of all roots it mentions, or all bits where it may
 * concern more than it mentions (a function value, a call of a function in view). No common bit, no concern; a common
 * bit proves nothing.
 */
import type { Places, Root } from '../domain/places.ts';
import type { FunctionIr, FunctionNode, Instruction, Operand } from '../ir/types.ts';
import type { Reach } from './reach.ts';
import { functionOf } from './reach.ts';

/** Concerns every state, also one that holds nothing. */
export const always = 1 << 30;
export const everything = always | (always - 1);

/** The masks of a graph's instructions, block by block. */
export function masksOf(ir: FunctionIr, places: Places, outside: Reach['outside'], remembered: ReadonlySet<Root>): readonly Int32Array[] {
  const temps: number[] = [];
  const view: View = { ir, places, outside, remembered, temps };
  const masks: Int32Array[] = [];
  for (const block of ir.blocks) {
    const list = new Int32Array(block.instructions.length);
    for (const [index, instruction] of block.instructions.entries()) {
      const mask = maskOf(instruction, view);
      list[index] = mask;
      // What a call was given can come back with its result: `close.bind(socket)`, `handshake(socket)`.
      if ('result' in instruction) temps[instruction.result] = mask | places.temp(ir, instruction.result).bit;
    }
    masks.push(list);
  }
  return masks;
}

/** What masks are computed from. */
interface View {
  readonly ir: FunctionIr;
  readonly places: Places;
  readonly outside: Reach['outside'];
  /** Roots of places whose values are worth remembering. */
  readonly remembered: ReadonlySet<Root>;
  /** The masks of the temporaries so far. */
  readonly temps: readonly number[];
}

function maskOf(instruction: Instruction, view: View): number {
  const { ir, places } = view;
  switch (instruction.kind) {
    case 'call': {
      let mask = bits(instruction.callee, view) | places.temp(ir, instruction.result).bit;
      // A slot of plain functions (`acquireSlot()`) is owed to the file.
      if (instruction.callee.kind === 'variable' || instruction.callee.kind === 'global') mask |= places.global('\0file').bit;
      for (const argument of instruction.args) mask |= bits(argument.value, view);
      return mask;
    }
    case 'store':
      if (isRemembered(instruction.place, view)) return everything;
      return bits(instruction.place, view) | bits(instruction.value, view);
    case 'await':
    case 'yield':
      return bits(instruction.value, view) | places.temp(ir, instruction.result).bit;
    case 'next':
    case 'close-iterator':
      return bits(instruction.iterable, view);
    case 'dispose':
      return bits(instruction.value, view);
    case 'scope-end':
      return instruction.variables.reduce((mask, variable) => mask | places.variable(variable).bit, 0);
    case 'import':
      return 0;
    case 'caught':
      return everything;
  }
}

function bits(operand: Operand, view: View): number {
  const { ir, places, temps } = view;
  let mask = 0;
  const pending: Operand[] = [operand];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case 'variable':
        if (functionOf(next.variable) !== null) return everything;
        mask |= places.variable(next.variable).bit;
        break;
      case 'temp':
        mask |= temps[next.temp] ?? places.temp(ir, next.temp).bit;
        break;
      case 'member':
        pending.push(next.object);
        break;
      case 'function':
        mask |= closureBits(next.node, view);
        break;
      case 'class':
      case 'test':
      case 'result':
        return everything;
      case 'object':
        for (const entry of next.entries) pending.push(entry.value);
        break;
      case 'array':
        for (const element of next.elements) pending.push(element.value);
        break;
      case 'opaque':
        for (const part of next.parts) pending.push(part);
        break;
      case 'this':
        mask |= places.of(next, ir)?.bit ?? 0;
        break;
      case 'super':
        break;
      case 'global':
        mask |= places.global(next.name).bit;
        break;
      case 'literal':
        break;
    }
  }
  return mask;
}

/** What is known of the target, or what it will be asked for, changes with it. */
function isRemembered(place: Operand, { ir, places, remembered }: View): boolean {
  if (place.kind === 'temp' || place.kind === 'result') return true;
  const target = places.of(place, ir);
  return target === null || remembered.has(target.root);
}

/** What a closure can get at: the names it mentions, a slot of the file or of the object around it. */
function closureBits(node: FunctionNode, { ir, places, outside }: View): number {
  const { variables, helpers } = outside(node);
  if (helpers.length > 0) return everything;
  let mask = places.global('\0file').bit;
  if (node.type === 'ArrowFunctionExpression') mask |= places.of({ kind: 'this' }, ir)?.bit ?? 0;
  for (const variable of variables) mask |= places.variable(variable).bit;
  return mask;
}
