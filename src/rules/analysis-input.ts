/**
 * What the analysis needs of a file, taken from ESLint.
 *
 * Guarantee: the types of ESLint and of typescript-eslint describe the same objects; here one becomes the other.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Rule } from 'eslint';
import type { AnalysisInput } from '../dataflow/analyze.ts';

export function analysisInput(context: Rule.RuleContext): AnalysisInput {
  const { ast, text, scopeManager } = context.sourceCode;
  return {
    ast: ast as unknown as TSESTree.Program,
    text,
    scopeManager: scopeManager as unknown as TSESLint.Scope.ScopeManager,
    filename: context.physicalFilename,
  };
}
