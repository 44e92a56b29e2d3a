/**
 * A resource that arrives when its owner may have been closed already.
 *
 * Input: a field. Answer: a possible finding where the resource was waited for, a closing method says by a flag that the object
 * is closed, and the code that waited does not ask for it before it keeps what came. Not handled: other ways to tell (a signal, a
 * promise that closing waits for); such code is silent where it asks anything of its object in between.
 */
import type { Finding } from '../findings/types.ts';
import type { Node } from '../ir/types.ts';
import { children, isFunction, memberName } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';
import type { FieldFacts } from './fields.ts';
import { commonDoubts, isAborted } from './never.ts';
import { findingFor } from './report.ts';
import type { Method } from './types.ts';

export function closedMeanwhile(facts: FieldFacts, unit: Unit): Finding | null {
  const { field, flags } = facts;
  if (!unit.has('closed-meanwhile') || field.as === 'collection') return null;
  const holding = field.holdings.find(one => one.site.pending && one.storedIn === one.ir && one.ir.node.type !== 'Program' && !isAborted(one, unit));
  if (holding === undefined) return null;
  const read = readOf(holding.ir.node, holding.site.node.range[1]);
  const method = field.closing.find(one => one.node !== holding.ir.node && flags.truthyIn(one.node).length > 0);
  if (method === undefined || isAsked(read, method, flags.truthyIn(method.node))) return null;
  return findingFor(facts, holding, {
    exit: 'never',
    fault: { kind: 'closed-meanwhile', method: method.name, node: method.node },
    steps: [{ kind: 'ends', node: holding.ir.node, subject: '' }],
    doubts: ['it may never be closed while it is waited for', ...commonDoubts(facts, holding)],
  }, unit);
}

/** It asks for one of the flags, or runs a method that may. */
const isAsked = (read: ReadonlySet<string>, { name }: Method, flags: readonly string[]): boolean => read.has(name) || flags.some(flag => read.has(flag));

/** Members that the code reads behind a position. */
function readOf(code: Node, from: number): ReadonlySet<string> {
  const found = new Set<string>();
  const stack: Node[] = [code];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.range[1] < from || (node !== code && isFunction(node) && node.type !== 'ArrowFunctionExpression')) continue;
    if (node.type === 'MemberExpression' && node.range[0] >= from) found.add(memberName(node) ?? '');
    stack.push(...children(node));
  }
  return found;
}
