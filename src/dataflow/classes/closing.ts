/**
 * A closing method that leaves a field open on some of its ways.
 *
 * Input: a field that something releases, and its closing methods. Answer: a finding where each closing method has a way on which
 * the resource is still open when it returns; null where one of them closes it in any case. Not handled: closing methods that
 * only work one after the other.
 */
import type { State } from '../domain/state.ts';
import { isOwed, stepsOf } from '../domain/state.ts';
import type { Finding, Step } from '../findings/types.ts';
import type { Node } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { FieldFacts } from './fields.ts';
import { meaningOf } from './flags.ts';
import { commonDoubts, isAborted } from './never.ts';
import { isOnlyCalledWhenGone } from './callers.ts';
import { findingFor } from './report.ts';
import type { Method } from './types.ts';
import { walkMethod, type Walked } from './walks.ts';

interface Missed {
  readonly method: Method;
  readonly walked: Walked;
  readonly state: State;
  readonly doubts: readonly string[];
}

export function closingMisses(facts: FieldFacts, unit: Unit): Finding | null {
  const { field } = facts;
  const holding = field.holdings.find(one => !isAborted(one, unit));
  if (!unit.has('closing-methods') || field.as === 'collection' || holding === undefined || field.closing.length === 0) return null;
  const missed: Missed[] = [];
  for (const method of field.closing) {
    const found = missedBy(method, facts, unit);
    // One that closes in any case is enough: the others may have another purpose.
    if (found === null) return null;
    missed.push(found);
  }
  const [first] = missed.sort((left, right) => left.doubts.length - right.doubts.length);
  if (first === undefined) return null;
  const steps = stepsOf(first.state.trail).filter(({ kind }) => kind !== 'acquired');
  return findingFor(facts, holding, {
    exit: 'return',
    fault: { kind: 'closing-misses', method: first.method.name, node: first.method.node },
    steps: steps.at(-1)?.kind === 'returns' ? steps : [...steps, { kind: 'ends', node: first.walked.ir.node, subject: '' }],
    doubts: [...first.doubts, ...commonDoubts(facts, holding)],
  }, unit);
}

/** null: it closes the resource on all ways, or nothing can be said of it. */
function missedBy(method: Method, facts: FieldFacts, unit: Unit): Missed | null {
  const { field, uses } = facts;
  if (uses.some(({ kind, node }) => (kind === 'releases' || kind === 'taken') && isInClosureOf(method.node, node))) return null;
  if (givesClosingAway(method, facts)) return null;
  const walked = walkMethod(method.node, field, unit);
  if (walked === null) return null;
  const returned = walked.observations.filter(({ exit }) => exit === 'return');
  const left = returned.filter(({ state }) => isOwed(state) && state.backing === 'none' && state.own === 'none' && isStillHeld(state));
  const misses = left.length === returned.length;
  const ways = left.flatMap(({ state }) => (misses ? { state, doubts: state.doubts } : (doubtsOf(state, facts) ?? [])));
  const [best] = ways.sort((one, other) => one.doubts.length - other.doubts.length);
  if (best === undefined) return null;
  const doubts = [...best.doubts];
  if (misses) doubts.push('another method of the object may be meant to close it');
  // Where no step of the way tells why it is not released, a method that it calls has decided that.
  else if (!stepsOf(best.state.trail).some(({ kind }) => telling.has(kind))) doubts.push('a condition decides whether it is released');
  if (isOnlyCalledWhenGone(method, facts)) doubts.push('it may only run when the resource is gone');
  return { method, walked, state: best.state, doubts };
}

const telling: ReadonlySet<Step['kind']> = new Set(['when', 'unless', 'throws', 'rejects']);

/** `this.actions.push(this.close)`: it will be closed by a method that is given away here. */
function givesClosingAway({ node }: Method, { field, mentions, family }: FieldFacts): boolean {
  return field.closing.some(({ name }) => mentions.of(name, family).some(mention => isWithin(mention, node) && !isCalled(mention)));
}

const isCalled = (mention: Node): boolean => mention.parent?.type === 'CallExpression' && mention.parent.callee === mention;

const isStillHeld = (state: State): boolean => state.holders.some(({ root }) => root.kind === 'this') && !state.holders.some(({ root }) => root.kind === 'result');

/** A function of its own within the method, whose `this` is another: what it closes is not walked. */
function isInClosureOf(method: Node, node: Node): boolean {
  for (let at: Node | undefined | null = node; at !== undefined && at !== null && at !== method; at = at.parent) {
    if ((at.type === 'FunctionExpression' || at.type === 'FunctionDeclaration') && isWithin(at, method)) return true;
  }
  return false;
}

const isWithin = (inner: Node, outer: Node): boolean => outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];

/** The guesses on this way; null where its conditions exclude an open resource. */
export function doubtsOf(state: State, { field, uses, flags }: Pick<FieldFacts, 'field' | 'uses' | 'flags'>): { readonly state: State; readonly doubts: readonly string[] } | null {
  const conditions: Step[] = stepsOf(state.trail).filter(({ kind }) => kind === 'when' || kind === 'unless');
  const meanings = conditions.map(step => meaningOf(step, field, flags));
  if (meanings.includes('impossible')) return null;
  const doubts = [...state.doubts];
  if (meanings.includes('unknown')) doubts.push('a condition decides whether it is released');
  // Whoever opens it may look whether it has been closed meanwhile.
  if (meanings.length > 0 && uses.some(({ kind, node }) => kind === 'releases' && field.holdings.some(({ storedIn }) => isWithin(node, storedIn.node)))) doubts.push('the code that opens it may close it');
  return { state, doubts };
}
