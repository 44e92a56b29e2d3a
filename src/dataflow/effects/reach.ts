/**
 * Which functions get at a variable: by mentioning it, or by naming a function of the file that does.
 *
 * Decided on what scope analysis says each function leaves unresolved, so that asking costs no graph; what a function
 * mentions is collected once.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { FunctionNode, Variable } from '../ir/types.ts';

export interface Reach {
  readonly reaches: (node: FunctionNode, variable: Variable) => boolean;
  readonly outside: (node: FunctionNode) => Outside;
}

export interface Outside {
  /** Variables of enclosing scopes that the function mentions, nested functions included. */
  readonly variables: ReadonlySet<Variable>;
  /** Those of them that name functions. */
  readonly helpers: readonly FunctionNode[];
}

export function createReach(scopeManager: TSESLint.Scope.ScopeManager): Reach {
  const outsides = new Map<FunctionNode, Outside>();
  const outsideOf = (node: FunctionNode): Outside => {
    let outside = outsides.get(node);
    if (outside === undefined) outsides.set(node, (outside = collect(node, scopeManager)));
    return outside;
  };
  const reaches = (start: FunctionNode, variable: Variable): boolean => {
    const seen = new Set<FunctionNode>([start]);
    const pending = [start];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      const { variables, helpers } = outsideOf(node);
      if (variables.has(variable)) return true;
      for (const helper of helpers) {
        if (seen.has(helper)) continue;
        seen.add(helper);
        pending.push(helper);
      }
    }
    return false;
  };
  return { reaches, outside: outsideOf };
}

function collect(node: FunctionNode, scopeManager: TSESLint.Scope.ScopeManager): Outside {
  const variables = new Set<Variable>();
  for (const reference of scopeManager.acquire(node)?.through ?? []) if (reference.resolved !== null) variables.add(reference.resolved);
  return { variables, helpers: [...variables].flatMap(variable => functionOf(variable) ?? []) };
}

/** The function that a name in view stands for. To mention the name is to mention what the function captures. */
export function functionOf(variable: Variable): FunctionNode | null {
  const definition = variable.defs.length === 1 ? variable.defs[0] : undefined;
  // The definition of a parameter points to its function as well.
  if (definition === undefined || String(definition.type) === 'Parameter') return null;
  const { node } = definition;
  if (node.type === 'FunctionDeclaration') return node;
  if (node.type !== 'VariableDeclarator') return null;
  const init = node.init;
  return init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression' ? init : null;
}
