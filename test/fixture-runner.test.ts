/** The runner of the fixtures must be able to fail: each kind of failure on a synthetic case, with a stand-in for the analysis. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findCases, type FixtureCase, type KnownError } from './support/fixture-cases.ts';
import type { Observation, Report } from './support/fixture-check.ts';
import { judgeCase, type Observe } from './support/fixture-judge.ts';
import { readMarks } from './support/fixture-marks.ts';

const head = '// @case a rejected handshake drops the socket\n// @from TEST-1\n// @mechanism rejection-edges\n';
const leaky = `${head}export async function open(port: number) {
  const socket = connect(port); // expect no-leaked-socket #1: {socket} exit=throw
  await handshake(socket); // via #1: rejects
  return socket;
}
`;
const fixed = `${head}export async function open(port: number) {
  const socket = connect(port);
  try {
    await handshake(socket);
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket;
}
`;
const report: Report = {
  rule: 'no-leaked-socket',
  line: 5,
  name: 'socket',
  exit: 'throw',
  certainty: 'certain',
  steps: [{ kind: 'acquired', line: 5 }, { kind: 'rejects', line: 6 }],
};

interface Synthetic {
  readonly leaky?: string | null;
  readonly fixed?: string | null;
  readonly known?: KnownError;
  readonly reports?: readonly Report[];
  readonly inFixed?: readonly Report[];
  readonly observation?: Partial<Observation>;
  readonly withoutMechanism?: readonly Report[];
  readonly inFixedWithout?: readonly Report[];
}

function kindsOf(synthetic: Synthetic): string[] {
  const source = (name: string, text: string | null) => (text === null ? null : { path: name, text });
  const fixture: FixtureCase = {
    kind: 'pair',
    id: 'test/case',
    known: synthetic.known ?? null,
    leaky: source('leaky.ts', synthetic.leaky === undefined ? leaky : synthetic.leaky),
    fixed: source('fixed.ts', synthetic.fixed === undefined ? fixed : synthetic.fixed),
    drive: null,
  };
  const observe: Observe = ({ path: file }, { without }) => {
    if (file === 'fixed.ts') return { reports: (without === null ? synthetic.inFixed : synthetic.inFixedWithout) ?? [], skipped: [] };
    const reports = without === null ? (synthetic.reports ?? [report]) : (synthetic.withoutMechanism ?? []);
    return { reports, skipped: [], ...synthetic.observation };
  };
  return judgeCase(fixture, observe).map(({ kind }) => kind);
}

test('a case that says the truth passes', () => {
  expect(kindsOf({})).toEqual([]);
});

describe('each failure', () => {
  const marked = (mark: string): string => leaky.replace(/\/\/ expect .*/, mark);

  test.each<[string, Synthetic]>([
    ['unmatched-expectation', { reports: [] }],
    ['unexpected-report', { reports: [report, { ...report, line: 6 }] }],
    ['unexpected-report', { reports: [report, report] }],
    ['report-in-fixed', { inFixed: [report] }],
    ['wrong-exit', { reports: [{ ...report, exit: 'return' }] }],
    ['wrong-name', { reports: [{ ...report, name: 'conn' }] }],
    ['wrong-name', { reports: [{ ...report, name: null }] }],
    ['wrong-certainty', { reports: [{ ...report, certainty: 'possible' }] }],
    ['unused-label', { leaky: leaky.replace(/ \/\/ via .*/, '') }],
    ['orphan-via', { leaky: leaky.replace('return socket;', 'return socket; // via #2: returns') }],
    ['via-off-path', { reports: [{ ...report, steps: [{ kind: 'rejects', line: 7 }] }] }],
    ['via-off-path', { reports: [{ ...report, steps: [{ kind: 'throws', line: 6 }] }] }],
    ['skipped-function', { observation: { skipped: [{ line: 4, reason: 'too deep' }] } }],
    ['missing-file', { fixed: null }],
    ['missing-file', { leaky: null }],
    ['nothing-expected', { leaky: leaky.replaceAll(/ \/\/ (expect|via) .*/g, ''), reports: [] }],
    ['not-a-repair', { fixed: leaky.replaceAll(/ \/\/ (expect|via) .*/g, '') }],
    ['not-a-repair', { fixed: fixed.replace('open(', 'start(') }],
    ['not-a-repair', { fixed: fixed.replace('TEST-1', 'TEST-2') }],
    ['not-a-repair', { fixed: `${head}export async function open(port: number) {\n  return dial(port);\n}\n` }],
    ['mechanism-not-needed', { leaky: `// @without rejection-edges\n${leaky}`, reports: [{ ...report, line: 6, steps: [{ kind: 'rejects', line: 7 }] }], withoutMechanism: [{ ...report, line: 6, steps: [{ kind: 'rejects', line: 7 }] }] }],
    ['wrong-peek', { leaky: leaky.replace('return', '//? socket: open\nreturn') }],
    ['wrong-peek', { leaky: leaky.replace('return', '//? socket: open\nreturn'), observation: { peek: () => ['open', 'released'] } }],
    ['bad-grammar', { leaky: leaky.replace('exit=throw', 'exit=later'), reports: [] }],
    ['bad-grammar', { leaky: marked('// expect the socket to be open'), reports: [] }],
    ['bad-grammar', { leaky: leaky.replace('via #1: rejects', 'via #1') }],
    ['bad-grammar', { leaky: leaky.replace('// @from TEST-1\n', ''), reports: [{ ...report, line: 4, steps: [{ kind: 'rejects', line: 5 }] }], fixed: fixed.replace('// @from TEST-1\n', '') }],
    ['bad-grammar', { leaky: leaky.replace('@mechanism rejection-edges', '@mechanisms rejection-edges') }],
    ['bad-grammar', { leaky: leaky.replace('connect(port);', 'connect(port') }],
    ['bad-grammar', { leaky: `${leaky}// @options {"preset"\n` }],
    ['bad-grammar', { leaky: `${leaky}// @node 24\n` }],
    ['bad-grammar', { fixed: fixed.replace('connect(port);', 'connect(port); // expect no-leaked-socket: {socket} exit=throw') }],
    ['bad-grammar', { leaky: leaky.replace('return', '//? socket is open\nreturn') }],
    ['bad-grammar', { leaky: leaky.replace('return', '//? socket: open|closing\nreturn') }],
    ['bad-grammar', { leaky: leaky.replace('return socket;', 'return connect(2); // expect no-leaked-socket #1: {socket} exit=return') }],
  ])('%s (%#)', (kind, synthetic) => {
    expect(kindsOf(synthetic)).toContain(kind);
  });

  test('each of them alone where nothing else is wrong', () => {
    expect(kindsOf({ reports: [{ ...report, exit: 'return' }] })).toEqual(['wrong-exit']);
    expect(kindsOf({ inFixed: [report] })).toEqual(['report-in-fixed']);
    expect(kindsOf({ reports: [report, { ...report, line: 6 }] })).toEqual(['unexpected-report']);
    expect(kindsOf({ leaky: leaky.replace(/ \/\/ via .*/, '') })).toEqual(['unused-label']);
    expect(kindsOf({ fixed: null })).toEqual(['missing-file']);
  });
});

