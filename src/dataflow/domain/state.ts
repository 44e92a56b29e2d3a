/**
 * What holds for one obligation on one set of paths, and the lattice of such sets.
 *
 * A block's fact is a small set of states (property simulation): one per status and set of holders. Paths that agree in
 * both are merged; of what they know, the merge keeps what both share. Two paths that hold the resource in different
 * places stay apart, because a release through one of the places would otherwise be forgotten.
 */
import type { Step } from '../findings/types.ts';
import type { Lattice } from '../solver/solve.ts';
import type { Knowledge } from './knowledge.ts';
import { contradict, joinKnowledge } from './knowledge.ts';
import type { Place } from './places.ts';
import type { Armed } from './armed.ts';
import type { Backing } from './backing.ts';
import { backings, stronger, strongest } from './backing.ts';
import type { Settlement } from './settlement.ts';

export type Status =
  /** nothing acquired yet: the path only gathers knowledge */
  | 'none'
  /** a promise of the resource is held */
  | 'pending'
  | 'open'
  | 'released'
  /** somebody else owes it now */
  | 'handed';

/** The way a path came, newest step first; no part of what makes two states equal. */
export interface Trail {
  readonly step: Step;
  readonly before: Trail | null;
}

export interface State {
  readonly status: Status;
  /** Places that certainly hold it, by ascending id. */
  readonly holders: readonly Place[];
  readonly known: Knowledge;
  /** The most that `own` and what is armed promise together. */
  readonly backing: Backing;
  /** What holds whatever is armed. */
  readonly own: Backing;
  /** Functions that may run once this turn is over, by ascending id. */
  readonly armed: readonly Armed[];
  /** The operation is over for everybody else; judged at the end of the turn. */
  readonly settled: Settlement | null;
  /** Guesses made on the way; a finding with none is certain. */
  readonly doubts: readonly string[];
  readonly trail: Trail | null;
}

/** The states at one point; no two of them agree in status, backing, holders and flags, unless there are many. */
export type States = readonly State[];

/** More states than this at one block: those that differ in flags only are merged. */
const mostVariants = 12;

/**
 * Keeps the laws of `solver/solve.ts` up to trails, and up to which of equally many doubts is told. Where there are many states,
 * or some paths know of a fixed name what others do not, it is an upper bound whose precision depends on the order.
 */
export const statesLattice: Lattice<States> = {
  join(into, from) {
    let joined: State[] | null = null;
    for (const state of from) {
      const list: States = joined ?? into;
      const at = list.findIndex(old => agree(old, state, list.length >= mostVariants));
      const old = list[at];
      const next = old === undefined ? state : joinStates(old, state);
      if (next === old) continue;
      joined ??= [...into];
      if (old === undefined) joined.push(next);
      else joined[at] = next;
    }
    return joined ?? into;
  },
};

/**
 * May two states be merged without loss? Paths on which a flag (`let ok = false`) differs, or the answer to a
 * question about a name that is never assigned again (`given === undefined`), are walked apart, so that what else they
 * know stays with it. Where there are many, all of one status are merged, and that is a guess.
 */
function agree(left: State, right: State, many: boolean): boolean {
  if (left === right) return true;
  if (left.status !== right.status) return false;
  if (many) return true;
  if (!sameHolders(left.holders, right.holders)) return false;
  if (left.status === 'open' && (left.backing !== right.backing || left.settled?.variable !== right.settled?.variable)) return false;
  return left.known === right.known || (flagsWithin(left.known, right.known) && flagsWithin(right.known, left.known));
}

function sameHolders(left: readonly Place[], right: readonly Place[]): boolean {
  if (left === right) return true;
  return left.length === right.length && left.every((place, index) => place === right[index]);
}

function flagsWithin(left: Knowledge, right: Knowledge): boolean {
  for (const [place, known] of left) {
    if (place.object !== null) continue;
    const other = right.get(place);
    if (known.kind === 'literal' && typeof known.value === 'boolean') {
      if (other?.kind !== 'literal' || other.value !== known.value) return false;
    } else if (place.fixed && other !== undefined && contradict(known, other)) return false;
  }
  return true;
}

