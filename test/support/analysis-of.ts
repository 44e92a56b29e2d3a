/** Analyses a text as the rules do, but with settings that no rule can give. A fault of the analysis is thrown. */
import { analyze, type Analysis, type AnalysisSettings, type StageHook } from '../../src/dataflow/analyze.ts';
import { parse, type ParserName } from './resolve.ts';

export type Reading = Partial<AnalysisSettings> & { readonly parser?: ParserName };

export function analysisOf(text: string, { parser = 'espree-module', ...settings }: Reading = {}, hook?: StageHook): Analysis {
  return analyze({ ...parse(text, parser), text, filename: 'file.ts' }, { exceptions: 'likely', strict: true, ...settings }, hook);
}

/** Findings in a form that can be compared: where, what, how certain, and the way. */
export function toldBy({ findings }: Analysis): string[] {
  return findings.map(({ acquire, kind, exit, certainty, steps }) => `${acquire.loc.start.line} ${kind} ${exit} ${certainty}: ${steps.map(step => `${step.kind}@${step.node.loc.start.line}`).join(' ')}`);
}
