/**
 * The options every rule has: they filter findings, place them, and may override a setting.
 *
 * Guarantee: complete options with the defaults filled in (ESLint 8 does not merge them), or a `ConfigurationError`.
 * The schema names the choices but lets other values pass, because ESLint's own refusal names neither the option nor
 * what is allowed; `readOptions` refuses them with a sentence that does.
 */
import type { Rule } from 'eslint';
import type { ReportPlace } from '../dataflow/findings/placing.ts';
import type { Certainty } from '../dataflow/findings/types.ts';
import { choice, record } from './choices.ts';
import { exceptionChoices, settingsKey, type Exceptions } from './settings.ts';

export type AwaitUsing = 'when-used' | 'always' | 'never';

export interface RuleOptions {
  readonly certainty: Certainty;
  readonly reportAt: ReportPlace;
  readonly awaitUsing: AwaitUsing;
  /** Null: as the settings say. */
  readonly exceptions: Exceptions | null;
}

interface OptionRow {
  readonly name: keyof RuleOptions;
  readonly choices: readonly string[];
  /** Null: taken from the settings. */
  readonly default: string | null;
  readonly description: string;
}

const certaintyChoices = ['certain', 'possible'] as const satisfies readonly Certainty[];
const placeChoices = ['acquire', 'exit'] as const satisfies readonly ReportPlace[];
const awaitUsingChoices = ['when-used', 'always', 'never'] as const satisfies readonly AwaitUsing[];

export const defaultOptions = { certainty: 'certain', reportAt: 'acquire', awaitUsing: 'when-used' } as const;

/** The source of the schema and of the tables in the documentation. */
export const optionRows: readonly OptionRow[] = [
  {
    name: 'certainty',
    choices: certaintyChoices,
    default: defaultOptions.certainty,
    description: 'Report only what is certain, or also leaks that rest on a guess; such a report says which.',
  },
  {
    name: 'reportAt',
    choices: placeChoices,
    default: defaultOptions.reportAt,
    description: 'Place the report where the resource is acquired, or where control leaves without releasing it.',
  },
  {
    name: 'exceptions',
    choices: exceptionChoices,
    default: null,
    description: `Which calls are believed to throw; overrides \`settings['${settingsKey}'].exceptions\`.`,
  },
  {
    name: 'awaitUsing',
    choices: awaitUsingChoices,
    default: defaultOptions.awaitUsing,
    description: 'Suggest `await using` only in files that already use it, wherever it fits, or never.',
  },
];

export const schema: NonNullable<Rule.RuleMetaData['schema']> = [
  {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      optionRows.map(row => [row.name, { description: row.description, anyOf: [{ enum: [...row.choices] }, { description: 'Refused by the rule, with a message that names the choices.' }] }]),
    ),
  },
];

export function readOptions(rule: string, written: readonly unknown[]): RuleOptions {
  const where = `option of ${settingsKey}/${rule}`;
  const given = written[0] === undefined ? {} : record(`the ${where}`, written[0], optionRows.map(row => row.name));
  const read = <Value extends string>(name: string, allowed: readonly Value[], otherwise: Value): Value =>
    given[name] === undefined ? otherwise : choice(`the ${where} "${name}"`, given[name], allowed);
  return {
    certainty: read('certainty', certaintyChoices, defaultOptions.certainty),
    reportAt: read('reportAt', placeChoices, defaultOptions.reportAt),
    awaitUsing: read('awaitUsing', awaitUsingChoices, defaultOptions.awaitUsing),
    exceptions: given['exceptions'] === undefined ? null : choice(`the ${where} "exceptions"`, given['exceptions'], exceptionChoices),
  };
}
