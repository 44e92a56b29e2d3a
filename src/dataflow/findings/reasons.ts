/**
 * Words for the way out: which failure began it, who took the error, under which conditions, how control left.
 *
 * Input: a finding whose steps run from the acquisition to the exit. Guarantee: a clause that fits after "when".
 * Not handled: a path with several failures is told by its last one, the one that reaches the exit.
 */
import type { Node } from '../ir/types.ts';
import type { Placer, TextOf } from './placing.ts';
import { mention } from './mention.ts';
import type { Finding, Step } from './types.ts';

/** The two conditions nearest to the exit: more make the sentence longer, not clearer. */
const mostConditions = 2;

/** The clause for a path on which something fails; null when nothing does. */
export function failureReason(finding: Finding, place: Placer, textOf: TextOf): string | null {
  const at = finding.steps.findLastIndex(step => step.kind === 'throws' || step.kind === 'rejects');
  const cause = finding.steps[at];
  if (cause === undefined) return null;
  const explicit = cause.node.type === 'ThrowStatement';
  const after = finding.steps.slice(at + 1);
  const told = conditions(explicit ? finding.steps : after, finding, textOf);
  return `${failure(cause, explicit, place)}${outcome(after, finding, place)}${told}`;
}

/** The clause for a path on which nothing fails. */
export function exitReason(finding: Finding, place: Placer, textOf: TextOf): string {
  const last = finding.steps.at(-1);
  return `${leaving(last, finding, place)}${conditions(finding.steps, finding, textOf)}`;
}

function failure(cause: Step, explicit: boolean, place: Placer): string {
  const where = place(cause.node);
  if (explicit) return `the \`throw\` ${where} runs`;
  const verb = cause.kind === 'rejects' ? 'rejects' : 'throws';
  const what = cause.subject === '' ? (cause.kind === 'rejects' ? 'the awaited promise' : 'the call') : mention(cause.subject.replace(/^0, /u, ''));
  return `${what} ${verb} ${where}`;
}

/** Who takes the error, and how control leaves from there. */
function outcome(after: readonly Step[], { exit }: Finding, place: Placer): string {
  const caught = after.findLast(step => step.kind === 'caught');
  const last = after.at(-1);
  if (caught === undefined || last === undefined) return '';
  const where = place(caught.node);
  if (!encloses(caught.node, last.node)) {
    switch (last.kind) {
      case 'returns':
        return `, is caught ${where}, and the function returns ${place(last.node)}`;
      case 'ends':
        return `, is caught ${where}, and the function ends`;
      case 'iteration-ends':
        return `, is caught ${where}, and this round of the loop ends`;
      default:
        return exit === 'throw' ? `, is caught ${where}, and an error leaves the function` : ` and is caught ${where}`;
    }
  }
  switch (last.kind) {
    case 'returns':
      return ` and the \`catch\` ${where} returns`;
    case 'rethrown':
    case 'throws':
      return ` and the \`catch\` ${where} throws again`;
    case 'acquired':
    case 'rejects':
    case 'caught':
    case 'when':
    case 'unless':
    case 'ends':
    case 'overwritten':
    case 'iteration-ends':
    case 'abandoned':
    case 'event':
    case 'settles':
      return exit === 'throw' ? ` and the \`catch\` ${where} throws again` : ` and is caught ${where}`;
  }
}

export function encloses(outer: Node, inner: Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

function leaving(last: Step | undefined, finding: Finding, place: Placer): string {
  if (last === undefined) return `the function ends ${place(finding.exitNode, true)}`;
  switch (last.kind) {
    case 'returns':
      return `the function returns ${place(last.node)}`;
    case 'rethrown':
      return `the error leaves the function ${place(last.node)}`;
    case 'abandoned':
      return `the generator is abandoned at the \`yield\` ${place(last.node)}`;
    case 'iteration-ends':
      return `this round of the loop ends ${place(last.node, true)}`;
    case 'overwritten':
      return `it is replaced ${place(last.node)}`;
    case 'acquired':
    case 'throws':
    case 'rejects':
    case 'caught':
    case 'when':
    case 'unless':
    case 'event':
    case 'settles':
    case 'ends':
      return `the function ends ${place(finding.exitNode, true)}`;
  }
}

/** Under which conditions, in brackets; nothing where there are none to tell. */
export function conditions(steps: readonly Step[], finding: Finding, textOf: TextOf): string {
  const telling = steps.filter(step => isTelling(step, steps, finding, textOf));
  // What is asked twice is told as it was answered last.
  const told = telling.filter((step, at) => !telling.slice(at + 1).some(later => later.subject === step.subject)).slice(-mostConditions);
  return told.length === 0 ? '' : ` (${told.map(condition).join(' and ')})`;
}

/** A condition on the path explains something where it leads to the exit, keeps others from it, or asks for the resource. */
function isTelling(step: Step, steps: readonly Step[], { acquire, name }: Finding, textOf: TextOf): boolean {
  // Whether there is a slot at all is part of the acquisition, not of the way out.
  if ((step.kind !== 'when' && step.kind !== 'unless') || step.subject === '' || encloses(step.node, acquire)) return false;
  const around = statementAround(step.node);
  if (steps.some(other => other !== step && other.kind !== 'acquired' && encloses(around, other.node))) return true;
  const text = textOf(around);
  return /\b(?:return|throw|break|continue)\b/u.test(text) || (name !== null && text.includes(name));
}

function statementAround(node: Node): Node {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if (at.type.endsWith('Statement') || at.type.endsWith('Declaration')) return at;
  }
  return node;
}

function condition(step: Step): string {
  const text = mention(step.subject);
  // A name or a call has a value to speak of; a comparison already is a statement.
  if (/^!?[\w$.#?[\]()]+$/u.test(step.subject)) return `when ${text} is ${step.kind === 'when' ? 'truthy' : 'falsy'}`;
  // Branches ask without negation: the way on which `a !== b` holds is the one on which `a === b` does not.
  const holds = isNegated(step.node) ? step.kind === 'unless' : step.kind === 'when';
  return holds ? `when ${text}` : `unless ${text}`;
}

function isNegated(node: Node): boolean {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return isNegated(node.test);
    case 'BinaryExpression':
      return node.operator === '!==' || node.operator === '!=';
    default:
      return false;
  }
}
