/**
 * Values that stand in the source as they are, and the keys of properties.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand } from '../ir/types.ts';
import type { Builder } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { literal, opaque } from './operands.ts';

/** A regular expression is a fresh object each time (and null where this runtime cannot build it); everything else is its value. */
export function literalOperand(node: TSESTree.Literal): Operand {
  const { value } = node;
  if ('regex' in node || (value !== null && typeof value === 'object')) return opaque([], node);
  return literal(value);
}

interface Keyed {
  readonly key: TSESTree.PropertyName;
  readonly computed: boolean;
}

/** A property's key: its text as a literal where it is known (`#x` for private names), else the computed value. */
export function keyOperand(builder: Builder, { key, computed }: Keyed): Operand {
  if (computed) return lowerValue(builder, key);
  switch (key.type) {
    case 'Identifier':
      return literal(key.name);
    case 'PrivateIdentifier':
      return literal(`#${key.name}`);
    default:
      return lowerValue(builder, key);
  }
}

/** The text of a key, or null when it is computed. */
export function keyText(key: Operand): string | null {
  return key.kind === 'literal' ? String(key.value) : null;
}
