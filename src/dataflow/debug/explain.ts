/**
 * Shows what each stage of the analysis makes of a file: `npm run explain -- FILE [--function NAME] [--stage …] [--dot]`.
 *
 * Input: a source text and what to show. Guarantee: the stages as text, or the graphs as DOT, produced by the very run
 * that a rule would start, through ESLint, so that scopes and parents are the same. No production module imports this.
 */
import { dirname, resolve } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import type { Rule } from 'eslint';
import { analyze, type Stage, type StageHook } from '../analyze.ts';
import { analysisInput } from '../../rules/analysis-input.ts';
import { stageDrawing, stageText } from './stage-text.ts';
import { exceptionChoices, type Exceptions } from '../../rules/settings.ts';

const stageNames = ['ir', 'effects', 'facts', 'summaries', 'findings'] as const satisfies readonly Stage['name'][];
type StageName = Stage['name'];

export interface Wanted {
  /** Null: every stage. */
  readonly stage: StageName | null;
  /** Null: every function. */
  readonly function: string | null;
  readonly dot: boolean;
  readonly exceptions: Exceptions;
}

export function explain(text: string, filename: string, wanted: Wanted): string {
  const parts: string[] = [];
  const seen = new Set<string>();
  const hook: StageHook = stage => {
    seen.add(stage.function);
    if (wanted.stage !== null && stage.name !== wanted.stage) return;
    if (wanted.function !== null && stage.function !== wanted.function) return;
    if (!wanted.dot) parts.push(`== ${stage.name} of ${stage.function}\n${stageText(stage).trimEnd()}\n`);
    else if (stage.name === 'ir') parts.push(stageDrawing(stage));
  };
  for (const message of run(text, filename, wanted.exceptions, hook)) parts.push(`line ${message.line}: ${message.message}\n`);
  if (parts.length === 0) parts.push(`Nothing to show; the functions of this file are: ${[...seen].join(', ') || 'none'}.\n`);
  return parts.join('\n');
}

function run(text: string, filename: string, exceptions: Exceptions, hook: StageHook): readonly Linter.LintMessage[] {
  const rule: Rule.RuleModule = {
    create: context => ({
      'Program:exit'() {
        analyze(analysisInput(context), { exceptions }, hook);
      },
    }),
  };
  const config: Linter.Config = {
    files: ['**/*.*'],
    languageOptions: { parser },
    plugins: { explain: { rules: { run: rule } } },
    rules: { 'explain/run': 'error' },
  };
  // Files outside of the working directory match no configuration.
  return new Linter({ cwd: dirname(resolve(filename)) }).verify(text, [config], { filename: resolve(filename), allowInlineConfig: false });
}

export const usage = `explain FILE [--function NAME] [--stage ${stageNames.join('|')}] [--dot] [--exceptions ${exceptionChoices.join('|')}]`;

/** The words of a command line; a text where they are wrong. */
export function readArguments(words: readonly string[]): { readonly file: string; readonly wanted: Wanted } | string {
  let file: string | null = null;
  let wanted: Wanted = { stage: null, function: null, dot: false, exceptions: 'likely' };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const value = words[at + 1];
    if (word === '--dot') wanted = { ...wanted, dot: true };
    else if (word === '--function' || word === '--stage' || word === '--exceptions') {
      const next = withValue(wanted, word, value);
      if (typeof next === 'string') return next;
      wanted = next;
      at += 1;
    } else if (word.startsWith('--')) return `${word} is not known; ${usage}`;
    else if (file === null) file = word;
    else return `one file at a time; ${usage}`;
  }
  return file === null ? usage : { file, wanted };
}

function withValue(wanted: Wanted, word: '--function' | '--stage' | '--exceptions', value: string | undefined): Wanted | string {
  if (value === undefined) return `${word} needs a value; ${usage}`;
  if (word === '--function') return { ...wanted, function: value };
  if (word === '--stage') {
    const stage = stageNames.find(name => name === value);
    return stage === undefined ? `--stage is "${value}", allowed are ${stageNames.join(', ')}` : { ...wanted, stage };
  }
  const exceptions = exceptionChoices.find(name => name === value);
  return exceptions === undefined ? `--exceptions is "${value}", allowed are ${exceptionChoices.join(', ')}` : { ...wanted, exceptions };
}
