/**
 * An operation that opens a resource, puts it into its own object, and then fails.
 *
 * Input: a field. Answer: a finding where the constructor fails, because then nobody has the object; where a method does, it is
 * possible, because whoever called it still has the object, and certain where the method releases the resource on another of its
 * failing ways. Not handled: factories that fill in an object they made; objects that are given to somebody while they are made.
 */
import { isOwed, stepsOf } from '../domain/state.ts';
import type { State } from '../domain/state.ts';
import type { Finding } from '../findings/types.ts';
import type { CodeNode, Node } from '../ir/types.ts';
import { simulate } from '../obligations/simulate.ts';
import { startsOf } from '../obligations/starts.ts';
import { children, isClass, isFunction } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';
import type { FieldFacts } from './fields.ts';
import { commonDoubts, isAborted } from './never.ts';
import { findingFor } from './report.ts';
import type { Field, Holding } from './types.ts';

export function initFails(facts: FieldFacts, unit: Unit): Finding | null {
  if (!unit.has('init-failure') || facts.field.as === 'collection' || !facts.uses.some(({ kind }) => kind === 'releases')) return null;
  const found = facts.field.holdings.flatMap(holding => failureOf(holding, facts, unit) ?? []);
  return found.find(({ certainty }) => certainty === 'certain') ?? found[0] ?? null;
}

function failureOf(holding: Holding, facts: FieldFacts, unit: Unit): Finding | null {
  const { site, ir, storedIn } = holding;
  const making = isMaking(ir.node, facts.field);
  if (storedIn !== ir || isAborted(holding, unit) || (making ? escapes(ir.node) : !facts.field.methods.some(({ node }) => node === ir.node))) return null;
  const [begun] = startsOf([site], () => false, ir, unit);
  if (begun === undefined) return null;
  const { observations, complete } = simulate(unit, ir, { ...site.obligation, underConstruction: true }, begun.start);
  if (!complete) return null;
  const failed = observations.filter(({ exit, turn }) => exit === 'throw' && turn === null).map(({ state }) => state);
  const [first] = failed.filter(state => isOwed(state) && state.backing !== 'guaranteed').sort((left, right) => left.doubts.length - right.doubts.length);
  if (first === undefined) return null;
  const believed = failed.some(({ status }) => status === 'released');
  return findingFor(facts, holding, {
    exit: 'throw',
    fault: { kind: making ? 'init-failed' : 'operation-failed' },
    steps: stepsOf(first.trail).filter(({ kind }) => kind !== 'acquired'),
    doubts: [...doubtsOf(first), ...(making || believed ? [] : ['whoever has the object may close it then']), ...commonDoubts(facts, holding)],
  }, unit);
}

function doubtsOf({ status, backing, own, doubts }: State): string[] {
  const found = [...doubts];
  if (status === 'pending') found.push('the resource may not have been there yet');
  if (backing !== 'none' || own !== 'none') found.push('a listener may close it');
  return found;
}

/** The code that runs when an object is made. */
function isMaking(code: CodeNode, { owner }: Field): boolean {
  if (isClass(code)) return code === owner;
  return code === owner || (isFunction(code) && code.parent.type === 'MethodDefinition' && code.parent.kind === 'constructor');
}

/** `registry.add(this)`, `const self = this`: somebody may have the object before it is made. */
function escapes(code: Node): boolean {
  const stack: Node[] = [code];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'ThisExpression' && node.parent.type !== 'MemberExpression') return true;
    if (node !== code && (isClass(node) || (isFunction(node) && node.type !== 'ArrowFunctionExpression'))) continue;
    stack.push(...children(node));
  }
  return false;
}
