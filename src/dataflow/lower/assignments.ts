/**
 * Assignments, updates and `delete`: stores. `a += b` and `n++` store a value made of the old one; `a ||= b` and its sisters are
 * branches around a store.
 *
 * The value of an assignment is the variable it wrote; of one to a member, the value written where that is a simple one.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand, Place } from '../ir/types.ts';
import type { Builder } from './builder.ts';
import { lowerChain } from './chains.ts';
import { lowerEffects, lowerValue } from './expressions.ts';
import { opaque, UNDEFINED } from './operands.ts';
import { lowerBinding, lowerPlace, settle } from './patterns.ts';
import { branchOn } from './tests.ts';
import { bare } from './wrappers.ts';

export function lowerAssignment(builder: Builder, node: TSESTree.AssignmentExpression): Operand {
  if (node.operator === '=') return lowerPlainAssignments(builder, node);
  const place = lowerPlace(builder, bare(node.left));
  if (isLogical(node.operator)) return lowerLogicalAssignment(builder, node, place);
  builder.store(place, opaque([place, lowerValue(builder, node.right)], node), false, node);
  return place;
}

function isLogical(operator: TSESTree.AssignmentExpression['operator']): boolean {
  return operator === '||=' || operator === '&&=' || operator === '??=';
}

interface Pending {
  readonly node: TSESTree.AssignmentExpression;
  /** Null for a pattern: its places are found when the value is there. */
  readonly place: Place | null;
}

/** `a.b = c = value`: the places from left to right, then the value, then the stores from right to left. */
function lowerPlainAssignments(builder: Builder, first: TSESTree.AssignmentExpression): Operand {
  const pending: Pending[] = [];
  let at: TSESTree.Expression = first;
  for (; at.type === 'AssignmentExpression' && at.operator === '='; at = bare(at.right)) {
    const left = bare(at.left);
    const isPattern = left.type === 'ObjectPattern' || left.type === 'ArrayPattern';
    pending.push({ node: at, place: isPattern ? null : lowerPlace(builder, left) });
  }
  let value = lowerValue(builder, at);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) value = assign(builder, next, value);
  return value;
}

/** Gives the value of the assignment as an expression. */
function assign(builder: Builder, { node, place }: Pending, value: Operand): Operand {
  if (place !== null) {
    builder.store(place, value, false, node);
    return place.kind === 'member' && isSimple(value) ? value : place;
  }
  // `({ a, b } = a)` must not read its second property from the new `a`; array literals are settled element by element.
  const source = value.kind === 'variable' || value.kind === 'member' ? settle(builder, value, node) : value;
  lowerBinding(builder, node.left, source, false);
  return source;
}

/** Naming it twice names the same value: no object or function is made by reading it. */
function isSimple(value: Operand): boolean {
  return value.kind === 'temp' || value.kind === 'variable' || value.kind === 'literal';
}

function lowerLogicalAssignment(builder: Builder, node: TSESTree.AssignmentExpression, place: Place): Operand {
  const assign = builder.reserve('assign');
  const after = builder.reserve('after');
  if (node.operator === '&&=') branchOn(builder, place, assign, after, node);
  else if (node.operator === '||=') branchOn(builder, place, after, assign, node);
  else builder.branch({ kind: 'nullish', value: place }, assign, after, node);
  builder.enter(assign);
  builder.store(place, lowerValue(builder, node.right), false, node);
  builder.goto(after);
  builder.enter(after);
  return place;
}

export function lowerUpdate(builder: Builder, node: TSESTree.UpdateExpression): Operand {
  const place = lowerPlace(builder, bare(node.argument));
  builder.store(place, opaque([place], node), false, node);
  return node.prefix ? place : opaque([place], node);
}

/** `delete a.b`: the property holds nothing any more. */
export function lowerDelete(builder: Builder, node: TSESTree.UnaryExpression): void {
  const argument = bare(node.argument);
  if (argument.type !== 'ChainExpression') {
    if (argument.type === 'MemberExpression') builder.store(lowerPlace(builder, argument), UNDEFINED, false, node);
    else lowerEffects(builder, argument);
    return;
  }
  const after = builder.reserve('after');
  const place = lowerChain(builder, argument.expression, after);
  if (place.kind === 'member') builder.store(place, UNDEFINED, false, node);
  builder.goto(after);
  builder.enter(after);
}
