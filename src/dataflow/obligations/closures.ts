/**
 * What it means for a resource that a function is given to somebody: when the function runs, whether it closes the
 * resource then, and whether it may end the operation without closing it.
 */
import type { Call, CallEffects } from '../effects/types.ts';
import type { FunctionNode, Node, Operand } from '../ir/types.ts';
import type { Armed, Trigger } from '../domain/armed.ts';
import type { Place } from '../domain/places.ts';
import { idleTimeouts } from '../models/events.ts';
import { endsProcess, registersByName, tearsDownByName } from '../models/index.ts';
import type { Entrance } from '../summaries/types.ts';
import { functionOf, isHolder } from './mentions.ts';
import type { Run } from './obligation.ts';
import { methodOf } from './obligation.ts';
import type { Backing, State } from '../domain/state.ts';
import { arm, atLeast } from '../domain/state.ts';

/** When the callee runs a function it is handed. */
export type When = { readonly kind: 'inline' } | Later;

export interface Later {
  readonly kind: 'later';
  readonly trigger: Trigger;
  readonly once: boolean;
  /** What takes it back. */
  readonly handle: Place | null;
  readonly node: Node;
}

export function whenCalled(call: Call, effects: CallEffects, position: number, state: State, run: Run): When {
  const { model, callee, name } = effects;
  const receiver = call.callee.kind === 'member' ? call.callee.object : null;
  const own = receiver !== null && isHolder(receiver, state, run);
  const ownRow = own && name !== null && run.obligation !== null ? methodOf(run.obligation, name) : undefined;
  const listens = ownRow?.listens ?? (callee.kind === 'method' ? callee.model?.listens : undefined);
  const later = (trigger: Trigger, once: boolean): Later => ({ kind: 'later', trigger, once, handle: handleOf(call, trigger, run), node: argumentOf(call, position) });
  const event = (text: string | null, once: boolean): Later => later({ kind: 'event', own, event: text, deadline: own && text !== null && idleTimeouts.has(text) }, once);
  if (listens !== undefined && listens.listener === position) return event(textOf(call.args[listens.event]?.value), listens.timing === 'later-once');
  const row = (ownRow ?? model)?.args?.find(candidate => candidate.index === position || (candidate.index === 'last' && position === call.args.length - 1));
  if (row?.does === 'calls') {
    if (row.timing === 'inline') return { kind: 'inline' };
    const once = row.timing === 'later-once';
    if (own) return event(name, once && name !== null && !idleTimeouts.has(name));
    return later(callee.kind === 'model' ? { kind: 'timer', deadline: row.deadline === true } : { kind: 'call' }, once);
  }
  if (name !== null && position === 0 && tearsDownByName(name)) return later({ kind: 'call' }, true);
  const told = textOf(call.args[0]?.value);
  if (isProcess(receiver) && endsProcess(told) && run.unit.has('process-signals')) return later({ kind: 'call' }, true);
  if (name !== null && registersByName(name)) return event(told, name === 'once');
  // What nobody knows calls its last argument when it is done.
  const done = position === call.args.length - 1;
  return own ? event(name, done) : later({ kind: 'call' }, done);
}

/** The global, or what is imported by that name. */
const isProcess = (receiver: Operand | null): boolean =>
  (receiver?.kind === 'global' && receiver.name === 'process') || (receiver?.kind === 'variable' && receiver.variable.name === 'process');

const textOf = (operand: Operand | undefined): string | null => (operand?.kind === 'literal' && typeof operand.value === 'string' ? operand.value : null);

function argumentOf({ node }: Call, position: number): Node {
  return node.type === 'CallExpression' || node.type === 'NewExpression' ? (node.arguments[position] ?? node) : node;
}

/** The name that a timer is kept under. */
function handleOf(call: Call, trigger: Trigger, run: Run): Place | null {
  if (trigger.kind !== 'timer') return null;
  const placed = run.index.placed(call);
  const kept = placed?.block.instructions.find(one => one.kind === 'store' && one.value.kind === 'temp' && one.value.temp === call.result);
  return kept?.kind === 'store' ? run.unit.places.of(kept.place, run.ir) : null;
}

