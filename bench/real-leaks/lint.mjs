/** Lints one file of a case with the plugin alone: the project's own configuration and comments have no say. */
import fs from 'node:fs';
import path from 'node:path';
import tsParser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';

export const PREFIX = 'socket-leaks/';

/** The rules of a preset, or all of them. */
export function selectRules(plugin, wanted) {
  if (wanted === 'all') return Object.fromEntries(Object.keys(plugin.rules).map(name => [PREFIX + name, 'warn']));
  const preset = plugin.configs[wanted]?.rules;
  if (preset === undefined) throw new Error(`no preset ${wanted}: there are ${Object.keys(plugin.configs).join(', ')}, and 'all'`);
  return preset;
}

function eslintFor(root, plugin, rules, typescript, sourceType) {
  return new ESLint({
    cwd: root, overrideConfigFile: true, ignore: false, allowInlineConfig: false,
    overrideConfig: [{
      files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'], plugins: { 'socket-leaks': plugin }, rules,
      languageOptions: { ...(typescript && { parser: tsParser }), sourceType, ecmaVersion: 'latest', parserOptions: { ecmaFeatures: { jsx: true } } },
    }],
  });
}

/** Our reports on the file, trying the source types in turn until one parses. */
export async function lint({ plugin, rules }, { root, file }) {
  const filePath = path.join(root, file);
  const text = fs.readFileSync(filePath, 'utf8').replace(/^#!/, '//');
  const typescript = /\.[cm]?tsx?$/.test(file);
  let messages = [];
  for (const sourceType of typescript || file.endsWith('.mjs') ? ['module'] : ['commonjs', 'module', 'script']) {
    [{ messages }] = await eslintFor(root, plugin, rules, typescript, sourceType).lintText(text, { filePath });
    if (!messages.some(message => message.fatal)) break;
  }
  const broken = messages.find(message => message.fatal || message.message.startsWith('File ignored'));
  if (broken) throw new Error(`${file}: ${broken.message}`);
  return messages.filter(message => message.ruleId?.startsWith(PREFIX));
}