describe('marks', () => {
  test('several on one line, several exits, and no name', () => {
    const { expectations, faults } = readMarks('join(a(), b()); // expect no-leaked-socket: {} exit=return|never; expect no-leaked-server: {b} exit=throw certainty=possible');
    expect(faults).toEqual([]);
    expect(expectations).toEqual([
      { line: 1, rule: 'no-leaked-socket', label: null, name: null, exits: ['return', 'never'], certainty: 'certain' },
      { line: 1, rule: 'no-leaked-server', label: null, name: 'b', exits: ['throw'], certainty: 'possible' },
    ]);
  });

  test('a mark in a string is text, a directive of the compiler is no key', () => {
    const marks = readMarks("// @ts-expect-error on purpose\nconst url = 'http://x// expect nothing'; // prose");
    expect([marks.faults, marks.expectations]).toEqual([[], []]);
  });

  test('either of the exits will do, another will not', () => {
    const either = leaky.replace('exit=throw', 'exit=throw|return');
    expect(kindsOf({ leaky: either })).toEqual([]);
    expect(kindsOf({ leaky: either, reports: [{ ...report, exit: 'return' }] })).toEqual([]);
    expect(kindsOf({ leaky: either, reports: [{ ...report, exit: 'scope' }] })).toEqual(['wrong-exit']);
  });

  test('reports on one line are told apart by what the marks say', () => {
    const both = leaky.replace('exit=throw', 'exit=throw; expect no-leaked-socket: {other} exit=return');
    const other: Report = { ...report, name: 'other', exit: 'return' };
    expect(kindsOf({ leaky: both, reports: [other, report] })).toEqual([]);
    expect(kindsOf({ leaky: both, reports: [report, { ...other, exit: 'never' }] })).toEqual(['wrong-exit']);
  });

  test('a peek is compared as a set', () => {
    const peeking = leaky.replace('return', '//? socket: open|released\nreturn');
    expect(kindsOf({ leaky: peeking, observation: { peek: () => ['released', 'open'] } })).toEqual([]);
    expect(kindsOf({ leaky: peeking, observation: { peek: () => ['open'] } })).toEqual(['wrong-peek']);
  });
});

describe('the preset', () => {
  const asked = (text: string): boolean[] => {
    const strict: boolean[] = [];
    judgeCase({ kind: 'pair', id: 'a/b', known: null, drive: null, leaky: { path: 'leaky.ts', text }, fixed: { path: 'fixed.ts', text: fixed } }, (_, how) => {
      strict.push(how.strict);
      return { reports: [], skipped: [] };
    });
    return strict;
  };

  test('is the strict one for both variants where a possible finding is expected', () => {
    expect(asked(leaky)).toEqual([false, false]);
    expect(asked(leaky.replace('exit=throw', 'exit=throw certainty=possible'))).toEqual([true, true]);
  });
});

