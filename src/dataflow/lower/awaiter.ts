/**
 * Async functions as compilers wrote them before the syntax existed: a generator handed to a helper that resumes it
 * when what it yields is settled. In such a generator `yield` is `await`.
 */
import type { FunctionNode, Node } from '../ir/types.ts';

/** TypeScript, Babel, and the libraries whose convention they took over. */
const helpers = /^(?:__awaiter|_?asyncToGenerator\d*|coroutine|co)$/;

export function isAwaiter(node: FunctionNode): boolean {
  const { parent } = node;
  return node.generator && parent.type === 'CallExpression' && helpers.test(lastName(parent.callee)) && parent.arguments.some(argument => argument === node);
}

function lastName(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
}
