/**
 * What holds for the repository as a whole: every rule has its page, fixtures and presets; messages are sentences;
 * imports between folders point one way; the package says what it ships.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { configs, meta, rules } from '../src/index.ts';
import { documentation } from '../src/rules/define-rule.ts';
import { ruleTable } from '../src/rules/index.ts';
import { read, root } from './support/documentation.ts';
import { importsBelow, importsOf, sourcesBelow } from './support/imports.ts';

describe.each(ruleTable.map(row => [row.name, row] as const))('%s', (name, row) => {
  test('has a page, to which its documentation points', () => {
    expect(existsSync(path.join(root, 'docs/rules', `${name}.md`))).toBe(true);
    expect(rules[name]?.meta?.docs?.url).toBe(documentation(name));
    expect(documentation(name).endsWith(`/docs/rules/${name}.md`)).toBe(true);
  });
  test('has fixtures that expect it, and whose repair does not', () => {
    expect(row.fixtures).not.toEqual([]);
    for (const fixture of row.fixtures) {
      expect(read(`fixtures/${fixture}/leaky.ts`)).toContain(`expect ${name}`);
      expect(read(`fixtures/${fixture}/fixed.ts`)).not.toContain('// expect');
    }
  });
  test('has a place in the presets', () => {
    expect(row.presets).toContain('strict');
    for (const preset of ['recommended', 'strict'] as const) {
      expect(Object.hasOwn(configs[preset].rules ?? {}, `socket-leaks/${name}`)).toBe(row.presets.includes(preset));
    }
  });
  test('has a file of its own that is all data', () => {
    const text = read(`src/rules/${name}.ts`);
    expect(text.split('\n').length).toBeLessThan(60);
    expect(text).not.toMatch(/=>|function|node\./u);
  });
  test('speaks in sentences', () => {
    expect(row.description).toMatch(/^(?:disallow|require) [a-z].*[^.]$/u);
    for (const [id, message] of Object.entries(rules[name]?.meta?.messages ?? {})) {
      expect(message, id).toMatch(/^(?:[A-Z]|\{\{subject\}\} ).*\.$/u);
      expect(message, id).not.toMatch(/\s{2,}|\.\.$|!$/u);
    }
  });
});

test('every page belongs to a rule', () => {
  expect(readdirSync(path.join(root, 'docs/rules')).sort()).toEqual(ruleTable.map(row => `${row.name}.md`).sort());
});

test('rules are written in one way', () => {
  for (const rule of Object.values(rules)) {
    expect(rule.meta).toMatchObject({ type: 'problem', hasSuggestions: true, schema: [{ type: 'object', additionalProperties: false }], defaultOptions: [{}] });
  }
});

/** A module may import its own folder and what stands before it: no cycle between folders. Types may also come from the doors below, which cut the one real cycle. */
const order = [
  'dataflow/ids.ts', 'dataflow/collections.ts', 'dataflow/mechanisms.ts', 'dataflow/ir/', 'dataflow/solver/', 'dataflow/models/', 'dataflow/lower/', 'dataflow/domain/', 'dataflow/resolve/',
  'dataflow/unit.ts', 'dataflow/effects/', 'dataflow/callbacks/', 'dataflow/obligations/', 'dataflow/summaries/', 'dataflow/findings/', 'dataflow/classes/', 'dataflow/pairs/',
  'dataflow/create-unit.ts', 'dataflow/stages.ts', 'dataflow/analyze.ts', 'version.ts', 'rules/', 'index.ts', 'dataflow/debug/',
];
const typeDoors = ['dataflow/effects/types.ts', 'dataflow/effects/function-index.ts', 'dataflow/summaries/types.ts', 'dataflow/findings/types.ts'];

const rank = (file: string): number => order.findIndex(room => (room.endsWith('/') ? file.startsWith(room) : file === room));

