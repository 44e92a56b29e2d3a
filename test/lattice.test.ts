/**
 * The laws of the domains, and the two engines that rest on them against the simplest thing that could be right.
 *
 * A `Known` is held to the set of values that it allows, states to the paths that they stand for: a join may allow more than
 * its parts and never less.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Known, Knowledge, Literal } from '../src/dataflow/domain/knowledge.ts';
import { contradict, empty, equality, falsy, joinKnowledge, joinKnown, learn, literal, nothing, nullish, nullness, present, same, truthiness, truthy } from '../src/dataflow/domain/knowledge.ts';
import type { Place } from '../src/dataflow/domain/places.ts';
import { Places } from '../src/dataflow/domain/places.ts';
import type { Armed } from '../src/dataflow/domain/armed.ts';
import type { Variable } from '../src/dataflow/ir/types.ts';
import type { State, States } from '../src/dataflow/domain/state.ts';
import { statesLattice } from '../src/dataflow/domain/state.ts';
import { backings } from '../src/dataflow/domain/backing.ts';
import { rows } from '../src/dataflow/obligations/screen.ts';

const object = Symbol('an object');
/** The analysis does not tell null and undefined apart. */
const values: readonly (Literal | typeof object)[] = [null, undefined, false, 0, '', 0n, true, 1, 'a', 'b', 2n, object];
const literals = values.filter(value => value !== object) as readonly Literal[];
const anyLiteral = fc.constantFrom(...literals);
const notNull = fc.constantFrom(...literals.filter(value => value !== null && value !== undefined));
const known: fc.Arbitrary<Known> = fc.oneof(
  anyLiteral.map(literal),
  fc.constantFrom(truthy, empty, nullish, falsy, present),
  fc.uniqueArray(notNull, { minLength: 1, maxLength: 4 }).map((excluded): Known => ({ kind: 'not', values: excluded })),
);

const isNullish = (value: unknown): boolean => value === null || value === undefined;

function allows(one: Known | undefined, value: Literal | typeof object): boolean {
  switch (one?.kind) {
    case undefined:
      return true;
    case 'literal':
      return one.value === value || (isNullish(one.value) && isNullish(value));
    case 'truthy':
      return Boolean(value);
    case 'empty':
      return !value && !isNullish(value);
    case 'nullish':
      return isNullish(value);
    case 'falsy':
      return !value;
    case 'present':
      return !isNullish(value);
    case 'not':
      return !one.values.some(other => other === value);
  }
}

const allowed = (one: Known | undefined): string => values.map(value => (allows(one, value) ? '1' : '0')).join('');
const every = (one: Known, asks: (value: Literal | typeof object) => boolean): boolean => values.every(value => !allows(one, value) || asks(value));

describe('what is known of a value', () => {
  test('its questions are answered for all values that it allows', () => {
    fc.assert(fc.property(known, anyLiteral, (one, value) => {
      const check = (answer: boolean | undefined, asks: (candidate: Literal | typeof object) => boolean): void => {
        if (answer === true) expect(every(one, asks)).toBe(true);
        if (answer === false) expect(every(one, candidate => !asks(candidate))).toBe(true);
      };
      check(truthiness(one), Boolean);
      check(nullness(one), isNullish);
      check(equality(one, value), candidate => candidate === value || (isNullish(candidate) && isNullish(value)));
    }));
  });
  test('a literal leaves no question open', () => {
    fc.assert(fc.property(anyLiteral, anyLiteral, (one, other) => {
      expect(truthiness(literal(one))).toBe(Boolean(one));
      expect(nullness(literal(one))).toBe(isNullish(one));
      expect(equality(literal(one), other)).toBe(one === other || (isNullish(one) && isNullish(other)));
    }));
  });
  test('what contradicts has no value in common, and says so from either side', () => {
    fc.assert(fc.property(known, known, (one, other) => {
      expect(contradict(one, other)).toBe(contradict(other, one));
      const common = values.some(value => allows(one, value) && allows(other, value));
      if (contradict(one, other)) expect(common).toBe(false);
      else if (one.kind !== 'not' && other.kind !== 'not') expect(common).toBe(true);
    }));
  });
  test('a join is idempotent, commutative, associative and an upper bound', () => {
    const joined = (one: Known | undefined, other: Known | undefined): Known | undefined => (one === undefined || other === undefined ? undefined : joinKnown(one, other));
    fc.assert(fc.property(known, known, known, (one, other, third) => {
      expect(joinKnown(one, one)).toBe(one);
      const both = joinKnown(one, other);
      expect(allowed(joinKnown(other, one))).toBe(allowed(both));
      expect(values.every(value => !(allows(one, value) || allows(other, value)) || allows(both, value))).toBe(true);
      expect(allowed(joined(both, third))).toBe(allowed(joined(one, joined(other, third))));
    }), { numRuns: 2000 });
  });
  test('what is learned is known together with what was known', () => {
    const place = new Places().global('x');
    fc.assert(fc.property(known, known, (one, other) => {
      const both = learn(learn(nothing, place, one), place, other).get(place);
      expect(values.every(value => !(allows(one, value) && allows(other, value)) || allows(both, value))).toBe(true);
      if (one.kind !== 'not' && other.kind !== 'not' && !contradict(one, other)) expect(allowed(both)).toBe(allowed(one).replaceAll(/1/gu, (bit, at: number) => (allowed(other)[at] === '1' ? bit : '0')));
    }), { numRuns: 2000 });
  });
});

