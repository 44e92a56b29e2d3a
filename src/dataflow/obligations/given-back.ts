/**
 * `return new Promise(executor)`: the function is over, and its operation goes on in the executor and what that registers.
 *
 * Not where the function waits for the promise itself, or where a handler of the chain it gives back gets at the resource:
 * then what happens to it is decided there.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Call } from '../effects/types.ts';
import type { Node } from '../ir/types.ts';
import type { State } from '../domain/state.ts';
import { capture, type Closure } from './mentions.ts';
import type { Run } from './obligation.ts';

export function isGivenBack(call: Call, { through }: Closure, state: State, run: Run): boolean {
  if (!call.construct || call.callee.kind !== 'global' || call.callee.name !== 'Promise' || !run.life.goesOn || !run.unit.has('turns')) return false;
  if (through.kind !== 'captured' || state.settled !== null) return false;
  return isReturned(call.node, node => reachesIt(node, state, run), run);
}

const chaining = new Set(['then', 'catch', 'finally']);

function isReturned(promise: Node, reaches: (argument: Node) => boolean, run: Run): boolean {
  let at = promise;
  for (;;) {
    const { parent } = at;
    if (parent === undefined || parent === null) return false;
    switch (parent.type) {
      case 'ReturnStatement':
        return true;
      case 'ArrowFunctionExpression':
        return parent.body === at;
      case 'TSAsExpression':
      case 'TSNonNullExpression':
        at = parent;
        break;
      case 'MemberExpression': {
        const chained = chainedCall(parent, at);
        if (chained === null || chained.arguments.some(reaches)) return false;
        at = chained;
        break;
      }
      case 'VariableDeclarator':
        return parent.init === at && isNameReturned(parent, run);
      default:
        return false;
    }
  }
}

function chainedCall(member: TSESTree.MemberExpression, object: Node): TSESTree.CallExpression | null {
  const { parent, property } = member;
  if (member.object !== object || property.type !== 'Identifier' || !chaining.has(property.name)) return null;
  return parent.type === 'CallExpression' && parent.callee === member ? parent : null;
}

/** `const promise = new Promise(…); …; return promise`, and nothing else happens to the name. */
function isNameReturned(declarator: TSESTree.VariableDeclarator, run: Run): boolean {
  const [variable] = run.unit.scopeManager.getDeclaredVariables(declarator);
  const uses = variable?.references.filter(reference => reference.init !== true) ?? [];
  return uses.length === 1 && uses[0]?.identifier.parent.type === 'ReturnStatement';
}

/** A handler that mentions the resource, or one that we cannot read. */
function reachesIt(argument: Node, state: State, run: Run): boolean {
  return (argument.type !== 'ArrowFunctionExpression' && argument.type !== 'FunctionExpression') || capture(argument, state, run) !== null;
}
