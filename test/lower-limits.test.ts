/**
 * What lowering must survive: nesting as deep as ESLint and the parsers bear, graphs that could explode, and real code of some
 * megabytes, of which nothing may be left unmodelled.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import type { FunctionIr } from '../src/dataflow/ir/types.ts';
import { verify } from '../src/dataflow/ir/verify.ts';
import { lower } from '../src/dataflow/lower/lower.ts';
import { NotModelled } from '../src/dataflow/lower/not-modelled.ts';
import { type Code, codeOf, type Reading } from './support/code-of.ts';

const parsers = ['espree', 'typescript'] as const;

/** Shapes that nest `n` times. */
const shapes: Readonly<Record<string, (n: number) => string>> = {
  'else if': (n) => `${'if (a) f(); else '.repeat(n)}g();`,
  'if in if': (n) => `${'if (a) { '.repeat(n)}f();${' }'.repeat(n)}`,
  blocks: (n) => '{'.repeat(n) + 'f();' + '}'.repeat(n),
  'and, to the left': (n) => `if (a${' && a'.repeat(n)}) f();`,
  'and and or, to the left': (n) => `x = ${'('.repeat(n)}a${' && a) || a'.repeat(Math.floor(n / 2))}${') && a'.repeat(n - Math.floor(n / 2))};`,
  'or, to the right': (n) => `x = ${'a || ('.repeat(n)}a${')'.repeat(n)};`,
  'nullish, as a condition': (n) => `if (a${' ?? a'.repeat(n)}) f();`,
  sum: (n) => `x = a${' + a'.repeat(n)};`,
  comparisons: (n) => `x = a${' == a'.repeat(n)};`,
  'conditional, to the right': (n) => `x = ${'a ? b : '.repeat(n)}c;`,
  'conditional, to the left': (n) => `x = ${'('.repeat(n)}a${' ? b : c)'.repeat(n)};`,
  'member chain': (n) => `a${'.b'.repeat(n)};`,
  'call chain': (n) => `a${'.b()'.repeat(n)};`,
  'optional chain': (n) => `a${'?.b()'.repeat(n)};`,
  'computed members': (n) => `${'a['.repeat(n)}0${']'.repeat(n)};`,
  arguments: (n) => `${'f('.repeat(n)}a${')'.repeat(n)};`,
  negations: (n) => `x = ${'!'.repeat(n)}a;`,
  voids: (n) => `x = ${'void '.repeat(n)}a;`,
  arrays: (n) => `x = ${'['.repeat(n)}a${']'.repeat(n)};`,
  objects: (n) => `x = ${'{ k: '.repeat(n)}a${' }'.repeat(n)};`,
  assignments: (n) => `${'a = '.repeat(n)}b;`,
  loops: (n) => `${'while (a) { '.repeat(n)}f();${' }'.repeat(n)}`,
  labels: (n) => `${Array.from({ length: n }, (_, i) => `l${String(i)}: `).join('')}for (;;) break;`,
  tries: (n) => `${'try { '.repeat(n)}f();${' } finally { g(); }'.repeat(n)}`,
  catches: (n) => `${'try { f(); } catch (e) { '.repeat(n)}${'}'.repeat(n)}`,
  'finally in finally': (n) => `${'try { f(); } finally { '.repeat(n)}g();${' }'.repeat(n)}`,
  switches: (n) => `${'switch (a) { case 1: '.repeat(n)}f();${' }'.repeat(n)}`,
  patterns: (n) => `var ${'{ a: '.repeat(n)}b${' }'.repeat(n)} = c;`,
  templates: (n) => `${'x = `${'.repeat(1)}${'`${'.repeat(n)}a${'}`'.repeat(n)}}\`;`,
  functions: (n) => `${'(() => { '.repeat(n)}f();${' })()'.repeat(n)}`,
};

function tryCode(text: string, reading: Reading): Code | null {
  try {
    return codeOf(text, reading);
  } catch {
    return null;
  }
}

describe.each(parsers)('depth, %s', (parser) => {
  test.each(Object.entries(shapes))('%s', (_name, shape) => {
    expect(tryCode(shape(3), { parser, sourceType: 'script' }), 'the shape is valid').not.toBeNull();
    const { depth, code } = deepCode(shape, parser);
    expect(survivesWarm(code, codeOf(shape(WARM_UP), { parser, sourceType: 'script' })), `at depth ${String(depth)}`).toBe(true);
  });
});

/** Of the depth that the bare parser and scope analysis survive; ESLint's own code paths bear less. */
const SHARE = 0.85;
/** Shallow enough for every parser, deep enough that lowering it is mostly recursion. */
const WARM_UP = 100;
const ROUNDS = 40;

/**
 * Compiled code needs smaller stack frames than interpreted code. The search for the depth has warmed the parser, so what
 * is compared with it is warmed as well; the compiler works beside us, so that we cannot know when it is done.
 */
function survivesWarm(code: Code, shallow: Code): boolean {
  for (let round = 0; round < ROUNDS; round++) {
    if (survives(code)) return true;
    for (let turn = 0; turn < ROUNDS; turn++) survives(shallow);
  }
  return false;
}

function survives({ nodes, scopes }: Code): boolean {
  try {
    for (const node of nodes) lower(node, scopes);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The parser itself can lose what it has gained by being warm: then a little less deep. */
function deepCode(shape: (n: number) => string, parser: Reading['parser']): { readonly depth: number; readonly code: Code } {
  for (let depth = Math.floor(deepestParsed(shape, parser) * SHARE); depth >= WARM_UP; depth = Math.floor(depth * SHARE)) {
    const code = tryCode(shape(depth), { parser, sourceType: 'script' });
    if (code !== null) return { depth, code };
  }
  throw new Error('the parser bears next to nothing');
}

/** Nothing that people or machines write is deeper, and some parsers bear any depth of some shapes. */
const DEEP_ENOUGH = 12_800;
/** ESLint's code paths take time exponential in it, so that no lint gets past 20. */
const DEEP_FINALLY = 1000;

/** The depth, within a tenth, up to which parser and scope analysis survive. */
function deepestParsed(shape: (n: number) => string, parser: Reading['parser']): number {
  let low = 100;
  let high = shape === shapes['finally in finally'] ? DEEP_FINALLY : DEEP_ENOUGH;
  if (tryCode(shape(high), { parser, sourceType: 'script' }) !== null) return high;
  while (high - low > low / 10) {
    const middle = Math.floor((low + high) / 2);
    if (tryCode(shape(middle), { parser, sourceType: 'script' }) === null) high = middle;
    else low = middle;
  }
  return low;
}

function sizeOf(irs: readonly FunctionIr[]): number {
  return irs.reduce((sum, { blocks }) => sum + blocks.reduce((count, { instructions }) => count + 1 + instructions.length, 0), 0);
}

function irsOf(text: string): readonly FunctionIr[] {
  const { nodes, scopes } = codeOf(text, { parser: 'espree', sourceType: 'script' });
  return nodes.map((node) => lower(node, scopes));
}

const growing: Readonly<Record<string, (n: number) => string>> = {
  'finally in finally, each with a return': (n) => `function f(a) { ${'try { if (a) return g(); } finally { '.repeat(n)}h();${' }'.repeat(n)} }`,
  'try in try, each with a return': (n) => `function f(a) { ${'try { '.repeat(n)}g();${' if (a) return h(); } finally { k(); }'.repeat(n)} }`,
  'many targets behind one finally': (n) => {
    const labels = Array.from({ length: n }, (_, i) => `l${String(i)}`);
    const jumps = labels.map((label) => `if (a === '${label}') break ${label};`).join(' ');
    return `function f(a) { ${labels.map((label) => `${label}: {`).join(' ')} try { ${jumps} } finally { ${'g();'.repeat(n)} } ${'}'.repeat(n)} }`;
  },
  'catch and finally in loops': (n) =>
    `function f(a) { ${'for (const x of a) { try { if (x) continue; if (a) break; return g(x); } catch { h(); } finally { '.repeat(n)}k();${' } }'.repeat(n)} }`,
};

/** Statements within statements: what is repeated, what stands inside, what closes. */
const nests: Readonly<Record<string, readonly [open: string, inside: string, close: string]>> = {
  blocks: ['{', 'f();', '}'],
  ifs: ['if (a) { ', 'f();', ' }'],
  'while loops': ['while (a) { ', 'f();', ' }'],
  'do loops': ['do { ', 'f();', ' } while (a);'],
  'for loops': ['for (let i = 0; i < a; i++) { ', 'f();', ' }'],
  'for of': ['for (const x of a) { ', 'f();', ' }'],
  switches: ['switch (a) { case 1: ', 'f();', ' }'],
  tries: ['try { ', 'f();', ' } finally { g(); }'],
  catches: ['try { f(); } catch (e) { ', '', '}'],
};

describe('depth, in a process that has lowered nothing before', () => {
  const folder = builtLowering();
  const program = fileURLToPath(new URL('support/cold-lowering.mjs', import.meta.url));
  // The parser has hardly run (its regular expressions are compiled), or it has run for a while and bears more.
  const runs = Object.entries(nests).flatMap(([name, shape]) => [20, 300].map((warm) => [name, warm, shape] as const));
  test.each(runs)('%s, the parser has run %d times', (_name, warm, shape) => {
    const run = () => spawnSync(process.execPath, [program, folder, 'espree', String(warm), JSON.stringify(shape)], { encoding: 'utf8' });
    let told = run();
    // The parser itself may end the process.
    for (let round = 0; round < RUNS && told.signal !== null && told.stdout === ''; round++) told = run();
    expect(told.stderr).toBe('');
    expect(told.stdout).toMatch(/^\d+\nlowered\n$/u);
  });
});

const RUNS = 5;

/** The sources of lowering as plain JavaScript, for processes of their own. */
function builtLowering(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lowering-'));
  const from = fileURLToPath(new URL('../src/dataflow/', import.meta.url));
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, rewriteRelativeImportExtensions: true, verbatimModuleSyntax: true };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const room of ['.', 'ir', 'lower']) {
    mkdirSync(join(folder, room), { recursive: true });
    for (const file of readdirSync(join(from, room)).filter((name) => name.endsWith('.ts'))) {
      const { outputText } = ts.transpileModule(readFileSync(join(from, room, file), 'utf8'), { compilerOptions: options });
      writeFileSync(join(folder, room, file.replace(/ts$/u, 'js')), outputText);
    }
  }
  return folder;
}

describe('size', () => {
  test.each(Object.entries(growing))('%s: grows with the source, not faster', (_name, shape) => {
    const small = irsOf(shape(10));
    const large = irsOf(shape(40));
    for (const ir of small) expect(verify(ir)).toEqual([]);
    expect(sizeOf(large) / sizeOf(small)).toBeLessThan(6);
  });
});

const root = fileURLToPath(new URL('../node_modules/', import.meta.url));
const packages = ['eslint/lib', '@typescript-eslint/eslint-plugin/dist', '@typescript-eslint/scope-manager/dist', '@typescript-eslint/typescript-estree/dist', 'fast-check/lib', 'vite/dist/node', 'vitest/dist', 'espree'];

function sourcesOf(folder: string): readonly string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?js$/u.test(file) && !file.includes('node_modules'))
    .map((file) => join(path, file));
}

