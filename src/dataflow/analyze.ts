/**
 * The pipeline: from a parsed file to its findings, as a flat list of stages.
 *
 * Input: what every ESTree parser and scope analyser gives. Guarantee: never throws for any input; a function that could
 * not be analysed is skipped and counted with the reason. Nothing outlives the result.
 */
import type { Finding } from './findings/types.ts';
import { judge } from './findings/judge.ts';
import { unclosedFields } from './classes/unclosed.ts';
import type { CodeNode, FunctionIr, Node } from './ir/types.ts';
import type { HandedParameter, Registration } from './obligations/listeners.ts';
import { listenersIn, withSharers } from './obligations/listeners.ts';
import { suspects } from './obligations/screen.ts';
import { simulateLife } from './obligations/life.ts';
import { Cleared } from './obligations/simulate.ts';
import { keyOf, type Site } from './obligations/sites.ts';
import { sitesIn, startsOf } from './obligations/starts.ts';
import { marksIn } from './resolve/interest.ts';
import { findPairs } from './pairs/find-pairs.ts';
import { createUnit } from './create-unit.ts';
import { showStages, type StageHook } from './stages.ts';
import type { AnalysisInput, AnalysisSettings, Unit } from './unit.ts';

export type { Stage, StageHook } from './stages.ts';
export type { AnalysisInput, AnalysisSettings } from './unit.ts';

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

const nothing: Analysis = { findings: [], skipped: [] };

export function analyze(input: AnalysisInput, settings: AnalysisSettings, onStage?: StageHook): Analysis {
  const marks = marksIn(input.text);
  if (marks.length === 0) return nothing;
  const skipped: Skipped[] = [];
  const skip = (node: Node, name: string, reason: string): void => void skipped.push({ name, reason, node });
  const unit = createUnit(input, marks, settings, skip);
  const guarded: Guarded = (ir, work) => {
    try {
      return work();
    } catch (error) {
      if (settings.strict === true) throw error;
      skip(ir.node, ir.name, `fault: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  };
  const subjects = subjectsFrom(candidatesIn(unit), unit, guarded);
  const analysed = withFields(subjects.map(subject => ({ ...subject, ...(guarded(subject.ir, () => analysedIn(subject, unit)) ?? nothingIn) })), unit, guarded);
  if (onStage !== undefined) showStages(analysed, unit, onStage);
  const ofWays = analysed.flatMap(one => one.findings);
  const findings = [...ofWays, ...pairFindings(subjects, ofWays, unit, guarded)].sort((left, right) => left.acquire.range[0] - right.acquire.range[0]);
  return { findings, skipped };
}

const nothingIn: Inside = { sites: [], findings: [] };

/** What begins to be owed in a function, and what is due where it is left. */
interface Inside {
  readonly sites: readonly Site[];
  readonly findings: readonly Finding[];
}

function analysedIn({ ir, parameters }: Subject, unit: Unit): Inside {
  const sites = sitesIn(ir, parameters, unit);
  return { sites, findings: findingsIn(sites, ir, unit) };
}

/** Adds what is kept in fields; a place about which a function says something already is left to it. */
function withFields<One extends Subject & Inside>(analysed: readonly One[], unit: Unit, guarded: Guarded): readonly (One & Inside)[] {
  const [first] = analysed;
  const kept = first === undefined ? [] : (guarded(first.ir, () => unclosedFields(analysed, unit)) ?? []);
  if (kept.length === 0) return analysed;
  const at = new Map(kept.map(finding => [finding.acquire, finding]));
  return analysed.map(one => {
    const said = new Set(one.findings.map(({ acquire }) => acquire));
    const more = [...new Set(one.sites.map(({ node }) => node))].flatMap(node => (said.has(node) ? [] : (at.get(node) ?? [])));
    return more.length === 0 ? one : { ...one, findings: [...one.findings, ...more] };
  });
}

/** So few are simulated as fast as they are screened. */
const fewSites = 2;

function findingsIn(sites: readonly Site[], ir: FunctionIr, unit: Unit): readonly Finding[] {
  const due = mayScreen(unit) && sites.length > fewSites ? suspects(sites, ir, unit) : new Set(sites);
  if (due.size === 0) return [];
  const findings = new Map<string, readonly Finding[]>();
  const cleared = new Map<string, Cleared>();
  for (const { site, start } of startsOf(due, site => findings.has(keyOf(site)), ir, unit)) {
    const found = judge(site, simulateLife(unit, ir, site, start, clearedFor(site, cleared)), ir, unit);
    if (found.length > 0) findings.set(keyOf(site), found);
  }
  return [...findings.values()].flat();
}

/** What is wrong between connections, whichever functions they are handled in; of what a walk is sure nothing more is said. */
function pairFindings(subjects: readonly Subject[], known: readonly Finding[], unit: Unit, guarded: Guarded): readonly Finding[] {
  const [first] = subjects;
  const found = first === undefined ? [] : (guarded(first.ir, () => findPairs(subjects, unit)) ?? []);
  const told = new Map(known.map(finding => [finding.acquire, finding.certainty]));
  return found.filter(({ acquire, certainty }) => told.get(acquire) !== 'certain' && (certainty === 'certain' || !told.has(acquire)));
}

/** What one walk has cleared counts for all that end the same way. */
function clearedFor({ obligation: { resource, receiver } }: Site, cleared: Map<string, Cleared>): Cleared {
  const key = `${resource.id} ${receiver?.id ?? ''}`;
  const known = cleared.get(key) ?? new Cleared();
  cleared.set(key, known);
  return known;
}

/** The screen takes all mechanisms for granted; an empty set switches none off and still does without the screen. */
const mayScreen = ({ settings }: Unit): boolean => settings.without === undefined;

/** In the order of the source; where code has several reasons to be looked at, the first counts. */
function candidatesIn(unit: Unit): readonly CodeNode[] {
  const known = unit.candidates().code;
  const makers = unit.has('makers') ? unit.makers().callers.filter(code => !known.includes(code)) : [];
  return [...known, ...makers];
}

/** A function to look at, with the parameters in which whoever registers it as a listener hands it a resource. */
interface Subject {
  readonly ir: FunctionIr;
  readonly parameters: readonly HandedParameter[];
}

/** Runs a piece of work on one function; null where a fault of ours ended it. */
type Guarded = <Result>(ir: FunctionIr, work: () => Result) => Result | null;

/** The candidates and the listeners that they register, each once: all registrations are known before a function is walked. */
function subjectsFrom(candidates: readonly CodeNode[], unit: Unit, guarded: Guarded): readonly Subject[] {
  const subjects: Subject[] = [];
  const handed = new Map<CodeNode, HandedParameter[]>();
  const pending = [...candidates].reverse();
  const seen = new Set<CodeNode>();
  const all: Registration[] = [];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const ir = unit.graph(node);
    const registered = ir === null ? null : guarded(ir, () => [...listenersIn(ir, unit)]);
    if (ir === null || registered === null) continue;
    subjects.push({ ir, parameters: parametersIn(handed, node) });
    all.push(...registered);
    pending.push(...registered.flatMap(({ node: listener }) => listener ?? []));
  }
  for (const { node, parameter } of withSharers(all)) {
    const known = parametersIn(handed, node);
    if (!known.some(one => one.index === parameter.index)) known.push(parameter);
  }
  return subjects;
}

function parametersIn(handed: Map<CodeNode, HandedParameter[]>, node: CodeNode): HandedParameter[] {
  const known = handed.get(node) ?? [];
  handed.set(node, known);
  return known;
}
