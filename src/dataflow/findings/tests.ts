/**
 * Whether a function is the body of a test: what it starts is not meant to run for as long as the process.
 *
 * Input: a function. Answer by the call it is handed to: `it('…', () => …)`, `test.only(…)`, `t.test(…)`, `it.each(rows)('…', …)`.
 * Not handled: bodies that are handed over by name.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { CodeNode } from '../ir/types.ts';
import { isTestByName } from '../models/index.ts';

/** `it.concurrent.each(rows)`: no name of a test is longer. */
const longest = 5;

export function isTest(node: CodeNode): boolean {
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return false;
  const { parent } = node;
  return parent.type === 'CallExpression' && parent.arguments.length > 1 && parent.arguments.includes(node) && isTestName(parent.callee);
}

function isTestName(callee: TSESTree.Node): boolean {
  let at = callee;
  for (let parts = 0; parts < longest; parts += 1) {
    if (at.type === 'Identifier') return isTestByName(at.name);
    if (at.type === 'CallExpression') at = at.callee;
    else if (at.type !== 'MemberExpression' || at.property.type !== 'Identifier') return false;
    else if (isTestByName(at.property.name)) return true;
    else at = at.object;
  }
  return false;
}
