/**
 * A call, as one obligation sees it.
 *
 * Questions in this order: does control come back; is the resource released by it; is it the receiver; is it (or a
 * function that mentions it) among the arguments; what else may throw.
 */
import { comesBack } from '../effects/coming-back.ts';
import type { Call, CallEffects, Throwing } from '../effects/types.ts';
import { throwing } from '../effects/throwing.ts';
import { yes } from '../effects/types.ts';
import type { Block, FunctionNode, Operand } from '../ir/types.ts';
import { closingCompanion, isPromiseMethod } from '../models/index.ts';
import type { CallModel, MethodModel } from '../models/types.ts';
import type { Outcome, Summary } from '../summaries/types.ts';
import type { After } from './after.ts';
import { both, goesOn } from './after.ts';
import { handed } from './arguments.ts';
import { backed, matters, registered, waitsBeside, whenCalled } from './closures.ts';
import type { Known } from '../domain/knowledge.ts';
import { contradict, forget, learn, literal, nullness, truthy, without } from '../domain/knowledge.ts';
import { failed } from './failure.ts';
import { capture, isCompanion, isHolder, mentionOf, throughObject } from './mentions.ts';
import { visited } from './literal-loops.ts';
import { passCompanion } from './companions.ts';
import type { Obligation, Run } from './obligation.ts';
import { givesItselfBack, isRelease, methodOf } from './obligation.ts';
import { receiverOf } from './receivers.ts';
import { knownOf } from './questions.ts';
import type { Place } from '../domain/places.ts';
import type { State } from '../domain/state.ts';
import { addHolder, arm, atLeast, doubt, dropHolders, isOwed, unread } from '../domain/state.ts';
import { isGivenBack } from './given-back.ts';
import { withoutRemoved } from './removals.ts';
import { settle, settlementOf } from './settling.ts';

export function stepCall(call: Call, block: Block, entry: State, run: Run): After {
  const after = settledAfter(call, called(call, block, entry, run), run);
  return comesBack(call, run.ir, run.unit) ? after : { normal: [], thrown: after.thrown };
}

/** What is still owed once the call has ended the operation. */
function settledAfter(call: Call, after: After, run: Run): After {
  if (run.life.settlers.length === 0 || run.obligation === null) return after;
  return { ...after, normal: after.normal.map(state => {
    const settlement = isOwed(state) ? settlementOf(call, state, run) : null;
    return settlement === null ? state : settle(state, settlement);
  }) };
}

function called(call: Call, block: Block, entry: State, run: Run): After {
  const effects = run.unit.effects(call, run.ir);
  const state = withoutRemoved(call, effects, fresh(call, entry, run), run);
  const leaves = throwing(call, effects, block, run.ir, run.unit);
  const { obligation } = run;
  if (obligation === null || !isOwed(state)) return withThrow(disturbed(state, run), state, leaves, call);
  if (isChain(call, state, run)) return withThrow({ ...state, status: 'handed' }, state, leaves, call);
  if (releases(call, effects, state, run, obligation)) return goesOn({ ...state, status: 'released' });
  if (isAbsent(call, state, run)) return { normal: [], thrown: [failed(state, call, yes)] };

  const visit = visited(call, state, run);
  if (visit !== null) return visit.node.async ? settled(visit.summary, state) : afterSummary(visit.summary, call, [], state, run);
  const inside = captured(call, effects, state, run, obligation);
  if (inside !== null) return { normal: inside.normal.map(one => disturbed(one, run)), thrown: thrown(inside.thrown, leaves, call) };
  const after = passArguments(call, effects, block, useReceiver(call, state, run, obligation), run);
  if (after !== null) return { normal: after.normal.map(one => disturbed(one, run)), thrown: thrown(after.thrown, leaves, call) };
  return withThrow(disturbed(state, run), state, leaves, call);
}

