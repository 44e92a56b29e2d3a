/** Options and settings: what is allowed, what is refused and in which words. */
import { Linter } from 'eslint';
import { describe, expect, test, vi } from 'vitest';
import plugin from '../src/index.ts';
import { defaultOptions, optionRows, readOptions } from '../src/rules/options.ts';
import { defaultSettings, readSettings } from '../src/rules/settings.ts';

vi.mock('../src/dataflow/analyze.ts', () => ({ analyze: () => ({ findings: [], skipped: [] }) }));

function lint(option: object, settings: Record<string, unknown> = {}): Linter.LintMessage[] {
  const config: Linter.Config = { plugins: { 'socket-leaks': plugin }, rules: { 'socket-leaks/no-leaked-slot': ['error', option] }, settings };
  return new Linter().verify('let a', [config]);
}

describe('settings', () => {
  test.each([
    [{ exceptions: 'al' }, `socket-leaks: settings['socket-leaks'].exceptions is "al", allowed are "explicit", "likely", "all"`],
    [{ exceptions: 3 }, `socket-leaks: settings['socket-leaks'].exceptions is 3, allowed are "explicit", "likely", "all"`],
    [{ debug: 'yes' }, `socket-leaks: settings['socket-leaks'].debug is "yes", allowed are true, false`],
    [{ exeptions: 'all' }, `socket-leaks: settings['socket-leaks'] has no "exeptions", allowed are "exceptions", "debug"`],
    ['all', `socket-leaks: settings['socket-leaks'] is "all", allowed are an object with "exceptions", "debug"`],
    [[], `socket-leaks: settings['socket-leaks'] is [], allowed are an object with "exceptions", "debug"`],
    [null, `socket-leaks: settings['socket-leaks'] is null, allowed are an object with "exceptions", "debug"`],
  ])('%j is refused', (written, message) => {
    expect(() => readSettings({ 'socket-leaks': written })).toThrow(message);
    expect(() => lint({}, { 'socket-leaks': written })).toThrow(message);
  });
  test('are filled in', () => {
    expect(readSettings({})).toEqual(defaultSettings);
    expect(readSettings({ 'socket-leaks': { debug: true } })).toEqual({ exceptions: 'likely', debug: true });
    expect(readSettings({ 'socket-leaks': { exceptions: 'all' } })).toEqual({ exceptions: 'all', debug: false });
  });
});

describe('options', () => {
  test.each(optionRows.map(row => [row.name, row.choices.map(value => `"${value}"`).join(', ')]))('a wrong %s is refused', (name, allowed) => {
    const message = `socket-leaks: the option of socket-leaks/no-leaked-slot "${name}" is "al", allowed are ${allowed}`;
    expect(() => lint({ [name]: 'al' })).toThrow(message);
  });
  test('every choice is taken', () => {
    for (const row of optionRows) {
      for (const value of row.choices) {
        expect(lint({ [row.name]: value })).toEqual([]);
        expect(readOptions('x', [{ [row.name]: value }])[row.name]).toBe(value);
      }
    }
  });
  test('an unknown one is refused by the schema', () => {
    expect(() => lint({ certainity: 'possible' })).toThrow(/Unexpected property "certainity"\. Expected properties: "certainty"/u);
  });
  test('are filled in where ESLint does not', () => {
    expect(readOptions('x', [])).toEqual({ ...defaultOptions, exceptions: null });
    expect(readOptions('x', [{ reportAt: 'exit' }])).toEqual({ ...defaultOptions, reportAt: 'exit', exceptions: null });
  });
});
