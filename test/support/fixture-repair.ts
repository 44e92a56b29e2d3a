/**
 * Holds the two variants of a pair together: they tell the same case and differ by the repair only.
 *
 * What can be checked by machine: the same header, the same exports, some difference, and most lines in common. A repair
 * may indent what it wraps, so lines are compared without their indentation.
 */
import type { SourceFile } from './fixture-cases.ts';
import type { Failure } from './fixture-check.ts';
import type { Marks } from './fixture-marks.ts';

/** A repair that leaves fewer of the lines is another program. */
const KEPT = 0.5;

export function checkRepair(leaky: SourceFile, leakyMarks: Marks, fixed: SourceFile, fixedMarks: Marks): Failure[] {
  const problems: string[] = [];
  const before = leakyMarks.code;
  const after = fixedMarks.code;
  if (JSON.stringify({ ...leakyMarks.header, without: [] }) !== JSON.stringify({ ...fixedMarks.header, without: [] })) problems.push('the headers differ');
  if (before.join('\n') === after.join('\n')) problems.push('both variants are the same code');
  if (exported(before).join() !== exported(after).join()) problems.push('the exports differ');
  if (commonLines(before, after) < before.length * KEPT) problems.push('less than half of the leaky lines are left');
  return problems.map((text) => ({ kind: 'not-a-repair', file: fixed.path, line: 1, text: `${text} (against ${leaky.path})` }));
}

function exported(code: readonly string[]): string[] {
  return code.flatMap((line) => /^export (?:async )?(?:\w+) ?\*? ?(\w+)/.exec(line)?.[1] ?? []).sort();
}

/** The length of the longest common subsequence. */
function commonLines(left: readonly string[], right: readonly string[]): number {
  let row = right.map(() => 0);
  for (const line of left) {
    const next: number[] = [];
    for (const [index, other] of right.entries()) {
      const diagonal = index === 0 ? 0 : (row[index - 1] ?? 0);
      next.push(line === other ? diagonal + 1 : Math.max(row[index] ?? 0, next.at(-1) ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