/** The result is a new value: what an earlier round of a loop knew of it is over. */
function fresh(call: Call, state: State, run: Run): State {
  const result = run.unit.places.temp(run.ir, call.result);
  const dropped = dropHolders(state, place => place.root === result.root);
  const known = forget(dropped.known, result);
  return known === dropped.known ? dropped : { ...dropped, known };
}

/** Other code has run: what it may have written is not known any more. */
export function disturbed(state: State, run: Run): State {
  if (state.known.size === 0 || !run.unit.has('other-writers')) return state;
  const known = without(state.known, place => run.unit.volatile(place, run.ir));
  return known === state.known ? state : { ...state, known };
}

function withThrow(normal: State, before: State, leaves: Throwing, call: Call): After {
  return leaves.kind === 'no' ? goesOn(normal) : both(normal, failed(before, call, leaves));
}

function thrown(states: readonly State[], leaves: Throwing, call: Call): State[] {
  return leaves.kind === 'no' ? [] : states.map(state => failed(state, call, leaves));
}

/** `socket.destroy()`, `release()`, `permit.release()`, `limiter.release()`, `pool.release(connection)`. */
function releases(call: Call, effects: CallEffects, state: State, run: Run, obligation: Obligation): boolean {
  const { callee } = call;
  if (isHolder(callee, state, run)) return givesItselfBack(obligation);
  if (callee.kind === 'member' && callee.property !== null && leadsToIt(callee.object, run, obligation) && closingCompanion.includes(callee.property)) return true;
  if (callee.kind === 'member' && callee.property !== null && isHolder(callee.object, state, run)) return isClosed(call, obligation, callee.property, run) || obligation.verbs.includes(callee.property);
  if (obligation.receiver === null || effects.name === null || !obligation.verbs.includes(effects.name)) return false;
  return receiverOf(call, run.unit, run.ir) === obligation.receiver;
}

/**
 * `end()` waits for the other side; where that has not answered in time, it is no release. With something to send it is: sending
 * begins the idle time anew, and to send a second time after the end is an error that destroys.
 */
function isClosed({ args }: Call, obligation: Obligation, method: string, run: Run): boolean {
  if (run.deadline && args.length === 0 && hasHarder(obligation) && run.unit.has('deadline') && methodOf(obligation, method)?.receiver === 'ends') return false;
  return isRelease(obligation, method);
}

/** The message that came with a socket, the request of a response, or whatever a response's listener is called on. */
const leadsToIt = (object: Operand, run: Run, { resource }: Obligation): boolean => isCompanion(object, run) || (object.kind === 'this' && resource.settledBy === 'reading' && run.unit.has('companions'));

/** Of some kinds the polite way is the only one. */
const hasHarder = ({ resource }: Obligation): boolean => Object.values(resource.methods).some(({ receiver }) => receiver === 'releases');

/** A member of what is known to be null or undefined is called: a TypeError for certain. */
export function isAbsent(call: Call, state: State, run: Run): boolean {
  if (call.callee.kind !== 'member' || call.optional || !run.unit.has('conditions')) return false;
  const known = knownOf(call.callee.object, state, run.asker);
  return known !== undefined && nullness(known) === true;
}

/** `fetch(url).then(…)`: what the promise brings goes to its handlers. */
function isChain({ callee }: Call, state: State, run: Run): boolean {
  return state.status === 'pending' && callee.kind === 'member' && callee.property !== null && isPromiseMethod(callee.property) && isHolder(callee.object, state, run);
}

