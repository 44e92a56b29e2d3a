/**
 * What it means for a resource that a function which mentions it is given to somebody: when the function runs, and
 * whether it closes the resource then.
 */
import type { Call, CallEffects } from '../effects/types.ts';
import type { FunctionNode, Operand } from '../ir/types.ts';
import { idleTimeouts } from '../models/events.ts';
import { registersByName, tearsDownByName } from '../models/index.ts';
import type { Entrance } from '../summaries/types.ts';
import { isHolder } from './mentions.ts';
import type { Run } from './obligation.ts';
import { methodOf } from './obligation.ts';
import type { Backing, State } from '../domain/state.ts';
import { atLeast } from '../domain/state.ts';

/** When the callee runs a function it is handed. */
export type When =
  | { readonly kind: 'inline' }
  /** It runs if the event comes; nothing says that it will. */
  | { readonly kind: 'event'; readonly own: boolean; readonly event: string | null }
  /** It runs sooner or later (a timer, a cleanup list, a test's teardown, a promise). */
  | { readonly kind: 'later' };

export function whenCalled(call: Call, effects: CallEffects, position: number, state: State, run: Run): When {
  const { model, callee, name } = effects;
  const receiver = call.callee.kind === 'member' ? call.callee.object : null;
  const own = receiver !== null && isHolder(receiver, state, run);
  const ownRow = own && name !== null && run.obligation !== null ? methodOf(run.obligation, name) : undefined;
  const listens = ownRow?.listens ?? (callee.kind === 'method' ? callee.model?.listens : undefined);
  if (listens !== undefined && listens.listener === position) return { kind: 'event', own, event: textOf(call.args[listens.event]?.value) };
  const row = (ownRow ?? model)?.args?.find(candidate => candidate.index === position || (candidate.index === 'last' && position === call.args.length - 1));
  if (row?.does === 'calls') {
    if (row.timing === 'inline') return { kind: 'inline' };
    return own ? { kind: 'event', own, event: name } : { kind: 'later' };
  }
  if (name !== null && position === 0 && tearsDownByName(name)) return { kind: 'later' };
  if (name !== null && registersByName(name)) return { kind: 'event', own, event: textOf(call.args[0]?.value) };
  return own ? { kind: 'event', own, event: name } : { kind: 'later' };
}

const textOf = (operand: Operand | undefined): string | null => (operand?.kind === 'literal' && typeof operand.value === 'string' ? operand.value : null);

/** The state once a function that mentions the resource waits to be called. */
export function registered(when: When, node: FunctionNode, through: Entrance, state: State, run: Run): State {
  if (run.obligation === null || !run.unit.has('captures')) return state;
  const { returns, throws } = run.unit.outcome(node, through, run.obligation.resource);
  const outcomes = [...returns, ...throws];
  if (!outcomes.some(outcome => outcome.status !== 'open' || outcome.backing !== 'none')) return state;
  if (outcomes.some(outcome => outcome.status === 'handed')) return handedOver(when, state);
  if (!outcomes.some(outcome => outcome.status === 'released')) return atLeast(state, strongest(outcomes.map(outcome => outcome.backing)));
  return backed(when, state, run);
}

/** The state once a function that certainly closes the resource waits to be called. */
export function backed(when: When, state: State, run: Run): State {
  switch (when.kind) {
    case 'inline':
    case 'later':
      return run.unit.has('closer-registered') ? atLeast(state, 'guaranteed') : state;
    case 'event':
      return atLeast(state, comesInAnyCase(when, run) && run.unit.has('closer-registered') ? 'guaranteed' : 'entrusted');
  }
}

/** An idle timeout fires if nothing else happens; 'close' ends every life, so a slot tied to it comes back. */
function comesInAnyCase(when: Extract<When, { kind: 'event' }>, run: Run): boolean {
  if (run.obligation?.receiver != null) return when.event === 'close';
  return when.own && when.event !== null && idleTimeouts.has(when.event);
}

const handedOver = (when: When, state: State): State => (when.kind === 'event' ? atLeast(state, 'entrusted') : { ...state, status: 'handed' });

function strongest(list: readonly Backing[]): Backing {
  const order: readonly Backing[] = ['guaranteed', 'entrusted', 'reader'];
  return order.find(backing => list.includes(backing)) ?? 'none';
}
