/**
 * Answers about callees against a plain evaluation of the whole call graph: cycles, chains deeper than any stack, questions that
 * will not settle, computations that throw.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answers, Asking } from '../src/dataflow/summaries/answers.ts';
import { createAnswers } from '../src/dataflow/summaries/answers.ts';

/** What each function adds of its own, and whom it asks. */
interface Calls {
  readonly own: readonly number[];
  readonly asks: readonly (readonly number[])[];
}

const top = -1;

function asking({ own, asks }: Calls): { ask: Asking<number, number>['compute']; computed: number[] } {
  const computed: number[] = [];
  const answers: Answers<number, number> = createAnswers<number, number>({
    key: String,
    bottom: () => 0,
    unsettled: () => top,
    same: (left, right) => left === right,
    compute(question) {
      computed.push(question);
      return (asks[question] ?? []).reduce((answer, other) => answer | answers.ask(other), own[question] ?? 0);
    },
  });
  return { ask: answers.ask, computed };
}

function naive({ own, asks }: Calls): number[] {
  const answers = [...own].fill(0);
  for (let changed = true; changed;) {
    changed = false;
    for (const [question, others] of asks.entries()) {
      const answer = others.reduce((sum, other) => sum | (answers[other] ?? 0), own[question] ?? 0);
      if (answer !== answers[question]) changed = true;
      answers[question] = answer;
    }
  }
  return answers;
}

const callsOf = (most: number, degree: number): fc.Arbitrary<Calls> =>
  fc.integer({ min: 1, max: most }).chain(size =>
    fc.record({
      own: fc.array(fc.nat(20).map(bit => (bit < 8 ? 1 << bit : 0)), { minLength: size, maxLength: size }),
      asks: fc.array(fc.array(fc.nat(size - 1), { maxLength: degree }), { minLength: size, maxLength: size }),
    }),
  );

const chain = (length: number, last: readonly number[]): Calls => ({
  own: Array.from({ length }, (_, at) => (at === length - 1 ? 1 : 0)),
  asks: Array.from({ length }, (_, at) => (at === length - 1 ? last : [at + 1])),
});

describe('answers', () => {
  test('of small graphs are the least that agree with each other, in whatever order they are asked', () => {
    fc.assert(fc.property(callsOf(6, 3), fc.infiniteStream(fc.nat(5)), (calls, stream) => {
      const { ask } = asking(calls);
      const expected = naive(calls);
      for (const question of [...stream.take(4), ...expected.keys()]) if (question < expected.length) expect(ask(question)).toBe(expected[question]);
    }), { numRuns: 1000 });
  });
  test('of large graphs are those as well, or the answer for what does not settle', () => {
    fc.assert(fc.property(callsOf(80, 3), calls => {
      const { ask } = asking(calls);
      for (const [question, expected] of naive(calls).entries()) expect([expected, top]).toContain(ask(question));
    }), { numRuns: 300 });
  });
  test('are computed once where nobody calls himself', () => {
    fc.assert(fc.property(callsOf(30, 3), ({ own, asks }) => {
      const calls = { own, asks: asks.map((others, question) => others.filter(other => other > question)) };
      const { ask, computed } = asking(calls);
      const expected = naive(calls);
      for (const question of expected.keys()) expect(ask(question)).toBe(expected[question]);
      // Chains longer than the nesting are begun again from the inside, which costs each of their questions once more.
      expect(computed.length).toBeLessThanOrEqual(2 * own.length);
    }));
  });
});

describe('a chain of any length', () => {
  test('needs no call stack and little more than one computation each', () => {
    const { ask, computed } = asking(chain(20_000, []));
    expect(ask(0)).toBe(1);
    expect(computed.length).toBeLessThan(45_000);
  });
  test('may fan out on its way', () => {
    const size = 3000;
    const calls: Calls = { own: Array.from({ length: size }, (_, at) => 1 << at % 30), asks: Array.from({ length: size }, (_, at) => [at + 7, at + 3, at + 1].filter(other => other < size)) };
    const { ask, computed } = asking(calls);
    expect(ask(0)).toBe(naive(calls)[0]);
    expect(computed.length).toBeLessThan(3 * size);
  });
  test('may close to a cycle', () => {
    const { ask, computed } = asking(chain(5000, [0]));
    expect(ask(2500)).toBe(1);
    expect(ask(0)).toBe(1);
    expect(computed.length).toBeLessThan(25_000);
  });
});

describe('a question', () => {
  test('that goes on to change is given up', () => {
    let next = 0;
    const { ask, computed } = asking({ own: [0, 0], asks: [[1], [0]] });
    expect(ask(0)).toBe(0);
    expect(computed.length).toBeLessThan(10);
    const restless: Answers<number, number> = createAnswers<number, number>({
      key: String,
      bottom: () => 0,
      unsettled: () => top,
      same: (left, right) => left === right,
      compute: question => restless.ask(1 - question) + (next += 1),
    });
    expect(restless.ask(0)).toBe(top);
    expect(restless.ask(1)).toBe(top);
    expect(next).toBeLessThan(100);
  });
  test('whose computation throws leaves nothing half done behind', () => {
    let broken = true;
    const calls: Calls = { own: [0, 0, 4], asks: [[1], [0, 2], []] };
    const answers: Answers<number, number> = createAnswers<number, number>({
      key: String,
      bottom: () => 0,
      unsettled: () => top,
      same: (left, right) => left === right,
      compute(question) {
        if (question === 2 && broken) throw new Error('out of order');
        return (calls.asks[question] ?? []).reduce((answer, other) => answer | answers.ask(other), calls.own[question] ?? 0);
      },
    });
    expect(() => answers.ask(0)).toThrow('out of order');
    broken = false;
    expect([0, 1, 2].map(answers.ask)).toEqual([4, 4, 4]);
    expect(answers.asked().map(({ question, answer }) => [question, answer])).toEqual(expect.arrayContaining([[0, 4], [1, 4], [2, 4]]));
  });
});