/** A method of the resource that does not release it. */
function useReceiver(call: Call, state: State, run: Run, obligation: Obligation): State {
  const { callee } = call;
  const { unit } = run;
  const result = unit.places.temp(run.ir, call.result);
  if (callee.kind === 'member' && callee.property !== null && isHolder(callee.object, state, run)) {
    const row = methodOf(obligation, callee.property);
    if (row === undefined) return obligation.resource.settledBy === 'reading' ? doubt(state, 'a method that no table knows may read it') : state;
    const read = leadingBack(row, result, state.holders, reading(call, row, state, obligation, run), run);
    return row.returns === 'receiver' && unit.has('receiver-returning') && run.index.used(call.result) ? addHolder(read, result) : read;
  }
  const { model } = unit.effects(call, run.ir);
  if (typeof model?.returns === 'object' && 'argument' in model.returns && unit.has('receiver-returning')) {
    const argument = call.args[model.returns.argument]?.value;
    if (argument !== undefined && isHolder(argument, state, run)) return addHolder(state, result);
  }
  const through = callee.kind === 'member' ? unit.places.of(callee.object, run.ir) : null;
  return model === null || through === null ? state : leadingBack(model, result, state.holders.filter(holder => holder.object === through), state, run);
}

/** `client.db()`, `db.collection()`: the result has the resource as a property, as its receiver has or is it. */
function leadingBack({ returns }: CallModel, result: Place, from: readonly Place[], state: State, run: Run): State {
  if (typeof returns !== 'object' || !('leadsBack' in returns) || from.length === 0 || !run.unit.has('leads-back')) return state;
  return addHolder(state, run.unit.places.property(result, returns.leadsBack));
}

/** A reader that stays (`on('data')`, `resume()`, `pipe()`) keeps the other side's end visible; `pause()` stops it. */
function reading(call: Call, row: MethodModel, state: State, obligation: Obligation, run: Run): State {
  if (isReadToTheEnd(call, row, obligation, run)) return { ...state, status: 'released' };
  if (!run.unit.has('lasting-reader')) return state;
  if (row.reads === 'stops') return unread(state);
  if (row.reads === 'lasting') return atLeast(state, 'reader');
  const event = row.listens === undefined ? undefined : call.args[row.listens.event]?.value;
  if (event?.kind !== 'literal' || typeof event.value !== 'string') return state;
  return row.listens?.timing === 'later-many' && obligation.resource.events[event.value]?.reads === 'lasting' ? atLeast(state, 'reader') : state;
}

/** Of what ends by itself once it is read, the first reader is enough: also `once('data')` leaves a stream flowing. */
function isReadToTheEnd(call: Call, row: MethodModel, { resource }: Obligation, run: Run): boolean {
  if (resource.settledBy !== 'reading' || row.listens === undefined || !run.unit.has('read-to-the-end')) return false;
  const event = call.args[row.listens.event]?.value;
  // A name may stand for any event: whoever registers for one in a loop has 'data' among them.
  return event?.kind !== 'literal' || (typeof event.value === 'string' && resource.events[event.value]?.reads === 'lasting');
}

/** `cleanup()`: a function in view that gets at the resource without being handed it. */
function captured(call: Call, effects: CallEffects, state: State, run: Run, obligation: Obligation): After | null {
  if (effects.callee.kind !== 'function' || !run.unit.has('callee-outcomes')) return null;
  const mention = capture(effects.callee.node, state, run) ?? throughObject(effects.callee, state) ?? beside(effects.callee.node, state, run);
  if (mention === null || call.args.some(argument => isHolder(argument.value, state, run))) return null;
  const summary = run.unit.outcome(mention.node, mention.through, obligation.resource);
  if (!mention.node.async) return unsureOfFlags(afterSummary(summary, call, call.args.map(argument => argument.value), state, run), summary, mention.node, run);
  return settled(summary, state);
}

/** `fail(error)`: a function in view that knows nothing of the resource, and ends the operation. */
function beside(node: FunctionNode, state: State, run: Run): ReturnType<typeof capture> {
  if (node.async || node.generator || state.settled !== null || !run.life.settlers.some(settler => run.unit.reaches(node, settler))) return null;
  return { kind: 'closure', node, through: { kind: 'beside' } };
}

/** Whether somebody waits for it or not, an async function that closes does so. */
function settled({ returns, throws }: Summary, state: State): After {
  return goesOn([...returns, ...throws].some(outcome => outcome.status !== 'open') ? { ...state, status: 'handed' } : state);
}

