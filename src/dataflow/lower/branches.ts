/**
 * `if` and `switch`. A ladder of `else if` is walked, not recursed into. A `switch` asks its cases in order, then goes
 * to `default` wherever that stands; bodies fall through; `switch (true)` asks each case as a condition of its own.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand } from '../ir/types.ts';
import type { Builder, Draft } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { bodySteps, hoistFunctions, listSteps } from './statements.ts';
import type { Steps } from './steps.ts';
import { equality, lowerCondition } from './tests.ts';
import { optional } from './wrappers.ts';

export function* ifSteps(builder: Builder, node: TSESTree.IfStatement): Steps {
  const after = builder.reserve('after');
  for (let at: TSESTree.IfStatement = node; ; ) {
    const then = builder.reserve('then');
    const alternate: TSESTree.Statement | null = optional(at.alternate);
    const otherwise = alternate === null ? after : builder.reserve('else');
    lowerCondition(builder, at.test, then, otherwise);
    builder.enter(then);
    const consequent = builder.alive ? bodySteps(builder, at.consequent) : null;
    if (consequent !== null) yield consequent;
    builder.goto(after);
    if (alternate === null) break;
    builder.enter(otherwise);
    if (alternate.type === 'IfStatement' && builder.alive) {
      at = alternate;
      continue;
    }
    const last = builder.alive ? bodySteps(builder, alternate) : null;
    if (last !== null) yield last;
    builder.goto(after);
    break;
  }
  builder.enter(after);
}

export function* switchSteps(builder: Builder, node: TSESTree.SwitchStatement, labels: readonly string[]): Steps {
  const { frame, scope } = builder;
  const after = builder.reserve('after');
  const bodies = lowerQuestions(builder, node, after);
  builder.frame = { kind: 'target', outer: frame, break: after, continue: null, plain: true, labels };
  for (const [index, clause] of node.cases.entries()) {
    const body = bodies[index];
    if (body === undefined) continue;
    builder.goto(builder.has('fallthrough') ? body : after);
    builder.enter(body);
    if (builder.alive) yield listSteps(builder, clause.consequent, null);
  }
  builder.goto(after);
  builder.frame = frame;
  builder.scope = scope;
  builder.enter(after);
}

/** The discriminant, the scope of the cases, and the questions that lead to their bodies. */
function lowerQuestions(builder: Builder, node: TSESTree.SwitchStatement, after: Draft): readonly Draft[] {
  const discriminant = lowerValue(builder, node.discriminant);
  builder.enterScope(node);
  for (const { consequent } of node.cases) hoistFunctions(builder, consequent);
  const bodies = node.cases.map(({ test }) => builder.reserve(optional(test) === null ? 'default' : 'case'));
  lowerChoice(builder, node, discriminant, bodies, after);
  return bodies;
}

function lowerChoice(builder: Builder, node: TSESTree.SwitchStatement, discriminant: Operand, bodies: readonly Draft[], after: Draft): void {
  const asks = discriminant.kind === 'literal' && discriminant.value === true;
  let fallback = after;
  for (const [index, clause] of node.cases.entries()) {
    const body = bodies[index];
    const test = optional(clause.test);
    if (body === undefined) continue;
    if (test === null) {
      fallback = body;
      continue;
    }
    const next = builder.reserve('test');
    if (asks) lowerCondition(builder, test, body, next);
    else builder.branch(equality(discriminant, lowerValue(builder, test), true), body, next, test);
    builder.enter(next);
  }
  builder.goto(fallback);
}
