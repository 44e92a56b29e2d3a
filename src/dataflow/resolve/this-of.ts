/**
 * What `this` is in the code of a function that is no arrow, by where the function is written.
 *
 * Not handled: functions that are called with a receiver somewhere else (`call`, `apply`).
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../ir/types.ts';
import { assignedMembers } from './assigned.ts';
import type { Environment } from './environment.ts';
import { listenedEmitter } from './listeners.ts';
import type { Answer, Ask } from './questions.ts';
import { memberReceiver } from './receivers.ts';
import { classOf, keyName } from './syntax.ts';
import { UNKNOWN } from './value.ts';

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
