/**
 * What differs between trees without meaning: wrappers that change nothing at run time (`x as T`, `x satisfies T`, `<T>x`,
 * `x!`, `f<T>`), looked through without recursion, and children that are not there.
 */
import type { TSESTree } from '@typescript-eslint/utils';

type Wrapper =
  | TSESTree.TSAsExpression
  | TSESTree.TSSatisfiesExpression
  | TSESTree.TSTypeAssertion
  | TSESTree.TSNonNullExpression
  | TSESTree.TSInstantiationExpression;

export function bare<T extends TSESTree.Node>(node: T): Exclude<T, Wrapper> | TSESTree.Expression {
  let at: T | TSESTree.Expression = node;
  while (isWrapper(at)) at = at.expression;
  return at as Exclude<T, Wrapper> | TSESTree.Expression;
}

function isWrapper(node: TSESTree.Node): node is Wrapper {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return true;
    default:
      return false;
  }
}

/** A child that may be missing: some parsers write null, others leave the property out, whatever the types say. */
export function optional<T>(child: T | null | undefined): T | null {
  return child ?? null;
}
