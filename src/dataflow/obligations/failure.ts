/**
 * How a failing call or await is told.
 *
 * `await f()` fails in one way for its reader, whether `f` throws at once or its promise rejects: both are told as the
 * rejection, so that they are one way and not two.
 */
import type { Step } from '../findings/types.ts';
import type { Instruction } from '../ir/types.ts';
import type { State } from '../domain/state.ts';
import { doubt, walk } from '../domain/state.ts';
import type { Throwing } from '../effects/types.ts';

export function failureStep({ kind, node }: Instruction): Step {
  if (kind === 'await' || kind === 'next') return { kind: 'rejects', node, subject: '' };
  const awaited = node.parent?.type === 'AwaitExpression' ? node.parent : null;
  return awaited === null ? { kind: 'throws', node, subject: '' } : { kind: 'rejects', node: awaited, subject: '' };
}

/** The state on the edge to the handler; a guess that the instruction fails at all goes with it. */
export function failed(state: State, instruction: Instruction, leaves: Throwing): State {
  const walked = walk(state, failureStep(instruction));
  return leaves.kind === 'perhaps' ? doubt(walked, leaves.doubt) : walked;
}
