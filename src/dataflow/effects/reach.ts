/**
 * Which functions get at a variable: by mentioning it, or by naming a function of the file that does.
 *
 * Decided on source ranges and references alone, so that asking costs no graph.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { FunctionNode, Variable } from '../ir/types.ts';

export type Reaches = (node: FunctionNode, variable: Variable) => boolean;

export function createReach(): Reaches {
  const memo = new Map<Variable, Map<FunctionNode, boolean>>();
  return (node, variable) => {
    let answers = memo.get(variable);
    if (answers === undefined) memo.set(variable, (answers = new Map()));
    let answer = answers.get(node);
    if (answer === undefined) answers.set(node, (answer = search(node, variable)));
    return answer;
  };
}

function search(start: FunctionNode, variable: Variable): boolean {
  const seen = new Set<FunctionNode>([start]);
  const pending = [start];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (mentions(node, variable)) return true;
    for (const [helper, name] of helpersIn(variable.scope)) {
      if (!seen.has(helper) && mentions(node, name)) {
        seen.add(helper);
        pending.push(helper);
      }
    }
  }
  return false;
}

function mentions(node: FunctionNode, variable: Variable): boolean {
  const [from, to] = node.range;
  return variable.references.some(reference => reference.identifier.range[0] >= from && reference.identifier.range[1] <= to);
}

/** Functions that are declared where the variable is in scope: only they can get at it. */
function* helpersIn(scope: TSESLint.Scope.Scope): Generator<readonly [FunctionNode, Variable]> {
  for (const variable of scope.variables) {
    const node = functionOf(variable);
    if (node !== null) yield [node, variable];
  }
}

function functionOf(variable: Variable): FunctionNode | null {
  const definition = variable.defs.length === 1 ? variable.defs[0] : undefined;
  if (definition === undefined) return null;
  const { node } = definition;
  if (node.type === 'FunctionDeclaration') return node;
  if (node.type !== 'VariableDeclarator') return null;
  const init = node.init;
  return init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression' ? init : null;
}
