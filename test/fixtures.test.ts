/** The one runner of the fixtures: each case is a test, and says in which way it disagrees with the analysis. */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCases } from './support/fixture-cases.ts';
import type { Failure } from './support/fixture-check.ts';
import { judgeCase } from './support/fixture-judge.ts';
import { observe } from './support/fixture-observe.ts';

const root = path.resolve(import.meta.dirname, '../fixtures');

const said = (failure: Failure): string => `${failure.kind}: ${path.relative(root, path.resolve(root, failure.file))}:${failure.line} ${failure.text}`;

describe('fixtures', () => {
  const cases = findCases(root);

  test('there are some', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  test.each(cases.map((fixture) => [fixture.id, fixture] as const))('%s', (_, fixture) => {
    expect(judgeCase(fixture, observe).map(said)).toEqual([]);
  });
});