describe('imports', () => {
  const imports = importsBelow(path.join(root, 'src'));
  test('every module has a place in the order', () => {
    const files = sourcesBelow(path.join(root, 'src')).map(file => path.relative(path.join(root, 'src'), file).replaceAll('\\', '/'));
    expect(files.filter(file => rank(file) < 0)).toEqual([]);
  });
  test('point one way between folders', () => {
    const wrong = imports.filter(({ from, to, typeOnly }) => rank(to) > rank(from) && !(typeOnly && typeDoors.includes(to)));
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
  test('go through doors that are needed, and through a unit that is nothing but types', () => {
    const upwards = imports.filter(({ from, to }) => rank(to) > rank(from)).map(({ to }) => to);
    expect(typeDoors.filter(door => !upwards.includes(door))).toEqual([]);
    const hub = imports.filter(({ from, to, typeOnly }) => (from === 'dataflow/unit.ts' || to === 'dataflow/unit.ts') && !typeOnly);
    expect(hub.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
    expect(read('src/dataflow/unit.ts')).not.toMatch(/^(?:export )?(?:async )?(?:const|let|function|class)\b/mu);
  });
  test('reach debug from nowhere, and the solver knows nothing of sockets', () => {
    expect(imports.filter(({ from, to }) => to.startsWith('dataflow/debug/') && !from.startsWith('dataflow/debug/'))).toEqual([]);
    expect(imports.filter(({ from, to }) => from.startsWith('dataflow/solver/') && to.startsWith('dataflow/models/'))).toEqual([]);
  });
  test('are read in all their forms', () => {
    const text = "import type { A } from '../a.ts';\nimport { type B, type C } from './b.ts';\nimport {\n  type D,\n  e,\n} from './d.ts';\nexport { f } from './f.ts';\nimport path from 'node:path';\n";
    expect(importsOf('x/y.ts', text)).toEqual([
      { from: 'x/y.ts', to: 'a.ts', typeOnly: true },
      { from: 'x/y.ts', to: 'x/b.ts', typeOnly: true },
      { from: 'x/y.ts', to: 'x/d.ts', typeOnly: false },
      { from: 'x/y.ts', to: 'x/f.ts', typeOnly: false },
    ]);
  });
});

describe('sources', () => {
  const files = sourcesBelow(path.join(root, 'src'));
  test('begin with a docblock', () => {
    expect(files.filter(file => !readFileSync(file, 'utf8').startsWith('/**')).map(file => path.relative(root, file))).toEqual([]);
  });
  test('have kebab-case names', () => {
    expect(files.map(file => path.basename(file)).filter(name => !/^[a-z0-9]+(?:-[a-z0-9]+)*\.ts$/u.test(name))).toEqual([]);
  });
  test('leave nothing to be done later', () => {
    const marks = new RegExp(['TODO', 'FIXME', 'XXX'].join('|'), 'u');
    expect(files.filter(file => marks.test(readFileSync(file, 'utf8'))).map(file => path.relative(root, file))).toEqual([]);
  });
  test('bring nothing to a user but the declared dependency', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies)).toEqual(['@babel/parser']);
    const allowed = /^(?:import|export)\s+(?!type\b)[^;'"]*?\s*from\s*'(?!\.|node:|@babel\/parser)([^']+)'/gmu;
    const loaded = files.filter(file => !file.includes(`${path.sep}debug${path.sep}`)).flatMap(file => [...readFileSync(file, 'utf8').matchAll(allowed)].map(([, name]) => `${path.relative(root, file)}: ${name ?? ''}`));
    expect(loaded).toEqual([]);
  });
});

describe('the package', () => {
  const manifest = JSON.parse(read('package.json')) as { name: string; version: string; files: string[]; exports: Record<string, unknown>; peerDependencies: Record<string, string>; engines: { node: string } };
  test('is what the plugin calls itself', () => {
    expect(meta).toEqual({ name: manifest.name, version: manifest.version, namespace: 'socket-leaks' });
  });
  test('says where it runs', () => {
    expect(manifest.peerDependencies).toEqual({ eslint: '^8.57.0 || ^9.0.0 || ^10.0.0' });
    expect(manifest.engines.node).toBe('^20.19.0 || ^22.13.0 || >=24');
    expect(Object.keys(manifest.exports)).toEqual(['.', './package.json']);
  });
});
