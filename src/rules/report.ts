/**
 * Findings and gaps as ESLint reports.
 *
 * Guarantee: one report per finding, placed as the options say, with the sentence of the wording and the suggestions
 * that fit; each suggestion carries the path as data, because that is the one field which worker threads, caches
 * and formatters leave intact. Not handled: a report without a suggestion has no place for its path.
 */
import type { Rule } from 'eslint';
import type { Skipped } from '../dataflow/analyze.ts';
import { describe, messages } from '../dataflow/findings/describe.ts';
import { pathOf } from '../dataflow/findings/path.ts';
import type { Finding } from '../dataflow/findings/types.ts';
import type { Node } from '../dataflow/ir/types.ts';
import type { RuleOptions } from './options.ts';
import { suggestionMessages, suggestionsFor, type Suggestion } from './suggestions.ts';

export const ruleMessages = {
  ...messages,
  ...suggestionMessages,
  gaps: 'Not analysed in this file: {{functions}}.',
};

export function reportFinding(context: Rule.RuleContext, finding: Finding, options: RuleOptions): void {
  const { sourceCode } = context;
  const textOf = (node: Node): string => sourceCode.text.slice(node.range[0], node.range[1]);
  const { messageId, data } = describe(finding, options.reportAt, textOf);
  const { loc } = options.reportAt === 'acquire' ? finding.acquire : finding.exitNode;
  const path = pathOf(finding);
  context.report({
    loc,
    messageId,
    data: { ...data },
    suggest: repairsOf(finding, sourceCode, options).map(suggestion => described(suggestion, path)),
  });
}

/** A fault in writing a repair down costs the repair, and neither the report nor the run. */
function repairsOf(finding: Finding, sourceCode: Rule.RuleContext['sourceCode'], options: RuleOptions): readonly Suggestion[] {
  try {
    return suggestionsFor(finding, sourceCode, options);
  } catch {
    return [];
  }
}

function described(suggestion: Suggestion, path: unknown): Rule.SuggestionReportDescriptor {
  return {
    messageId: suggestion.messageId,
    // ESLint types the values as text, and passes any on.
    data: { ...suggestion.data, path } as Record<string, string>,
    fix: fixer => suggestion.edits.map(edit => fixer.replaceTextRange([edit.start, edit.end], edit.text)),
  };
}

export function reportGaps(context: Rule.RuleContext, skipped: readonly Skipped[]): void {
  if (skipped.length === 0) return;
  const functions = skipped.map(gap => `${gap.name} (line ${gap.node.loc.start.line}: ${gap.reason})`).join(', ');
  context.report({
    loc: { line: 1, column: 0 },
    messageId: 'gaps',
    data: { functions: `${skipped.length} ${skipped.length === 1 ? 'function' : 'functions'}: ${functions}` },
  });
}
