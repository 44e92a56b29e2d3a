/**
 * What a value is bound to: names, members, object and array patterns, defaults. Destructuring becomes stores of members
 * of the source; a default is a branch on `=== undefined`.
 *
 * Not handled: array patterns read positions (`'0'`, `'1'`) and run no iterator; a rest is an opaque value made of its
 * source.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand, Place } from '../ir/types.ts';
import type { Builder } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { keyOperand } from './literals.ts';
import { NotModelled } from './not-modelled.ts';
import { isStable, keyed, member, opaque, UNDEFINED } from './operands.ts';
import { bare } from './wrappers.ts';

/** Anything that can stand on the left of `=`, in a declaration, in a parameter list. */
export type Target = TSESTree.DestructuringPattern | TSESTree.Expression | TSESTree.TSEmptyBodyFunctionExpression;

/** Stores `value` into `target`; `declares` when its names begin to exist here. */
export function lowerBinding(builder: Builder, target: Target, value: Operand, declares: boolean): void {
  const node = target.type === 'AssignmentPattern' || target.type === 'RestElement' ? target : bare(target);
  switch (node.type) {
    case 'ObjectPattern':
      return lowerObjectPattern(builder, node, value, declares);
    case 'ArrayPattern':
      return lowerArrayPattern(builder, node, value, declares);
    case 'AssignmentPattern':
      return lowerDefault(builder, node, value, declares);
    case 'RestElement':
      return lowerBinding(builder, node.argument, value, declares);
    default:
      builder.store(lowerPlace(builder, node), value, declares, target);
  }
}

/** A single place; what must be computed to name it is lowered here, before the value. */
export function lowerPlace(builder: Builder, node: Target): Place {
  if (node.type === 'Identifier') return builder.name(node.name);
  const operand = node.type === 'MemberExpression' ? lowerValue(builder, node) : null;
  if (operand?.kind === 'member') return operand;
  throw new NotModelled(node, `an assignment to ${node.type}`);
}

function lowerObjectPattern(builder: Builder, node: TSESTree.ObjectPattern, source: Operand, declares: boolean): void {
  for (const property of node.properties) {
    if (property.type === 'RestElement') {
      lowerBinding(builder, property.argument, opaque([source], property), declares);
      continue;
    }
    const key = keyOperand(builder, property);
    lowerBinding(builder, property.value, keyed(source, key), declares);
  }
}

function lowerArrayPattern(builder: Builder, node: TSESTree.ArrayPattern, source: Operand, declares: boolean): void {
  const values = source.kind === 'array' ? settleElements(builder, source) : null;
  for (const [index, element] of node.elements.entries()) {
    if (element === null) continue;
    if (element.type === 'RestElement') lowerBinding(builder, element.argument, opaque([source], element), declares);
    else lowerBinding(builder, element, values === null ? member(source, String(index)) : (values[index] ?? UNDEFINED), declares);
  }
}

/** `[a, b] = [b, a]`: the values are read before the first store. Null when a spread hides which value stands where. */
function settleElements(builder: Builder, source: Extract<Operand, { kind: 'array' }>): readonly Operand[] | null {
  if (source.elements.some(({ spread }) => spread)) return null;
  if (source.elements.length === 1) return source.elements.map(({ value }) => value);
  return source.elements.map(({ value }) => settle(builder, value, source.node));
}

/** The value as it is now, whatever is stored later. */
export function settle(builder: Builder, value: Operand, node: TSESTree.Node): Operand {
  if (isStable(value)) return value;
  const kept = builder.temp();
  builder.store(kept, value, false, node);
  return kept;
}

function lowerDefault(builder: Builder, node: TSESTree.AssignmentPattern, value: Operand, declares: boolean): void {
  const missing = builder.reserve('default');
  const given = builder.reserve('given');
  const after = builder.reserve('after');
  builder.branch({ kind: 'equal', value, other: UNDEFINED, strict: true }, missing, given, node);
  const left = bare(node.left);
  if (left.type === 'Identifier') {
    const place = builder.name(left.name);
    builder.enter(missing);
    builder.store(place, lowerValue(builder, node.right), declares, node);
    builder.goto(after);
    builder.enter(given);
    builder.store(place, value, declares, node);
    builder.goto(after);
    builder.enter(after);
    return;
  }
  const merged = builder.temp();
  builder.enter(missing);
  builder.store(merged, lowerValue(builder, node.right), false, node);
  builder.goto(after);
  builder.enter(given);
  builder.store(merged, value, false, node);
  builder.goto(after);
  builder.enter(after);
  lowerBinding(builder, left, merged, declares);
}
