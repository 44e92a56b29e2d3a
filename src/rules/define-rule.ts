/**
 * Makes an ESLint rule of a row: meta data and the kind of finding that it reports.
 *
 * Guarantee: a rule that listens to the program only, runs the shared analysis, and throws for configuration errors
 * alone. Not handled: anything about syntax; that is the analysis' business.
 */
import type { Rule } from 'eslint';
import type { FindingKind } from '../dataflow/findings/types.ts';
import { packageName } from '../version.ts';
import { defaultOptions, readOptions, schema } from './options.ts';
import { reportFinding, reportGaps, ruleMessages } from './report.ts';
import { readSettings } from './settings.ts';
import { sharedAnalysis } from './shared-analysis.ts';

export type Preset = 'recommended' | 'strict';

/** What one file of this folder says. */
export interface RuleRow {
  readonly name: string;
  readonly kind: FindingKind;
  /** One line, without a full stop, after "Disallow" or "Require". */
  readonly description: string;
  readonly presets: readonly Preset[];
  /** Folders of `fixtures/` with a leaky and a fixed variant; the first is shown in the documentation. */
  readonly fixtures: readonly string[];
}

export const documentation = (rule: string): string =>
  `https://github.com/${packageName}/${packageName}/blob/main/docs/rules/${rule}.md`;

export function defineRule(row: RuleRow): Rule.RuleModule {
  return {
    meta: {
      type: 'problem',
      docs: { description: row.description, recommended: row.presets.includes('recommended'), url: documentation(row.name) },
      hasSuggestions: true,
      schema,
      defaultOptions: [{ ...defaultOptions }],
      messages: ruleMessages,
    },
    create(context) {
      const settings = readSettings(context.settings);
      const options = readOptions(row.name, context.options);
      return {
        'Program:exit'() {
          const run = sharedAnalysis(context, options.exceptions ?? settings.exceptions);
          for (const finding of run.analysis.findings) {
            if (finding.kind !== row.kind) continue;
            if (finding.certainty === 'possible' && options.certainty === 'certain') continue;
            reportFinding(context, finding, options);
          }
          if (settings.debug && !run.gapsTold) {
            run.gapsTold = true;
            reportGaps(context, run.analysis.skipped);
          }
        },
      };
    },
  };
}
