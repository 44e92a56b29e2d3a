/**
 * A suspension, as one obligation sees it: the promise of the resource becomes the resource, an async callee in view
 * has done its part, and the rejection leaves through the handler.
 */
import { provenClosed } from '../effects/proofs.ts';
import { closedByRejecters } from '../effects/rejecters.ts';
import { rejecting } from '../effects/rejections.ts';
import type { Instruction } from '../ir/types.ts';
import { beliefBeginnings } from '../models/evidence.ts';
import type { After } from './after.ts';
import { both, goesOn } from './after.ts';
import { afterSummary, disturbed } from './calls.ts';
import { believedDoc } from './belief.ts';
import { failed } from './failure.ts';
import { isHolder } from './mentions.ts';
import type { Run } from './obligation.ts';
import { methodOf } from './obligation.ts';
import type { State } from '../domain/state.ts';
import { learn } from '../domain/knowledge.ts';
import { addHolder, doubt, isOwed } from '../domain/state.ts';

export type Await = Extract<Instruction, { kind: 'await' }>;

export function stepAwait(instruction: Await, entry: State, run: Run): After {
  const state = disturbed(entry, run);
  const rejection = rejecting(instruction, run.ir, run.unit);
  const reject = (one: State): State => answeredByError(instruction, failed(one, instruction, rejection), run);
  const live = isOwed(state);
  if (live && isHolder(instruction.value, state, run)) {
    const resolved = answered(instruction, addHolder({ ...state, status: 'open' }, run.unit.places.temp(run.ir, instruction.result)), run);
    // A promise that rejects brought nothing; a resource that is awaited itself is unchanged.
    const brought = isThenable(state, run) || !run.unit.has('result-on-normal-edge');
    return both(resolved, brought && rejection.kind !== 'no' ? reject({ ...state, status: 'open' }) : null);
  }
  const callee = live ? awaitedCallee(instruction, state, run) : null;
  if (callee !== null) return { normal: callee.normal, thrown: rejection.kind === 'no' ? [] : callee.thrown.map(reject) };
  if (rejection.kind === 'no') return goesOn(state);
  if (live && hasNotBegun(instruction, state, run)) return goesOn(state);
  if (live && endsWithError(run) && isClosedByRejecters(instruction, state, run)) return goesOn(state);
  if (live && endsWithError(run) && provenClosed(instruction, run.ir, run.unit).some(closed => isHolder(closed, state, run))) return goesOn(state);
  return both(state, reject(state));
}

/** Of what no table knows an await may reject; what a table knows is no promise, and what rejects in its place is something else. */
const isThenable = ({ status }: State, { obligation }: Run): boolean => status === 'open' && obligation?.resource.doc === believedDoc;

/** Whoever rejects what is awaited has closed the resource before, or does it because the resource is closed. */
function isClosedByRejecters({ value }: Await, { holders }: State, { unit }: Run): boolean {
  const rejecters = unit.has('self-destruction') ? closedByRejecters(value, unit) : null;
  return rejecters?.every(closed => closed.some(variable => holders.includes(unit.places.variable(variable)))) === true;
}

/** A method of the resource fails, and its 'error' listener closes it: most things that fail tell so by that event. */
function answeredByError({ value }: Await, state: State, run: Run): State {
  const call = value.kind === 'temp' ? run.index.definition(value.temp) : undefined;
  if (call?.kind !== 'call' || call.callee.kind !== 'member' || !isHolder(call.callee.object, state, run)) return state;
  const closes = state.armed.some(({ trigger, backing }) => trigger.kind === 'event' && trigger.own && trigger.event === 'error' && backing !== 'none');
  return closes ? doubt(state, "its 'error' listener may have closed it") : state;
}

/** `if (await limiter.tryAcquire())`: what the answer has to be, if there is a slot, the awaited one has to be. */
function answered(instruction: Await, state: State, run: Run): State {
  const asked = run.unit.places.of(instruction.value, run.ir);
  const known = asked === null ? undefined : state.known.get(asked);
  return known === undefined ? state : { ...state, known: learn(state.known, run.unit.places.temp(run.ir, instruction.result), known) };
}

/** A datagram socket or a server outlives its 'error'; what no table knows is given the benefit of the doubt. */
const endsWithError = ({ obligation }: Run): boolean => obligation?.resource.events['error']?.then !== 'open';

/** `const client = new Client(); await client.connect()`: a row says that nothing is open where it rejects, or belief takes it so. */
function hasNotBegun(instruction: Await, state: State, run: Run): boolean {
  if (instruction.value.kind !== 'temp' || run.obligation === null) return false;
  const call = run.index.definition(instruction.value.temp);
  if (call?.kind !== 'call' || call.callee.kind !== 'member' || call.callee.property === null || !isHolder(call.callee.object, state, run)) return false;
  if (methodOf(run.obligation, call.callee.property)?.rejectionProves === 'receiver-closed') return run.unit.has('failed-beginnings');
  return run.obligation.resource.doc === believedDoc && run.unit.has('begun-by-name') && beliefBeginnings.has(call.callee.property);
}

/** `await handshake(socket)` with `handshake` in view: its outcomes, at the edges on which it has them. */
function awaitedCallee(instruction: Await, state: State, run: Run): After | null {
  if (instruction.value.kind !== 'temp' || run.obligation === null || !run.unit.has('callee-outcomes')) return null;
  const call = run.index.definition(instruction.value.temp);
  if (call?.kind !== 'call') return null;
  const { callee } = run.unit.effects(call, run.ir);
  if (callee.kind !== 'function' || !callee.node.async || callee.passes !== 'all') return null;
  const parameter = call.args.findIndex(argument => isHolder(argument.value, state, run));
  if (parameter < 0) return null;
  const summary = run.unit.outcome(callee.node, { kind: 'parameter', index: parameter }, run.obligation.resource);
  const after = afterSummary(summary, call, call.args.map(argument => argument.value), state, run);
  const result = run.unit.places.temp(run.ir, instruction.result);
  const called = run.unit.places.temp(run.ir, call.result);
  return { ...after, normal: after.normal.map(one => (one.holders.includes(called) ? addHolder(one, result) : one)) };
}
