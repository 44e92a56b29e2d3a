/**
 * Reads what a fixture says about itself: the header, the expectations and the peeks, all of them comments.
 *
 *   // @case text   @from ID or words   @mechanism name   @without mechanism   @node >=24   @because why (known errors only)
 *   // @options {"preset": "strict", "no-leaked-socket": {…}}      // @settings {"exceptions": "all"}
 *   acquire();   // expect no-leaked-socket #1: {socket} exit=throw certainty=possible
 *   step();      // via #1: rejects
 *   //? socket: open|released       // any of none, pending, open, released, handed
 *
 * Input: the text of one file. Guarantee: every comment that begins like a mark is either read or a fault; none is ignored.
 * `{}` names an unbound temporary; several exits are written `exit=return|throw`; several marks on a line are parted by `;`.
 * Not handled: marks in block comments (they are prose).
 */
import { parse } from '@typescript-eslint/parser';
import type { Certainty, ExitKind } from '../../src/dataflow/findings/types.ts';

export interface Header {
  readonly caseText: string | null;
  readonly from: readonly string[];
  readonly mechanisms: readonly string[];
  readonly without: readonly string[];
  readonly because: string | null;
  readonly node: number | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Expectation {
  readonly line: number;
  readonly rule: string;
  readonly label: string | null;
  /** Null: the resource has no name. */
  readonly name: string | null;
  readonly exits: readonly ExitKind[];
  readonly certainty: Certainty;
}

export interface Via {
  readonly line: number;
  readonly label: string;
  readonly words: string;
}

export interface PeekMark {
  readonly line: number;
  readonly name: string;
  readonly statuses: readonly string[];
}

export interface Fault {
  readonly line: number;
  readonly text: string;
}

export interface Marks {
  readonly header: Header;
  readonly expectations: readonly Expectation[];
  readonly vias: readonly Via[];
  readonly peeks: readonly PeekMark[];
  readonly faults: readonly Fault[];
  /** The code alone, line by line, without comments and blank lines: what leaky and fixed are compared by. */
  readonly code: readonly string[];
  /** Where functions stand whose names begin with `silent`. */
  readonly silent: readonly SilentFunction[];
}

export interface SilentFunction {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

interface LineComment {
  readonly line: number;
  readonly text: string;
}

/** The little that is read of a syntax tree. */
interface Parsed {
  readonly body: readonly Statement[];
  readonly comments: readonly { readonly type: string; readonly value: string; readonly range: readonly [number, number]; readonly loc: Lines }[];
}

interface Statement {
  readonly loc: Lines;
  readonly declaration?: Statement | null;
  readonly declarations?: readonly { readonly id: Named }[];
  readonly id?: Named | null;
}

interface Named {
  readonly name?: string;
}

interface Lines {
  readonly start: { readonly line: number };
  readonly end: { readonly line: number };
}

/** A record, so that a new kind of exit does not compile until fixtures can speak of it. */
const EXITS: Readonly<Record<ExitKind, true>> = { return: true, throw: true, settle: true, overwrite: true, scope: true, never: true };
const EXPECT = /^expect ([a-z-]+)(?: #(\w+))?: \{([^{}]*)\} exit=([a-z|]+)(?: certainty=(certain|possible))?$/;
const VIA = /^via #(\w+): (\S.*)$/;
const PEEK = /^\? ([\w.#$[\]]+): ((?:none|pending|open|released|handed)(?:\|(?:none|pending|open|released|handed))*)$/;

export function readMarks(text: string): Marks {
  let program: Parsed;
  try {
    program = parse(text, { range: true, loc: true, comment: true, sourceType: 'module' }) as unknown as Parsed;
  } catch (error) {
    return { ...readComments([]), code: [], silent: [], faults: [{ line: 1, text: `does not parse: ${String(error)}` }] };
  }
  const all = program.comments;
  const lines = all.filter((comment) => comment.type === 'Line').map((comment) => ({ line: comment.loc.start.line, text: comment.value }));
  return { ...readComments(lines), code: codeLines(text, all.map((comment) => comment.range)), silent: silentFunctions(program.body) };
}

function readComments(comments: readonly LineComment[]): Omit<Marks, 'code' | 'silent'> {
  const faults: Fault[] = [];
  const expectations: Expectation[] = [];
  const vias: Via[] = [];
  const peeks: PeekMark[] = [];
  for (const comment of comments) {
    for (const part of comment.text.split(';').map((piece) => piece.trim())) {
      if (part.startsWith('expect ')) push(expectations, readExpectation(part, comment.line), comment.line, part, faults);
      else if (part.startsWith('via ')) push(vias, readVia(part, comment.line), comment.line, part, faults);
      else if (part.startsWith('?')) push(peeks, readPeek(part, comment.line), comment.line, part, faults);
    }
  }
  for (const label of repeated(expectations.flatMap((expectation) => expectation.label ?? []))) {
    faults.push({ line: expectations.findLast((expectation) => expectation.label === label)?.line ?? 1, text: `label #${label} is given twice` });
  }
  return { header: readHeader(comments, faults), expectations, vias, peeks, faults };
}

function push<Mark>(marks: Mark[], mark: Mark | null, line: number, text: string, faults: Fault[]): void {
  if (mark === null) faults.push({ line, text: `not a mark: \`${text}\`` });
  else marks.push(mark);
}

function readExpectation(text: string, line: number): Expectation | null {
  const [, rule, label, name, exitText, certainty] = EXPECT.exec(text) ?? [];
  if (rule === undefined || exitText === undefined) return null;
  const exits = exitText.split('|');
  if (!exits.every(isExit)) return null;
  return { line, rule, label: label ?? null, name: name || null, exits, certainty: certainty === 'possible' ? 'possible' : 'certain' };
}

function isExit(word: string): word is ExitKind {
  return Object.hasOwn(EXITS, word);
}

function readVia(text: string, line: number): Via | null {
  const [, label, words] = VIA.exec(text) ?? [];
  return label === undefined || words === undefined ? null : { line, label, words };
}

function readPeek(text: string, line: number): PeekMark | null {
  const [, name, statuses] = PEEK.exec(text) ?? [];
  return name === undefined || statuses === undefined ? null : { line, name, statuses: statuses.split('|') };
}

const KEYS = ['case', 'from', 'mechanism', 'without', 'because', 'node', 'options', 'settings'];
/** Comments of the compiler look like keys and are none. */
const DIRECTIVE = /^ @ts-/;

function readHeader(comments: readonly LineComment[], faults: Fault[]): Header {
  const values = new Map<string, string[]>();
  for (const { line, text } of comments) {
    const [, key, value] = /^ @(\S+)\s*(.*)$/.exec(text) ?? [];
    if (key === undefined || value === undefined || DIRECTIVE.test(text)) continue;
    if (!KEYS.includes(key) || value === '') faults.push({ line, text: `not a key of the header, or empty: \`@${key}\`` });
    else values.set(key, [...(values.get(key) ?? []), value.trim()]);
  }
  return {
    caseText: values.get('case')?.join(' ') ?? null,
    from: values.get('from') ?? [],
    mechanisms: values.get('mechanism') ?? [],
    without: values.get('without') ?? [],
    because: values.get('because')?.join(' ') ?? null,
    node: readNode(values.get('node')?.[0], faults),
    options: readJson('options', values.get('options')?.[0], faults),
    settings: readJson('settings', values.get('settings')?.[0], faults),
  };
}

function readNode(text: string | undefined, faults: Fault[]): number | null {
  if (text === undefined) return null;
  const [, major] = /^>=(\d+)$/.exec(text) ?? [];
  if (major === undefined) faults.push({ line: 1, text: `@node takes \`>=24\`, not \`${text}\`` });
  return major === undefined ? null : Number(major);
}

function readJson(key: string, text: string | undefined, faults: Fault[]): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // said below, together with JSON of another shape
  }
  faults.push({ line: 1, text: `@${key} takes a JSON object, not \`${text}\`` });
  return {};
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function codeLines(text: string, comments: readonly (readonly [number, number])[]): string[] {
  let code = '';
  let from = 0;
  for (const [start, end] of comments) {
    code += text.slice(from, start);
    from = end;
  }
  return (code + text.slice(from)).split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/** Statements of the module that declare a `silent…` function, class or constant. */
function silentFunctions(body: readonly Statement[]): SilentFunction[] {
  return body.flatMap((statement) => {
    const declaration = statement.declaration ?? statement;
    const name = (declaration.id ?? declaration.declarations?.[0]?.id)?.name ?? '';
    return /^silent/i.test(name) ? [{ name, from: statement.loc.start.line, to: statement.loc.end.line }] : [];
  });
}

function repeated(labels: readonly string[]): string[] {
  return [...new Set(labels.filter((label, index) => labels.indexOf(label) !== index))];
}
