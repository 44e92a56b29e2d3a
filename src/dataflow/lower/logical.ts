/**
 * Values that are chosen by control flow: `a && b`, `a || b`, `a ?? b`, `c ? a : b`, `a?.b`. All arms store into one temporary
 * and meet behind. Chains to the right share that temporary and are walked, not recursed into.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand } from '../ir/types.ts';
import type { Builder, Draft, Temp } from './builder.ts';
import { lowerChain } from './chains.ts';
import { lowerEffects, lowerValue } from './expressions.ts';
import { unknownSyntax } from './not-modelled.ts';
import { FALSE, TRUE, UNDEFINED } from './operands.ts';
import { branchOn, lowerCondition } from './tests.ts';
import { bare } from './wrappers.ts';

type Choice = TSESTree.LogicalExpression | TSESTree.ConditionalExpression | TSESTree.ChainExpression;

export function lowerChoice(builder: Builder, node: Choice): Operand {
  const result = builder.temp();
  const join = builder.reserve('after');
  lowerInto(builder, node, result, join);
  builder.enter(join);
  return result;
}

/** Stores the value of `node` into `result` on each of its ways and jumps to `join`. */
function lowerInto(builder: Builder, node: TSESTree.Expression, result: Temp, join: Draft): void {
  for (let at = bare(node); ; ) {
    switch (at.type) {
      case 'ConditionalExpression': {
        const then = builder.reserve('then');
        const otherwise = builder.reserve('else');
        lowerCondition(builder, at.test, then, otherwise);
        builder.enter(then);
        if (builder.alive) lowerInto(builder, at.consequent, result, join);
        builder.enter(otherwise);
        if (!builder.alive) return;
        at = bare(at.alternate);
        break;
      }
      case 'LogicalExpression':
        lowerAlternatives(builder, at, result, join);
        at = bare(at.right);
        break;
      case 'ChainExpression': {
        const short = builder.reserve('short');
        builder.store(result, lowerChain(builder, at.expression, short), false, at);
        builder.goto(join);
        builder.enter(short);
        builder.store(result, UNDEFINED, false, at);
        return builder.goto(join);
      }
      default:
        builder.store(result, lowerValue(builder, at), false, at);
        return builder.goto(join);
    }
  }
}

/** All operands but the last of `a || b || c` (one operator): each is the value, or leads on to the next. */
function lowerAlternatives(builder: Builder, node: TSESTree.LogicalExpression, result: Temp, join: Draft): void {
  const operands: TSESTree.Expression[] = [];
  let at = bare(node.left);
  for (; at.type === 'LogicalExpression' && at.operator === node.operator; at = bare(at.left)) operands.push(at.right);
  operands.push(at);
  for (let operand = operands.pop(); operand !== undefined; operand = operands.pop()) {
    const value = lowerValue(builder, operand);
    const keep = builder.reserve('keep');
    const next = builder.reserve('next');
    if (node.operator === '&&') branchOn(builder, value, next, keep, operand);
    else if (node.operator === '||') branchOn(builder, value, keep, next, operand);
    else builder.branch({ kind: 'nullish', value }, next, keep, operand);
    builder.enter(keep);
    builder.store(result, kept(value, node.operator), false, operand);
    builder.goto(join);
    builder.enter(next);
  }
}

/** A comparison that ended `&&` was false, one that ended `||` was true. */
function kept(value: Operand, operator: TSESTree.LogicalExpression['operator']): Operand {
  if (value.kind !== 'test' || operator === '??') return value;
  return operator === '&&' ? FALSE : TRUE;
}

/** The same expressions where nobody asks for the value. */
export function lowerChoiceEffects(builder: Builder, node: Choice): void {
  const join = builder.reserve('after');
  switch (node.type) {
    case 'ConditionalExpression': {
      const then = builder.reserve('then');
      const otherwise = builder.reserve('else');
      lowerCondition(builder, node.test, then, otherwise);
      builder.enter(then);
      if (builder.alive) lowerEffects(builder, node.consequent);
      builder.goto(join);
      builder.enter(otherwise);
      if (builder.alive) lowerEffects(builder, node.alternate);
      break;
    }
    case 'LogicalExpression': {
      const next = builder.reserve('then');
      if (node.operator === '&&') lowerCondition(builder, node.left, next, join);
      else if (node.operator === '||') lowerCondition(builder, node.left, join, next);
      else builder.branch({ kind: 'nullish', value: lowerValue(builder, node.left) }, next, join, node);
      builder.enter(next);
      if (builder.alive) lowerEffects(builder, node.right);
      break;
    }
    case 'ChainExpression':
      lowerChain(builder, node.expression, join);
      break;
    default:
      throw unknownSyntax(node);
  }
  builder.goto(join);
  builder.enter(join);
}
