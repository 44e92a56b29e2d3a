/**
 * A method that takes an open resource out of its field without releasing it: by putting another one in its place, or nothing.
 *
 * Input: a field. Answer: the most certain of such ways, or null. Certain are a closing method that only empties the field, and
 * a method that is called to begin anew (`reconnect`) where it is not the end of the one before that calls it. Whether any
 * other method runs again while the resource is open is not in view. Not handled: assignments in listeners.
 */
import type { State } from '../domain/state.ts';
import { stepsOf } from '../domain/state.ts';
import type { Finding } from '../findings/types.ts';
import type { Node } from '../ir/types.ts';
import { beginsAnewByName } from '../models/closing-names.ts';
import { unwrap } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';
import { callersOf, isForItselfOnly, isHandler } from './callers.ts';
import { doubtsOf } from './closing.ts';
import type { FieldFacts } from './fields.ts';
import { commonDoubts, isAborted } from './never.ts';
import { findingFor } from './report.ts';
import type { Method } from './types.ts';
import { walkMethod } from './walks.ts';

interface Lost {
  readonly method: Method;
  readonly state: State;
  readonly doubts: readonly string[];
  readonly kind: 'replaced' | 'forgotten';
}

export function replaced(facts: FieldFacts, unit: Unit): Finding | null {
  const { field, uses } = facts;
  const holding = field.holdings.find(one => !isAborted(one, unit));
  if (!unit.has('field-overwrite') || field.as === 'collection' || holding === undefined) return null;
  const assigned = uses.filter(({ kind, node }) => kind === 'written' && node.type === 'AssignmentExpression').map(({ node }) => node);
  const lost = field.methods.flatMap(method => (method.name !== 'constructor' && assigned.some(node => encloses(method.node, node)) ? lostBy(method, facts, unit) : []));
  const [first] = lost.sort((left, right) => left.doubts.length - right.doubts.length);
  if (first === undefined) return null;
  return findingFor(facts, holding, {
    exit: 'overwrite',
    fault: { kind: first.kind, method: first.method.name, node: first.method.node },
    steps: stepsOf(first.state.trail),
    doubts: [...first.doubts, ...commonDoubts(facts, holding)],
  }, unit);
}

function lostBy(method: Method, facts: FieldFacts, unit: Unit): Lost[] {
  const walked = walkMethod(method.node, facts.field, unit);
  if (walked === null) return [];
  return walked.observations.flatMap(({ exit, state }) => {
    const store = state.trail?.step;
    if (exit !== 'overwrite' || store === undefined || state.own !== 'none') return [];
    const kind = isEmptying(store.node) ? 'forgotten' : 'replaced';
    const caller = kind === 'forgotten' ? whenEmptied(method, facts) : whenReplaced(method, facts);
    const ways = doubtsOf(state, facts);
    return caller === null || ways === null ? [] : [{ method, state, kind, doubts: [...ways.doubts, ...caller] }];
  });
}

/** `this.socket = null`. */
function isEmptying(node: Node): boolean {
  if (node.type !== 'AssignmentExpression') return false;
  const value = unwrap(node.right);
  return (value.type === 'Literal' && value.value === null) || (value.type === 'Identifier' && value.name === 'undefined') || (value.type === 'UnaryExpression' && value.operator === 'void');
}

/** The guesses on when a method runs; null where it is for what is gone already. */
function whenEmptied(method: Method, facts: FieldFacts): string[] | null {
  const callers = callersOf(method, facts);
  if (isHandler(method.name) || (callers.includes('gone') && isForItselfOnly(method))) return null;
  const doubts = callers.includes('gone') ? ['it is also called when the resource is gone'] : [];
  if (!facts.field.closing.includes(method)) doubts.push('it may only run when the resource is gone');
  return doubts;
}

function whenReplaced(method: Method, facts: FieldFacts): string[] | null {
  const callers = callersOf(method, facts);
  if (isHandler(method.name) || callers.includes('gone')) return null;
  if (isForItselfOnly(method) && callers.every(caller => caller === 'constructor')) return null;
  return beginsAnewByName(method.name) ? [] : ['it may never run again while the one before is open'];
}

const encloses = (outer: Node, inner: Node): boolean => outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
