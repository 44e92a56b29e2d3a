/**
 * Life after the function returns: what it has registered runs, each time from the state that was left, and leaves a
 * state behind in turn.
 *
 * Input: the states in which a walk came to the end of its function. All that waits to be called hangs on one *idle* point: the
 * ends of turns flow in, an edge leads to every function that may be armed there, and its end leads back. So N functions are
 * N edges, in whatever order they run; what an event proves of the resource decides whether its edge is taken at all.
 *
 * Guarantee: a fixpoint within a limit; beyond it what was seen counts, and no more is claimed. Not handled: a generator
 * that is registered; what a listener of another emitter means for the phase of this one.
 */
import type { Armed } from '../domain/armed.ts';
import { learn, nullish, without } from '../domain/knowledge.ts';
import type { State, States, Trail } from '../domain/state.ts';
import { addHolder, disarm, doubt, dropHolders, isOwed, statesLattice, walk } from '../domain/state.ts';
import type { FunctionIr } from '../ir/types.ts';
import { endings } from '../models/events.ts';
import type { ResourceKind } from '../models/types.ts';
import { solve } from '../solver/solve.ts';
import type { Unit } from '../unit.ts';
import { hasPassed } from './closures.ts';
import type { Life, Obligation } from './obligation.ts';
import { methodOf } from './obligation.ts';
import { settle, settledBy } from './settling.ts';
import type { Observation } from './simulate.ts';
import { simulate } from './simulate.ts';

export interface Turns {
  readonly observations: readonly Observation[];
  /** On some normal way it was released or handed on. */
  readonly settled: boolean;
}

const none: Turns = { observations: [], settled: false };

/** The idle point; functions follow it in the order in which they were first armed. */
const idle = 0;
/** Each function runs a few times until nothing new comes out; then it is left at that. */
const mostRuns = 6;

export function runTurns(unit: Unit, ir: FunctionIr, obligation: Obligation, left: States, life: Life): Turns {
  const states = left.filter(state => isOwed(state) && state.settled === null && state.armed.length > 0).map(state => atRest(state));
  if (states.length === 0 || !unit.has('turns')) return none;
  const seen = new Seen();
  const functions: Armed[] = [];
  const trails = new Map<Armed, Trail | null>();
  const note = (list: States): States => {
    for (const state of list) for (const one of state.armed) if (!trails.has(one)) trails.set(one, state.trail);
    return list;
  };
  const nodeOf = (one: Armed): number => {
    const at = functions.indexOf(one);
    return at >= 0 ? at + 1 : functions.push(one);
  };
  let runs = 0;
  solve<States>({
    lattice: statesLattice,
    seeds: [[idle, note(states)]],
    order: [],
    limit: 1024,
    stop: () => runs > mostRuns * (functions.length + 1),
    transfer(node, entry, emit) {
      if (node === idle) {
        for (const state of entry) for (const one of state.armed) for (const begun of entered(one, { ...state, trail: trails.get(one) ?? state.trail }, obligation, unit)) emit(nodeOf(one), [begun]);
        return;
      }
      const one = functions[node - 1];
      if (one === undefined) return;
      runs += 1;
      const after = run(one, entry, ir, obligation, life, unit, seen);
      if (after.length > 0) emit(idle, note(after));
    },
  });
  return { observations: seen.observations(), settled: seen.released };
}

/** What the turns have brought to light, each end once. */
class Seen {
  readonly #found = new Map<string, Observation>();
  released = false;

