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
import type { Node, Operand, Test } from '../ir/types.ts';
import type { Builder, Draft, Temp, Way } from './builder.ts';
import type { Cleanup, CleanupBody, Frame, TargetFrame, WayOut } from './frames.ts';
import { NotModelled } from './not-modelled.ts';
import { literal, UNDEFINED } from './operands.ts';
import { listSteps } from './statements.ts';
import type { Steps } from './steps.ts';
import { run } from './steps.ts';

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
  const label = builder.has('labels') ? (node.label?.name ?? null) : null;
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
  run(cleanupSteps(builder, frame, handler, after));
}

/** The same, for a completion that may hold statements. */
export function* cleanupSteps(builder: Builder, frame: Cleanup, handler: Draft, after: Draft): Steps {
  if (builder.alive) builder.goto(wayTo(builder, frame, frame.outer, after));
  builder.frame = frame.outer;
  builder.handler = handler;
  const before = builder.copies;
  const layouts = layoutsOf(builder, frame);
  builder.copies = before * layouts.length;
  for (const layout of layouts) {
    const thrown = beginLayout(builder, frame, layout);
    if (frame.body.kind !== 'finally') emitCleanup(builder, frame.body, frame.node);
    else if (builder.alive) yield listSteps(builder, frame.body.block.body, frame.body.block);
    finishLayout(builder, frame, layout, thrown);
  }
  builder.copies = before;
  builder.enter(after);
}

/** One copy of the completion. */
type Layout =
  | { readonly kind: 'way'; readonly way: WayOut }
  | { readonly kind: 'throw'; readonly entry: Draft; readonly outside: Way }
  /** All ways at once: `completion` holds the number of the way, `error` what was thrown where that is the way. */
  | { readonly kind: 'shared'; readonly ways: readonly WayOut[]; readonly onThrow: Draft | null; readonly completion: Temp; readonly error: Temp };

function layoutsOf(builder: Builder, frame: Cleanup): readonly Layout[] {
  const ways = [...frame.ways.values()];
  const { onThrow } = frame;
  const count = ways.length + (onThrow === null ? 0 : 1);
  if (frame.body.kind === 'finally' && (builder.copies * count > MOST_COPIES || !builder.has('finally-per-way'))) {
    return [{ kind: 'shared', ways, onThrow, completion: builder.temp(), error: builder.temp() }];
  }
  const layouts: Layout[] = ways.map((way) => ({ kind: 'way', way }));
  if (onThrow !== null) layouts.push({ kind: 'throw', entry: onThrow, outside: builder.way });
  return layouts;
}

/** Enters the copy; gives what was thrown, where the copy is for a throw. */
function beginLayout(builder: Builder, frame: Cleanup, layout: Layout): Operand | null {
  switch (layout.kind) {
    case 'way':
      builder.enter(layout.way.entry);
      return null;
    case 'throw':
      builder.way = 'failure';
      builder.enter(layout.entry);
      return builder.caught(frame.node);
    case 'shared':
      beginShared(builder, frame, layout);
      return null;
    default:
      throw new TypeError(`no layout of this kind: ${String(layout satisfies never)}`);
  }
}

function finishLayout(builder: Builder, frame: Cleanup, layout: Layout, thrown: Operand | null): void {
  switch (layout.kind) {
    case 'way':
      builder.goto(onward(builder, frame, layout.way));
      return;
    case 'throw':
      builder.throw(thrown ?? UNDEFINED, frame.node);
      builder.way = layout.outside;
      return;
    case 'shared':
      dispatch(builder, frame, layout);
      return;
    default:
      throw new TypeError(`no layout of this kind: ${String(layout satisfies never)}`);
  }
}

type Shared = Extract<Layout, { kind: 'shared' }>;

/** Every way stores its number and comes to the shared code. */
function beginShared(builder: Builder, { node, body }: Cleanup, { ways, onThrow, completion, error }: Shared): void {
  const shared = builder.reserve(body.kind);
  for (const [number, way] of ways.entries()) {
    builder.enter(way.entry);
    builder.store(completion, literal(number), false, node);
    builder.store(error, UNDEFINED, false, node);
    builder.goto(shared);
  }
  if (onThrow !== null) {
    const before = builder.way;
    builder.way = 'failure';
    builder.enter(onThrow);
    builder.store(error, builder.caught(node), false, node);
    builder.store(completion, literal(ways.length), false, node);
    builder.goto(shared);
    builder.way = before;
  }
  builder.enter(shared);
}

/** Behind the shared code: asks by which way it was entered and leads on. The last way needs no question. */
function dispatch(builder: Builder, frame: Cleanup, { ways, onThrow, completion, error }: Shared): void {
  for (const [number, way] of ways.entries()) {
    const target = onward(builder, frame, way);
    if (onThrow === null && number === ways.length - 1) {
      builder.goto(target);
      return;
    }
    const next = builder.reserve('dispatch');
    const test: Test = builder.has('finally-per-way') ? { kind: 'equal', value: completion, other: literal(number), strict: true } : { kind: 'opaque', parts: [] };
    builder.branch(test, target, next, frame.node);
    builder.enter(next);
  }
  if (onThrow !== null) builder.throw(error, frame.node);
}

function onward(builder: Builder, frame: Cleanup, way: WayOut): Draft {
  return wayTo(builder, frame.outer, way.until, way.destination);
}

function emitCleanup(builder: Builder, body: Exclude<CleanupBody, { kind: 'finally' }>, node: Node): void {
  switch (body.kind) {
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