describe('real code', () => {
  test.each(packages)(
    '%s: every function is modelled and every graph is sound',
    (folder) => {
      const broken: string[] = [];
      for (const file of sourcesOf(folder)) {
        const code = tryCode(readFileSync(file, 'utf8').replace(/^#!.*/u, ''), { parser: 'espree', sourceType: 'module' });
        if (code === null) continue;
        for (const node of code.nodes) broken.push(...faultsOf(node, code).map((fault) => `${file}:${String(node.loc.start.line)} ${fault}`));
      }
      expect(broken).toEqual([]);
    },
    60_000,
  );
});

/** Graphs beyond this size cost the verifier more than they prove. */
const VERIFIED_TEMPS = 3000;

function faultsOf(node: Code['nodes'][number], { scopes }: Code): readonly string[] {
  try {
    const ir = lower(node, scopes);
    return ir.temps > VERIFIED_TEMPS ? [] : verify(ir);
  } catch (error) {
    if (error instanceof NotModelled) return [`not modelled: ${error.reason}`];
    throw error;
  }
}

test('with is refused, with its node and reason', () => {
  const { nodes, scopes } = codeOf('function f(o) { with (o) { end(); } }', { parser: 'espree', sourceType: 'script' });
  const inner = nodes.find(({ type }) => type === 'FunctionDeclaration');
  if (inner === undefined) throw new Error('no function was found');
  expect(() => lower(inner, scopes)).toThrow(NotModelled);
});