/** The older trail stays: it is the shorter one. */
function joinStates(old: State, state: State): State {
  const known = joinKnowledge(old.known, state.known);
  const armed = union(old.armed, state.armed);
  if (!sameHolders(old.holders, state.holders) || old.backing !== state.backing) return widen(old, state, known, armed);
  // What has been merged by guess stays a guess: otherwise the next merge would say so anew, and so on without end.
  const doubts = old.doubts.includes(widened) ? old.doubts : fewer(old.doubts, state.doubts);
  const own = stronger(old.own, state.own);
  if (known === old.known && doubts === old.doubts && armed === old.armed && own === old.own) return old;
  return { ...old, known, doubts, armed, own, trail: doubts === old.doubts ? old.trail : state.trail };
}

function widen(old: State, state: State, known: Knowledge, armed: State['armed']): State {
  const holders = old.holders.filter(place => state.holders.includes(place));
  const backing = stronger(old.backing, state.backing);
  const own = stronger(old.own, state.own);
  if (holders.length === old.holders.length && backing === old.backing && own === old.own && armed === old.armed && known === old.known && old.doubts.includes(widened)) return old;
  return doubt({ ...old, holders, backing, own, armed, known }, widened);
}

/** Whatever may be armed on either path; the first list itself where the second adds nothing. */
function union(left: State['armed'], right: State['armed']): State['armed'] {
  const added = right.filter(one => !left.includes(one));
  return added.length === 0 ? left : [...left, ...added].sort((one, other) => one.id - other.id);
}

const widened = 'the ways to this point differ too much to be told apart';

/** A path without guesses speaks for the merge. */
const fewer = (left: readonly string[], right: readonly string[]): readonly string[] => (right.length < left.length ? right : left);

/** Nobody gives a resource so many names at once; the oldest is forgotten, which is a guess. */
const mostHolders = 24;

export function addHolder(state: State, place: Place): State {
  if (state.holders.includes(place)) return state;
  const at = state.holders.findLastIndex(holder => holder.id < place.id) + 1;
  const holders = state.holders.toSpliced(at, 0, place);
  return holders.length > mostHolders ? doubt({ ...state, holders: holders.slice(1) }, 'it has more names than are followed') : { ...state, holders };
}

export function dropHolders(state: State, drop: (place: Place) => boolean): State {
  return state.holders.some(drop) ? { ...state, holders: state.holders.filter(place => !drop(place)) } : state;
}

/** Somebody has to release it still: it is here, or the promise of it is. */
export const isOwed = ({ status }: State): boolean => status === 'open' || status === 'pending';

export function atLeast(state: State, backing: Backing): State {
  return backings.indexOf(state.own) >= backings.indexOf(backing) ? state : { ...state, own: backing, backing: stronger(state.backing, backing) };
}

/** `pause()`: nobody reads any more. */
export const unread = (state: State): State => (state.own === 'reader' ? withOwn(state, 'none') : state);

const withOwn = (state: State, own: Backing): State => ({ ...state, own, backing: strongest(state.armed, own) });

/** Nobody registers so many functions for one resource; what more of them promise is believed for good. */
const mostArmed = 48;

/** A function waits to be called. */
export function arm(state: State, one: Armed): State {
  if (state.armed.includes(one)) return state;
  if (state.armed.length >= mostArmed) return atLeast(state, one.backing);
  const armed = union(state.armed, [one]);
  return { ...state, armed, backing: stronger(state.backing, one.backing) };
}

/** Those functions will not be called any more. */
export function disarm(state: State, gone: (one: Armed) => boolean): State {
  const armed = state.armed.filter(one => !gone(one));
  return armed.length === state.armed.length ? state : { ...state, armed, backing: strongest(armed, state.own) };
}

/** A resource that nobody has looked at yet. */
export const begun = (status: Status, holders: readonly Place[], known: Knowledge): State => ({
  status, holders, known, backing: 'none', own: 'none', armed: [], settled: null, doubts: [], trail: null,
});

export function doubt(state: State, reason: string): State {
  return state.doubts.includes(reason) ? state : { ...state, doubts: [...state.doubts, reason] };
}

export const walk = (state: State, step: Step): State => ({ ...state, trail: { step, before: state.trail } });

export function stepsOf(trail: Trail | null): Step[] {
  const steps: Step[] = [];
  for (let at = trail; at !== null; at = at.before) steps.push(at.step);
  return steps.reverse();
}
