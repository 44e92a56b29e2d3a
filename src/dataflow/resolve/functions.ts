/**
 * What the functions of the file give and what `this` is in them.
 *
 * Guarantee: the statements of a function are walked once, when its result is first asked for.
 * Not handled: results of generators, and `this` of functions that are handed around.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Node } from '../ir/types.ts';
import { assignedMembers } from './assigned.ts';
import type { Environment } from './environment.ts';
import { listenedEmitter } from './listeners.ts';
import type { Answer, Ask, Progress } from './questions.ts';
import { joinAll } from './questions.ts';
import { children, classOf, isClass, isFunction, keyName, thisScope } from './syntax.ts';
import { instanceKind, instanceOf } from './tables.ts';
import type { Value } from './value.ts';
import { awaited, promiseOf, UNKNOWN } from './value.ts';

/** The results of functions, by the expressions they return. */
export type Returned = (node: FunctionNode) => readonly Node[];

export function createReturned(): Returned {
  const found = new Map<FunctionNode, readonly Node[]>();
  return node => {
    let expressions = found.get(node);
    if (expressions === undefined) found.set(node, (expressions = returnedBy(node)));
    return expressions;
  };
}

export function returnedBy(node: FunctionNode): readonly Node[] {
  if (node.body.type !== 'BlockStatement') return [node.body];
  const expressions: Node[] = [];
  const stack: Node[] = [node.body];
  for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
    if (current.type === 'ReturnStatement') {
      if (current.argument !== null) expressions.push(current.argument);
    } else if (!isFunction(current) && !isClass(current) && !EXPRESSIONS.test(current.type)) stack.push(...children(current).reverse());
  }
  return expressions;
}

/** No statement lies within one of these: functions aside, an expression holds no `return`. */
const EXPRESSIONS = /Expression$|^(?:Identifier|Literal|VariableDeclaration|ExpressionStatement|ThrowStatement)$/;

export function answerReturns(node: FunctionNode, progress: Progress, ask: Ask, returned: Returned): Answer {
  if (node.generator) return UNKNOWN;
  const value = joinAll(returned(node), progress, expression => ask.node(expression));
  return value !== null && node.async ? promiseOf(awaited(value)) : value;
}

/** The value of `this` where a node stands. */
export function thisValue(node: Node, ask: Ask): Answer {
  const scope = thisScope(node);
  if (scope === null) return UNKNOWN;
  if (isFunction(scope)) return ask.thisOf(scope);
  const owner = classOf(scope);
  return owner === null ? UNKNOWN : memberReceiver(owner, scope.type === 'StaticBlock' || scope.static);
}

/** The value of `super` in `super.method()`. */
export function superValue(node: Node, ask: Ask, env: Environment): Answer {
  const self = thisValue(node, ask);
  return self === null ? null : baseReceiver(self, ask, env);
}

/** What `super` is where `this` is `self`: the base class in static code, an instance of it elsewhere. */
export function baseReceiver(self: Value, ask: Ask, env: Environment): Answer {
  const owner = self.kind === 'class' ? self.node : self.kind === 'instance' && typeof self.of !== 'string' ? self.of : null;
  if (owner === null || !isClass(owner) || owner.superClass === null) return UNKNOWN;
  const base = ask.node(owner.superClass);
  if (base === null || self.kind === 'class') return base;
  if (base.kind === 'class' || base.kind === 'function') return { kind: 'instance', of: base.node };
  return instanceOf(instanceKind(env.tables, base));
}

function memberReceiver(owner: ClassNode, isStatic: boolean): Value {
  return isStatic ? { kind: 'class', node: owner } : { kind: 'instance', of: owner };
}

export function answerThis(node: FunctionNode, ask: Ask, env: Environment): Answer {
  const { parent } = node;
  switch (parent.type) {
    case 'MethodDefinition':
    case 'PropertyDefinition': {
      const owner = classOf(parent);
      return owner === null ? UNKNOWN : memberReceiver(owner, parent.static);
    }
    case 'Property':
      return parent.parent.type === 'ObjectExpression' && parent.value === node ? objectReceiver(parent.parent, ask) : UNKNOWN;
    case 'AssignmentExpression':
      return parent.right === node ? assignedReceiver(parent, ask) : UNKNOWN;
    case 'CallExpression':
    case 'NewExpression':
      return listenedEmitter(node, parent, ask, env);
    default:
      return isConstructor(node, env) ? { kind: 'instance', of: node } : UNKNOWN;
  }
}

/** `C.prototype = { m() {} }` makes methods of C. */
function objectReceiver(object: TSESTree.ObjectExpression, ask: Ask): Answer {
  const { parent } = object;
  const isPrototype =
    parent.type === 'AssignmentExpression' &&
    parent.left.type === 'MemberExpression' &&
    keyName(parent.left.property, parent.left.computed) === 'prototype';
  return isPrototype ? ask.node(parent.left) : { kind: 'object', node: object };
}

function assignedReceiver(assignment: TSESTree.AssignmentExpression, ask: Ask): Answer {
  return assignment.left.type === 'MemberExpression' ? ask.node(assignment.left.object) : UNKNOWN;
}

/** A plain function is used as a class if something is put on its prototype. */
function isConstructor(node: FunctionNode, env: Environment): boolean {
  const variable = env.variableOf(node);
  return variable !== null && assignedMembers(variable).some(({ path }) => path[0] === 'prototype');
}
