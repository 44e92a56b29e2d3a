/**
 * Code that nobody wrote for us: every installed source that passes the test of the text is analysed without a fault and without
 * a function left out. Bundles of more than a few hundred kilobytes would take longer than they tell.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { marksIn } from '../src/dataflow/resolve/interest.ts';
import { analysisOf } from './support/analysis-of.ts';
import type { ParserName } from './support/resolve.ts';

const largest = 300_000;
const root = path.resolve(import.meta.dirname, '../node_modules');

const sources = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.[cm]?[jt]s$/u.test(entry.name) && !/\.d\.[cm]?ts$/u.test(entry.name))
  .map(entry => path.join(entry.parentPath, entry.name))
  .filter(file => !path.relative(root, file).startsWith('.') && statSync(file).size <= largest)
  .sort();

/** How a file may have to be read, the likely way first. */
function parsersFor(file: string): readonly ParserName[] {
  if (/\.[cm]?ts$/u.test(file)) return ['typescript'];
  return file.endsWith('.mjs') ? ['espree-module', 'espree-commonjs'] : ['espree-commonjs', 'espree-module'];
}

function faultsOf(file: string, text: string): string[] {
  for (const parser of parsersFor(file)) {
    try {
      return (['likely', 'all'] as const).flatMap(exceptions => analysisOf(text, { parser, exceptions }).skipped.map(({ name, reason }) => `${file}: ${name}: ${reason}`));
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!message.includes('Parsing error')) return [`${file}: ${message}`];
    }
  }
  return [`${file}: no parser reads it`];
}

describe('installed packages', () => {
  const texts = sources.map(file => [path.relative(root, file), readFileSync(file, 'utf8')] as const).filter(([, text]) => marksIn(text).length > 0);

  test('hold enough of what concerns us', () => {
    expect(texts.length).toBeGreaterThan(60);
  });

  test('are analysed without a fault, and no function is left out', { timeout: 240_000 }, () => {
    expect(texts.flatMap(([file, text]) => faultsOf(file, text))).toEqual([]);
  });
});
