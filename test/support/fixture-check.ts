/**
 * Compares what a fixture expects with what was reported.
 *
 * Input: the marks of a file and an observation of it. Guarantee: an empty list means that each expectation met exactly one
 * report and each report one expectation; otherwise every disagreement is named once, by kind.
 * Not handled: wording (one snapshot per rule elsewhere), order of reports.
 */
import type { Certainty, ExitKind, Step } from '../../src/dataflow/findings/types.ts';
import type { Expectation, Marks, Via } from './fixture-marks.ts';

export type FailureKind =
  | 'bad-grammar'
  | 'missing-file'
  | 'nothing-expected'
  | 'unmatched-expectation'
  | 'unexpected-report'
  | 'report-in-fixed'
  | 'wrong-name'
  | 'wrong-exit'
  | 'wrong-certainty'
  | 'unused-label'
  | 'orphan-via'
  | 'via-off-path'
  | 'wrong-peek'
  | 'expected-in-silent'
  | 'not-a-repair'
  | 'mechanism-not-needed'
  | 'known-error-mended'
  | 'skipped-function';

export interface Failure {
  readonly kind: FailureKind;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface ObservedStep {
  readonly kind: Step['kind'];
  readonly line: number;
}

export interface Report {
  readonly rule: string;
  readonly line: number;
  readonly name: string | null;
  readonly exit: ExitKind;
  readonly certainty: Certainty;
  readonly steps: readonly ObservedStep[];
}

export interface Observation {
  readonly reports: readonly Report[];
  /** Functions that could not be modelled, with the reason: none may be in a fixture. */
  readonly skipped: readonly { readonly line: number; readonly reason: string }[];
  /** The statuses a resource may have before the line runs; left out where facts cannot be asked. */
  readonly peek?: (line: number, name: string) => readonly string[];
}

interface Pair {
  readonly expectation: Expectation;
  readonly report: Report;
}

export function checkMarks(file: string, marks: Marks, observed: Observation): Failure[] {
  const { pairs, unmatched, unexpected } = match(marks.expectations, observed.reports);
  const fail = (kind: FailureKind, line: number, text: string): Failure => ({ kind, file, line, text });
  return [
    ...marks.faults.map((fault) => fail('bad-grammar', fault.line, fault.text)),
    ...observed.skipped.map((skipped) => fail('skipped-function', skipped.line, skipped.reason)),
    ...unmatched.map((expectation) => fail('unmatched-expectation', expectation.line, `no ${expectation.rule} on \`${expectation.name ?? ''}\``)),
    ...unexpected.map((report) => fail('unexpected-report', report.line, `${report.rule} on \`${report.name ?? ''}\`, exit=${report.exit}, ${report.certainty}`)),
    ...pairs.flatMap((pair) => checkPair(pair, fail)),
    ...checkLabels(marks, pairs, fail),
    ...checkPeeks(marks, observed, fail),
  ];
}

type Fail = (kind: FailureKind, line: number, text: string) => Failure;

/** Exact pairs first: otherwise two reports on one line could be told apart wrongly. */
function match(expectations: readonly Expectation[], reports: readonly Report[]): { pairs: Pair[]; unmatched: Expectation[]; unexpected: Report[] } {
  const pairs: Pair[] = [];
  const unexpected = [...reports];
  let waiting = [...expectations];
  for (const fits of [sameInAll, sameName, samePlace]) {
    waiting = waiting.filter((expectation) => {
      const index = unexpected.findIndex((report) => samePlace(expectation, report) && fits(expectation, report));
      const [report] = index === -1 ? [] : unexpected.splice(index, 1);
      if (report !== undefined) pairs.push({ expectation, report });
      return report === undefined;
    });
  }
  return { pairs, unmatched: waiting, unexpected };
}

function samePlace(expectation: Expectation, report: Report): boolean {
  return expectation.line === report.line && expectation.rule === report.rule;
}

function sameName(expectation: Expectation, report: Report): boolean {
  return expectation.name === report.name;
}

function sameInAll(expectation: Expectation, report: Report): boolean {
  return sameName(expectation, report) && expectation.exits.includes(report.exit) && expectation.certainty === report.certainty;
}

function checkPair({ expectation, report }: Pair, fail: Fail): Failure[] {
  const failures: Failure[] = [];
  const { line } = expectation;
  if (!sameName(expectation, report)) failures.push(fail('wrong-name', line, `expected {${expectation.name ?? ''}}, reported {${report.name ?? ''}}`));
  if (!expectation.exits.includes(report.exit)) failures.push(fail('wrong-exit', line, `expected exit=${expectation.exits.join('|')}, reported exit=${report.exit}`));
  if (expectation.certainty !== report.certainty) failures.push(fail('wrong-certainty', line, `expected ${expectation.certainty}, reported ${report.certainty}`));
  return failures;
}

function checkLabels(marks: Marks, pairs: readonly Pair[], fail: Fail): Failure[] {
  const unused = marks.expectations.filter(({ label }) => label !== null && !marks.vias.some((via) => via.label === label));
  return [
    ...unused.map((expectation) => fail('unused-label', expectation.line, `no \`via\` speaks of #${expectation.label ?? ''}`)),
    ...marks.vias.flatMap((via) => checkVia(via, marks, pairs, fail)),
  ];
}

function checkVia(via: Via, marks: Marks, pairs: readonly Pair[], fail: Fail): Failure[] {
  if (!marks.expectations.some(({ label }) => label === via.label)) return [fail('orphan-via', via.line, `no expectation has the label #${via.label}`)];
  const report = pairs.find((pair) => pair.expectation.label === via.label)?.report;
  if (report === undefined || report.steps.some((step) => step.line === via.line && tells(via.words, step.kind))) return [];
  const path = report.steps.map((step) => `${step.kind}@${step.line}`).join(' ');
  return [fail('via-off-path', via.line, `#${via.label} has no step here that ${via.words}; its path is ${path}`)];
}

const STEP_KINDS: Readonly<Record<Step['kind'], true>> = {
  acquired: true, throws: true, rejects: true, caught: true, when: true, unless: true, returns: true, ends: true,
  rethrown: true, overwritten: true, event: true, settles: true, 'iteration-ends': true, abandoned: true,
};

/** Words that begin with the name of a kind of step ask for that kind; all others are prose. */
function tells(words: string, kind: Step['kind']): boolean {
  const [first = ''] = words.split(' ');
  return first === kind || !Object.hasOwn(STEP_KINDS, first);
}

function checkPeeks(marks: Marks, observed: Observation, fail: Fail): Failure[] {
  return marks.peeks.flatMap((mark) => {
    const statuses = observed.peek?.(mark.line, mark.name);
    if (statuses === undefined) return [fail('wrong-peek', mark.line, 'facts cannot be asked here')];
    const same = statuses.length === mark.statuses.length && mark.statuses.every((status) => statuses.includes(status));
    return same ? [] : [fail('wrong-peek', mark.line, `expected ${mark.name}: ${mark.statuses.join('|')}, found ${statuses.join('|')}`)];
  });
}
