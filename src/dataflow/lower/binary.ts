/**
 * Binary operators as values. A spine of them that grows to the left (`a + b + c …`) is walked from the inside out; a run of
 * arithmetic becomes one opaque value made of all its parts.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand } from '../ir/types.ts';
import type { Builder } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { opaque } from './operands.ts';
import { comparison, isComparison } from './tests.ts';
import { bare } from './wrappers.ts';

export function arithmetic(builder: Builder, node: TSESTree.BinaryExpression): Operand {
  const spine = [node];
  for (let at = bare(node.left); at.type === 'BinaryExpression'; at = bare(at.left)) spine.push(at);
  let value: Operand | null = null;
  let parts: Operand[] | null = null;
  for (let at = spine.pop(); at !== undefined; at = spine.pop()) {
    if (isComparison(at.operator)) {
      value = comparison(builder, at, value);
      parts = null;
      continue;
    }
    if (parts === null) parts = [value ?? lowerValue(builder, at.left)];
    parts.push(lowerValue(builder, at.right));
    const next = spine.at(-1);
    // The parts go on growing while arithmetic follows: the value is complete where it ends.
    if (next === undefined || isComparison(next.operator)) value = opaque(parts, at);
  }
  return value ?? opaque([], node);
}
