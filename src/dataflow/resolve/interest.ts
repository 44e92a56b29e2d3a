/**
 * The first questions about a file, for the tables as they are: is it worth looking at, and where does one begin?
 *
 * Guarantee: a file without anything of interest costs one search of its text.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { Candidates } from './candidates.ts';
import { candidatesIn } from './candidates.ts';
import { createInterest, tableVocabulary } from './marks.ts';

const tables = createInterest(tableVocabulary());

export const interesting = (text: string): boolean => tables.interesting(text);

/** The code that may owe something, in source order, and the names that this file has for what gives resources. */
export function candidatesOf(text: string, scopeManager: TSESLint.Scope.ScopeManager): Candidates {
  return candidatesIn(text, scopeManager, tables);
}
