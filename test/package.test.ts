/**
 * What the tarball holds and what its entry gives: files, exports for every way of loading it, declarations that stand
 * without the tools this project is written with.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { place } from './support/consumer.ts';
import { run, succeed } from './support/run.ts';

const installed = (): string => path.join(inject('consumers')['10'], 'node_modules/eslint-plugin-socket-leaks');

async function packedFiles(): Promise<readonly string[]> {
  const { stdout } = await succeed('tar', ['tzf', inject('tarball')], '/');
  return stdout.trim().split('\n').map(file => file.replace(/^package\//, ''));
}

/** Evaluates an expression in the consumer, as a script (`require` at hand) or as a module. */
async function evaluate(expression: string, kind: 'script' | 'module'): Promise<unknown> {
  const file = kind === 'script' ? 'commonjs' : 'module';
  const code = `Promise.resolve(${expression}).then(value => console.log(JSON.stringify(value)));`;
  const { stdout, stderr } = await succeed(process.execPath, [`--input-type=${file}`, '--eval', code], inject('consumers')['10']);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('the tarball', () => {
  it('holds the build, the manifest, the readme and the license, nothing else', async () => {
    const others = (await packedFiles()).filter(file => !/^dist\/.*\.(?:js|d\.ts)$/.test(file));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
  });

  it('imports nothing at run time but its own files, Node and its dependencies', async () => {
    const manifest: unknown = JSON.parse(await readFile(path.join(installed(), 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ dependencies: { '@babel/parser': expect.stringMatching(/^\^7\./) as unknown } });
    const files = await packedFiles();
    const missing: string[] = [];
    const foreign = new Set<string>();
    for (const file of files.filter(name => name.endsWith('.js'))) {
      for (const specifier of specifiers(await readFile(path.join(installed(), file), 'utf8'))) {
        if (!specifier.startsWith('.')) foreign.add(specifier);
        else if (!files.includes(path.posix.join(path.posix.dirname(file), specifier))) missing.push(`${file} imports ${specifier}`);
      }
    }
    expect(missing).toEqual([]);
    expect([...foreign].filter(specifier => !specifier.startsWith('node:') && specifier !== '@babel/parser')).toEqual([]);
  });
});

/** The module specifiers of import and export declarations and of `import()` types; the build has no other kind. */
function specifiers(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const patterns = [/^\s*(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]/gm, /^\s*import\s*['"]([^'"]+)['"]/gm, /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g];
  return patterns.flatMap(pattern => Array.from(code.matchAll(pattern), match => match[1] ?? ''));
}

describe('the entry', () => {
  it('is the plugin as default export, as named exports and as what require() returns', async () => {
    const parts = '[Object.keys(p.rules).length > 0, Object.keys(p.configs).sort().join(), p.meta.name, p.meta.namespace]';
    const expected = [true, 'legacy-recommended,recommended,strict', 'eslint-plugin-socket-leaks', 'socket-leaks'];
    expect(await evaluate(`import('eslint-plugin-socket-leaks').then(({ default: p }) => ${parts})`, 'module')).toEqual(expected);
    expect(await evaluate(`import('eslint-plugin-socket-leaks').then(p => ${parts})`, 'module')).toEqual(expected);
    expect(await evaluate(`(p => ${parts})(require('eslint-plugin-socket-leaks'))`, 'script')).toEqual(expected);
  });

  it('is one object however it is loaded', async () => {
    const same = "import('eslint-plugin-socket-leaks').then(m => m.default === require('eslint-plugin-socket-leaks') && m.default.rules === m.rules)";
    expect(await evaluate(same, 'script')).toBe(true);
  });

  it('tells its version, so that a cache of results ends with it', async () => {
    const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
    expect(await evaluate("require('eslint-plugin-socket-leaks').meta.version", 'script')).toBe(version);
  });
});

describe('the declarations', () => {
  it('reach nothing but themselves and eslint', async () => {
    const open = ['dist/index.d.ts'];
    const seen = new Set(open);
    const foreign = new Set<string>();
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const specifier of specifiers(await readFile(path.join(installed(), file), 'utf8'))) {
        if (!specifier.startsWith('.')) foreign.add(specifier);
        else {
          const next = path.posix.join(path.posix.dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts'));
          if (!seen.has(next)) open.push(next);
          seen.add(next);
        }
      }
    }
    expect([...foreign].filter(specifier => specifier !== 'eslint')).toEqual([]);
  });
});

/** Checks a configuration file as a user would who checks everything, the declarations of libraries included. */
async function typeErrors(major: '9' | '10', config: string): Promise<string> {
  const consumer = inject('consumers')[major];

  const options = { strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true, noEmit: true, module: 'nodenext', target: 'es2023', types: [] };
  const folder = await place(consumer, { 'package.json': '{"type":"module"}', 'tsconfig.json': JSON.stringify({ compilerOptions: options }), 'eslint.config.ts': config });
  const { stdout } = await run(process.execPath, [path.join(consumer, 'node_modules/typescript/bin/tsc'), '-p', folder], folder);
  return stdout;
}

describe.each(['9', '10'] as const)('a type-checked configuration for ESLint %s', major => {
  const head = "import { defineConfig } from 'eslint/config';\nimport socketLeaks from 'eslint-plugin-socket-leaks';\n";

  it('accepts the plugin and its presets', async () => {
    const uses = [
      'export default defineConfig([',
      '  socketLeaks.configs.recommended,',
      '  socketLeaks.configs.strict,',
      "  { plugins: { 'socket-leaks': socketLeaks }, extends: ['socket-leaks/recommended'], rules: { 'socket-leaks/no-leaked-socket': 'error' } },",
      ']);',
    ];
    expect(await typeErrors(major, head + uses.join('\n'))).toBe('');
  });

  it('refuses a preset that does not exist', async () => {
    expect(await typeErrors(major, `${head}export default defineConfig([socketLeaks.configs.recomended]);`)).toContain("Property 'recomended' does not exist");
  });
});
