/**
 * The first questions about a file, for the tables as they are: is it worth looking at, and where does one begin?
 *
 * Guarantee: a file without anything of interest costs one search of its text.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { CodeNode } from '../ir/types.ts';
import { candidatesIn } from './candidates.ts';
import { createInterest, tableVocabulary } from './marks.ts';

const tables = createInterest(tableVocabulary());

export const interesting = (text: string): boolean => tables.interesting(text);

/** The code that may owe something, in source order. */
export function candidateFunctions(text: string, scopeManager: TSESLint.Scope.ScopeManager): readonly CodeNode[] {
  return candidatesIn(text, scopeManager, tables);
}
