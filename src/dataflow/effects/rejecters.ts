/**
 * Who rejects a deferred that a function waits for, and what each of them closes before: `await ready.promise`.
 *
 * Input: the operand that is awaited. Answer: for each place that rejects it the names that are closed on the way to it, by a
 * release in the same function or because it listens to their 'error' or 'close'; null where it is no deferred of this file,
 * or something else may reject it.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, Operand, Variable } from '../ir/types.ts';
import { releasesByName, releaseVerb } from '../models/index.ts';
import type { Unit } from '../unit.ts';
import { emitterOf, functionAround, listenedTo, lookUp } from './executors.ts';

export function closedByRejecters(promise: Operand, unit: Unit): readonly (readonly Variable[])[] | null {
  if (promise.kind !== 'member' || promise.property !== 'promise' || promise.object.kind !== 'variable') return null;
  const deferred = promise.object.variable;
  const mentions: Node[] = [];
  for (const { identifier, init } of deferred.references) {
    const { parent } = identifier;
    if (init === true) continue;
    // Handed on as a whole, anybody may reject it.
    if (parent.type !== 'MemberExpression' || parent.object !== identifier || parent.property.type !== 'Identifier') return null;
    if (parent.property.name === 'reject') mentions.push(parent);
  }
  const around = deferred.scope.block;
  return mentions.length === 0 ? null : mentions.map(mention => closedBefore(mention, around, unit));
}

function closedBefore(mention: Node, around: Node, unit: Unit): readonly Variable[] {
  const direct = emitterOf(mention, around);
  const rejecter = functionAround(mention, around);
  const names = new Set<string>(direct === null ? [] : [direct]);
  if (rejecter !== null) {
    for (const name of listenedBy(rejecter, unit)) names.add(name);
    for (const name of releasedIn(rejecter, unit.text)) names.add(name);
  }
  return [...names].flatMap(name => lookUp(name, around, unit.scopeManager) ?? []);
}

/** `const onError = …; socket.once('error', onError)`: the emitters it is registered with, if it is registered for their end alone. */
function listenedBy(rejecter: Node, unit: Unit): readonly string[] {
  const { parent } = rejecter;
  if (parent?.type !== 'VariableDeclarator') return [];
  const [name] = unit.scopeManager.getDeclaredVariables(parent);
  const registered = name?.references.flatMap(({ identifier, init }) => (init === true || isRemoval(identifier) ? [] : listenedTo(identifier))) ?? [];
  return registered.every(emitter => emitter !== null) ? registered.flatMap(emitter => emitter ?? []) : [];
}

function isRemoval(listener: TSESTree.Node): boolean {
  const { parent } = listener;
  return parent?.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && parent.callee.property.type === 'Identifier' && /^(?:off|remove)/.test(parent.callee.property.name);
}

/** `socket.destroy()` in the text of a function: the names that it is called on. */
function releasedIn({ range }: Node, text: string): readonly string[] {
  const found = text.slice(range[0], range[1]).matchAll(/([A-Za-z_$][\w$]*)\??\.([A-Za-z_$][\w$]*)\s*\(/g);
  return [...found].flatMap(([, name = '', verb = '']) => (releaseVerb(verb) !== undefined || releasesByName(verb) ? [name] : []));
}
