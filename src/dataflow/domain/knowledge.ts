/**
 * What is known of places on one path: truthiness, null, equality to a literal.
 *
 * A `Known` is a set of values given by what is excluded and included; joining two keeps what both sides share. The
 * knowledge of a path is a small map from places to `Known`. It is immutable.
 */
import type { Place } from './places.ts';
import { isWithin } from './places.ts';

export type Literal = string | number | bigint | boolean | null | undefined;

export type Known =
  | { readonly kind: 'literal'; readonly value: Literal }
  | { readonly kind: 'truthy' }
  /** false, 0, '' …, but neither null nor undefined */
  | { readonly kind: 'empty' }
  /** null or undefined */
  | { readonly kind: 'nullish' }
  /** empty or nullish */
  | { readonly kind: 'falsy' }
  /** truthy or empty */
  | { readonly kind: 'present' }
  /** none of these */
  | { readonly kind: 'not'; readonly values: readonly Literal[] };

export const truthy: Known = { kind: 'truthy' };
export const empty: Known = { kind: 'empty' };
export const nullish: Known = { kind: 'nullish' };
export const falsy: Known = { kind: 'falsy' };
export const present: Known = { kind: 'present' };
export const literal = (value: Literal): Known => ({ kind: 'literal', value });

/** All values fall into three parts; a sum of them says which are possible. */
const parts = { nullish: 1, empty: 2, truthy: 4 } as const;
const anyPart = parts.nullish | parts.empty | parts.truthy;
/** What is said by a sum of parts. The sums that are possible are closed under what two have in common, so that joins come out the same in any order. */
const byParts: readonly (Known | undefined)[] = [undefined, nullish, empty, falsy, truthy, undefined, present, undefined];

function partsOf(known: Known): number {
  switch (known.kind) {
    case 'literal':
      return partOf(known.value);
    case 'truthy':
      return parts.truthy;
    case 'empty':
      return parts.empty;
    case 'nullish':
      return parts.nullish;
    case 'falsy':
      return parts.nullish | parts.empty;
    case 'present':
      return parts.empty | parts.truthy;
    case 'not':
      return anyPart;
  }
}

function partOf(value: Literal): number {
  if (value === null || value === undefined) return parts.nullish;
  return value ? parts.truthy : parts.empty;
}

/** Is every such value truthy (true), every one falsy (false), or can both be? */
export function truthiness(known: Known): boolean | undefined {
  const possible = partsOf(known);
  if (possible === parts.truthy) return true;
  return (possible & parts.truthy) === 0 ? false : undefined;
}

export function nullness(known: Known): boolean | undefined {
  const possible = partsOf(known);
  if (possible === parts.nullish) return true;
  return (possible & parts.nullish) === 0 ? false : undefined;
}

/** Can the value be this literal: certainly, certainly not, or either? null and undefined are not told apart when only `nullish` is known. */
export function equality(known: Known, value: Literal): boolean | undefined {
  if (known.kind === 'literal') return known.value === value || isNullishPair(known.value, value);
  if (known.kind === 'not' && known.values.includes(value)) return false;
  const possible = partsOf(known);
  if ((possible & partOf(value)) === 0) return false;
  return possible === parts.nullish ? true : undefined;
}

/**
 * Code that compares with `=== null` where the other side assigned `undefined` means the same thing;
 * telling them apart would report correct code that is a little careless.
 */
function isNullishPair(left: Literal, right: Literal): boolean {
  return (left === null || left === undefined) && (right === null || right === undefined);
}

/** What both sides share; undefined when they share nothing. */
export function joinKnown(left: Known, right: Known): Known | undefined {
  if (left === right || same(left, right)) return left;
  if (left.kind === 'not' && right.kind === 'not') {
    const shared = left.values.filter(value => right.values.some(other => Object.is(other, value)));
    return shared.length === 0 ? undefined : { kind: 'not', values: shared };
  }
  if (left.kind === 'not' || right.kind === 'not') return undefined;
  return byParts[partsOf(left) | partsOf(right)];
}

/** No value can be both. */
export function contradict(left: Known, right: Known): boolean {
  if ((partsOf(left) & partsOf(right)) === 0) return true;
  if (left.kind === 'literal') return equality(right, left.value) === false;
  return right.kind === 'literal' && equality(left, right.value) === false;
}

export function same(left: Known, right: Known): boolean {
  if (left.kind === 'literal' && right.kind === 'literal') return Object.is(left.value, right.value);
  if (left.kind === 'not' && right.kind === 'not') {
    return left.values.length === right.values.length && left.values.every((value, index) => Object.is(value, right.values[index]));
  }
  return left.kind === right.kind;
}

export type Knowledge = ReadonlyMap<Place, Known>;
export const nothing: Knowledge = new Map();

export function learn(knowledge: Knowledge, place: Place, known: Known): Knowledge {
  const old = knowledge.get(place);
  if (old !== undefined && same(old, known)) return knowledge;
  return new Map(knowledge).set(place, old === undefined ? known : sharper(old, known));
}

/** A long `switch` excludes one value after the other; the oldest decide nothing any more. */
const mostExcluded = 12;

/** Both hold: keep the one that says more. */
function sharper(old: Known, known: Known): Known {
  if (old.kind === 'literal') return old;
  if (known.kind === 'literal') return known;
  if (old.kind === 'not' && known.kind === 'not') return { kind: 'not', values: [...old.values, ...known.values].slice(-mostExcluded) };
  if (old.kind === 'not') return known;
  if (known.kind === 'not') return old;
  return byParts[partsOf(old) & partsOf(known)] ?? known;
}

/** The place is assigned: nothing that was known of it or below it holds any more. */
export function forget(knowledge: Knowledge, place: Place): Knowledge {
  return without(knowledge, other => isWithin(other, place));
}

export function without(knowledge: Knowledge, drop: (place: Place) => boolean): Knowledge {
  let copy: Map<Place, Known> | null = null;
  for (const place of knowledge.keys()) {
    if (!drop(place)) continue;
    copy ??= new Map(knowledge);
    copy.delete(place);
  }
  return copy ?? knowledge;
}

/** What both paths know. Gives back `left` itself when `right` takes nothing away. */
export function joinKnowledge(left: Knowledge, right: Knowledge): Knowledge {
  if (left === right) return left;
  let copy: Map<Place, Known> | null = null;
  for (const [place, known] of left) {
    const other = right.get(place);
    const shared = other === undefined ? undefined : joinKnown(known, other);
    if (shared !== undefined && same(shared, known)) continue;
    copy ??= new Map(left);
    if (shared === undefined) copy.delete(place);
    else copy.set(place, shared);
  }
  return copy ?? left;
}
