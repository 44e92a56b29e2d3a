/**
 * Turns `const socket = …` into `await using socket = …`.
 *
 * Guarantee: offered only for sockets of Node that are destroyed (they have `Symbol.asyncDispose`), in code that may
 * `await`, and where the file uses such declarations already unless the option says otherwise.
 */
import type { Finding } from '../../dataflow/findings/types.ts';
import type { AwaitUsing } from '../options.ts';
import type { Edit } from '../suggestions.ts';
import { functionAround, type Source } from './source.ts';
import type { Stretch } from './stretch.ts';

export function useAwaitUsing(finding: Finding, stretch: Stretch, source: Source, when: AwaitUsing): readonly Edit[] | null {
  if (when === 'never' || (when === 'when-used' && !/\busing\s+[\p{ID_Start}$_][\p{ID_Continue}$]*\s*=/u.test(source.text))) return null;
  if (finding.kind !== 'leaked-socket' || finding.noun !== 'socket' || finding.release !== 'destroy()') return null;
  const { acquiring, block } = stretch;
  if (acquiring?.type !== 'VariableDeclaration' || acquiring.kind !== 'const' || functionAround(block)?.async !== true) return null;
  const start = acquiring.range[0];
  // A graceful `end()` on the straight way would be cut off by the disposal.
  if (stretch.release !== null && source.text.slice(...stretch.release.range).includes('.end')) return null;
  return [{ start, end: start + 'const'.length, text: 'await using' }];
}
