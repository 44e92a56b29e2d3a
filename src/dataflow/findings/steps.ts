/**
 * The words of the source that name a step of the path: `handshake()` for a call that throws, `ok` for a test.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../ir/types.ts';
import { registersByName } from '../models/index.ts';
import type { Step } from './types.ts';

export function tellStep(step: Step, text: string): Step {
  return { ...step, subject: subjectOf(step, text) };
}

function subjectOf({ kind, node }: Step, text: string): string {
  switch (kind) {
    case 'throws':
    case 'rejects':
      return failing(node, text);
    case 'when':
    case 'unless':
      return question(node, text);
    case 'event':
      return trigger(node, text);
    case 'settles':
      return failing(node, text);
    case 'acquired':
    case 'caught':
    case 'returns':
    case 'ends':
    case 'rethrown':
    case 'overwritten':
    case 'iteration-ends':
    case 'abandoned':
      return '';
  }
}

/** The call that fails, without its arguments: they are in the source, and often long. */
function failing(node: Node, text: string): string {
  switch (node.type) {
    case 'AwaitExpression':
      return failing(node.argument, text);
    case 'YieldExpression':
      // In compiled async functions `yield` is `await`.
      return node.argument === null || node.argument === undefined ? '' : failing(node.argument, text);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return failing(node.expression, text);
    case 'CallExpression':
      return isChained(node.callee) ? `.${textOf(node.callee.property, text)}()` : `${textOf(node.callee, text)}()`;
    case 'NewExpression':
      return `new ${textOf(node.callee, text)}()`;
    case 'ForOfStatement':
      return textOf(node.right, text);
    case 'ThrowStatement':
      return '';
    default:
      return textOf(node, text);
  }
}

/** What makes a later turn begin: the name of an event as the source writes it, or the call that was given the function. */
function trigger(node: Node, text: string): string {
  const { parent } = node;
  if (parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression') return `'${textOf(parent.left.property, text).replace(/^on/, '')}'`;
  if (node.type === 'NewExpression' || (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression')) return failing(node, text);
  const [first] = parent.arguments;
  const method = parent.callee.type === 'MemberExpression' && parent.callee.property.type === 'Identifier' ? parent.callee.property.name : '';
  return first?.type === 'Literal' && typeof first.value === 'string' && registersByName(method) ? `'${first.value}'` : failing(parent, text);
}

/** Of a chain over several lines its last link says enough. */
const isChained = (callee: Node): callee is TSESTree.MemberExpression =>
  callee.type === 'MemberExpression' && callee.object.type === 'CallExpression' && callee.property.loc.end.line !== callee.object.loc.start.line;

/** What a branch asks; nothing where a loop asks for its next element. */
function question(node: Node, text: string): string {
  if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') return '';
  const { parent } = node;
  if (parent?.type !== 'SwitchCase' || parent.parent.type !== 'SwitchStatement') return textOf(testOf(node), text);
  const { discriminant } = parent.parent;
  const asks = discriminant.type === 'Literal' && discriminant.value === true;
  return asks ? textOf(node, text) : `${textOf(discriminant, text)} === ${textOf(node, text)}`;
}

function testOf(node: Node): Node {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return node.test;
    default:
      return node;
  }
}

const textOf = (node: Node, text: string): string => text.slice(node.range[0], node.range[1]);
