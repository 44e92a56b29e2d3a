/**
 * Which instructions can concern which places: the quick answer is no.
 *
 * An instruction has the roots of all places it mentions, or everything where it may concern more than it mentions (a call
 * of a function in view, an assignment to what is remembered). Roots have a bit of thirty each, so that one comparison
 * answers for most instructions; a common bit is followed by a look at the roots themselves.
 */
import type { Place, Places, Root } from '../domain/places.ts';
import { rootOf } from '../domain/places.ts';
import type { Block, FunctionIr, FunctionNode, Instruction, Operand } from '../ir/types.ts';
import type { Reach } from './reach.ts';
import { functionOf } from './reach.ts';

/** The places an instruction can concern, by their roots; null for everything. */
type Mentions = ReadonlySet<Place> | null;

/** More roots than these are everything: the values of a long chain mention all that went into it. */
const mostRoots = 12;

export interface Concerns {
  /** Can the instruction concern any of these places, given the bits of them all? */
  readonly concerns: (block: Block, index: number, bits: number, places: readonly Place[]) => boolean;
}

export function concernsOf(ir: FunctionIr, places: Places, outside: Reach['outside'], remembered: ReadonlySet<Root>): Concerns {
  const temps: Mentions[] = [];
  const view: View = { ir, places, outside, remembered, temps };
  const masks: Int32Array[] = [];
  const mentions: Mentions[][] = [];
  for (const block of ir.blocks) {
    const list = block.instructions.map(instruction => {
      const found = mentionsOf(instruction, view);
      // What a call was given can come back with its result: `close.bind(socket)`, `handshake(socket)`.
      if ('result' in instruction) temps[instruction.result] = found === null ? null : new Set([...found, places.temp(ir, instruction.result)]);
      return found;
    });
    mentions.push(list);
    masks.push(Int32Array.from(list, bitsOf));
  }
  return {
    concerns(block, index, bits, held) {
      const mask = masks[block.id]?.[index] ?? everything;
      if (mask === everything) return true;
      if ((mask & bits) === 0) return false;
      const found = mentions[block.id]?.[index];
      return found === null || found === undefined || held.some(place => found.has(rootOf(place)));
    },
  };
}

const everything = -1;

function bitsOf(mentions: Mentions): number {
  if (mentions === null) return everything;
  let bits = 0;
  for (const place of mentions) bits |= place.bit;
  return bits;
}

/** What mentions are computed from. */
interface View {
  readonly ir: FunctionIr;
  readonly places: Places;
  readonly outside: Reach['outside'];
  /** Roots of places whose values are worth remembering. */
  readonly remembered: ReadonlySet<Root>;
  /** What the temporaries so far were made from. */
  readonly temps: readonly Mentions[];
}

function mentionsOf(instruction: Instruction, view: View): Mentions {
  const { ir, places } = view;
  switch (instruction.kind) {
    case 'call': {
      const found = new Set<Place>([places.temp(ir, instruction.result)]);
      // A slot of plain functions (`acquireSlot()`) is owed to the file.
      if (instruction.callee.kind === 'variable' || instruction.callee.kind === 'global') found.add(places.global('\0file'));
      return collect([instruction.callee, ...instruction.args.map(argument => argument.value)], found, view);
    }
    case 'store':
      return isRemembered(instruction.place, view) ? null : collect([instruction.place, instruction.value], new Set(), view);
    case 'await':
      // What settles a deferred may be the resource itself.
      if (instruction.value.kind === 'member' && instruction.value.property === 'promise') return null;
      return collect([instruction.value], new Set([places.temp(ir, instruction.result)]), view);
    case 'yield':
      return collect([instruction.value], new Set([places.temp(ir, instruction.result)]), view);
    case 'next':
    case 'close-iterator':
      return collect([instruction.iterable], new Set(), view);
    case 'dispose':
      return collect([instruction.value], new Set(), view);
    case 'scope-end':
      return new Set(instruction.variables.map(variable => places.variable(variable)));
    case 'import':
      return new Set();
    case 'caught':
      return null;
  }
}

function collect(operands: readonly Operand[], found: Set<Place>, view: View): Mentions {
  const pending = [...operands];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!collectOne(next, found, pending, view) || found.size > mostRoots) return null;
  }
  return found;
}

/** False where the operand may concern everything. */
function collectOne(operand: Operand, found: Set<Place>, pending: Operand[], view: View): boolean {
  const { ir, places, temps } = view;
  switch (operand.kind) {
    case 'variable':
      if (functionOf(operand.variable) !== null) return false;
      found.add(places.variable(operand.variable));
      return true;
    case 'temp': {
      const made = temps[operand.temp];
      if (made === null) return false;
      found.add(places.temp(ir, operand.temp));
      for (const place of made ?? []) found.add(place);
      return true;
    }
    case 'member':
      pending.push(operand.object);
      return true;
    case 'function':
      return collectClosure(operand.node, found, view);
    case 'class':
    case 'test':
    case 'result':
      return false;
    case 'object':
      for (const entry of operand.entries) pending.push(entry.value);
      return true;
    case 'array':
      for (const element of operand.elements) pending.push(element.value);
      return true;
    case 'opaque':
      for (const part of operand.parts) pending.push(part);
      return true;
    case 'this':
    case 'super': {
      const self = places.of({ kind: 'this' }, ir);
      if (self !== null) found.add(self);
      return true;
    }
    case 'global':
      found.add(places.global(operand.name));
      return true;
    case 'literal':
      return true;
  }
}

/** What is known of the target, or what it will be asked for, changes with it. */
function isRemembered(place: Operand, { ir, places, remembered }: View): boolean {
  if (place.kind === 'temp' || place.kind === 'result') return true;
  const target = places.of(place, ir);
  return target === null || remembered.has(target.root);
}

/** What a closure can get at: the names it mentions, a slot of the file or of the object around it. */
function collectClosure(node: FunctionNode, found: Set<Place>, { ir, places, outside }: View): boolean {
  const { variables, helpers } = outside(node);
  if (helpers.length > 0) return false;
  found.add(places.global('\0file'));
  const self = node.type === 'ArrowFunctionExpression' ? places.of({ kind: 'this' }, ir) : null;
  if (self !== null) found.add(self);
  for (const variable of variables) found.add(places.variable(variable));
  return true;
}
