/**
 * Words for what the analysis knows: places, values, states.
 *
 * Input: values of the domain and the numbers under which the function is printed. Guarantee: the same value has the
 * same words, and two states that differ in what decides anything differ in their words. Trails are left out.
 */
import type { Known } from '../domain/knowledge.ts';
import type { Place } from '../domain/places.ts';
import type { State, States } from '../domain/state.ts';
import { isOwed } from '../domain/state.ts';
import type { Numbers } from '../ir/print-parts.ts';
import type { FunctionIr } from '../ir/types.ts';
import { tempId } from '../ids.ts';
import type { Unit } from '../unit.ts';

export type PlaceWords = (place: Place) => string;

/** Places do not say which temporary they stand for: the function's own are looked up once. */
export function placeWords(ir: FunctionIr, unit: Unit, numbers: Numbers): PlaceWords {
  const temps = new Map<Place, string>();
  for (let temp = 0; temp < ir.temps; temp += 1) temps.set(unit.places.temp(ir, temp), numbers.temp(tempId(temp)));
  return place => {
    let root = place;
    const path: string[] = [];
    while (root.object !== null) {
      path.push(plain(root.property ?? '?'));
      root = root.object;
    }
    // A question that is kept as a made-up property (`instanceof Error`) is set apart by a blank.
    return [rootWords(root, temps), ...path.reverse()].reduce((before, name) => `${before}${name.includes(' ') ? ' ' : '.'}${name}`);
  };
}

function rootWords({ root }: Place, temps: ReadonlyMap<Place, string>): string {
  switch (root.kind) {
    case 'variable':
      return root.variable.name;
    case 'temp':
      return [...temps].find(([place]) => place.root === root)?.[1] ?? '$?';
    case 'this':
      return 'this';
    case 'result':
      return 'result';
    case 'global':
      return root.name.startsWith('\0') ? `<${plain(root.name)}>` : root.name;
  }
}

const plain = (name: string): string => name.replaceAll('\0', '');

export function knownWords(known: Known): string {
  switch (known.kind) {
    case 'literal':
      return typeof known.value === 'string' ? literalWords(known.value) : String(known.value);
    case 'not':
      return `not ${known.values.map(value => (typeof value === 'string' ? literalWords(value) : String(value))).join('|')}`;
    case 'falsy':
    case 'empty':
    case 'truthy':
    case 'nullish':
    case 'present':
      return known.kind;
  }
}

/** A constant that is named by its path is kept as that path behind a mark. */
const literalWords = (value: string): string => (value.startsWith('\0') ? plain(value) : JSON.stringify(value));

/** Two states that are over may differ in their holders only, which decide nothing any more. */
export const statesWords = (states: States, place: PlaceWords): string => [...new Set(states.map(state => stateWords(state, place)))].sort().join(' | ');

function stateWords(state: State, place: PlaceWords): string {
  const owed = isOwed(state);
  const holders = owed ? ` {${state.holders.map(place).sort().join(' ')}}` : '';
  const backing = owed && state.backing !== 'none' ? ` ${state.backing}` : '';
  const known = [...state.known].map(([where, what]) => `${place(where)} ${knownWords(what)}`).sort();
  const doubts = owed && state.doubts.length > 0 ? ' perhaps' : '';
  return `${state.status}${holders}${backing}${known.length === 0 ? '' : ` where ${known.join(', ')}`}${doubts}`;
}
