/**
 * Registers, behind the statement that joins two connections, that the end of the one closes the other.
 *
 * Guarantee: offered only where that statement names both, so that both names stand for them there. Not handled: joins in a
 * helper that knows them by other names; connections that are not streams.
 */
import type { Finding } from '../../dataflow/findings/types.ts';
import type { Node } from '../../dataflow/ir/types.ts';
import type { Edit } from '../suggestions.ts';
import { variableAt } from './owned.ts';
import { textOf, type Source } from './source.ts';
import { indentAt, startsLine } from './style.ts';

/** A line to add, and what it calls. */
export interface Addition {
  readonly messageId: 'closeWithOther' | 'endOwnSide';
  readonly call: string;
  readonly edits: readonly Edit[];
}

export function closeWithOther(finding: Finding, source: Source): Addition | null {
  const { aside, acquire, release } = finding;
  const statement = statementOf(acquire);
  if (aside?.about !== 'pair' || statement === null || release !== 'destroy()') return null;
  const { fails, stays, mutual } = aside;
  if (!names(statement, fails, source) || !names(statement, stays, source)) return null;
  const closing = (one: string, other: string): string => `${one}.on('close', () => ${other}.destroy())`;
  const lines = mutual ? [closing(fails, stays), closing(stays, fails)] : [closing(fails, stays)];
  const { newline, semicolon } = source.style;
  const lead = startsLine(source.text, statement.range[0]) ? `${newline}${indentAt(source.text, statement.range[0])}` : ' ';
  const text = lines.map(line => `${lead}${line}${semicolon}`).join('');
  return { messageId: 'closeWithOther', call: closing(fails, stays), edits: [{ start: statement.range[1], end: statement.range[1], text }] };
}

/** The statement of a block that is nothing but this call, or a chain of calls that it begins. */
function statementOf(call: Node): Node | null {
  let at = call;
  while (at.parent !== undefined && at.parent !== null && (at.parent.type === 'MemberExpression' || at.parent.type === 'CallExpression')) at = at.parent;
  const statement = at.parent;
  if (statement?.type !== 'ExpressionStatement') return null;
  return statement.parent.type === 'BlockStatement' || statement.parent.type === 'Program' ? statement : null;
}

function names(statement: Node, name: string, source: Source): boolean {
  return variableAt(statement, name, source) !== null && textOf(source, statement).split(/[^\w$]+/u).includes(name);
}
