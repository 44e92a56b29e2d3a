/**
 * Observes a source as a user would and as the analysis does, and holds the two together.
 *
 * Input: a source and how to look at it. Guarantee: the reports are those of ESLint's `Linter` with the preset that was
 * asked for; their exits and paths come from the finding at the same place. With a mechanism switched off, which no
 * rule can do, they are the findings the preset would show. A rule that shows another set than the findings is an error.
 */
import { Linter } from 'eslint';
import * as parser from '@typescript-eslint/parser';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { analyze, type Analysis, type AnalysisSettings, type StageHook } from '../../src/dataflow/analyze.ts';
import type { Finding, Step } from '../../src/dataflow/findings/types.ts';
import { mechanisms, type Mechanism } from '../../src/dataflow/mechanisms.ts';
import plugin from '../../src/index.ts';
import { ruleTable } from '../../src/rules/index.ts';
import { readSettings } from '../../src/rules/settings.ts';
import type { SourceFile } from './fixture-cases.ts';
import type { Observation, Report } from './fixture-check.ts';
import type { Observing } from './fixture-judge.ts';
import { peekAt, type FactsStage } from './fixture-peek.ts';

type Preset = 'recommended' | 'strict';

export function observe(source: SourceFile, how: Observing): Observation {
  const linter = new Linter();
  const preset = presetOf(how);
  const messages = linter.verify(source.text, [configOf(how, preset)], { filename: `${source.path.split('/').at(-1) ?? 'file'}` });
  const fatal = messages.find((message) => message.fatal === true || message.ruleId === null);
  if (fatal !== undefined) throw new Error(`${source.path}: ${fatal.message}`);
  const facts: FactsStage[] = [];
  const analysis = analyzeAgain(linter, source, how, stage => void (stage.name === 'facts' && facts.push(stage)));
  const shown = analysis.findings.filter((finding) => preset === 'strict' || finding.certainty === 'certain').map(reportOf);
  if (how.without === null) demandSame(source, messages.map((message) => ({ rule: ruleName(message.ruleId), line: message.line })), shown);
  return {
    reports: shown,
    skipped: analysis.skipped.map(({ name, reason, node }) => ({ line: node.loc.start.line, reason: `${name}: ${reason}` })),
    peek: (line, name) => peekAt(facts, line, name),
  };
}

function presetOf({ header, strict }: Observing): Preset {
  return strict || header.options['preset'] === 'strict' ? 'strict' : 'recommended';
}

function configOf({ header }: Observing, preset: Preset): Linter.Config {
  const entries = Object.entries(header.options).filter(([rule]) => rule !== 'preset').map(([rule, option]): [string, Linter.RuleEntry] => [`socket-leaks/${rule}`, ['error', option]]);
  return {
    ...plugin.configs[preset],
    files: ['**/*.ts'],
    languageOptions: { parser },
    rules: { ...plugin.configs[preset].rules, ...Object.fromEntries(entries) },
    settings: { 'socket-leaks': header.settings },
  };
}

function analyzeAgain(linter: Linter, source: SourceFile, { header, without }: Observing, onStage: StageHook): Analysis {
  const code = linter.getSourceCode();
  const settings: AnalysisSettings = { exceptions: readSettings({ 'socket-leaks': header.settings }).exceptions };
  return analyze(
    {
      ast: code.ast as unknown as TSESTree.Program,
      text: source.text,
      scopeManager: code.scopeManager as unknown as TSESLint.Scope.ScopeManager,
      filename: source.path,
    },
    without === null ? settings : { ...settings, without: new Set([mechanismOf(without)]) },
    onStage,
  );
}

function mechanismOf(name: string): Mechanism {
  if (!isMechanism(name)) throw new Error(`no mechanism is called ${name}; there are ${Object.keys(mechanisms).join(', ')}`);
  return name;
}

function isMechanism(name: string): name is Mechanism {
  return Object.hasOwn(mechanisms, name);
}

function reportOf(finding: Finding): Report {
  return {
    rule: ruleTable.find((row) => row.kind === finding.kind)?.name ?? finding.kind,
    line: finding.acquire.loc.start.line,
    name: finding.name,
    exit: finding.exit,
    certainty: finding.certainty,
    steps: finding.steps.map((step) => ({ kind: step.kind, line: lineOf(step) })),
  };
}

/** What ends is told by a node that spans it: the step is where the span is over. */
function lineOf({ kind, node }: Step): number {
  return kind === 'ends' || kind === 'iteration-ends' ? node.loc.end.line : node.loc.start.line;
}

function ruleName(ruleId: string | null): string {
  return ruleId?.slice(ruleId.indexOf('/') + 1) ?? '';
}

interface Place {
  readonly rule: string;
  readonly line: number;
}

function demandSame(source: SourceFile, messages: readonly Place[], shown: readonly Place[]): void {
  const text = (places: readonly Place[]): string => places.map(({ rule, line }) => `${rule}@${line}`).sort().join(' ');
  if (text(messages) !== text(shown)) throw new Error(`${source.path}: the rules report ${text(messages)}, the analysis finds ${text(shown)}`);
}

