/**
 * What the rejection of `new Promise(executor)` proves: where only an emitter's 'error' or 'close' rejects it, the emitter is gone.
 *
 * Input: the executor. Answer: the variable of that emitter. Not handled: emitters in fields; what the executor itself throws.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Variable } from '../ir/types.ts';
import { isFunction } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';

/** Behind these events an emitter that holds a descriptor has given it back. */
const gone: ReadonlySet<string> = new Set(['error', 'close']);
const registering: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'off', 'removeListener']);

export function goneWhenRejected(executor: FunctionNode, unit: Unit): Variable | null {
  const reject = unit.graph(executor)?.parameters[1]?.variable;
  if (reject === null || reject === undefined || reject.references.length === 0) return null;
  const emitters = new Set(reject.references.map(reference => emitterOf(reference.identifier, executor)));
  const [name] = emitters;
  return emitters.size === 1 && name !== null && name !== undefined ? lookUp(name, executor, unit.scopeManager) : null;
}

/** `socket` of `socket.once('error', reject)` and of `socket.on('error', error => reject(error))`; null for any other mention. */
export function emitterOf(mention: TSESTree.Node, executor: TSESTree.Node): string | null {
  const direct = listenedTo(mention);
  if (direct !== null) return direct;
  const around = functionAround(mention, executor);
  return around === null ? null : listenedTo(around);
}

/** The innermost function around a mention, inside of another node. */
export function functionAround(mention: TSESTree.Node, outer: TSESTree.Node): FunctionNode | null {
  for (let at = mention.parent; at !== undefined && at !== outer; at = at.parent) if (isFunction(at)) return at;
  return null;
}

/** The name whose 'error' the function or name at hand is registered for. */
export function listenedTo(listener: TSESTree.Node): string | null {
  const call = listener.parent;
  if (call?.type !== 'CallExpression' || call.arguments[1] !== listener || call.callee.type !== 'MemberExpression') return null;
  const [event] = call.arguments;
  const { property } = call.callee;
  if (event?.type !== 'Literal' || typeof event.value !== 'string' || !gone.has(event.value)) return null;
  if (property.type !== 'Identifier' || !registering.has(property.name)) return null;
  return rootOf(call.callee.object);
}

/** `socket.once('connect', resolve).once('error', reject)` listens to `socket`. */
function rootOf(object: TSESTree.Expression): string | null {
  let at = object;
  while (at.type === 'CallExpression' && at.callee.type === 'MemberExpression' && at.callee.property.type === 'Identifier' && registering.has(at.callee.property.name)) at = at.callee.object;
  return at.type === 'Identifier' ? at.name : null;
}

export function lookUp(name: string, executor: TSESTree.Node, scopes: TSESLint.Scope.ScopeManager): Variable | null {
  for (let scope = scopes.acquire(executor, true); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable !== undefined) return variable;
  }
  return null;
}
