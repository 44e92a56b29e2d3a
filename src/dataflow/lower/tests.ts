/**
 * Conditions: from an expression to branches on atomic tests.
 *
 * `a && b`, `a || b`, `!a`, `c ? a : b`, `Boolean(a)`, `a?.b` become control flow towards the two targets; no value is made.
 * A constant condition builds one edge only. The left spine of a logical expression is walked, not recursed into.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, Operand, Test } from '../ir/types.ts';
import type { Builder, Draft } from './builder.ts';
import { lowerChain } from './chains.ts';
import { lowerEffects, lowerValue } from './expressions.ts';
import { UNDEFINED } from './operands.ts';
import { bare } from './wrappers.ts';

export function lowerCondition(builder: Builder, node: TSESTree.Expression, then: Draft, otherwise: Draft): void {
  let yes = then;
  let no = otherwise;
  for (let at = bare(node); ; ) {
    switch (at.type) {
      case 'UnaryExpression':
        if (at.operator !== '!') return lowerAtom(builder, at, yes, no);
        [yes, no] = [no, yes];
        at = bare(at.argument);
        break;
      case 'SequenceExpression':
        at = bare(lowerButLast(builder, at));
        break;
      case 'LogicalExpression':
        return lowerLogical(builder, at, yes, no);
      case 'ConditionalExpression':
        at = bare(lowerButAlternate(builder, at, yes, no));
        break;
      case 'ChainExpression':
        return branchOn(builder, lowerChain(builder, at.expression, no), yes, no, at);
      case 'CallExpression': {
        const converted = convertedToBoolean(builder, at);
        if (converted === null) return lowerAtom(builder, at, yes, no);
        at = bare(converted);
        break;
      }
      default:
        return lowerAtom(builder, at, yes, no);
    }
  }
}

function lowerButLast(builder: Builder, node: TSESTree.SequenceExpression): TSESTree.Expression {
  let last: TSESTree.Expression = node;
  for (const [index, expression] of node.expressions.entries()) {
    if (index + 1 === node.expressions.length) last = expression;
    else lowerEffects(builder, expression);
  }
  return last;
}

/** The test and the consequent of `c ? a : b`; goes on where `b` is to be asked. */
function lowerButAlternate(builder: Builder, node: TSESTree.ConditionalExpression, yes: Draft, no: Draft): TSESTree.Expression {
  const then = builder.reserve('then');
  const otherwise = builder.reserve('else');
  lowerCondition(builder, node.test, then, otherwise);
  builder.enter(then);
  lowerCondition(builder, node.consequent, yes, no);
  builder.enter(otherwise);
  return node.alternate;
}

function lowerAtom(builder: Builder, node: TSESTree.Expression, yes: Draft, no: Draft): void {
  branchOn(builder, lowerValue(builder, node), yes, no, node);
}

interface Pending {
  readonly right: TSESTree.Expression;
  readonly start: Draft;
  readonly yes: Draft;
  readonly no: Draft;
}

function lowerLogical(builder: Builder, node: TSESTree.LogicalExpression, then: Draft, otherwise: Draft): void {
  const pending: Pending[] = [];
  let yes = then;
  let no = otherwise;
  let at: TSESTree.Expression = node;
  for (; at.type === 'LogicalExpression' && at.operator !== '??'; at = bare(at.left)) {
    const start = builder.reserve(at.operator === '&&' ? 'and' : 'or');
    pending.push({ right: at.right, start, yes, no });
    if (at.operator === '&&') yes = start;
    else no = start;
  }
  if (at.type === 'LogicalExpression') lowerNullish(builder, at, yes, no);
  else lowerCondition(builder, at, yes, no);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    builder.enter(next.start);
    if (builder.alive) lowerCondition(builder, next.right, next.yes, next.no);
  }
}

/** `a ?? b` as a condition: asks whether `a` is there, then the one of the two that counts. */
function lowerNullish(builder: Builder, node: TSESTree.LogicalExpression, yes: Draft, no: Draft): void {
  const value = lowerValue(builder, node.left);
  const missing = builder.reserve('else');
  const there = builder.reserve('then');
  builder.branch({ kind: 'nullish', value }, missing, there, node);
  builder.enter(there);
  branchOn(builder, value, yes, no, node);
  builder.enter(missing);
  lowerCondition(builder, node.right, yes, no);
}