const places = new Places();
const named: readonly Place[] = ['x', 'y', 'ok'].map(name => places.global(name));
const below = named.map(place => places.property(place, 'p'));
/** A name that is written once: ways that answer questions about it differently are walked apart. */
const fixed: Place = { ...places.global('port'), fixed: true };
const knowledgeOf = (about: readonly Place[]): fc.Arbitrary<Knowledge> =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...about), fc.oneof(known, fc.boolean().map(literal))), { selector: ([place]) => place, maxLength: 4 }).map(entries => new Map(entries));
const knowledge = knowledgeOf([...named, ...below, fixed]);

const knowsNoMore = (weak: Knowledge, strong: Knowledge): boolean => [...weak].every(([place, one]) => {
  const other = strong.get(place);
  return other !== undefined && values.every(value => !allows(other, value) || allows(one, value));
});
const textOf = (one: Knowledge): string => [...one].map(([place, what]) => `${place.id} ${allowed(what)}`).sort().join();

describe('what is known of places', () => {
  test('a join is idempotent, commutative, associative and an upper bound', () => {
    fc.assert(fc.property(knowledge, knowledge, knowledge, (one, other, third) => {
      expect(joinKnowledge(one, new Map(one))).toBe(one);
      const both = joinKnowledge(one, other);
      expect(textOf(joinKnowledge(other, one))).toBe(textOf(both));
      expect(knowsNoMore(both, one) && knowsNoMore(both, other)).toBe(true);
      expect(textOf(joinKnowledge(both, third))).toBe(textOf(joinKnowledge(one, joinKnowledge(other, third))));
    }));
  });
});

const anywhere = { range: [0, 0], loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } } } as unknown as Armed['registered'];
const armed: readonly Armed[] = [0, 1, 2].map(id => ({
  id, node: null, settler: null, trigger: { kind: 'call' }, once: true, reaches: true, by: null, backing: 'none', handle: null, registered: anywhere,
}));
const settlements: readonly (State['settled'])[] = [null, ...[0, 1].map(() => ({ variable: {} as Variable, way: 'badly' as const, node: anywhere }))];

const stateOf = (about: readonly Place[]): fc.Arbitrary<State> => fc.record({
  status: fc.constantFrom('none', 'pending', 'open', 'released', 'handed'),
  holders: fc.subarray([...named, ...below]),
  known: knowledgeOf(about),
  backing: fc.constantFrom(...backings),
  armed: fc.subarray([...armed]),
  settled: fc.constantFrom(...settlements),
  doubts: fc.subarray(['one', 'two']),
  trail: fc.constant(null),
}).map(({ backing, settled, ...rest }) => (rest.status === 'open' ? { ...rest, backing, own: backing, settled } : { ...rest, backing: 'none', own: 'none', settled: null }));
const some = (maxLength: number, about = [...named, ...below]): fc.Arbitrary<States> => fc.array(stateOf(about), { maxLength }).map(list => statesLattice.join([], list));

const stateText = ({ status, holders, known: what, backing, doubts, armed: waiting, settled }: State): string => [waiting.map(one => one.id).join('+'), settlements.indexOf(settled), status, holders.map(place => place.id).sort().join('+'), textOf(what), backing, doubts.length].join(' ');
const statesText = (states: States): string[] => states.map(stateText).sort();

/** Every path that the state stands for is one that some state of the list stands for. */
function isWithin(one: State, list: States): boolean {
  return list.some(other =>
    other.status === one.status
    && other.holders.every(place => one.holders.includes(place))
    && backings.indexOf(other.backing) >= backings.indexOf(one.backing)
    && one.armed.every(each => other.armed.includes(each))
    && knowsNoMore(other.known, one.known));
}

describe('states', () => {
  test('a join of few is idempotent, commutative and associative', () => {
    fc.assert(fc.property(some(4), some(4), some(4), (one, other, third) => {
      const join = statesLattice.join.bind(statesLattice);
      expect(join(one, one)).toBe(one);
      expect(join(one, [...one].reverse())).toBe(one);
      expect(statesText(join(one, other))).toEqual(statesText(join(other, one)));
      expect(statesText(join(join(one, other), third))).toEqual(statesText(join(one, join(other, third))));
    }));
  });
  test('a join of any number loses no path, gives itself back once it has all, and does not grow without end', () => {
    fc.assert(fc.property(some(30, [...named, fixed]), some(30, [...named, fixed]), (one, other) => {
      const both = statesLattice.join(one, other);
      for (const part of [...one, ...other]) expect(isWithin(part, both)).toBe(true);
      let fact = both;
      for (let round = 0; round < 40; round += 1) {
        const next = statesLattice.join(statesLattice.join(fact, one), other);
        if (next === fact) return;
        fact = next;
      }
      throw new Error('the join goes on to change');
    }));
  });
});

test('rows of bits: a join is idempotent, commutative, associative and an upper bound', () => {
  const row = fc.uint32Array({ minLength: 2, maxLength: 2 });
  fc.assert(fc.property(row, row, row, (one, other, third) => {
    expect(rows.join(one, one.slice())).toBe(one);
    const both = rows.join(one, other);
    expect(both).toEqual(rows.join(other, one));
    expect(rows.join(both, one)).toBe(both);
    expect(both.every((bits, at) => (bits & (one[at] ?? 0)) >>> 0 === one[at])).toBe(true);
    expect(rows.join(both, third)).toEqual(rows.join(one, rows.join(other, third)));
  }));
});

test('two that are the same are one', () => {
  fc.assert(fc.property(known, known, (one, other) => {
    if (same(one, other)) expect(allowed(one)).toBe(allowed(other));
  }));
});
