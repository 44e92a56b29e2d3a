/**
 * How a failing call or await is told.
 *
 * `await f()` fails in one way for its reader, whether `f` throws at once or its promise rejects: both are told as the
 * rejection, so that they are one way and not two.
 */
import type { Step } from '../findings/types.ts';
import type { Instruction } from '../ir/types.ts';

export function failureStep({ kind, node }: Instruction): Step {
  if (kind === 'await' || kind === 'next') return { kind: 'rejects', node, subject: '' };
  const awaited = node.parent?.type === 'AwaitExpression' ? node.parent : null;
  return awaited === null ? { kind: 'throws', node, subject: '' } : { kind: 'rejects', node: awaited, subject: '' };
}
