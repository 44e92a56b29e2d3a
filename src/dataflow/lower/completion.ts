/**
 * Abrupt completion: `break`, `continue`, `return`, and the code they must pass (`finally`, `using`, iterators).
 *
 * A completion is laid out once per way of leaving and destination, after its region is complete and in the context
 * around it: its throws go to the outer handler, its jumps pass the outer completions. A `finally` would be copied
 * once per way in each copy of the `finally` around it; where that makes more than `MOST_COPIES` of one piece of
 * source, it is laid out once, shared: each way first stores its number into a temporary, and a chain of tests
 * behind the shared code leads on. So a graph stays within a fixed factor of its source.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, Operand } from '../ir/types.ts';
import type { Builder, Draft, Way } from './builder.ts';
import type { Cleanup, CleanupBody, Frame, TargetFrame, WayOut } from './frames.ts';
import { NotModelled } from './not-modelled.ts';
import { literal, UNDEFINED } from './operands.ts';
import { lowerBlock } from './statements.ts';

const MOST_COPIES = 8;

/** Where control goes first on its way from `from` to `destination`, which lies in the frame `until`. */
export function wayTo(builder: Builder, from: Frame | null, until: Frame | null, destination: Draft): Draft {
  for (let frame = from; frame !== until && frame !== null; frame = frame.outer) {
    if (frame.kind === 'target') continue;
    const known = frame.ways.get(destination);
    if (known !== undefined) return known.entry;
    const entry = builder.reserve(frame.body.kind);
    frame.ways.set(destination, { entry, destination, until });
    return entry;
  }
  return destination;
}

/** Where a return goes from here: the completions around, then the exit. */
export function returnWay(builder: Builder): Draft {
  return wayTo(builder, builder.frame, null, builder.returnExit);
}

export function lowerJump(builder: Builder, node: TSESTree.BreakStatement | TSESTree.ContinueStatement): void {
  const label = node.label?.name ?? null;
  const kind = node.type === 'BreakStatement' ? 'break' : 'continue';
  for (let frame = builder.frame; frame !== null; frame = frame.outer) {
    if (frame.kind === 'cleanup' || !answers(frame, label)) continue;
    const destination = frame[kind];
    if (destination === null) continue;
    builder.goto(wayTo(builder, builder.frame, frame, destination));
    return;
  }
  throw new NotModelled(node, `a ${kind} without target`);
}

function answers(frame: TargetFrame, label: string | null): boolean {
  return label === null ? frame.plain : frame.labels.includes(label);
}

/**
 * Begins a region that `body` completes. Gives the frame for `endCleanup`; between the two the region is lowered.
 * With `onThrow` false an exception passes by without running the completion.
 */
export function beginCleanup(builder: Builder, body: CleanupBody, node: Node, onThrow: boolean): Cleanup {
  const frame: Cleanup = {
    kind: 'cleanup',
    outer: builder.frame,
    body,
    node,
    ways: new Map(),
    onThrow: onThrow ? builder.reserveHandler(body.kind) : null,
  };
  builder.frame = frame;
  return frame;
}

/** Ends the region: `handler` is the one around it. Goes on in `after`, the block behind the region. */
export function endCleanup(builder: Builder, frame: Cleanup, handler: Draft, after: Draft): void {
  if (builder.alive) builder.goto(wayTo(builder, frame, frame.outer, after));
  builder.frame = frame.outer;
  builder.handler = handler;
  const copies = frame.ways.size + (frame.onThrow === null ? 0 : 1);
  if (frame.body.kind === 'finally' && builder.copies * copies > MOST_COPIES) {
    layOutShared(builder, frame);
  } else {
    const before = builder.copies;
    builder.copies = before * Math.max(copies, 1);
    layOutCopies(builder, frame);
    builder.copies = before;
  }
  builder.enter(after);
}

function layOutCopies(builder: Builder, frame: Cleanup): void {
  for (const way of frame.ways.values()) {
    builder.enter(way.entry);
    if (!builder.alive) continue;
    lowerCleanup(builder, frame);
    builder.goto(onward(builder, frame, way));
  }
  if (frame.onThrow === null) return;
  const before = enterFailure(builder, frame.onThrow);
  const thrown = builder.caught(frame.node);
  lowerCleanup(builder, frame);
  builder.throw(thrown, frame.node);
  builder.way = before;
}

function layOutShared(builder: Builder, frame: Cleanup): void {
  const { node } = frame;
  const completion = builder.temp();
  const shared = builder.reserve(frame.body.kind);
  const ways = [...frame.ways.values()];
  const error = frame.onThrow === null ? null : builder.temp();
  ways.forEach((way, number) => {
    builder.enter(way.entry);
    builder.store(completion, literal(number), false, node);
    if (error !== null) builder.store(error, UNDEFINED, false, node);
    builder.goto(shared);
  });
  if (frame.onThrow !== null && error !== null) {
    const before = enterFailure(builder, frame.onThrow);
    builder.store(error, builder.caught(node), false, node);
    builder.store(completion, literal(ways.length), false, node);
    builder.goto(shared);
    builder.way = before;
  }
  builder.enter(shared);
  lowerCleanup(builder, frame);
  dispatch(builder, frame, completion, error, ways);
}

/** Behind a shared completion: asks by which way it was entered and leads on. The last way needs no question. */
function dispatch(builder: Builder, frame: Cleanup, completion: Operand, error: Operand | null, ways: readonly WayOut[]): void {
  for (const [number, way] of ways.entries()) {
    const target = onward(builder, frame, way);
    if (error === null && number === ways.length - 1) {
      builder.goto(target);
      return;
    }
    const next = builder.reserve('dispatch');
    builder.branch({ kind: 'equal', value: completion, other: literal(number), strict: true }, target, next, frame.node);
    builder.enter(next);
  }
  if (error !== null) builder.throw(error, frame.node);
}

function onward(builder: Builder, frame: Cleanup, way: WayOut): Draft {
  return wayTo(builder, frame.outer, way.until, way.destination);
}

function enterFailure(builder: Builder, block: Draft): Way {
  const before = builder.way;
  builder.way = 'failure';
  builder.enter(block);
  return before;
}

function lowerCleanup(builder: Builder, frame: Cleanup): void {
  const { body, node } = frame;
  switch (body.kind) {
    case 'finally':
      lowerBlock(builder, body.block);
      return;
    case 'iterator':
      builder.emit({ kind: 'close-iterator', iterable: body.iterable, await: body.await, node });
      return;
    case 'dispose':
      builder.emit({ kind: 'dispose', value: body.value, await: body.await, node });
      return;
    default:
      throw new TypeError(`no completion of this kind: ${String(body satisfies never)}`);
  }
}
