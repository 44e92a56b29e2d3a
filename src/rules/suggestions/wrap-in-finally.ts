/**
 * Wraps the stretch in which a resource lives in `try { … } finally { … }` and moves its release there.
 *
 * Guarantee: a `try` that is all there is to wrap gets the `finally`, instead of another `try` around it.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit } from '../suggestions.ts';
import type { Owned } from './owned.ts';
import { textOf, type Source } from './source.ts';
import type { Stretch } from './stretch.ts';
import { indentAt, lineEnd, lineStart, startsLine } from './style.ts';
import { wrap } from './wrap.ts';

export function wrapInFinally(stretch: Stretch, owned: Owned, source: Source): readonly Edit[] | null {
  const { release } = stretch;
  const statements = stretch.statements.filter(statement => statement !== release);
  const [first] = statements;
  if (first === undefined) return null;
  const call = release === null ? `${owned.call}${source.style.semicolon}` : textOf(source, release);
  const only = statements.length === 1 && first.type === 'TryStatement' ? first : null;
  if (only !== null && only.finalizer === null) return [...extend(only, call, source), ...removal(release, source)];
  return wrap({ statements: stretch.statements, from: startOf(stretch), to: stretch.block.range[1] - 1, gone: removal(release, source)[0] ?? null }, ['} finally {', call], source);
}

function startOf(stretch: Stretch): number {
  return stretch.acquiring?.range[1] ?? stretch.block.range[0] + 1;
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