/** null when no argument has to do with the resource. */
function passArguments(call: Call, effects: CallEffects, block: Block, entry: State, run: Run): After | null {
  let state = entry;
  let concerned = false;
  let onThrow = entry;
  for (let position = 0; position < call.args.length; position += 1) {
    const value = call.args[position]?.value;
    if (value === undefined || value.kind === 'literal') continue;
    if (isCompanion(value, run)) {
      state = passCompanion(call, effects, block, state, run);
      onThrow = state;
      continue;
    }
    const mention = mentionOf(value, state, run);
    switch (mention.kind) {
      case 'no': {
        const when = mayWait(value) ? whenCalled(call, effects, position, state, run) : null;
        if (when?.kind === 'later') state = waitsBeside(when, value, state, run);
        break;
      }
      case 'releaser': {
        concerned = true;
        const when = whenCalled(call, effects, position, state, run);
        if (when.kind !== 'never') state = when.kind === 'inline' ? atLeast(state, 'guaranteed') : backed(when, state, run);
        onThrow = state;
        break;
      }
      case 'closure': {
        concerned = true;
        const when = whenCalled(call, effects, position, state, run);
        if (when.kind === 'inline') {
          if (isGivenBack(call, mention, state, run)) return goesOn(executed(call, mention.node, state, run));
          const summary = run.unit.outcome(mention.node, mention.through, resourceOf(run));
          return afterSummary(call.construct ? withoutResult(summary) : summary, call, [], state, run);
        }
        if (when.kind === 'later') state = registered(when, mention.node, mention.through, state, run);
        onThrow = state;
        break;
      }
      case 'whole':
      case 'nested':
      case 'closures': {
        concerned = true;
        const does = handed(call, effects, position, mention.kind !== 'whole', state, block, run);
        switch (does.kind) {
          case 'borrowed':
            break;
          case 'released':
            return goesOn({ ...state, status: 'released' });
          case 'taken':
            return goesOn({ ...state, status: 'handed' });
          case 'taken-on-success':
            state = { ...state, status: 'handed' };
            return both(state, onThrow);
          case 'wrapped':
            return both(addHolder(state, run.unit.places.temp(run.ir, call.result)), onThrow);
          case 'in-view':
            return inView(call, effects, does.parameter, state, run);
        }
      }
    }
  }
  if (!concerned && state === entry && entry.holders.length === 0) return null;
  return both(state, onThrow);
}

const mayWait = ({ kind }: Operand): boolean => kind === 'function' || kind === 'variable' || kind === 'member';

/** The operation goes on in the executor of the promise that the function gives back. */
function executed(call: Call, node: FunctionNode, state: State, run: Run): State {
  const { settlers } = run.life;
  if (run.unit.has('settle-exits')) settlers.push(...run.unit.settlers.around(node).filter(settler => !settlers.includes(settler)));
  return arm(state, run.life.armory.make({ node, settler: null, trigger: { kind: 'executor' }, once: true, reaches: true, by: null, backing: 'guaranteed', handle: null, registered: call.node }));
}

/** What an executor returns is lost: the promise is none of it. */
const withoutResult = ({ returns, throws }: Summary): Summary => ({ returns: returns.map(outcome => ({ ...outcome, returned: false, result: undefined })), throws });

function resourceOf(run: Run): Obligation['resource'] {
  if (run.obligation === null) throw new TypeError('a run that only gathers knowledge passes no resource');
  return run.obligation.resource;
}

