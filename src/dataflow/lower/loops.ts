/**
 * Loops. `continue` and the normal end of a body meet in a block that ends the names of the iteration (`scope-end`);
 * `break` does not pass it. A `for … of` left early closes its iterator on that way.
 *
 * Not handled: for an array literal nothing is closed, its iterator has nothing to close; the names of a classic
 * `for (let i …)` live for the whole loop, although JavaScript copies them into each iteration.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, Operand, Variable } from '../ir/types.ts';
import type { Builder, Draft } from './builder.ts';
import { beginCleanup, endCleanup } from './completion.ts';
import { lowerEffects, lowerValue } from './expressions.ts';
import { lowerBinding } from './patterns.ts';
import { beginDisposals, bodySteps, type Disposal, endDisposals, isUsing, lowerVariables } from './statements.ts';
import type { Steps } from './steps.ts';
import { lowerCondition } from './tests.ts';
import { optional } from './wrappers.ts';

export function* whileSteps(builder: Builder, node: TSESTree.WhileStatement, labels: readonly string[]): Steps {
  const loop = beginLoop(builder, labels);
  builder.split('loop');
  const header = builder.here();
  const body = builder.reserve('body');
  lowerCondition(builder, node.test, body, loop.after);
  builder.enter(body);
  yield iterationSteps(builder, loop, node.body);
  builder.goto(header);
  endLoop(builder, loop);
}

export function* doWhileSteps(builder: Builder, node: TSESTree.DoWhileStatement, labels: readonly string[]): Steps {
  const loop = beginLoop(builder, labels);
  builder.split('body');
  const body = builder.here();
  yield iterationSteps(builder, loop, node.body);
  lowerCondition(builder, node.test, body, loop.after);
  endLoop(builder, loop);
}

export function* forSteps(builder: Builder, node: TSESTree.ForStatement, labels: readonly string[]): Steps {
  const scope = builder.enterScope(node);
  const disposals: Disposal[] = [];
  const init = optional(node.init);
  if (init?.type === 'VariableDeclaration') {
    lowerVariables(builder, init);
    if (isUsing(init)) beginDisposals(builder, init, disposals);
  } else if (init !== null) lowerEffects(builder, init);
  const loop = beginLoop(builder, labels);
  builder.split('loop');
  const header = builder.here();
  const body = builder.reserve('body');
  const test = optional(node.test);
  if (test === null) builder.goto(body);
  else lowerCondition(builder, test, body, loop.after);
  builder.enter(body);
  yield iterationSteps(builder, loop, node.body);
  const update = optional(node.update);
  if (update !== null) lowerEffects(builder, update);
  builder.goto(header);
  endLoop(builder, loop);
  endDisposals(builder, disposals);
  builder.scope = scope;
}

/** `for … of`, `for await … of`, `for … in`. */
export function* forEachSteps(builder: Builder, node: TSESTree.ForOfStatement | TSESTree.ForInStatement, labels: readonly string[]): Steps {
  const iterable = lowerValue(builder, node.right);
  const loop = beginLoop(builder, labels);
  builder.split('loop');
  const header = builder.here();
  const body = builder.reserve('body');
  builder.branch({ kind: 'more', iterable }, body, loop.after, node);
  builder.enter(body);
  const outer = builder.iteration;
  builder.iteration = [];
  const scope = builder.enterScope(node);
  const of = node.type === 'ForOfStatement';
  const next = builder.temp();
  builder.emit({ kind: 'next', result: next.temp, iterable, of, await: of && node.await, node });
  yield elementSteps(builder, node, next, loop, iterable);
  builder.scope = scope;
  builder.iteration = outer;
  builder.goto(header);
  endLoop(builder, loop);
}

/** One iteration behind `next`: the names, the body, and the iterator's `return()` on every way that ends the loop early. */
function* elementSteps(builder: Builder, node: TSESTree.ForOfStatement | TSESTree.ForInStatement, value: Operand, loop: Loop, iterable: Operand): Steps {
  const handler = builder.handler;
  const closes = node.type === 'ForOfStatement' && iterable.kind !== 'array';
  const body = { kind: 'iterator', iterable, await: node.type === 'ForOfStatement' && node.await } as const;
  const iterator = closes ? beginCleanup(builder, body, node, true) : null;
  if (iterator !== null) {
    builder.handler = iterator.onThrow ?? handler;
    builder.split('each');
  }
  const disposals: Disposal[] = [];
  const target = continueTarget(builder, loop);
  if (node.left.type === 'VariableDeclaration') {
    const [declarator] = node.left.declarations;
    lowerBinding(builder, declarator.id, value, node.left.kind !== 'var');
    if (isUsing(node.left)) beginDisposals(builder, node.left, disposals);
  } else lowerBinding(builder, node.left, value, false);
  const steps = bodySteps(builder, node.body);
  if (steps !== null) yield steps;
  endDisposals(builder, disposals);
  builder.handler = handler;
  endIteration(builder, target, node.body);
  if (iterator === null) return;
  // The normal end of an iteration closes nothing: it leaves the region as it came.
  const again = builder.reserve('again');
  builder.goto(again);
  endCleanup(builder, iterator, handler, builder.reserve('after'));
  builder.enter(again);
}

interface Loop {
  readonly after: Draft;
  readonly labels: readonly string[];
  readonly outer: Builder['frame'];
}

/** Makes `break` lead behind the loop. */
function beginLoop(builder: Builder, labels: readonly string[]): Loop {
  const loop = { after: builder.reserve('after'), labels, outer: builder.frame };
  builder.frame = { kind: 'target', outer: loop.outer, break: loop.after, continue: null, plain: true, labels };
  return loop;
}

function endLoop(builder: Builder, loop: Loop): void {
  builder.frame = loop.outer;
  builder.enter(loop.after);
}

interface Target {
  readonly block: Draft;
  readonly outer: Builder['frame'];
}

/** Makes `continue` lead to the end of the iteration. */
function continueTarget(builder: Builder, loop: Loop): Target {
  const target = { block: builder.reserve('continue'), outer: builder.frame };
  builder.frame = { kind: 'target', outer: target.outer, break: null, continue: target.block, plain: true, labels: loop.labels };
  return target;
}

function* iterationSteps(builder: Builder, loop: Loop, body: TSESTree.Statement): Steps {
  const outer = builder.iteration;
  builder.iteration = [];
  const target = continueTarget(builder, loop);
  const steps = builder.alive ? bodySteps(builder, body) : null;
  if (steps !== null) yield steps;
  endIteration(builder, target, body);
  builder.iteration = outer;
}

function endIteration(builder: Builder, target: Target, node: Node): void {
  builder.frame = target.outer;
  builder.goto(target.block);
  builder.enter(target.block);
  const variables = ended(builder.iteration);
  if (variables.length > 0) builder.emit({ kind: 'scope-end', variables, node });
}

/** Each name once: a `finally` that is laid out several times declares its names as often. */
function ended(variables: readonly Variable[] | null): readonly Variable[] {
  return variables === null ? [] : [...new Set(variables)];
}
