/**
 * Every suggestion on every fixture, applied: the file still parses, the report is gone, no other has come, the rest
 * stay, and no name has lost its declaration. Where a repair is mechanical, one must be offered.
 */
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import plugin from '../src/index.ts';
import { findCases } from './support/fixture-cases.ts';
import { readMarks } from './support/fixture-marks.ts';

const fixtures = findCases(path.resolve(import.meta.dirname, '../fixtures')).filter(fixture => fixture.known === null);
const sources = fixtures.flatMap(fixture => (fixture.kind === 'pair' ? fixture.leaky : fixture.file) ?? []);

function lint(text: string, settings: object): Linter.LintMessage[] {
  // A repair must not take names out of the reach of those who use them.
  const rules: Linter.RulesRecord = { ...plugin.configs.recommended.rules, 'no-undef': 'error' };
  const config: Linter.Config = { ...plugin.configs.recommended, files: ['**/*.*'], languageOptions: { parser }, rules, settings: { 'socket-leaks': settings } };
  const messages = new Linter().verify(text, [config], { filename: 'a.ts' });
  expect(messages.filter(message => message.fatal === true)).toEqual([]);
  return messages;
}

const told = (messages: readonly Linter.LintMessage[]): string[] => messages.map(({ ruleId }) => ruleId ?? '').sort();

/** The folders and files of which some report has a suggestion. */
const offered = new Set<string>();

describe.each(sources.map(source => [path.relative(path.resolve(import.meta.dirname, '../fixtures'), source.path), source] as const))('%s', (name, { text }) => {
  test('is repaired by each of its suggestions', () => {
    const { settings } = readMarks(text).header;
    const before = lint(text, settings);
    for (const message of before.filter(({ ruleId }) => ruleId !== 'no-undef')) {
      if (message.suggestions !== undefined && message.suggestions.length > 0) offered.add(name);
      for (const { desc, fix } of message.suggestions ?? []) {
        const repaired = text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
        expect(told(lint(repaired, settings)), `${message.message}\n${desc}\n${repaired}`).toEqual(told(before.filter(other => other !== message)));
      }
    }
  });
});

test('repairs that are mechanical are offered', () => {
  const mechanical = ['responses/never-ended', 'close-wait/cw-4-error-path', 'close-wait/cw-5-rejected-handler', 'erlmcp/er-3-owner-does-not-respond', 'go-net/go-4-dial-fails', 'owners/disconnect-flips-a-flag', 'rust-actor/rs-2-retry-loop', 'servers/second-listen-fails', 'wifi/wf-6-success-although-failed', 'wifi/wf-8-over-the-limit'];
  expect([...offered]).toEqual(expect.arrayContaining(mechanical.map(name => `${name}/leaky.ts`)));
});