function inView(call: Call, effects: CallEffects, parameter: number, state: State, run: Run): After {
  if (effects.callee.kind !== 'function') return both(state, state);
  const { node, passes } = effects.callee;
  const summary = run.unit.outcome(node, { kind: 'parameter', index: parameter }, resourceOf(run));
  const given = passes === 'all' ? call.args : call.args.slice(1);
  if (!node.async) return afterSummary(summary, call, given.map(argument => argument.value), state, run);
  // What an async function does is known where its promise is awaited; one that nobody awaits does it some time.
  if (run.index.awaited(call.result)) return both(state, state);
  const outcomes = [...summary.returns, ...summary.throws];
  return goesOn(outcomes.some(outcome => outcome.status !== 'open') ? { ...state, status: 'handed' } : state);
}

/** What was made by `new`, and what was caught, is there. */
function evident(argument: Operand, run: Run): Known | undefined {
  if (argument.kind === 'variable') return argument.variable.defs.some(definition => definition.type === 'CatchClause') ? truthy : undefined;
  const definition = argument.kind === 'temp' ? run.index.definition(argument.temp) : undefined;
  return definition?.kind === 'call' && definition.construct ? truthy : undefined;
}

/** A callee that gives it to somebody on one way and to nobody on the other does so for reasons that only it knows. */
function unsureOfTakers(states: State[]): State[] {
  if (!states.some(({ status }) => status === 'handed')) return states;
  return states.map(state => (state.status === 'open' ? doubt(state, 'a function in view may have handed it on') : state));
}

/** `if (done) return; done = true; socket.destroy();`: what decides is a variable around the function, so only the function knows. */
function unsureOfFlags(after: After, { returns }: Summary, node: FunctionNode, run: Run): After {
  const hidden = run.unit.has('hidden-flags') && asksItsOwn(node, run.unit) && returns.some(one => one.status === 'open' && one.given.length === 0) && returns.some(one => one.status === 'released');
  return hidden ? { ...after, normal: after.normal.map(state => (state.status === 'open' ? doubt(state, 'a condition in a function in view decides whether it is released') : state)) } : after;
}

/** It asks a variable from outside that it also writes. */
function asksItsOwn(node: FunctionNode, { scopeManager }: Run['unit']): boolean {
  const outside = scopeManager.acquire(node, true)?.through ?? [];
  return outside.some(one => one.isWrite() && outside.some(other => other.resolved !== null && other.resolved === one.resolved && other.isRead()));
}

/** What the callee has registered waits for its caller too; its name for the resource is one more. */
function waiting({ armed }: Outcome, state: State, run: Run): State {
  let next = state;
  for (const one of armed) if (matters(one, run)) next = arm(one.by === null ? next : addHolder(next, one.by), run.life.armory.make(one));
  return next;
}

/** The callee's outcomes as states: contradicted ones are left out, what it knows of the result is learned. */
export function afterSummary(summary: Summary, call: Call, given: readonly Operand[], state: State, run: Run): After {
  const result = run.unit.places.temp(run.ir, call.result);
  const apply = (outcome: Outcome): State | null => {
    for (const { parameter, known } of outcome.given) {
      const argument = given[parameter];
      const value = argument === undefined ? literal(undefined) : knownOf(argument, state, run.asker) ?? evident(argument, run);
      if (value !== undefined && contradict(value, known)) return null;
    }
    let next: State = outcome.status === 'open' ? waiting(outcome, atLeast(state, outcome.own), run) : { ...state, status: outcome.status };
    if (outcome.settled !== null && run.life.settlers.includes(outcome.settled.variable)) next = settle(next, { ...outcome.settled, node: call.node });
    if (outcome.returned) next = addHolder(next, result);
    for (const { parameter, known } of outcome.given) {
      const argument = given[parameter];
      const place = argument === undefined ? null : run.unit.places.of(argument, run.ir);
      if (place !== null && run.unit.has('conditions')) next = { ...next, known: learn(next.known, place, known) };
    }
    return outcome.result === undefined ? next : { ...next, known: learn(next.known, result, outcome.result) };
  };
  const kept = (state: State | null): state is State => state !== null;
  return { normal: unsureOfTakers(summary.returns.map(apply).filter(kept)), thrown: summary.throws.map(apply).filter(kept) };
}
