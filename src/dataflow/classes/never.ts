/**
 * A field that is given a resource and that nothing in view releases.
 *
 * Input: a field with all its uses. Answer: a finding, or null where some use may release it. Certain where the owner has a
 * method to close it, or where nobody outside can get at the field; what a program keeps as long as it lives is possible at most.
 */
import type { Finding, OwnerDetail } from '../findings/types.ts';
import { memberName } from '../resolve/syntax.ts';
import { isTypeScriptPrivate } from './field-declaration.ts';
import type { Unit } from '../unit.ts';
import type { FieldFacts } from './fields.ts';
import { isInternal } from './methods.ts';
import { hasStrangeBase, isMadeOnce, isVisible } from './owner-facts.ts';
import { findingFor } from './report.ts';
import type { Holding } from './types.ts';

export function neverReleased(facts: FieldFacts, unit: Unit): Finding | null {
  const { field, uses } = facts;
  if (!unit.has('class-fields') || uses.some(({ kind }) => kind === 'releases' || kind === 'taken')) return null;
  const holding = field.holdings.find(one => !isAborted(one, unit));
  if (holding === undefined) return null;
  const [closing] = field.closing;
  const doubts = [...commonDoubts(facts, holding), ...(closing === undefined ? doubtsWithoutClosing(facts, holding) : [])];
  return findingFor(facts, holding, {
    exit: 'never',
    fault: faultOf(facts),
    steps: closing === undefined ? [] : [{ kind: 'ends', node: closing.node, subject: '' }],
    doubts,
    morePaths: 0,
  }, unit);
}

function faultOf({ field, uses }: FieldFacts): OwnerDetail['fault'] {
  const wrong = uses.find(({ kind }) => kind === 'wrong-method')?.node;
  if (wrong?.type === 'MemberExpression') return { kind: 'wrong-method', method: memberName(wrong) ?? '', node: wrong };
  const [closing] = field.closing;
  return closing === undefined ? { kind: 'no-release' } : { kind: 'closing-forgets', method: closing.name, node: closing.node };
}

/** `net.connect({ signal })`: whoever has the controller closes it. */
export function isAborted({ site: { call } }: Holding, unit: Unit): boolean {
  return call !== null && /\bsignal\b/u.test(unit.text.slice(...call.node.range));
}

/** What may be known of the object elsewhere. */
export function commonDoubts({ field, family, uses, opaque, context }: FieldFacts, { site }: Holding): string[] {
  const doubts: string[] = [];
  if (hasStrangeBase(field.owner, family, context)) doubts.push('a base class that is not in view may close it');
  if (uses.some(({ kind }) => kind === 'let-go')) doubts.push('it does not keep the process alive, and may be meant to go with it');
  if (opaque) doubts.push('the class reads its fields by names that are computed');
  if (site.given.length > 0) doubts.push('it depends on what the call is given whether it opens anything');
  return doubts;
}

function doubtsWithoutClosing({ field, uses, context }: FieldFacts, { site }: Holding): string[] {
  const doubts: string[] = [];
  if (site.obligation.resource.lasting) doubts.push('it may be meant to live as long as the process');
  else if (field.owner.type === 'ObjectExpression' || isMadeOnce(field.owner, context)) doubts.push('its object may live as long as the process');
  if (uses.some(({ kind }) => kind === 'read') || site.source === 'parameter') doubts.push("the other side's end closes it");
  if (isVisible(field.owner, context) && !isInternal(field.name) && !isTypeScriptPrivate(field.owner, field.name)) doubts.push('code elsewhere may close it through the field');
  return doubts;
}
