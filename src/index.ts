/**
 * The plugin object: meta data, rules and configs; nothing else imports this file.
 *
 * Guarantee: one module instance for `import`, `require()` and every way in which ESLint 8, 9 and 10 load a plugin:
 * a default export, the named exports, and the name that `require()` looks for. The published types mention ESLint only.
 */
import type { ESLint, Linter, Rule } from 'eslint';
import { presetRules, rules as table } from './rules/index.ts';
import { settingsKey } from './rules/settings.ts';
import { packageName, packageVersion } from './version.ts';

/** A preset for `.eslintrc` files. */
export interface LegacyPreset {
  plugins: string[];
  rules: Linter.RulesRecord;
}

export interface SocketLeaksPlugin extends ESLint.Plugin {
  meta: { name: string; version: string; namespace: string };
  rules: Record<string, Rule.RuleModule>;
  configs: { recommended: Linter.Config; strict: Linter.Config; 'legacy-recommended': LegacyPreset };
}

export const meta: SocketLeaksPlugin['meta'] = { name: packageName, version: packageVersion, namespace: settingsKey };
export const rules: SocketLeaksPlugin['rules'] = table;

/** The configs name the plugin that holds them: ESLint resolves their rules through it. */
const plugins: NonNullable<Linter.Config['plugins']> = {};

export const configs: SocketLeaksPlugin['configs'] = {
  recommended: { name: `${settingsKey}/recommended`, plugins, rules: presetRules('recommended') },
  strict: { name: `${settingsKey}/strict`, plugins, rules: presetRules('strict') },
  'legacy-recommended': { plugins: [settingsKey], rules: presetRules('recommended') },
};

const plugin: SocketLeaksPlugin = { meta, rules, configs };
plugins[settingsKey] = plugin;

export { plugin as default, plugin as 'module.exports' };
