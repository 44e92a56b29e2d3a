/**
 * The packed plugin in the hands of a user: each supported major version of ESLint, on the command line and in its
 * configuration files, finds the leak and is silent after the repair.
 */
import { describe, expect, inject, it } from 'vitest';
import { eslint, FIXED, LEAKY, LEAKY_TYPESCRIPT, place, type Report } from './support/consumer.ts';

const RULE = 'socket-leaks/no-leaked-socket';
const SWITCH_ON = ['--plugin', 'socket-leaks', '--rule', `${RULE}: error`];

/** What every way of running must say: one error, at the acquisition, in a sentence that names the way out. */
function expectTheLeak(report: Report): void {
  expect(report.messages).toMatchObject([{ ruleId: RULE, line: 3 }]);
  expect(report.messages[0]?.message).toContain('go()');
  expect(report.code).toBe(1);
}

function expectSilence(report: Report): void {
  expect(report).toEqual({ code: 0, messages: [] });
}

interface Way {
  readonly name: string;
  readonly major: '8' | '9' | '10';
  /** The configuration file, if the user has one. */
  readonly config: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const FLAT_IN_8 = { ESLINT_USE_FLAT_CONFIG: 'true' };
const COMMONJS = "languageOptions: { sourceType: 'commonjs' }";

const legacyPreset = JSON.stringify({ root: true, parserOptions: { ecmaVersion: 'latest' }, extends: ['plugin:socket-leaks/legacy-recommended'] });
const importedPreset = (preset: string): string =>
  `import socketLeaks from 'eslint-plugin-socket-leaks';\nexport default [{ ${COMMONJS} }, socketLeaks.configs.${preset}];\n`;
const requiredPreset = `const socketLeaks = require('eslint-plugin-socket-leaks');\nmodule.exports = [{ ${COMMONJS} }, socketLeaks.configs.recommended];\n`;
const namedImports = `import { configs } from 'eslint-plugin-socket-leaks';\nexport default [{ ${COMMONJS} }, configs.recommended];\n`;
const extendedByName = [
  "import { defineConfig } from 'eslint/config';",
  "import socketLeaks from 'eslint-plugin-socket-leaks';",
  `export default defineConfig([{ ${COMMONJS}, plugins: { 'socket-leaks': socketLeaks }, extends: ['socket-leaks/recommended'] }]);`,
].join('\n');

const ways: readonly Way[] = [
  { name: 'eslintrc, command line alone', major: '8', config: {}, args: ['--no-eslintrc', '--parser-options', 'ecmaVersion:latest', ...SWITCH_ON] },
  { name: 'eslintrc, legacy-recommended', major: '8', config: { '.eslintrc.json': legacyPreset }, args: [] },
  { name: 'flat, command line alone', major: '8', config: {}, args: ['--no-config-lookup', ...SWITCH_ON], env: FLAT_IN_8 },
  { name: 'flat, recommended', major: '8', config: { 'eslint.config.mjs': importedPreset('recommended') }, args: [], env: FLAT_IN_8 },
  ...(['9', '10'] as const).flatMap((major): readonly Way[] => [
    { name: 'command line alone', major, config: {}, args: ['--no-config-lookup', ...SWITCH_ON] },
    { name: 'command line, long name of the plugin', major, config: {}, args: ['--no-config-lookup', '--plugin', 'eslint-plugin-socket-leaks', '--rule', `${RULE}: error`] },
    { name: 'recommended', major, config: { 'eslint.config.mjs': importedPreset('recommended') }, args: [] },
    { name: 'recommended beside the command line', major, config: { 'eslint.config.mjs': importedPreset('recommended') }, args: SWITCH_ON },
    { name: 'strict', major, config: { 'eslint.config.mjs': importedPreset('strict') }, args: [] },
    { name: 'recommended through named exports', major, config: { 'eslint.config.mjs': namedImports }, args: [] },
    { name: 'recommended through require()', major, config: { 'eslint.config.cjs': requiredPreset }, args: [] },
    { name: 'recommended through defineConfig and extends', major, config: { 'eslint.config.mjs': extendedByName }, args: [] },
  ]),
];

describe.each(ways)('ESLint $major: $name', ({ major, config, args, env }) => {
  it('finds the leak and is silent after the repair', async () => {
    const folder = await place(inject('consumers')[major], { ...config, 'leaky.js': LEAKY, 'fixed.js': FIXED });
    expectTheLeak(await eslint(folder, [...args, 'leaky.js'], env));
    expectSilence(await eslint(folder, [...args, 'fixed.js'], env));
  });
});

describe.each(['8', '9', '10'] as const)('ESLint %s with typescript-eslint', major => {
  it('finds the leak in a .ts file', async () => {
    const config = [
      "import parser from '@typescript-eslint/parser';",
      "import socketLeaks from 'eslint-plugin-socket-leaks';",
      "export default [{ ...socketLeaks.configs.recommended, files: ['**/*.ts'], languageOptions: { parser } }];",
    ].join('\n');
    const folder = await place(inject('consumers')[major], { 'eslint.config.mjs': config, 'leaky.ts': LEAKY_TYPESCRIPT });
    expectTheLeak(await eslint(folder, ['leaky.ts'], major === '8' ? FLAT_IN_8 : {}));
  });
});

describe('ESLint 10 in worker threads and with its cache', () => {
  it('says the same', async () => {
    const files = Object.fromEntries(Array.from({ length: 4 }, (_, index) => [`src/leaky-${String(index)}.js`, LEAKY]));
    const folder = await place(inject('consumers')['10'], { 'eslint.config.mjs': importedPreset('recommended'), ...files });
    const plain = await eslint(folder, ['src']);
    expect(plain.messages).toHaveLength(4);
    expect(await eslint(folder, ['--concurrency', '2', 'src'])).toEqual(plain);
    expect(await eslint(folder, ['--cache', 'src'])).toEqual(plain);
    expect(await eslint(folder, ['--cache', 'src'])).toEqual(plain);
  });
});