/** The branch that a value asks for: its own test when it is one, a jump when it is constant, else its truthiness. */
export function branchOn(builder: Builder, value: Operand, yes: Draft, no: Draft, node: Node): void {
  if (value.kind === 'test') builder.branch(value.test, value.negated ? no : yes, value.negated ? yes : no, node);
  else if (value.kind === 'literal') builder.goto(value.value ? yes : no);
  else builder.branch({ kind: 'truthy', value }, yes, no, node);
}

/** The argument of `Boolean(x)`. */
function convertedToBoolean(builder: Builder, node: TSESTree.CallExpression): TSESTree.Expression | null {
  const { callee } = node;
  const [argument, ...more] = node.arguments;
  if (callee.type !== 'Identifier' || callee.name !== 'Boolean' || argument === undefined || more.length > 0) return null;
  return argument.type === 'SpreadElement' || builder.name('Boolean').kind !== 'global' ? null : argument;
}

// --- tests as values ---

export function isComparison(operator: string): boolean {
  switch (operator) {
    case '===':
    case '!==':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
    case 'instanceof':
      return true;
    default:
      return false;
  }
}

/** A comparison as a value; `given` is its left side where that has been lowered already. */
export function comparison(builder: Builder, node: TSESTree.BinaryExpression, given: Operand | null): Operand {
  const test = given === null ? (typeTest(builder, node, node.left, node.right) ?? typeTest(builder, node, node.right, node.left)) : null;
  const negated = node.operator === '!==' || node.operator === '!=';
  return { kind: 'test', test: test ?? plainTest(builder, node, given), negated };
}

function plainTest(builder: Builder, node: TSESTree.BinaryExpression, given: Operand | null): Test {
  if (node.left.type === 'PrivateIdentifier') return { kind: 'opaque', parts: [lowerValue(builder, node.right)] };
  const left = given ?? lowerValue(builder, node.left);
  const right = lowerValue(builder, node.right);
  switch (node.operator) {
    case '===':
    case '!==':
      return equality(left, right, true);
    case '==':
    case '!=':
      return equality(left, right, false);
    case 'instanceof':
      return { kind: 'instanceof', value: left, type: right };
    default:
      return { kind: 'opaque', parts: [left, right] };
  }
}

/** `left === right`, the literal on the right; `== null` and `== undefined` ask for either. */
export function equality(left: Operand, right: Operand, strict: boolean): Test {
  const swap = left.kind === 'literal' && right.kind !== 'literal';
  const value = swap ? right : left;
  const other = swap ? left : right;
  const nothing = other.kind === 'literal' && (other.value === null || other.value === undefined);
  return nothing && !strict ? { kind: 'nullish', value } : { kind: 'equal', value, other, strict };
}

/** `typeof value === 'name'`; null when the comparison is of another kind. */
function typeTest(builder: Builder, node: TSESTree.BinaryExpression, value: Node, name: Node): Test | null {
  if (!/^[!=]==?$/u.test(node.operator) || value.type !== 'UnaryExpression' || value.operator !== 'typeof') return null;
  if (name.type !== 'Literal' || typeof name.value !== 'string') return null;
  const operand = lowerValue(builder, value.argument);
  // `typeof` alone may ask for a name that does not exist; for a declared one it asks for undefined.
  if (name.value === 'undefined' && operand.kind !== 'global') return { kind: 'equal', value: operand, other: UNDEFINED, strict: true };
  return { kind: 'typeof', value: operand, name: name.value };
}

/** `!a` as a value, for any number of `!`. */
export function negation(builder: Builder, node: TSESTree.UnaryExpression): Operand {
  let negated = false;
  let at: TSESTree.Expression = node;
  for (; at.type === 'UnaryExpression' && at.operator === '!'; at = bare(at.argument)) negated = !negated;
  const value = lowerValue(builder, at);
  if (value.kind === 'test') return { kind: 'test', test: value.test, negated: value.negated !== negated };
  if (value.kind === 'literal') return { kind: 'literal', value: Boolean(value.value) !== negated };
  return { kind: 'test', test: { kind: 'truthy', value }, negated };
}