  add(one: Observation): void {
    const { trail, doubts } = one.state;
    const key = `${one.exit} ${one.turn?.id ?? ''} ${trail?.step.node.range.join('-') ?? ''} ${doubts.length}`;
    if (!this.#found.has(key)) this.#found.set(key, one);
  }

  observations(): readonly Observation[] {
    return [...this.#found.values()];
  }
}

/** Between two turns no temporary lives. */
function atRest(state: State): State {
  const kept = dropHolders(state, ({ root }) => root.kind === 'temp' || root.kind === 'result');
  const known = without(kept.known, ({ root }) => root.kind === 'temp' || root.kind === 'result');
  return known === kept.known ? kept : { ...kept, known };
}

/** The state in which a function begins; nothing where its event proves that the resource is closed. */
function entered(one: Armed, state: State, { resource }: Obligation, unit: Unit): readonly State[] {
  // The name by which it would get at the resource stands for something else by now.
  if (one.by !== null && !state.holders.includes(one.by)) return [];
  const begun = walk(one.once || isLast(one, resource) ? disarm(state, other => other === one) : state, { kind: 'event', node: one.registered, subject: '' });
  if (one.trigger.kind !== 'event' || !one.trigger.own || !unit.has('event-proof')) return [begun];
  if (one.trigger.event === null) return [doubt(begun, 'for which event it waits is computed')];
  const row = Object.hasOwn(resource.events, one.trigger.event) ? resource.events[one.trigger.event] : undefined;
  if (row !== undefined) return row.then === 'closed' || row.closing === true ? [] : [begun];
  if (endings.has(one.trigger.event)) return [];
  return [one.trigger.event === 'error' ? doubt(begun, 'an error may have closed it already') : begun];
}

const isLast = ({ trigger }: Armed, { events }: ResourceKind): boolean =>
  trigger.kind === 'event' && trigger.own && trigger.event !== null && Object.hasOwn(events, trigger.event) && events[trigger.event]?.once === true;

/** Runs a function from these states; what it leaves for later turns comes back. */
function run(one: Armed, entry: States, owner: FunctionIr, obligation: Obligation, life: Life, unit: Unit, seen: Seen): States {
  const settlement = settledBy(one);
  if (one.node === null) {
    if (settlement !== null) for (const state of entry) seen.add({ exit: 'settle', state: settle(state, settlement), turn: one });
    return [];
  }
  const ir = unit.graph(one.node);
  const block = ir?.blocks[ir.entry];
  if (ir === null || ir === undefined || block === undefined || ir.generator || ir === owner) return [];
  const states = entry.map(state => insideOf(ir, one, state, obligation, unit));
  const { observations, settled } = simulate(unit, ir, obligation, { block, index: 0, states }, 'all', { life, deadline: hasPassed(one.trigger) });
  if (settled) seen.released = true;
  const left: State[] = [];
  for (const { exit, state } of observations) {
    if (exit === 'return') leave(state, one, seen, left);
    else if (exit !== 'throw') seen.add({ exit, state, turn: one });
    else if (one.trigger.kind === 'executor' && isOwed(state) && state.settled === null) seen.add({ exit: 'throw', state, turn: one });
  }
  return left.map(atRest);
}

/** What the function itself may write is not known beforehand; the emitter is `this` of its listeners. */
function insideOf(ir: FunctionIr, { trigger, node }: Armed, state: State, obligation: Obligation, unit: Unit): State {
  const known = without(state.known, place => unit.volatile(place, ir));
  const failure = unit.has('failed-beginnings') ? failureOf(trigger, obligation, ir) : undefined;
  const told = failure === undefined ? known : learn(known, unit.places.temp(ir, failure.value), nullish);
  const entered = told === state.known ? state : { ...state, known: told };
  const self = trigger.kind === 'event' && trigger.own && node !== null && node.type !== 'ArrowFunctionExpression' ? unit.places.of({ kind: 'this' }, ir) : null;
  return self === null ? entered : addHolder(entered, self);
}

/** `client.connect(error => …)`: a row says that with an error nothing is open, so that there is none while something is. */
function failureOf(trigger: Armed['trigger'], obligation: Obligation, ir: FunctionIr): FunctionIr['parameters'][number] | undefined {
  if (trigger.kind !== 'event' || !trigger.own || trigger.event === null) return undefined;
  return methodOf(obligation, trigger.event)?.rejectionProves === 'receiver-closed' ? ir.parameters[0] : undefined;
}

function leave(state: State, one: Armed, seen: Seen, left: State[]): void {
  if (state.status === 'released' || state.status === 'handed') seen.released = true;
  if (!isOwed(state)) return;
  // What a handler of a promise gives back goes on to whoever has the promise.
  if (one.trigger.kind === 'promise' && state.holders.some(({ root }) => root.kind === 'result')) return;
  if (state.settled !== null) {
    seen.add({ exit: 'settle', state, turn: one });
    return;
  }
  seen.add({ exit: 'return', state, turn: one });
  if (state.armed.length > 0) left.push(state);
}
