/**
 * What a run shows to whoever looks inside it: the values of each stage, function by function, as data.
 *
 * Guarantee: without a hook nothing is kept and nothing computed. The words for these values are in `debug/`, which no
 * module of a run imports. Functions that were only asked about as callees are shown after those that were analysed.
 */
import type { Finding } from './findings/types.ts';
import type { FunctionIr } from './ir/types.ts';
import type { ParameterModel } from './models/types.ts';
import type { Asked } from './summaries/types.ts';
import type { Unit } from './unit.ts';

interface OfFunction {
  readonly function: string;
  readonly ir: FunctionIr;
  readonly unit: Unit;
}

export type Stage = OfFunction &
  (
    | { readonly name: 'ir' }
    /** What each call does, before anybody asks to which resource. */
    | { readonly name: 'effects' }
    /** Where obligations begin; `parameters` are those in which a listener is handed a resource. */
    | { readonly name: 'facts'; readonly parameters: readonly ParameterModel[] }
    /** What the file asked about this function. */
    | { readonly name: 'summaries'; readonly asked: readonly Asked[] }
    | { readonly name: 'findings'; readonly findings: readonly Finding[] }
  );

export type StageHook = (stage: Stage) => void;

export interface Analysed {
  readonly ir: FunctionIr;
  readonly parameters: readonly ParameterModel[];
  readonly findings: readonly Finding[];
}

export function showStages(analysed: readonly Analysed[], unit: Unit, onStage: StageHook): void {
  // What is asked by looking is not part of the run.
  const asked = unit.asked();
  const shown = new Set<FunctionIr>();
  for (const { ir, parameters, findings } of analysed) {
    const common = { function: ir.name, ir, unit };
    shown.add(ir);
    onStage({ ...common, name: 'ir' });
    onStage({ ...common, name: 'effects' });
    onStage({ ...common, name: 'facts', parameters });
    onStage({ ...common, name: 'summaries', asked: asked.filter(({ question }) => question.callee === ir.node) });
    onStage({ ...common, name: 'findings', findings });
  }
  for (const { question } of asked) {
    const ir = unit.graph(question.callee);
    if (ir === null || shown.has(ir)) continue;
    const common = { function: ir.name, ir, unit };
    shown.add(ir);
    onStage({ ...common, name: 'ir' });
    onStage({ ...common, name: 'effects' });
    onStage({ ...common, name: 'summaries', asked: asked.filter(one => one.question.callee === question.callee) });
  }
}
