/**
 * Lowering, construct by construct: `fixtures/cfg/<construct>.<ext>` is printed beside itself as `<construct>.ir.txt`. Every graph
 * is verified as well. `UPDATE_IR=1` writes the texts anew: read them before you keep them.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { print } from '../src/dataflow/ir/print.ts';
import { verify } from '../src/dataflow/ir/verify.ts';
import { lower } from '../src/dataflow/lower/lower.ts';
import { codeOf } from './support/code-of.ts';

const folder = new URL('../fixtures/cfg/', import.meta.url);
const update = process.env['UPDATE_IR'] === '1';
const sources = readdirSync(folder).filter((file) => /\.[jt]sx?$/u.test(file));

function goldenOf(file: string): URL {
  return new URL(file.replace(/\.[jt]sx?$/u, '.ir.txt'), folder);
}

describe('each construct', () => {
  test.each(sources)('%s', (file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const { nodes, scopes } = codeOf(text, {
      parser: /\.tsx?$/u.test(file) ? 'typescript' : 'espree',
      sourceType: file.startsWith('script-') ? 'script' : 'module',
      jsx: file.endsWith('x'),
    });
    const irs = nodes.map((node) => lower(node, scopes));
    for (const ir of irs) expect(verify(ir), ir.name).toEqual([]);
    const printed = irs.map((ir) => print(ir)).join('\n');
    const golden = goldenOf(file);
    if (update) writeFileSync(golden, printed);
    expect(printed).toBe(readFileSync(golden, 'utf8'));
  });

  test('no golden is left without its source', () => {
    const expected = new Set(sources.map((file) => goldenOf(file).href));
    const goldens = readdirSync(folder).filter((file) => file.endsWith('.ir.txt'));
    expect(goldens.filter((file) => !expected.has(new URL(file, folder).href))).toEqual([]);
    expect(existsSync(folder)).toBe(true);
  });
});
