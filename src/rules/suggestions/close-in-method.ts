/**
 * Writes the release that is missing at the end of the method that closes the object.
 *
 * Guarantee: offered only for a class whose closing method nothing leaves before its end, and only where the method can read the
 * field. Not handled: collections, of which the source does not say how they are gone through; constructor functions.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Finding } from '../../dataflow/findings/types.ts';
import type { Node } from '../../dataflow/ir/types.ts';
import type { Edit } from '../suggestions.ts';
import { contains, functionAround, isFunction, textOf, type Source } from './source.ts';
import { indentAt, lineStart, startsLine } from './style.ts';

export interface Closing {
  readonly edits: readonly Edit[];
  readonly data: { readonly call: string; readonly method: string };
}

export function closeInMethod(finding: Finding, source: Source): Closing | null {
  const { owner, name, acquire, release } = finding;
  if (owner?.fault.kind !== 'closing-forgets' || owner.many || name === null) return null;
  const { node, method } = owner.fault;
  if (!isFunction(node) || node.body.type !== 'BlockStatement' || !isInClassOf(node, acquire) || /\b(?:return|throw|await|yield)\b/u.test(textOf(source, node.body))) return null;
  const call = `${name}${isSetAtOnce(acquire) ? '.' : '?.'}${release}`;
  return { edits: [atTheEnd(node.body, call, source)], data: { call, method } };
}

function isInClassOf(method: Node, acquire: Node): boolean {
  const body = method.parent?.parent;
  return body?.type === 'ClassBody' && contains(body, acquire);
}

/** In the initialiser of the field, or in the constructor itself: there is one whenever a method runs. */
function isSetAtOnce(acquire: Node): boolean {
  const around = functionAround(acquire);
  return around === null || (around.parent.type === 'MethodDefinition' && around.parent.kind === 'constructor' && isUnconditional(acquire, around));
}

function isUnconditional(node: Node, code: Node): boolean {
  for (let at = node.parent; at !== undefined && at !== null && at !== code; at = at.parent) {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression' || at.type === 'LogicalExpression' || at.type === 'TryStatement' || at.type === 'SwitchStatement') return false;
  }
  return true;
}

function atTheEnd(body: TSESTree.BlockStatement, call: string, { text, style }: Source): Edit {
  const brace = body.range[1] - 1;
  const statement = `${call}${style.semicolon}`;
  if (!startsLine(text, brace)) return { start: brace, end: brace, text: text[brace - 1] === ' ' ? `${statement} ` : ` ${statement} ` };
  const start = lineStart(text, brace);
  return { start, end: start, text: `${indentAt(text, brace)}${style.unit}${statement}${style.newline}` };
}
