/**
 * What it means for a resource that a function is given to somebody: when the function runs, whether it closes the
 * resource then, and whether it may end the operation without closing it.
 */
import { provenByRejection } from '../effects/proofs.ts';
import { mayReject } from '../effects/rejections.ts';
import type { Call, CallEffects } from '../effects/types.ts';
import type { FunctionNode, Node, Operand } from '../ir/types.ts';
import type { Armed, Trigger } from '../domain/armed.ts';
import type { Place } from '../domain/places.ts';
import { idleTimeouts } from '../models/events.ts';
import { endsProcess, registersByName, rowAt, tearsDownByName } from '../models/index.ts';
import type { Entrance } from '../summaries/types.ts';
import { functionOf, isHolder } from './mentions.ts';
import type { Run } from './obligation.ts';
import { methodOf } from './obligation.ts';
import type { State } from '../domain/state.ts';
import type { Backing } from '../domain/backing.ts';
import { arm, atLeast } from '../domain/state.ts';
import { strongest } from '../domain/backing.ts';

/** When the callee runs a function it is handed. */
export type When = { readonly kind: 'inline' } | { readonly kind: 'never' } | Later;

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
  const row = rowAt((ownRow ?? model)?.args, position, call.args.length);
  if (row?.does === 'calls') {
    if (row.timing === 'inline') return { kind: 'inline' };
    const once = row.timing === 'later-once';
    if (row.after === 'reject' && receiver !== null && isProvenByRejection(receiver, state, run)) return { kind: 'never' };
    if (row.after !== undefined) return later(row.after === 'resolve' && receiver !== null && !mayReject(receiver, run.ir, run.unit) ? { kind: 'call' } : { kind: 'promise' }, once);
    if (row.proves !== undefined && isHolderAt(call, row.proves, state, run)) return { kind: 'never' };
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

/** Where the promise at the head of the chain rejects, the resource is closed already, or it cannot reject at all. */
function isProvenByRejection(promise: Operand, state: State, run: Run): boolean {
  let head = promise;
  for (let step = 0; step < longestChain && head.kind === 'temp'; step += 1) {
    const made = run.index.definition(head.temp);
    if (made?.kind !== 'call' || made.callee.kind !== 'member' || !isChain(made, run)) break;
    head = made.callee.object;
  }
  return !mayReject(head, run.ir, run.unit) || provenByRejection(head, run.ir, run.unit).some(closed => isHolder(closed, state, run));
}

const longestChain = 16;
const isChain = (call: Call, run: Run): boolean => run.unit.effects(call, run.ir).model?.args?.some(row => row.does === 'calls' && row.after !== undefined) === true;

function isHolderAt(call: Call, position: number, state: State, run: Run): boolean {
  const value = call.args[position]?.value;
  return value !== undefined && isHolder(value, state, run);
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
  const given = outcomes.some(outcome => outcome.status === 'handed' || (outcome.returned && when.trigger.kind === 'promise'));
  if (outcomes.some(outcome => outcome.status === 'handed') && when.trigger.kind !== 'event' && when.trigger.kind !== 'promise') return { ...state, status: 'handed' };
  const promised = given
    ? 'entrusted'
    : outcomes.some(outcome => outcome.status === 'released')
      ? promiseOf(when, run)
      : strongest(outcomes);
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
  if (node === null || !concerns(node, when.trigger, run)) return state;
  return waits(when, { node, settler: null, ...beside }, 'none', state, run);
}

/** The resource has been idle for too long: whoever listens to that is asked what it does, whatever it mentions. */
const isIdle = (trigger: Trigger): boolean => trigger.kind === 'event' && trigger.own && trigger.deadline;

/** A time has passed without an answer: politeness closes nothing any more. */
export const hasPassed = (trigger: Trigger): boolean => (trigger.kind === 'event' || trigger.kind === 'timer') && trigger.deadline;

/** Whether what a callee has registered is of any consequence to this walk. */
export function matters({ node, settler, reaches, trigger }: Armed, run: Run): boolean {
  if (node === null) return settler !== null && run.life.settlers.includes(settler.variable);
  return reaches || concerns(node, trigger, run);
}

const concerns = (node: FunctionNode, trigger: Trigger, run: Run): boolean => isIdle(trigger) || run.life.settlers.some(settler => run.unit.reaches(node, settler));

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
  if (trigger.kind === 'promise') return 'entrusted';
  if (trigger.kind !== 'event') return run.unit.has('closer-registered') ? 'guaranteed' : 'none';
  return comesInAnyCase(trigger, run) && run.unit.has('closer-registered') ? 'guaranteed' : 'entrusted';
}

/** An idle timeout fires if nothing else happens; 'close' ends every life, so a slot tied to it comes back. */
function comesInAnyCase(trigger: Extract<Trigger, { kind: 'event' }>, run: Run): boolean {
  return run.obligation?.receiver != null ? trigger.event === 'close' : trigger.deadline;
}
