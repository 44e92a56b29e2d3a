/**
 * The shape of node-style callbacks. Purpose: tell `(error, connection) => …` from other functions by names alone.
 * Input: a function. Guarantee: an error first and something after it. Not handled: parameters that are patterns.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { FunctionNode, Operand } from '../ir/types.ts';
import { namesOf } from './names.ts';
import { isFunction } from './syntax.ts';

/** Parameters that say by being there that nothing else is. A lone `e` is as often an element or an event. */
export const failureName = /^_*(?:err|error|ex|exc|exception|fault|failure)\d*_*$|[a-z](?:Err|Error)\d*$/;

export function isNodeStyle({ params: [error, value] }: FunctionNode): boolean {
  return error?.type === 'Identifier' && value?.type === 'Identifier' && failureName.test(error.name);
}

/** `new Promise(executor)`. */
export const isExecutor = ({ parent }: FunctionNode): boolean =>
  parent.type === 'NewExpression' && parent.callee.type === 'Identifier' && parent.callee.name === 'Promise';

/** Whether a function gives something to a callback it takes: `callback(null, value)`. */
export function callsBack({ params, range }: FunctionNode, text: string): boolean {
  const last = params.at(-1);
  if (last?.type !== 'Identifier') return false;
  const body = text.slice(range[0], range[1]);
  return body.includes(`${last.name}(null, `) || body.includes(`${last.name}(undefined, `);
}

/** The names of variables and properties under which a file has node-style functions. */
export function nodeStyleNames({ scopes }: TSESLint.Scope.ScopeManager): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { type, block } of scopes) {
    if (String(type) !== 'function' || !isFunction(block) || !isNodeStyle(block)) continue;
    for (const name of namesOf(block)) found.add(name);
  }
  return found;
}

/** May an argument be a node-style function of the file? Asked before anybody resolves it. */
export function isCallbackLike(value: Operand, names: () => ReadonlySet<string>): boolean {
  switch (value.kind) {
    case 'function':
      return isNodeStyle(value.node);
    case 'variable':
      return names().has(value.variable.name);
    case 'member':
      return value.property !== null && names().has(value.property);
    default:
      return false;
  }
}
