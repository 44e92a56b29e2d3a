/**
 * The words for a resource that an object keeps: which method does not do what, and where.
 *
 * Input: a finding with what is known of its owner. Guarantee: a clause that completes the message it is given for; null for a
 * finding without an owner.
 */
import type { MessageId } from './describe.ts';
import type { Placer, TextOf } from './placing.ts';
import { mention } from './mention.ts';
import { conditions } from './reasons.ts';
import type { Finding } from './types.ts';

export interface Reason {
  readonly messageId: MessageId;
  readonly reason: string;
}

export function ownerReason(finding: Finding, failure: string | null, place: Placer, textOf: TextOf): Reason | null {
  if (finding.owner === undefined) return null;
  const { fault, name, many } = finding.owner;
  const field = mention(finding.name ?? '');
  const them = many ? `the ${finding.noun}s in ${field}` : 'it';
  switch (fault.kind) {
    case 'no-release':
      return { messageId: 'never', reason: `no method of ${name === null ? 'its object' : mention(name)} calls ${mention(finding.release)} on ${them}` };
    case 'closing-forgets':
      return { messageId: 'never', reason: `${mention(`${fault.method}()`)} ${place(fault.node)} leaves ${them} open, and so does everything else` };
    case 'wrong-method':
      return { messageId: 'never', reason: `${mention(`${fault.method}()`)}, which is called on it ${place(fault.node)}, is no method of a ${finding.noun}, and nothing else closes it` };
    case 'closing-misses':
      return { messageId: 'exit', reason: `${mention(`${fault.method}()`)} ${ending(finding, place)}${conditions(finding.steps, finding, textOf)}` };
    case 'replaced':
      return { messageId: 'overwrite', reason: `${mention(`${fault.method}()`)} assigns ${field} again ${place(finding.exitNode)} while the ${finding.noun} before may still be open${conditions(finding.steps, finding, textOf)}` };
    case 'forgotten':
      return { messageId: 'overwrite', reason: `${mention(`${fault.method}()`)} empties ${field} ${place(finding.exitNode)} and leaves the ${finding.noun} open${conditions(finding.steps, finding, textOf)}` };
    case 'init-failed':
      return { messageId: 'failure', reason: `${failure ?? 'the constructor fails'}, because nobody gets the object` };
    case 'operation-failed':
      return { messageId: 'failure', reason: failure ?? 'the method fails' };
    case 'closed-meanwhile':
      return { messageId: 'never', reason: `${mention(`${fault.method}()`)} ${place(fault.node)} may have run while it was waited for, and nothing asks for that` };
  }
}

function ending({ steps, exitNode }: Finding, place: Placer): string {
  const last = steps.at(-1);
  return last?.kind === 'returns' ? `returns ${place(last.node)}` : `ends ${place(exitNode, true)}`;
}

/** `this.socket` opened here; one of many has no name of its own. */
export function fieldSubject({ name, noun, owner }: Finding, begun: string): string {
  const field = mention(name ?? '');
  return owner?.many === true ? `The ${noun} ${begun} and kept in ${field}` : `${field} ${begun}`;
}
