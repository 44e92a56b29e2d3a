/**
 * What is compared: variants of an ESLint configuration, each a list of parts, and how the parts become a flat config.
 *
 * Parts: parse (no rule), core-recommended, core-cpa (the core rules that use code paths), core:rule+rule, nfp (no-floating-promises alone),
 * tseslint (nfp + no-misused-promises), sonarjs, promise, react-hooks, n, unicorn (their recommended rules),
 * pkg:NAME#rule+rule, pkg:NAME#recommended, pkg:NAME#all.
 */
import path from 'node:path';

const CODE_PATH_RULES = [
  'constructor-super', 'require-atomic-updates', 'no-useless-return', 'array-callback-return', 'no-unreachable-loop', 'no-this-before-super',
  'getter-return', 'consistent-return', 'no-fallthrough', 'no-unreachable', 'no-useless-assignment',
];
const PACKAGES = {
  sonarjs: 'eslint-plugin-sonarjs', promise: 'eslint-plugin-promise', 'react-hooks': 'eslint-plugin-react-hooks',
  n: 'eslint-plugin-n', unicorn: 'eslint-plugin-unicorn',
};
const NEED_TYPES = ['nfp', 'tseslint', 'parse-typed'];

/** A variant from its name on the command line; a trailing "!typed" gives it type information. */
export function variant(text) {
  const part = text.replace('!typed', '');
  return { name: text, parts: [part === 'parse-typed' ? 'parse' : part], typed: text.endsWith('!typed') || NEED_TYPES.includes(text) };
}

const shortName = name => path.basename(name).replace(/\.[cm]?[jt]s$/, '').replace(/^eslint-plugin-/, '') || 'plugin';
const asErrors = names => Object.fromEntries(names.map(name => [name, 'error']));

function recommended(plugin, prefix) {
  const configs = plugin.configs ?? {};
  const chosen = configs['flat/recommended'] ?? configs.flat?.recommended ?? configs.recommended;
  const entries = [chosen].flat().flatMap(config => Object.entries(config?.rules ?? {}));
  return Object.fromEntries(entries.flatMap(([id, severity]) => {
    const name = id.slice(id.lastIndexOf('/') + 1);
    return id.includes('/') && plugin.rules[name] ? [[`${prefix}/${name}`, severity]] : [];
  }));
}

async function packagePart(part, load) {
  const [name, selection = 'all'] = part.startsWith('pkg:') ? part.slice(4).split('#') : [PACKAGES[part], 'recommended'];
  if (name === undefined) throw new Error(`no variant ${part}`);
  const loaded = await load(name);
  const plugin = loaded.plugin ?? loaded;
  const prefix = shortName(name);
  if (selection === 'recommended') return { plugins: { [prefix]: plugin }, rules: recommended(plugin, prefix) };
  const names = selection === 'all' ? Object.keys(plugin.rules).filter(rule => !plugin.rules[rule].meta?.deprecated) : selection.split('+');
  const unknown = names.find(rule => !plugin.rules[rule]);
  if (unknown !== undefined) throw new Error(`${name} has no rule ${unknown}`);
  return { plugins: { [prefix]: plugin }, rules: asErrors(names.map(rule => `${prefix}/${rule}`)) };
}

async function partOf(part, load) {
  if (part === 'parse') return { plugins: {}, rules: {} };
  if (part === 'core-recommended') return { plugins: {}, rules: (await load('@eslint/js')).configs.recommended.rules };
  if (part === 'core-cpa') return { plugins: {}, rules: asErrors(CODE_PATH_RULES) };
  if (part.startsWith('core:')) return { plugins: {}, rules: asErrors(part.slice(5).split('+')) };
  if (part !== 'nfp' && part !== 'tseslint') return packagePart(part, load);
  const names = ['no-floating-promises', ...(part === 'tseslint' ? ['no-misused-promises'] : [])];
  const { plugin } = await load('typescript-eslint');
  return { plugins: { '@typescript-eslint': plugin }, rules: asErrors(names.map(name => `@typescript-eslint/${name}`)) };
}

async function languageOptions({ typed, project }, load, hasTypeScript) {
  const parserOptions = { ecmaFeatures: { jsx: true }, ...(typed && { project, tsconfigRootDir: path.dirname(project) }) };
  if (!typed && !hasTypeScript) return { ecmaVersion: 'latest', sourceType: 'commonjs', parserOptions };
  const { parser } = await load('typescript-eslint');
  return { ecmaVersion: 'latest', sourceType: 'module', parserOptions, parser };
}

/** The flat config of a variant. */
export async function configOf(chosen, load, hasTypeScript) {
  const parts = [];
  for (const part of chosen.parts) parts.push(await partOf(part, load));
  return {
    files: ['**/*.{js,cjs,mjs,jsx,ts,mts,cts,tsx}'],
    plugins: Object.assign({}, ...parts.map(part => part.plugins)),
    rules: Object.assign({}, ...parts.map(part => part.rules)),
    languageOptions: await languageOptions(chosen, load, hasTypeScript),
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  };
}