/** `socket.onmessage = …`: a listener that is registered by assigning it. */
export function assignedTo(place: Operand, node: Node, state: State, run: Run): Later | null {
  if (place.kind !== 'member' || place.property?.startsWith('on') !== true || !isHolder(place.object, state, run)) return null;
  return { kind: 'later', trigger: { kind: 'event', own: true, event: place.property.slice(2), deadline: false }, once: false, handle: null, node };
}

/** The state once a function that mentions the resource waits to be called. */
export function registered(when: Later, node: FunctionNode, through: Entrance, state: State, run: Run): State {
  if (run.obligation === null || !run.unit.has('captures')) return state;
  const late = hasPassed(when.trigger) && through.kind === 'captured' && run.unit.has('deadline');
  const { returns, throws } = run.unit.outcome(node, late ? { ...through, late } : through, run.obligation.resource);
  const outcomes = [...returns, ...throws];
  if (outcomes.some(outcome => outcome.status === 'handed') && when.trigger.kind !== 'event') return { ...state, status: 'handed' };
  const promised = outcomes.some(outcome => outcome.status === 'handed')
    ? 'entrusted'
    : outcomes.some(outcome => outcome.status === 'released')
      ? promiseOf(when, run)
      : strongest(outcomes.map(outcome => outcome.backing));
  return waits(when, { node, settler: null, reaches: true, by: through.kind === 'captured' ? run.unit.places.variable(through.variable) : null }, promised, state, run);
}

/** The state once a function waits that gets at the resource in no way, but may end the operation. */
export function waitsBeside(when: Later, value: Operand, state: State, run: Run): State {
  const { settlers } = run.life;
  const direct = run.unit.settlers.called(value);
  if (direct !== null && settlers.includes(direct.variable)) {
    return waits(when, { node: null, settler: { variable: direct.variable, settles: direct.settler.settles }, ...beside }, 'none', state, run);
  }
  const node = functionOf(value, run);
  if (node === null || !(isIdle(when.trigger) || settlers.some(settler => run.unit.reaches(node, settler)))) return state;
  return waits(when, { node, settler: null, ...beside }, 'none', state, run);
}

/** The resource has been idle for too long: whoever listens to that is asked what it does, whatever it mentions. */
const isIdle = (trigger: Trigger): boolean => trigger.kind === 'event' && trigger.own && trigger.deadline;

/** A time has passed without an answer: politeness closes nothing any more. */
export const hasPassed = (trigger: Trigger): boolean => (trigger.kind === 'event' || trigger.kind === 'timer') && trigger.deadline;

const beside = { reaches: false, by: null };

/** Further functions that only end the operation are not followed. */
const mostBeside = 16;

function waits({ trigger, once, handle, node: registered }: Later, what: Pick<Armed, 'node' | 'settler' | 'reaches' | 'by'>, backing: Backing, state: State, run: Run): State {
  if (!run.unit.has('turns')) return atLeast(state, backing);
  if (!what.reaches && state.armed.filter(one => !one.reaches).length >= mostBeside) return state;
  return arm(state, run.life.armory.make({ ...what, trigger, once, backing, handle, registered }));
}

/** The state once a function that certainly closes the resource waits to be called. */
export const backed = (when: Later, state: State, run: Run): State => atLeast(state, promiseOf(when, run));

function promiseOf({ trigger }: Later, run: Run): Backing {
  if (trigger.kind !== 'event') return run.unit.has('closer-registered') ? 'guaranteed' : 'none';
  return comesInAnyCase(trigger, run) && run.unit.has('closer-registered') ? 'guaranteed' : 'entrusted';
}

/** An idle timeout fires if nothing else happens; 'close' ends every life, so a slot tied to it comes back. */
function comesInAnyCase(trigger: Extract<Trigger, { kind: 'event' }>, run: Run): boolean {
  return run.obligation?.receiver != null ? trigger.event === 'close' : trigger.deadline;
}

function strongest(list: readonly Backing[]): Backing {
  const order: readonly Backing[] = ['guaranteed', 'entrusted', 'reader'];
  return order.find(backing => list.includes(backing)) ?? 'none';
}
