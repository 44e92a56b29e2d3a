/**
 * The ordered table of rules. Presets, documentation and the README's table derive from it.
 *
 * Guarantee: every kind of finding belongs to exactly one rule (the record is keyed by kind, so a kind without a rule
 * does not compile).
 */
import type { Rule } from 'eslint';
import type { FindingKind } from '../dataflow/findings/types.ts';
import { defineRule, type Preset, type RuleRow } from './define-rule.ts';
import { noLeakedResponse } from './no-leaked-response.ts';
import { noLeakedServer } from './no-leaked-server.ts';
import { noLeakedSlot } from './no-leaked-slot.ts';
import { noLeakedSocket } from './no-leaked-socket.ts';
import { requireTimeoutClose } from './require-timeout-close.ts';
import { requireOwnerClose } from './require-owner-close.ts';
import { noHalfOpen } from './no-half-open.ts';
import { noOneSidedClose } from './no-one-sided-close.ts';
import type { RuleOptions } from './options.ts';
import { settingsKey } from './settings.ts';

const byKind: { readonly [Kind in FindingKind]: RuleRow } = {
  'leaked-socket': noLeakedSocket,
  'leaked-server': noLeakedServer,
  'leaked-slot': noLeakedSlot,
  'leaked-response': noLeakedResponse,
  'unclosed-timeout': requireTimeoutClose,
  'unclosed-field': requireOwnerClose,
  'one-sided-close': noOneSidedClose,
  'half-open': noHalfOpen,
};

export const ruleTable: readonly RuleRow[] = Object.values(byKind);

export const rules: Record<string, Rule.RuleModule> = Object.fromEntries(ruleTable.map(row => [row.name, defineRule(row)]));

type RuleEntry = ['error'] | ['error', Partial<RuleOptions>];

/** Entries of `rules` in a config: strict also shows what rests on a guess. */
export function presetRules(preset: Preset): Record<string, RuleEntry> {
  const entry: RuleEntry = preset === 'strict' ? ['error', { certainty: 'possible' }] : ['error'];
  return Object.fromEntries(ruleTable.filter(row => row.presets.includes(preset)).map(row => [`${settingsKey}/${row.name}`, entry]));
}