describe('a mechanism that the case names with @without', () => {
  const claim = leaky.replace('// @from', '// @without rejection-edges\n// @from');
  const moved: Report = { ...report, line: 6, steps: [{ kind: 'rejects', line: 7 }] };

  test('is needed where the outcome changes without it', () => {
    expect(kindsOf({ leaky: claim, reports: [moved], withoutMechanism: [] })).toEqual([]);
    expect(kindsOf({ leaky: claim, reports: [moved], withoutMechanism: [{ ...moved, exit: 'return' }] })).toEqual([]);
  });

  test('is needed where the fixed variant is silent by it', () => {
    expect(kindsOf({ leaky: claim, reports: [moved], withoutMechanism: [moved], inFixedWithout: [moved] })).toEqual([]);
  });

  test('is not needed where it does not', () => {
    expect(kindsOf({ leaky: claim, reports: [moved], withoutMechanism: [moved] })).toEqual(['mechanism-not-needed']);
  });
});

describe('a known error', () => {
  const because = (text: string): string => text.replace('// @from', '// @because the handler is not followed yet\n// @from');
  const moved: Report = { ...report, line: 6, steps: [{ kind: 'rejects', line: 7 }] };
  const missed: Synthetic = { known: 'false-negative', leaky: because(leaky), fixed: because(fixed) };
  const alarm: Synthetic = { known: 'false-positive', leaky: because(leaky), fixed: because(fixed), reports: [moved] };

  test('passes while it is still wrong', () => {
    expect(kindsOf({ ...missed, reports: [] })).toEqual([]);
    expect(kindsOf({ ...alarm, inFixed: [moved] })).toEqual([]);
  });

  test('fails once it is right', () => {
    expect(kindsOf({ ...missed, reports: [moved] })).toEqual(['known-error-mended']);
    expect(kindsOf(alarm)).toEqual(['known-error-mended']);
  });

  test('fails when it is wrong in another way too', () => {
    expect(kindsOf({ ...missed, reports: [], inFixed: [moved] })).toEqual(['report-in-fixed']);
    expect(kindsOf({ ...alarm, reports: [], inFixed: [moved] })).toEqual(['unmatched-expectation']);
  });

  test('needs a reason, and only a known error has one', () => {
    expect(kindsOf({ known: 'false-negative', reports: [] })).toEqual(['bad-grammar']);
    expect(kindsOf({ leaky: because(leaky), fixed: because(fixed), reports: [moved] })).toEqual(['bad-grammar']);
  });
});

describe('a single file', () => {
  const text = `// @case two\n// @mechanism conditions\nfunction leaks() {\n  connect(1); // expect no-leaked-socket: {} exit=return\n}\nexport function silentTwin() {\n  connect(2).destroy();\n}\n`;
  const found: Report = { ...report, line: 4, name: null, exit: 'return', steps: [] };
  const judge = (source: string, reports: readonly Report[]): string[] =>
    judgeCase({ kind: 'single', id: 'cases/a/b.ts', known: null, file: { path: 'b.ts', text: source } }, () => ({ reports, skipped: [] })).map(({ kind }) => kind);

  test('is judged by its expectations', () => {
    expect(judge(text, [found])).toEqual([]);
    expect(judge(text.replace('// @mechanism conditions\n', '//\n'), [found])).toEqual(['bad-grammar']);
    expect(judge(text, [])).toEqual(['unmatched-expectation']);
    expect(judge(text, [found, { ...found, line: 7 }])).toEqual(['unexpected-report']);
  });

  test('expects nothing in a function that is silent by its name', () => {
    const wrong = text.replace('connect(2).destroy();', 'connect(2); // expect no-leaked-socket: {} exit=return');
    expect(judge(wrong, [found, { ...found, line: 7 }])).toEqual(['expected-in-silent']);
  });
});

test('cases are found on disk, also those that miss a file', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'fixtures-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const file of ['close-wait/cw-1/leaky.ts', 'close-wait/cw-1/fixed.ts', 'close-wait/cw-1/drive.ts', 'go-net/known-fn.half/leaky.ts', 'support/limiter.ts', 'cfg/a/x.ts', 'cases/loops/break.ts', 'cases/loops/known-fp.retry.ts']) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
  const found = findCases(root).map((fixture) => [fixture.id, fixture.known, fixture.kind === 'pair' ? [fixture.leaky !== null, fixture.fixed !== null, fixture.drive !== null] : fixture.kind]);
  expect(found).toEqual([
    ['close-wait/cw-1', null, [true, true, true]],
    ['go-net/known-fn.half', 'false-negative', [true, false, false]],
    ['cases/loops/break.ts', null, 'single'],
    ['cases/loops/known-fp.retry.ts', 'false-positive', 'single'],
  ]);
});
