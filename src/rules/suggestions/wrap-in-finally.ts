/**
 * Wraps the stretch in which a resource lives in `try { … } finally { … }` and moves its release there.
 *
 * Guarantee: one edit; lines inside template literals keep their indentation, because it is part of their value.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit } from '../suggestions.ts';
import type { Owned } from './owned.ts';
import { textOf, type Source } from './source.ts';
import type { Stretch } from './stretch.ts';
import { indentAt, lineEnd, lineStart, startsLine } from './style.ts';

export function wrapInFinally(stretch: Stretch, owned: Owned, source: Source): readonly Edit[] | null {
  const { release } = stretch;
  const statements = stretch.statements.filter(statement => statement !== release);
  const [first] = statements;
  const last = statements.at(-1);
  if (first === undefined || last === undefined) return null;
  const call = release === null ? `${owned.call}${source.style.semicolon}` : textOf(source, release);
  const only = statements.length === 1 && first.type === 'TryStatement' ? first : null;
  if (only !== null && only.finalizer === null) return [...extend(only, call, source), ...removal(release, source)];
  return onOwnLines(stretch, source) ? [rewrite(stretch, first, call, source)] : inline(stretch, first, last, call, source);
}

/** A `try` that is there already gets the `finally`. */
function extend(statement: TSESTree.TryStatement, call: string, { text, style }: Source): Edit[] {
  const at = statement.range[1];
  const indent = indentAt(text, statement.range[0]);
  return [{ start: at, end: at, text: ` finally {${style.newline}${indent}${style.unit}${call}${style.newline}${indent}}` }];
}

/** Takes a statement away, with its line where it has one to itself. */
function removal(statement: TSESTree.Statement | null, { text }: Source): Edit[] {
  if (statement === null) return [];
  const [start, end] = statement.range;
  const alone = startsLine(text, start) && text.slice(end, lineEnd(text, end)).trim() === '';
  if (!alone) return [{ start, end, text: '' }];
  const next = text.indexOf('\n', end);
  return [{ start: lineStart(text, start), end: next < 0 ? end : next + 1, text: '' }];
}

function onOwnLines(stretch: Stretch, { text }: Source): boolean {
  const last = stretch.statements.at(-1);
  return stretch.statements.every(statement => startsLine(text, statement.range[0])) && last !== undefined && startsLine(text, stretch.block.range[1] - 1);
}

function inline(stretch: Stretch, first: TSESTree.Statement, last: TSESTree.Statement, call: string, source: Source): Edit[] {
  const ending = call.endsWith(';') ? call : `${call};`;
  const before = { start: first.range[0], end: first.range[0], text: 'try { ' };
  const after = { start: last.range[1], end: last.range[1], text: ` } finally { ${ending} }` };
  return [before, after, ...removal(stretch.release, source)];
}

function rewrite(stretch: Stretch, first: TSESTree.Statement, call: string, source: Source): Edit {
  const { text, style } = source;
  const { newline, unit } = style;
  const indent = indentAt(text, first.range[0]);
  const start = afterAcquisition(stretch, first, source);
  const end = lineEnd(text, stretch.statements.at(-1)?.range[1] ?? first.range[1]);
  const fixed = literalLines(source);
  const [gone] = removal(stretch.release, source);
  const kept: string[] = [];
  for (let at = start; at <= end; ) {
    const stop = lineEnd(text, at);
    const removed = gone !== undefined && at >= gone.start && at < gone.end;
    const line = text.slice(at, stop);
    if (!removed) kept.push(line.trim() === '' || fixed.has(at) ? line : `${unit}${line}`);
    const next = text.indexOf('\n', stop);
    if (next < 0) break;
    at = next + 1;
  }
  while (kept.at(-1)?.trim() === '') kept.pop();
  const lines = [`${indent}try {`, ...kept, `${indent}} finally {`, `${indent}${unit}${call}`, `${indent}}`];
  return { start, end, text: lines.join(newline) };
}

/** The line of the first statement, with the comments directly above it that belong to no earlier line. */
function afterAcquisition(stretch: Stretch, first: TSESTree.Statement, { text, code }: Source): number {
  const before = stretch.acquiring?.range[1] ?? stretch.block.range[0] + 1;
  const comment = code.getCommentsBefore(first).find(candidate => candidate.range[0] > lineEnd(text, before));
  return lineStart(text, comment?.range[0] ?? first.range[0]);
}

/** Starts of lines that begin inside a template literal. */
function literalLines({ code, text }: Source): ReadonlySet<number> {
  const starts = new Set<number>();
  for (const token of code.ast.tokens) {
    const type: string = token.type;
    if (type !== 'Template' && type !== 'JSXText' && type !== 'String') continue;
    for (let at = text.indexOf('\n', token.range[0]); at >= 0 && at < token.range[1]; at = text.indexOf('\n', at + 1)) starts.add(at + 1);
  }
  return starts;
}
