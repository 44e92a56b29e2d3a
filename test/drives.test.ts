/**
 * Runs the fixtures for real: the leaky variant has to leak on real sockets in every round, the fixed one not once.
 * One at a time, because descriptors are counted for the whole process.
 */
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { findCases, type PairCase } from './support/fixture-cases.ts';
import { readMarks } from './support/fixture-marks.ts';

/** The ids of the write-ups that the headers name. */
const documented = [
  'CW-1', 'CW-2', 'CW-3', 'CW-4', 'CW-5', 'GO-1', 'GO-2', 'GO-4', 'RS-2', 'RS-6',
  'ER-1', 'ER-2', 'ER-3', 'ER-4', 'ER-5', 'ER-6', 'ER-7', 'ER-8', 'ER-12', 'WF-3', 'WF-4', 'WF-6', 'WF-8',
];

interface Drive {
  readonly rounds: number;
  readonly drive: (variant: unknown) => Promise<{ readonly held: number }>;
}

const root = path.resolve(import.meta.dirname, '../fixtures');
const driven = findCases(root).filter((fixture) => fixture.kind === 'pair').filter((fixture) => fixture.drive !== null);
const major = Number(process.versions.node.split('.')[0]);

const runsHere = (fixture: PairCase): boolean => (readMarks(fixture.leaky?.text ?? '').header.node ?? 0) <= major;

async function held(fixture: PairCase, variant: 'leaky' | 'fixed'): Promise<{ held: number; rounds: number }> {
  const { drive, rounds } = (await import(path.join(root, fixture.id, 'drive.ts'))) as Drive;
  const outcome = await drive(await import(path.join(root, fixture.id, `${variant}.ts`)));
  return { held: outcome.held, rounds };
}

describe('drives', () => {
  beforeEach(() => {
    for (const method of ['info', 'warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {});
    return () => vi.restoreAllMocks();
  });

  test('every documented bug has one', () => {
    const from = driven.flatMap((fixture) => readMarks(fixture.leaky?.text ?? '').header.from.map((words) => words.split(' ')[0]));
    expect(documented.filter((id) => !from.includes(id))).toEqual([]);
  });

  describe.each(driven.filter(runsHere).map((fixture) => [fixture.id, fixture] as const))('%s', (_, fixture) => {
    test('leaky leaks in every round', async () => {
      const { held: count, rounds } = await held(fixture, 'leaky');
      expect(count).toBeGreaterThanOrEqual(rounds);
    });

    test('fixed holds nothing', async () => {
      expect(await held(fixture, 'fixed')).toMatchObject({ held: 0 });
    });
  });
});
