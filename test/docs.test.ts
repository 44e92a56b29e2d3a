/**
 * The documentation is up to date, and its examples do what it says. `npm run docs` runs this file with `UPDATE_DOCS`
 * set: then the generated parts are written instead of compared.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { packages } from '../src/dataflow/models/index.ts';
import { ruleTable } from '../src/rules/index.ts';
import { demo, fill, read, reports, root, rulePage, rulesTable, withoutMarks } from './support/documentation.ts';
import { packagesPage } from './support/packages-page.ts';

function compare(file: string, wanted: (page: string) => string): void {
  const page = read(file);
  const next = wanted(page);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path.join(root, file), next);
  else expect(page, `${file} is out of date: npm run docs`).toBe(next);
}

describe.each(ruleTable.map(row => [row.name, row] as const))('docs/rules/%s.md', (name, row) => {
  test('is up to date', () => {
    compare(`docs/rules/${name}.md`, page => rulePage(page, row));
  });
  test('shows an example that the rule reports, and a repair that no rule does', () => {
    const [fixture = ''] = row.fixtures;
    const found = reports(withoutMarks(read(`fixtures/${fixture}/leaky.ts`)), 'leaky.ts');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`  error  .*\\.  socket-leaks/${name}$`, 'u'));
    expect(reports(withoutMarks(read(`fixtures/${fixture}/fixed.ts`)), 'fixed.ts')).toEqual([]);
  });
  test('has its headings, in order', () => {
    const headings = read(`docs/rules/${name}.md`).match(/^## .*$/gmu);
    expect(headings).toEqual(['## What it reports', '## Example', '## Options', '## What it does not see', '## When not to use it']);
  });
});

describe('README.md', () => {
  test('has the table of rules', () => {
    compare('README.md', page => fill(page, 'rules', rulesTable(ruleTable)));
  });
  test('has the report of its example', () => {
    expect(demo()).toContain('socket-leaks/no-leaked-socket');
    compare('README.md', page => fill(page, 'demo', demo()));
  });
});

test('docs/packages.md lists what the tables know', () => {
  compare('docs/packages.md', page => fill(page, 'packages', packagesPage(packages)));
});

test('the version constant is that of the package', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  compare('src/version.ts', page => page.replace(/packageVersion = '[^']*'/u, `packageVersion = '${version}'`));
});

describe('generated parts', () => {
  test('are replaced between their markers only', () => {
    const page = 'a\n<!-- generated: x -->\nold\n<!-- end generated -->\nb <!-- generated: y -->\n<!-- end generated -->';
    expect(fill(page, 'x', 'new\n\n')).toBe('a\n<!-- generated: x -->\nnew\n<!-- end generated -->\nb <!-- generated: y -->\n<!-- end generated -->');
    expect(() => fill(page, 'z', '')).toThrow('no place for "z"');
  });
  test('show fixtures without the marks of the runner', () => {
    expect(withoutMarks('// @case text\n// @mechanism x\nopen(); // expect no-leaked-socket #1: {s} exit=throw\n  //? s: open\nwork(); // via #1: rejects\n// prose // @here\n')).toBe('open();\nwork();\n// prose // @here\n');
  });
});
