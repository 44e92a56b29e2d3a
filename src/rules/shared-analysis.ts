/**
 * Runs the analysis once per file and per distinct settings, whatever the number of rules.
 *
 * Guarantee: nothing outlives the file's syntax tree, which is the key. The tree is the only safe key: one runner
 * re-uses its source object for all files.
 */
import type { Rule } from 'eslint';
import { analyze, type Analysis } from '../dataflow/analyze.ts';
import { analysisInput } from './analysis-input.ts';
import type { Exceptions } from './settings.ts';

/** One run, and whether its gaps were told already: one of the rules tells them for all. */
export interface Run {
  readonly analysis: Analysis;
  gapsTold: boolean;
}

const runs = new WeakMap<object, Map<Exceptions, Run>>();

export function sharedAnalysis(context: Rule.RuleContext, exceptions: Exceptions): Run {
  const { ast } = context.sourceCode;
  const ofFile = runs.get(ast) ?? new Map<Exceptions, Run>();
  runs.set(ast, ofFile);
  const known = ofFile.get(exceptions);
  if (known !== undefined) return known;
  const run: Run = { analysis: analyze(analysisInput(context), { exceptions }), gapsTold: false };
  ofFile.set(exceptions, run);
  return run;
}
