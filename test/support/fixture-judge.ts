/**
 * Judges one case: what is wrong with its files, its verdicts, its repair and its claims.
 *
 * Input: a case and a way to observe a source. Guarantee: an empty list means that the case says the truth about the
 * analysis. A known error says what would be right, so it has to fail, and in the way its name says: once it is mended,
 * that is a failure too.
 */
import type { FixtureCase, KnownError, PairCase, SingleCase, SourceFile } from './fixture-cases.ts';
import { checkMarks, type Failure, type FailureKind, type Observation } from './fixture-check.ts';
import { readMarks, type Header, type Marks } from './fixture-marks.ts';
import { checkRepair } from './fixture-repair.ts';

export interface Observing {
  readonly header: Header;
  /** Possible findings are asked for where the file expects one. */
  readonly strict: boolean;
  /** A mechanism that is switched off. */
  readonly without: string | null;
}

type Variant = readonly [SourceFile, Marks];

export type Observe = (source: SourceFile, how: Observing) => Observation;

export function judgeCase(fixture: FixtureCase, observe: Observe): Failure[] {
  const failures = fixture.kind === 'pair' ? judgePair(fixture, observe) : judgeSingle(fixture, observe);
  return fixture.known === null ? failures : judgeKnown(fixture, fixture.known, failures);
}

function judgePair(fixture: PairCase, observe: Observe): Failure[] {
  const { leaky, fixed } = fixture;
  if (leaky === null || fixed === null) {
    const file = `${fixture.id}/${leaky === null ? 'leaky' : 'fixed'}.ts`;
    return [{ kind: 'missing-file', file, line: 1, text: 'a case needs both variants' }];
  }
  const leakyMarks = readMarks(leaky.text);
  const fixedMarks = readMarks(fixed.text);
  return [
    ...judgeMarked(fixture, leaky, leakyMarks, observe),
    ...judgeFixed(fixed, fixedMarks, isStrict(leakyMarks), observe),
    ...checkNeeded([[leaky, leakyMarks], [fixed, { ...fixedMarks, expectations: [] }]], observe),
    ...checkRepair(leaky, leakyMarks, fixed, fixedMarks),
  ];
}

function judgeSingle(fixture: SingleCase, observe: Observe): Failure[] {
  const marks = readMarks(fixture.file.text);
  return [...judgeMarked(fixture, fixture.file, marks, observe), ...checkNeeded([[fixture.file, marks]], observe), ...expectedInSilent(fixture.file, marks)];
}

/** A file with expectations: `leaky.ts` or a single case. */
function judgeMarked(fixture: FixtureCase, source: SourceFile, marks: Marks, observe: Observe): Failure[] {
  const how: Observing = { header: marks.header, strict: isStrict(marks), without: null };
  return [
    ...checkHeader(fixture, source, marks),
    ...checkMarks(source.path, marks, observe(source, how)),
  ];
}

function judgeFixed(source: SourceFile, marks: Marks, strict: boolean, observe: Observe): Failure[] {
  const observed = observe(source, { header: marks.header, strict, without: null });
  const verdict = checkMarks(source.path, { ...marks, expectations: [] }, observed);
  return [
    ...marks.expectations.map(({ line }): Failure => ({ kind: 'bad-grammar', file: source.path, line, text: 'the fixed variant expects nothing' })),
    ...verdict.map((failure) => (failure.kind === 'unexpected-report' ? { ...failure, kind: 'report-in-fixed' as const } : failure)),
  ];
}

function isStrict(marks: Marks): boolean {
  return marks.expectations.some(({ certainty }) => certainty === 'possible');
}

function checkHeader(fixture: FixtureCase, source: SourceFile, marks: Marks): Failure[] {
  const { header, expectations } = marks;
  const fail = (kind: FailureKind, text: string): Failure => ({ kind, file: source.path, line: 1, text });
  const failures: Failure[] = [];
  if (header.caseText === null) failures.push(fail('bad-grammar', '@case is missing'));
  if (fixture.kind === 'pair' && header.from.length === 0) failures.push(fail('bad-grammar', '@from is missing'));
  if (fixture.kind === 'single' && header.mechanisms.length === 0) failures.push(fail('bad-grammar', '@mechanism is missing'));
  if (fixture.known !== null && header.because === null) failures.push(fail('bad-grammar', 'a known error says @because'));
  if (fixture.known === null && header.because !== null) failures.push(fail('bad-grammar', '@because belongs to known errors'));
  if (fixture.known !== 'false-positive' && expectations.length === 0) failures.push(fail('nothing-expected', 'no line expects a report'));
  return failures;
}

/** With a mechanism of `@without` switched off, some variant has to be judged otherwise: else the case proves nothing about it. */
function checkNeeded(variants: readonly [Variant, ...Variant[]], observe: Observe): Failure[] {
  const [[first, { header }]] = variants;
  const strict = variants.some(([, marks]) => isStrict(marks));
  const differs = (without: string): boolean =>
    variants.some(([source, marks]) => checkMarks(source.path, marks, observe(source, { header, strict, without })).some(({ kind }) => VERDICTS.has(kind)));
  return header.without
    .filter((mechanism) => !differs(mechanism))
    .map((mechanism): Failure => ({ kind: 'mechanism-not-needed', file: first.path, line: 1, text: `the outcome is the same without ${mechanism}` }));
}

/** Failures that speak of the analysis, not of how the fixture is written. */
const VERDICTS: ReadonlySet<FailureKind> = new Set(['unmatched-expectation', 'unexpected-report', 'report-in-fixed', 'wrong-name', 'wrong-exit', 'wrong-certainty', 'via-off-path']);

const ERRORS: Readonly<Record<KnownError, ReadonlySet<FailureKind>>> = {
  'false-positive': new Set(['unexpected-report', 'report-in-fixed']),
  'false-negative': new Set(['unmatched-expectation']),
};

function judgeKnown(fixture: FixtureCase, known: KnownError, failures: readonly Failure[]): Failure[] {
  const others = failures.filter(({ kind }) => !ERRORS[known].has(kind));
  if (others.length < failures.length) return others;
  return [...others, { kind: 'known-error-mended', file: fixture.id, line: 1, text: `no ${known} any more: rename the case` }];
}

/** The twin functions are silent by name, so that an expectation cannot slip into one. */
function expectedInSilent(source: SourceFile, marks: Marks): Failure[] {
  return marks.silent.flatMap(({ name, from, to }) =>
    marks.expectations
      .filter(({ line }) => line >= from && line <= to)
      .map(({ line }): Failure => ({ kind: 'expected-in-silent', file: source.path, line, text: `${name} is silent by its name` })),
  );
}
