/**
 * Makers of the operands that lowering needs everywhere. Pure; each call gives a complete value.
 */
import type { Node, Operand } from '../ir/types.ts';

type Literal = Extract<Operand, { kind: 'literal' }>;
type Member = Extract<Operand, { kind: 'member' }>;

export const UNDEFINED: Literal = { kind: 'literal', value: undefined };
export const TRUE: Literal = { kind: 'literal', value: true };
export const FALSE: Literal = { kind: 'literal', value: false };

export function literal(value: Literal['value']): Literal {
  return { kind: 'literal', value };
}

export function member(object: Operand, property: string): Member {
  return { kind: 'member', object, property, computed: null };
}

/** A member whose key is computed: by its text when the key is a literal. */
export function keyed(object: Operand, key: Operand): Member {
  if (key.kind === 'literal') return member(object, String(key.value));
  return { kind: 'member', object, property: null, computed: key };
}

export function opaque(parts: readonly Operand[], node: Node): Operand {
  return { kind: 'opaque', parts, node };
}

/** Whether reading the operand again later, after other code has run, is sure to give the same value. */
export function isStable(operand: Operand): boolean {
  return operand.kind === 'temp' || operand.kind === 'literal';
}
