/**
 * Repairs of a finding that can be written down mechanically.
 *
 * Input: a finding and its file. Guarantee: each suggestion is a list of edits that do not overlap, leaves the file
 * parseable, and where it is offered the finding is gone after it. When unsure there is none.
 */
import type { SourceCode } from 'eslint';
import type { Finding } from '../dataflow/findings/types.ts';
import type { RuleOptions } from './options.ts';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export const suggestionMessages = {
  releaseBeforeExit: 'Call `{{call}}` before control leaves.',
  wrapInFinally: 'Call `{{call}}` in a `finally` block.',
  useAwaitUsing: 'Declare `{{name}}` with `await using`.',
} as const;

export interface Suggestion {
  readonly messageId: keyof typeof suggestionMessages;
  readonly data: Readonly<Record<string, string>>;
  readonly edits: readonly Edit[];
}

export function suggestionsFor(finding: Finding, sourceCode: SourceCode, options: RuleOptions): readonly Suggestion[] {
  void finding;
  void sourceCode;
  void options;
  return [];
}
