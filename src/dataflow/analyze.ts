/**
 * The pipeline: from a parsed file to its findings, as a flat list of stages.
 *
 * Input: what every ESTree parser and scope analyser gives. Guarantee: never throws for any input; a function that could
 * not be analysed is skipped and counted with the reason. Nothing outlives the result.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { throwing } from './effects/throwing.ts';
import type { Finding } from './findings/types.ts';
import { judge } from './findings/judge.ts';
import type { CodeNode, FunctionIr, Node } from './ir/types.ts';
import type { ParameterModel } from './models/types.ts';
import { listenersIn } from './obligations/listeners.ts';
import { suspects } from './obligations/screen.ts';
import { gatherKnowledge, simulate, unaware } from './obligations/simulate.ts';
import type { Site } from './obligations/sites.ts';
import { findSites, initialStates, parameterSite } from './obligations/sites.ts';
import { candidateFunctions, interesting } from './resolve/interest.ts';
import { createUnit } from './create-unit.ts';
import type { AnalysisSettings, Unit } from './unit.ts';

export type { AnalysisSettings } from './unit.ts';

export interface AnalysisInput {
  readonly ast: TSESTree.Program;
  readonly text: string;
  readonly scopeManager: TSESLint.Scope.ScopeManager;
  readonly filename: string;
}

/** A function about which nothing is said, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
  readonly node: Node;
}

export interface Analysis {
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
}

export interface Stage {
  readonly name: 'ir' | 'effects' | 'facts' | 'summaries' | 'findings';
  readonly function: string;
  readonly text: () => string;
  readonly dot?: () => string;
}

export type StageHook = (stage: Stage) => void;

const nothing: Analysis = { findings: [], skipped: [] };

export function analyze(input: AnalysisInput, settings: AnalysisSettings, _onStage?: StageHook): Analysis {
  if (!interesting(input.text)) return nothing;
  const skipped: Skipped[] = [];
  const skip = (node: Node, name: string, reason: string): void => void skipped.push({ name, reason, node });
  const unit = createUnit(input, settings, skip);
  const guarded: Guarded = (ir, work) => {
    try {
      return work();
    } catch (error) {
      if (settings.strict === true) throw error;
      skip(ir.node, ir.name, `fault: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  };
  const findings: Finding[] = [];
  for (const { ir, parameters } of subjectsFrom(candidateFunctions(input.text, input.scopeManager), unit, guarded)) {
    findings.push(...(guarded(ir, () => findingsIn(ir, parameters, unit)) ?? []));
  }
  findings.sort((left, right) => left.acquire.range[0] - right.acquire.range[0]);
  return { findings, skipped };
}

function findingsIn(ir: FunctionIr, parameters: readonly ParameterModel[], unit: Unit): Finding[] {
  const sites: Site[] = [...(unit.has('listener-parameters') ? parameters.flatMap(parameter => parameterSite(unit, ir, parameter) ?? []) : []), ...findSites(unit, ir)];
  const due = mayScreen(unit) ? suspects(sites, ir, unit) : new Set(sites);
  if (due.size === 0) return [];
  const knowledge = gatherKnowledge(unit, ir);
  const findings = new Map<Node, Finding>();
  for (const site of due) {
    // A finally that is laid out several times has the same acquisition several times.
    if (findings.has(site.node)) continue;
    const before = site.index < 0 ? [unaware] : knowledge(site.block, site.index);
    if (before.length === 0) continue;
    const start = { block: site.block, index: site.index + 1, states: initialStates(site, before), thrown: isOwedOnFailure(site, ir, unit) };
    const simulation = simulate(unit, ir, site.obligation, start, 'proof');
    const finding = judge(site, simulation, ir, unit);
    if (finding !== null) findings.set(site.node, finding);
  }
  return [...findings.values()];
}

/** The screen takes all mechanisms for granted; an empty set switches none off and still does without the screen. */
const mayScreen = ({ settings }: Unit): boolean => settings.without === undefined;

/** Only with the mechanism switched off: a call that throws has acquired nothing. */
function isOwedOnFailure({ call, block }: Site, ir: FunctionIr, unit: Unit): boolean {
  return call !== null && !unit.has('result-on-normal-edge') && throwing(call, unit.effects(call, ir), block, ir, unit).kind !== 'no';
}

/** A function to look at, with the parameters in which whoever registers it as a listener hands it a resource. */
interface Subject {
  readonly ir: FunctionIr;
  readonly parameters: readonly ParameterModel[];
}

/** Runs a piece of work on one function; null where a fault of ours ended it. */
type Guarded = <Result>(ir: FunctionIr, work: () => Result) => Result | null;

/** The candidates and the listeners that they register, each once: all registrations are known before a function is walked. */
function subjectsFrom(candidates: readonly CodeNode[], unit: Unit, guarded: Guarded): readonly Subject[] {
  const subjects: Subject[] = [];
  const handed = new Map<CodeNode, ParameterModel[]>();
  const pending = [...candidates].reverse();
  const seen = new Set<CodeNode>();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const ir = unit.graph(node);
    const registered = ir === null ? null : guarded(ir, () => [...listenersIn(ir, unit)]);
    if (ir === null || registered === null) continue;
    subjects.push({ ir, parameters: parametersIn(handed, node) });
    for (const { node: listener, parameter } of registered) {
      const known = parametersIn(handed, listener);
      if (!known.some(one => one.index === parameter.index)) known.push(parameter);
      pending.push(listener);
    }
  }
  return subjects;
}

function parametersIn(handed: Map<CodeNode, ParameterModel[]>, node: CodeNode): ParameterModel[] {
  const known = handed.get(node) ?? [];
  handed.set(node, known);
  return known;
}
