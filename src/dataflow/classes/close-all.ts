/**
 * A closing method that leaves alone a collection whose members are closed one by one elsewhere.
 *
 * Input: a field that keeps many. Answer: a possible finding where no closing method, and no method of the object that one calls,
 * does anything with the collection that could close its members; null otherwise. Not handled: members that close by themselves
 * when something else is closed.
 */
import type { Finding } from '../findings/types.ts';
import type { Node } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { FieldFacts } from './fields.ts';
import { commonDoubts, isAborted } from './never.ts';
import { findingFor } from './report.ts';
import type { Method } from './types.ts';

export function closesNoMember(facts: FieldFacts, unit: Unit): Finding | null {
  const { field, uses } = facts;
  const [first] = field.closing;
  const holding = field.holdings.find(one => !isAborted(one, unit));
  if (field.as !== 'collection' || first === undefined || holding === undefined || !unit.has('close-all')) return null;
  const reached = reachedFrom(field.closing, facts);
  if (uses.some(({ kind, node }) => (kind === 'releases' || kind === 'taken') && reached.some(method => encloses(method.node, node)))) return null;
  return findingFor(facts, holding, {
    exit: 'return',
    fault: { kind: 'closing-misses', method: first.name, node: first.node },
    steps: [{ kind: 'ends', node: first.node, subject: '' }],
    doubts: ['each of them may be closed by itself before', ...commonDoubts(facts, holding)],
  }, unit);
}

/** A method that leads to more others than this closes in ways of its own. */
const mostReached = 60;

/** The methods, and those that they name, and so on. */
function reachedFrom(start: readonly Method[], { field, family, mentions }: FieldFacts): readonly Method[] {
  const reached = [...start];
  for (const method of reached.values()) {
    if (reached.length > mostReached) break;
    for (const other of field.methods) {
      if (!reached.includes(other) && mentions.of(other.name, family).some(mention => encloses(method.node, mention))) reached.push(other);
    }
  }
  return reached;
}

const encloses = (outer: Node, inner: Node): boolean => outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
