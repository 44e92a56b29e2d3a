/**
 * Puts a run of statements into a `try` block.
 *
 * Guarantee: statements that have lines to themselves are indented by one step, others stay on their line; lines inside
 * template literals and strings keep their indentation, because it is part of their value.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit } from '../suggestions.ts';
import type { Source } from './source.ts';
import { indentAt, lineEnd, lineStart, startsLine } from './style.ts';

export interface Run {
  /** Not empty. */
  readonly statements: readonly TSESTree.Statement[];
  /** Where the code before the run ends, and where the code behind it begins. */
  readonly from: number;
  readonly to: number;
  /** A part of the run that is left out, with its line. */
  readonly gone: Edit | null;
}

/** `closing`: the line that ends the `try` block and begins the next, then the statements of that one. */
export function wrap(run: Run, [closing = '}', ...inside]: readonly string[], source: Source): readonly Edit[] | null {
  const first = run.statements[0];
  const last = run.statements.findLast(statement => run.gone === null || statement.range[0] < run.gone.start || statement.range[1] > run.gone.end);
  if (first === undefined || last === undefined) return null;
  return onOwnLines(run, source) ? [onLines(run, first, closing, inside, source)] : inline(run, first, last, closing, inside);
}

function onOwnLines(run: Run, { text }: Source): boolean {
  return run.statements.every(statement => startsLine(text, statement.range[0])) && startsLine(text, run.to);
}

function inline(run: Run, first: TSESTree.Statement, last: TSESTree.Statement, closing: string, inside: readonly string[]): Edit[] {
  const end = last.range[1];
  const statements = inside.map(statement => (statement.endsWith(';') ? statement : `${statement};`)).join(' ');
  const edits = [
    { start: first.range[0], end: first.range[0], text: 'try { ' },
    { start: end, end, text: ` ${closing} ${statements} }` },
  ];
  return run.gone === null ? edits : [...edits, run.gone];
}

function onLines(run: Run, first: TSESTree.Statement, closing: string, inside: readonly string[], source: Source): Edit {
  const { text, style } = source;
  const indent = indentAt(text, first.range[0]);
  const start = lineStart(text, commentAbove(run, first, source) ?? first.range[0]);
  const end = lineEnd(text, run.statements.at(-1)?.range[1] ?? first.range[1]);
  const lines = [
    `${indent}try {`,
    ...indented(start, end, run.gone, source),
    `${indent}${closing}`,
    ...inside.map(statement => `${indent}${style.unit}${statement}`),
    `${indent}}`,
  ];
  return { start, end, text: lines.join(style.newline) };
}

/** Comments above the first statement belong to it, one behind the code before the run does not. */
function commentAbove(run: Run, first: TSESTree.Statement, { code, text }: Source): number | null {
  return code.getCommentsBefore(first).find(comment => comment.range[0] > lineEnd(text, run.from))?.range[0] ?? null;
}

function indented(start: number, end: number, gone: Edit | null, source: Source): string[] {
  const { text, style } = source;
  const fixed = literalLines(source);
  const lines: string[] = [];
  for (let at = start; at <= end; ) {
    const stop = lineEnd(text, at);
    const line = text.slice(at, stop);
    if (gone === null || at < gone.start || at >= gone.end) lines.push(line.trim() === '' || fixed.has(at) ? line : `${style.unit}${line}`);
    const next = text.indexOf('\n', stop);
    if (next < 0) break;
    at = next + 1;
  }
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines;
}

/** Starts of lines that begin inside a literal. */
function literalLines({ code, text }: Source): ReadonlySet<number> {
  const starts = new Set<number>();
  for (const token of code.ast.tokens) {
    const type: string = token.type;
    if (type !== 'Template' && type !== 'JSXText' && type !== 'String') continue;
    for (let at = text.indexOf('\n', token.range[0]); at >= 0 && at < token.range[1]; at = text.indexOf('\n', at + 1)) starts.add(at + 1);
  }
  return starts;
}
