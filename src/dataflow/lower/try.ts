/**
 * `try`, `catch`, `finally`. The protected block, the `catch` and the `finally` copies each start a block of their own,
 * because their handlers differ: a throw of the block goes to the `catch` (or the `finally` laid out for a throw), one
 * of the `catch` to that `finally`, one of the `finally` outwards.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Builder, Draft } from './builder.ts';
import { beginCleanup, cleanupSteps } from './completion.ts';
import type { Cleanup } from './frames.ts';
import { lowerBinding } from './patterns.ts';
import { listSteps } from './statements.ts';
import type { Steps } from './steps.ts';
import { optional } from './wrappers.ts';

export function* trySteps(builder: Builder, node: TSESTree.TryStatement): Steps {
  const region = beginTry(builder, node);
  yield listSteps(builder, node.block.body, node.block);
  builder.goto(region.done);
  builder.handler = region.ofCatch;
  if (region.caught !== null && node.handler !== null) yield catchSteps(builder, node.handler, region.caught, region.done);
  builder.enter(region.done);
  if (region.frame !== null) yield cleanupSteps(builder, region.frame, region.outer, builder.reserve('after'));
}

interface Region {
  /** Reached by the normal end of the block and of the `catch`. */
  readonly done: Draft;
  readonly caught: Draft | null;
  /** Where a throw of the `catch` goes. */
  readonly ofCatch: Draft;
  /** Where a throw of the `finally` goes. */
  readonly outer: Draft;
  readonly frame: Cleanup | null;
}

function beginTry(builder: Builder, node: TSESTree.TryStatement): Region {
  const outer = builder.handler;
  const finalizer = optional(node.finalizer);
  const frame = finalizer !== null ? beginCleanup(builder, { kind: 'finally', block: finalizer }, finalizer, true) : null;
  const caught = optional(node.handler) === null ? null : builder.reserveHandler('catch');
  const ofCatch = frame?.onThrow ?? outer;
  builder.handler = caught ?? ofCatch;
  builder.split('try');
  return { done: builder.reserve('after'), caught, ofCatch, outer, frame };
}

function* catchSteps(builder: Builder, clause: TSESTree.CatchClause, entry: Draft, done: Draft): Steps {
  const way = builder.way;
  const scope = builder.enterScope(clause);
  builder.way = 'failure';
  builder.enter(entry);
  const thrown = builder.caught(clause);
  const param = optional(clause.param);
  if (param !== null) lowerBinding(builder, param, thrown, true);
  yield listSteps(builder, clause.body.body, clause.body);
  builder.goto(done);
  builder.scope = scope;
  builder.way = way;
}
