/**
 * Words for what happens after the function has returned: which listener or timer runs, and how it ends the operation.
 *
 * Input: a finding. Guarantee: a clause that fits after "when", or null where the function itself is left with the resource
 * open and settles nothing.
 */
import type { Placer, TextOf } from './placing.ts';
import { mention } from './mention.ts';
import { conditions, failureReason } from './reasons.ts';
import type { Finding, Step } from './types.ts';

export function turnReason(finding: Finding, place: Placer, textOf: TextOf): string | null {
  const at = finding.steps.findLastIndex(step => step.kind === 'event');
  const event = finding.steps[at];
  const since = finding.steps.slice(at + 1);
  const settles = since.findLast(step => step.kind === 'settles');
  if ((event === undefined && settles === undefined) || finding.exit === 'overwrite' || finding.exit === 'scope' || finding.exit === 'never') return null;
  const failed = failureReason({ ...finding, steps: since.filter(step => step.kind !== 'settles'), exit: 'return' }, place, textOf);
  const told = failed === null ? conditions(since, finding, textOf) : `, after ${failed}`;
  return `${who(event, settles, place)}${does(event, settles, since, place)}${told}`;
}

/** The listener, timer or executor that runs; nothing where the function itself settles. */
function who(event: Step | undefined, settles: Step | undefined, place: Placer): string {
  if (event === undefined) return '';
  if (settles?.node === event.node) return event.subject.startsWith("'") ? `${event.subject} ${place(event.node)} ` : `${mention(event.subject)} ${place(event.node)} `;
  const where = place(event.node);
  if (event.subject.startsWith("'")) return `the listener for ${event.subject} ${where} `;
  return event.subject === 'new Promise()' ? `the executor ${where} ` : `the function given to ${mention(event.subject.replace(/^0, /u, ''))} ${where} `;
}

function does(event: Step | undefined, settles: Step | undefined, since: readonly Step[], place: Placer): string {
  if (event === undefined && settles !== undefined) return `${mention(settles.subject)} ${place(settles.node)} ends the operation`;
  if (settles !== undefined && settles.node === event?.node) return `calls ${mention(settles.subject)}`;
  if (settles !== undefined) return `calls ${mention(settles.subject)} ${place(settles.node)}`;
  const returns = since.findLast(step => step.kind === 'returns');
  return returns === undefined ? 'has run' : `returns ${place(returns.node)}`;
}
