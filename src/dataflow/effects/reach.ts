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
  /** The function itself, and those of the file that it can call by a name, nearest first; of many only the nearest. */
  readonly within: (node: FunctionNode) => Iterable<FunctionNode>;
  readonly outside: (node: FunctionNode) => Outside;
}

/** Whose text is looked at for what a function may do in the end: helpers of helpers are few, and each is read anew. */
const mostWithin = 16;

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
  // A set is walked in the order in which it grows.
  const within = function* (start: FunctionNode): Generator<FunctionNode> {
    const seen = new Set<FunctionNode>([start]);
    for (const node of seen) {
      yield node;
      for (const helper of outsideOf(node).helpers) seen.add(helper);
    }
  };
  const reaches = (start: FunctionNode, variable: Variable): boolean => {
    for (const node of within(start)) if (outsideOf(node).variables.has(variable)) return true;
    return false;
  };
  return { reaches, within: start => take(within(start), mostWithin), outside: outsideOf };
}

function* take<Item>(items: Iterable<Item>, most: number): Generator<Item> {
  let count = 0;
  for (const item of items) {
    if (count >= most) return;
    count += 1;
    yield item;
  }
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
