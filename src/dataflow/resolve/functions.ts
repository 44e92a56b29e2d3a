/**
 * What calling a function of the file gives.
 *
 * Guarantee: the statements of a function are walked once, when its result is first asked for.
 * Not handled: results of generators.
 */
import type { FunctionNode, Node } from '../ir/types.ts';
import type { Answer, Ask, Progress } from './questions.ts';
import { joinAll } from './questions.ts';
import { children, isClass, isFunction } from './syntax.ts';
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
