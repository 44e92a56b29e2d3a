/**
 * Belief about callbacks: what a node-style callback gives back on its successful way, itself or in callbacks of its own, it
 * owes on every other way. What it closes only where something has failed says nothing about success.
 *
 * Input: a callback with an error first. Answer: its second parameter as a resource, or null. Guarantee: the names have to say
 * what it is, unless the verb says that it goes back to where it came from.
 */
import type { Call } from '../effects/types.ts';
import type { FunctionNode, Node, Variable } from '../ir/types.ts';
import { beliefVerbs } from '../models/evidence.ts';
import { notInCallbacks, releasesByName, releaseVerb } from '../models/index.ts';
import { firstWord } from '../models/words.ts';
import { failureName } from '../resolve/callback-shape.ts';
import { memberName, stringOf, unwrap } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';
import { kindByNames, splitWords } from './belief.ts';
import { releaserOf, variableOf } from './callbacks.ts';
import type { HandedParameter } from './listeners.ts';

/** Syntax is climbed this far from a release to the callback that it belongs to. */
const longest = 200;

export function believedInCallback(node: FunctionNode, call: Call, unit: Unit): HandedParameter | null {
  const value = variableOf(node, 1, unit);
  if (value === null || !unit.has('callback-belief')) return null;
  if (splitWords(value.name).some(word => notInCallbacks.test(word))) return null;
  const releaser = releaserOf(node);
  const gives = releaser === null ? null : variableOf(node, releaser, unit);
  const verb = gives !== null && isCalledOnSuccess(gives, node) ? 'release' : verbOnSuccess(value, node);
  if (verb === null) return null;
  const believed = kindByNames(verb, value.name, call.callee, verb === 'release' || verb === 'unlock' || verb === 'leave');
  if (believed === null) return null;
  return { index: 1, resource: believed.id, absentWhen: 0, believed, ...(gives !== null && releaser !== null && { releasedBy: releaser }) };
}

function isCalledOnSuccess(releaser: Variable, callback: FunctionNode): boolean {
  return releaser.references.some(({ identifier: { parent }, identifier }) => parent.type === 'CallExpression' && parent.callee === identifier && isOnSuccess(parent, callback));
}

/** The first verb by which the successful way gives it back: `connection.release()`, `pool.release(connection)`. */
export function verbOnSuccess(value: Variable, callback: FunctionNode): string | null {
  for (const { identifier } of value.references) {
    const verb = verbAt(identifier);
    if (verb !== null && isOnSuccess(identifier, callback)) return verb;
  }
  return null;
}

function verbAt(identifier: Node): string | null {
  const { parent } = identifier;
  if (parent?.type === 'MemberExpression' && parent.object === identifier) {
    const name = memberName(parent);
    const called = parent.parent.type === 'CallExpression' && parent.parent.callee === parent;
    return called && name !== null && Object.hasOwn(beliefVerbs, name) ? name : null;
  }
  if (parent?.type !== 'CallExpression' || parent.callee === identifier) return null;
  const callee = unwrap(parent.callee);
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? memberName(callee) : null;
  if (name === null || !releasesByName(name)) return null;
  const verb = releaseVerb(name)?.verb ?? firstWord(name);
  return Object.hasOwn(beliefVerbs, verb) ? verb : null;
}

/** Not inside a `catch`, a branch that an error leads to, or a listener for errors. */
function isOnSuccess(release: Node, callback: FunctionNode): boolean {
  let inside = release;
  for (let step = 0; step < longest; step += 1) {
    const { parent } = inside;
    if (parent === undefined || parent === null || inside === callback) return inside === callback;
    if (parent.type === 'CatchClause' || isFailingBranch(parent, inside) || isFailureListener(parent, inside)) return false;
    inside = parent;
  }
  return false;
}

function isFailingBranch(parent: Node, branch: Node): boolean {
  if (parent.type === 'LogicalExpression') return parent.right === branch && parent.operator === '&&' && tellsOfFailure(parent.left) === true;
  if ((parent.type !== 'IfStatement' && parent.type !== 'ConditionalExpression') || parent.test === branch) return false;
  const tells = tellsOfFailure(parent.test);
  return tells !== null && tells === (parent.consequent === branch);
}

/** Tests are looked into this deep. */
const deepest = 6;

/** `if (error)`, `if (error != null || stopped)`: whether being true says so; null for questions about other things. */
function tellsOfFailure(test: Node): boolean | null {
  let at = test;
  let tells = true;
  for (let depth = 0; depth < deepest; depth += 1) {
    if (at.type === 'Identifier') return failureName.test(at.name) ? tells : null;
    if (at.type === 'UnaryExpression' && at.operator === '!') {
      tells = !tells;
      at = at.argument;
    } else if (at.type === 'BinaryExpression') {
      if (at.operator === '==' || at.operator === '===') tells = !tells;
      at = at.left;
    } else if (at.type === 'LogicalExpression') at = at.left;
    else return null;
  }
  return null;
}

const failures: ReadonlySet<string> = new Set(['error', 'timeout', 'close', 'abort']);

function isFailureListener(parent: Node, argument: Node): boolean {
  if (parent.type !== 'CallExpression' || parent.callee === argument) return false;
  return parent.arguments.some(one => failures.has(stringOf(one) ?? ''));
}
