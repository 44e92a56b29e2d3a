/**
 * Whether a way through a later turn, or through a listener, hangs on what other code writes: `if (done) return;`.
 *
 * Only the answer yes to a plain name or property counts: what is false at first is true because something has happened, and
 * that may be the release; what is still false says that nothing has.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Armed } from '../domain/armed.ts';
import type { Node } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { Step } from './types.ts';

export function asksOthers(steps: readonly Step[], { node }: Pick<Armed, 'node'>, unit: Unit): boolean {
  const since = steps.slice(steps.findLastIndex(step => step.kind === 'event') + 1);
  return since.some(step => step.kind === 'when' && node !== null && asks(step.node).some(asked => isWrittenElsewhere(asked, node, unit)));
}

/** The names and properties that a test asks for their truth. */
function asks(node: Node): Node[] {
  const found: Node[] = [];
  const pending: Node[] = ['test' in node && node.test !== null && typeof node.test === 'object' ? node.test : node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.type === 'Identifier' || next.type === 'MemberExpression') found.push(next);
    else if (next.type === 'LogicalExpression') pending.push(next.left, next.right);
    else if (next.type === 'UnaryExpression') pending.push(next.argument);
    else if (next.type === 'ChainExpression') pending.push(next.expression);
  }
  return found;
}

/** Captured, and assigned again after its declaration; a property of anything captured may be. */
function isWrittenElsewhere(asked: Node, callback: Node, unit: Unit): boolean {
  let base = asked;
  while (base.type === 'MemberExpression') base = base.object;
  if (base.type === 'ThisExpression') return true;
  if (base.type !== 'Identifier') return false;
  const variable = variableOf(base, callback, unit);
  if (variable === null) return false;
  const inside = variable.defs.some(({ node }: { node: TSESTree.Node }) => node.range[0] >= callback.range[0] && node.range[1] <= callback.range[1]);
  return !inside && (asked !== base || variable.references.some(reference => reference.isWrite() && reference.init !== true));
}

function variableOf(identifier: TSESTree.Identifier, callback: Node, unit: Unit): ReturnType<Unit['scopeManager']['getDeclaredVariables']>[number] | null {
  const scope = unit.scopeManager.acquire(callback, true);
  const reference = scope?.references.find(one => one.identifier === identifier) ?? scope?.through.find(one => one.identifier === identifier);
  return reference?.resolved ?? null;
}
