/**
 * `try`, `catch`, `finally`. The protected block, the `catch` and the `finally` copies each start a block of their own,
 * because their handlers differ: a throw of the block goes to the `catch` (or the `finally` laid out for a throw), one
 * of the `catch` to that `finally`, one of the `finally` outwards.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Builder, Draft } from './builder.ts';
import { beginCleanup, endCleanup } from './completion.ts';
import { lowerBinding } from './patterns.ts';
import { lowerBlock } from './statements.ts';

export function lowerTry(builder: Builder, node: TSESTree.TryStatement): void {
  const after = builder.reserve('after');
  const { finalizer } = node;
  if (finalizer === null || finalizer === undefined) {
    lowerProtected(builder, node, builder.handler, after);
    builder.enter(after);
    return;
  }
  const outer = builder.handler;
  const frame = beginCleanup(builder, { kind: 'finally', block: finalizer }, finalizer, true);
  builder.handler = frame.onThrow ?? outer;
  const done = builder.reserve('after');
  lowerProtected(builder, node, builder.handler, done);
  builder.enter(done);
  endCleanup(builder, frame, outer, after);
}

/** The block and its `catch`; both end at `after`. Throws of the `catch` go to `handler`. */
function lowerProtected(builder: Builder, node: TSESTree.TryStatement, handler: Draft, after: Draft): void {
  const clause = node.handler ?? null;
  const caught = clause === null ? null : builder.reserveHandler('catch');
  builder.handler = caught ?? handler;
  builder.split('try');
  lowerBlock(builder, node.block);
  builder.goto(after);
  builder.handler = handler;
  if (clause !== null && caught !== null) lowerCatch(builder, clause, caught, after);
}

function lowerCatch(builder: Builder, clause: TSESTree.CatchClause, entry: Draft, after: Draft): void {
  const way = builder.way;
  const scope = builder.enterScope(clause);
  builder.way = 'failure';
  builder.enter(entry);
  const thrown = builder.caught(clause);
  if (clause.param !== null && clause.param !== undefined) lowerBinding(builder, clause.param, thrown, true);
  lowerBlock(builder, clause.body);
  builder.goto(after);
  builder.scope = scope;
  builder.way = way;
}
