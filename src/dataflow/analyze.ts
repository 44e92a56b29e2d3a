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
import type { CodeNode, FunctionIr, FunctionNode, Node } from './ir/types.ts';
import type { ParameterModel } from './models/types.ts';
import { listenersIn } from './obligations/listeners.ts';
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
  const findings: Finding[] = [];
  const queue = new Queue(candidateFunctions(input.text, input.scopeManager));
  for (let node = queue.take(); node !== undefined; node = queue.take()) {
    const ir = unit.graph(node);
    if (ir === null) continue;
    try {
      for (const { node: listener, parameter } of listenersIn(ir, unit)) queue.addListener(listener, parameter);
      findings.push(...findingsIn(ir, queue.parametersOf(node), unit));
    } catch (error) {
      if (settings.strict === true) throw error;
      skip(node, ir.name, `fault: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  findings.sort((left, right) => left.acquire.range[0] - right.acquire.range[0]);
  return { findings, skipped };
}

function findingsIn(ir: FunctionIr, parameters: readonly ParameterModel[], unit: Unit): Finding[] {
  const sites: Site[] = [...(unit.has('listener-parameters') ? parameters.flatMap(parameter => parameterSite(unit, ir, parameter) ?? []) : []), ...findSites(unit, ir)];
  if (sites.length === 0) return [];
  const knowledge = gatherKnowledge(unit, ir);
  const findings = new Map<Node, Finding>();
  for (const site of sites) {
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

/** Only with the mechanism switched off: a call that throws has acquired nothing. */
function isOwedOnFailure({ call, block }: Site, ir: FunctionIr, unit: Unit): boolean {
  return call !== null && !unit.has('result-on-normal-edge') && throwing(call, unit.effects(call, ir), block, ir, unit).kind !== 'no';
}

/** Functions to look at, each once; one that turns out to be a listener is looked at again with its parameters. */
class Queue {
  readonly #pending: CodeNode[];
  readonly #parameters = new Map<CodeNode, ParameterModel[]>();
  readonly #taken = new Set<CodeNode>();

  constructor(nodes: readonly CodeNode[]) {
    this.#pending = [...nodes].reverse();
  }

  take(): CodeNode | undefined {
    for (let node = this.#pending.pop(); node !== undefined; node = this.#pending.pop()) {
      if (this.#taken.has(node)) continue;
      this.#taken.add(node);
      return node;
    }
    return undefined;
  }

  addListener(node: FunctionNode, parameter: ParameterModel): void {
    const known = this.#parameters.get(node) ?? [];
    if (known.some(one => one.index === parameter.index)) return;
    this.#parameters.set(node, [...known, parameter]);
    this.#taken.delete(node);
    this.#pending.push(node);
  }

  parametersOf(node: CodeNode): readonly ParameterModel[] {
    return this.#parameters.get(node) ?? [];
  }
}
