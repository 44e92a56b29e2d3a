/**
 * The rules between ESLint and the analysis: which findings they report, where, with which data, how often the
 * analysis runs. The analysis is replaced by one that finds what the test says.
 */
import { Linter } from 'eslint';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Analysis, AnalysisInput, AnalysisSettings } from '../src/dataflow/analyze.ts';
import plugin, { configs, meta, rules } from '../src/index.ts';
import * as namespace from '../src/index.ts';
import { ruleTable } from '../src/rules/index.ts';
import { findingOf } from './support/finding-of.ts';

const analyze = vi.hoisted(() => vi.fn<(input: AnalysisInput, settings: AnalysisSettings) => Analysis>());
vi.mock('../src/dataflow/analyze.ts', () => ({ analyze }));

const source = 'async function open() {\n  const socket = connect();\n  await work();\n  return 1;\n}\n';

function finds(rest: Parameters<typeof findingOf>[4] = {}): void {
  analyze.mockImplementation(({ ast }) => ({
    findings: [findingOf(ast, source, 'connect()', [['rejects', 'await work()', 'work()']], { exit: 'throw', ...rest })],
    skipped: [],
  }));
}

function lint(config: Linter.Config): Linter.LintMessage[] {
  return new Linter().verify(source, [{ plugins: { 'socket-leaks': plugin } }, config], { filename: 'a.js' });
}

const only = (option?: object): Linter.Config => ({ rules: { 'socket-leaks/no-leaked-socket': option === undefined ? 'error' : ['error', option] } });

beforeEach(() => {
  analyze.mockReset();
  analyze.mockReturnValue({ findings: [], skipped: [] });
});

describe('the plugin object', () => {
  test('is the same by every way of loading', () => {
    expect(namespace['module.exports']).toBe(plugin);
    expect(plugin).toEqual({ meta, rules, configs });
    expect(meta.namespace).toBe('socket-leaks');
  });
  test('presets name every rule and the plugin itself', () => {
    const names = ruleTable.map(row => `socket-leaks/${row.name}`);
    expect(Object.keys(configs.recommended.rules ?? {})).toEqual(names);
    expect(Object.keys(configs.strict.rules ?? {})).toEqual(names);
    expect(Object.keys(configs['legacy-recommended'].rules)).toEqual(names);
    expect(configs['legacy-recommended'].plugins).toEqual(['socket-leaks']);
    expect(configs.recommended.plugins?.['socket-leaks']).toBe(plugin);
    expect(configs.strict.plugins?.['socket-leaks']).toBe(plugin);
  });
});

describe('reports', () => {
  test('stand at the acquisition', () => {
    finds();
    expect(lint(only())).toMatchObject([
      { ruleId: 'socket-leaks/no-leaked-socket', messageId: 'failure', line: 2, column: 18, endLine: 2, endColumn: 27,
        message: '`socket` opened here is never destroyed when `work()` rejects on line 3.' },
    ]);
  });
  test('stand at the exit where the option says so', () => {
    finds();
    expect(lint(only({ reportAt: 'exit' }))).toMatchObject([
      { line: 3, column: 3, message: '`socket` opened on line 2 is never destroyed when `work()` rejects here.' },
    ]);
  });
  test('each kind of finding comes from exactly one rule', () => {
    for (const row of ruleTable) {
      finds({ kind: row.kind });
      expect(lint(configs.recommended).map(message => message.ruleId)).toEqual([`socket-leaks/${row.name}`]);
    }
  });
  test('what is only possible needs the option, or strict', () => {
    finds({ certainty: 'possible', doubts: ['a guess'] });
    expect(lint(configs.recommended)).toEqual([]);
    expect(lint(only({ certainty: 'possible' }))).toHaveLength(1);
    expect(lint(configs.strict)).toHaveLength(1);
  });
  test('what is certain is shown by strict too', () => {
    finds();
    expect(lint(configs.strict)).toHaveLength(1);
  });
});

describe('the analysis', () => {
  test('runs once per file for all rules', () => {
    lint(configs.recommended);
    expect(analyze).toHaveBeenCalledTimes(1);
    lint(configs.recommended);
    expect(analyze).toHaveBeenCalledTimes(2);
  });
  test('runs once more where a rule asks for other settings', () => {
    lint({ rules: { 'socket-leaks/no-leaked-socket': 'error', 'socket-leaks/no-leaked-server': 'error', 'socket-leaks/no-leaked-slot': ['error', { exceptions: 'all' }] } });
    expect(analyze.mock.calls.map(([, settings]) => settings.exceptions)).toEqual(['likely', 'all']);
  });
  test('gets the settings, and the option of the same name overrides them', () => {
    const settings = { 'socket-leaks': { exceptions: 'explicit' } };
    lint({ ...only(), settings });
    lint({ ...only({ exceptions: 'all' }), settings });
    expect(analyze.mock.calls.map(([, given]) => given.exceptions)).toEqual(['explicit', 'all']);
  });
  test('gets the file', () => {
    lint(only());
    const input = analyze.mock.calls[0]?.[0];
    expect(input?.text).toBe(source);
    expect(input?.filename).toMatch(/a\.js$/u);
    expect(input?.ast.type).toBe('Program');
    expect(input?.scopeManager.globalScope).toBeTruthy();
  });
});

describe('gaps', () => {
  beforeEach(() => {
    analyze.mockImplementation(({ ast }) => ({ findings: [], skipped: [{ name: 'open', reason: 'too large', node: ast.body[0] ?? ast }] }));
  });
  test('are told once with the debug setting', () => {
    expect(lint({ ...configs.recommended, settings: { 'socket-leaks': { debug: true } } })).toMatchObject([
      { line: 1, column: 1, messageId: 'gaps', message: 'Not analysed in this file: 1 function: open (line 1: too large).' },
    ]);
  });
  test('are silent without it', () => {
    expect(lint(configs.recommended)).toEqual([]);
  });
});
