/**
 * A loop over the members of a literal (`for (const socket of [left, right])`) comes to each of them, so once to this one.
 *
 * What the loop does with the other members does not concern the resource: the walk goes through the body once, with the
 * loop's name for it, and then behind the loop. That it has been through is kept as a holder that nobody can name, so that
 * the ways before and after stay apart.
 *
 * Not handled: a body that fails on an earlier member.
 */
import type { Instruction, Operand, Test } from '../ir/types.ts';
import type { State } from '../domain/state.ts';
import { addHolder, dropHolders, isOwed } from '../domain/state.ts';
import type { Place } from '../domain/places.ts';
import type { Call } from '../effects/types.ts';
import type { FunctionNode } from '../ir/types.ts';
import type { Summary } from '../summaries/types.ts';
import { functionOf, isHolder } from './mentions.ts';
import type { Run } from './obligation.ts';

/** The loop's next member is the resource. */
export function comesToMember({ iterable, result }: Extract<Instruction, { kind: 'next' }>, state: State, run: Run): State {
  if (!hasMember(iterable, state, run)) return state;
  return addHolder(addHolder(state, run.unit.places.temp(run.ir, result)), been(iterable, run));
}

/** Whether there is another member to come to that is the resource; null where the loop has nothing to do with it. */
export function asksForMember(test: Test, state: State, run: Run): boolean | null {
  if (test.kind !== 'more' || !hasMember(test.iterable, state, run)) return null;
  return !state.holders.includes(been(test.iterable, run));
}

/** Behind the loop nothing tells any more that it has been there. */
export function leavesLoop(test: Test, state: State, run: Run): State {
  const mark = test.kind === 'more' ? been(test.iterable, run) : null;
  return dropHolders(state, holder => holder === mark);
}

/** `[left, right].forEach(socket => …)`: what the callback does with the resource; null for other calls. */
export function visited({ callee, args }: Call, state: State, run: Run): { readonly node: FunctionNode; readonly summary: Summary } | null {
  if (callee.kind !== 'member' || callee.property === null || !visitors.has(callee.property) || !hasMember(callee.object, state, run)) return null;
  const visitor = args[0]?.value;
  const node = visitor === undefined ? null : functionOf(visitor, run);
  if (node === null || run.obligation === null) return null;
  return { node, summary: run.unit.outcome(node, { kind: 'parameter', index: 0 }, run.obligation.resource) };
}

/** They come to every member. */
const visitors: ReadonlySet<string> = new Set(['forEach', 'map', 'flatMap']);

function hasMember(iterable: Operand, state: State, run: Run): boolean {
  if (iterable.kind !== 'array' || !isOwed(state) || !run.unit.has('literal-loops')) return false;
  return iterable.elements.some(({ value, spread }) => !spread && isHolder(value, state, run));
}

const been = (iterable: Operand, { unit }: Run): Place =>
  unit.places.property(unit.places.global('\0been'), iterable.kind === 'array' ? String(iterable.node.range[0]) : '');
