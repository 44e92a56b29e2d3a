/**
 * Ends the own side of a socket when the other side has ended, or lets it be read, at the start of the listener that is handed it.
 *
 * Guarantee: offered only where the listener has a block of its own and the parameter is a plain name. Not handled: sockets
 * that the code opened itself.
 */
import type { Finding } from '../../dataflow/findings/types.ts';
import type { Addition } from './close-with-other.ts';
import { functionAround, type Source } from './source.ts';
import { indentAt } from './style.ts';

export function endOwnSide(finding: Finding, source: Source): Addition | null {
  const { aside, acquire, name } = finding;
  if (aside?.about !== 'side' || acquire.type !== 'Identifier' || name === null) return null;
  const listener = functionAround(acquire);
  if (listener === null || listener.body.type !== 'BlockStatement' || !listener.params.some(parameter => parameter === acquire)) return null;
  const [first] = listener.body.body;
  if (first === undefined) return null;
  const call = aside.why === 'half-open' ? `${name}.on('end', () => ${name}.end())` : `${name}.resume()`;
  const { newline, semicolon } = source.style;
  const isOnOwnLine = first.loc.start.line > listener.body.loc.start.line;
  const text = `${call}${semicolon || (isOnOwnLine ? '' : ';')}${isOnOwnLine ? `${newline}${indentAt(source.text, first.range[0])}` : ' '}`;
  return { messageId: 'endOwnSide', call, edits: [{ start: first.range[0], end: first.range[0], text }] };
}
