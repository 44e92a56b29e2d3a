/**
 * Long and wide programs: no chain is too long for the call stack, and twice the length costs about twice the work.
 *
 * Work is counted by how often the answers ask the scopes for a name or a definition, not by the clock.
 */
import { expect, test } from 'vitest';
import { createResolveContext } from '../src/dataflow/resolve/context.ts';
import { candidatesIn } from '../src/dataflow/resolve/candidates.ts';
import { marksIn } from '../src/dataflow/resolve/interest.ts';
import { parse, probes, show } from './support/resolve.ts';

const lines = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('\n');

const shapes: Readonly<Record<string, readonly [(count: number) => string, string]>> = {
  'aliases of aliases': [n => `const a0 = require('net').connect;\n${lines(n, i => `const a${i + 1} = a${i};`)}\nprobe(a${n});`, 'net:connect'],
  'aliases with two writes each': [n => `let a0 = require('net').connect;\n${lines(n, i => `let a${i + 1} = a${i}; a${i + 1} = a${i};`)}\nprobe(a${n});`, 'net:connect'],
  'writes of one name': [n => `const net = require('net'); let f;\n${lines(n, () => `f = net.connect;`)}\n${lines(n, () => `probe(f);`)}`, 'net:connect'],
  'writes of one name, each through another': [n => `const net = require('net'); let f;\n${lines(n, i => `const a${i} = net.connect; f = a${i};`)}\nprobe(f);`, 'net:connect'],
  'base classes': [n => `const net = require('net'); class C0 extends net.Socket { open() { return net.connect(1); } }\n${lines(n, i => `class C${i + 1} extends C${i} {}`)}\nprobe(new C${n}().open());`, 'instance net.Socket'],
  'functions that return one another': [n => `const net = require('net');\n${lines(n, i => `function f${i}() { return f${i + 1}(); }`)}\nfunction f${n}() { return net.connect(1); }\nprobe(f0());`, 'instance net.Socket'],
  'functions of one object': [n => `const net = require('net'); const api = {\n${lines(n, i => `f${i}() { return net.connect(${i}); },`)}\n};\n${lines(n, i => `probe(api.f${i}());`)}`, 'instance net.Socket'],
  'properties put on one object': [n => `const net = require('net'); const api = {};\n${lines(n, i => `api.f${i} = () => net.connect(${i});`)}\n${lines(n, i => `probe(api.f${i}());`)}`, 'instance net.Socket'],
  'own exports': [n => `const net = require('net');\n${lines(n, i => `exports.f${i} = () => net.connect(${i});`)}\n${lines(n, i => `probe(exports.f${i}());`)}`, 'instance net.Socket'],
  'fields of one class': [n => `const net = require('net'); class C { open() {\n${lines(n, i => `this.s${i} = net.connect(${i});`)}\n}\nshut() {\n${lines(n, i => `probe(this.s${i});`)}\n} }`, 'instance net.Socket'],
  'uses of one function as listener': [n => `const net = require('net'); function serve(s) { probe(s); }\n${lines(n, () => `net.createServer(serve);`)}`, 'instance net.Socket'],
};

/** Counts what is asked of the scope analysis while every probe is answered. */
function work(text: string): { readonly asked: number; readonly shown: ReadonlySet<string> } {
  const parsed = parse(text, 'espree-commonjs');
  const { scopeManager } = parsed;
  let asked = 0;
  for (const scope of scopeManager.scopes) {
    for (const variable of scope.variables) {
      const { references } = variable;
      Object.defineProperty(variable, 'references', { get: () => ((asked += references.length + 1), references) });
    }
    const get = scope.set.get.bind(scope.set);
    scope.set.get = name => ((asked += 1), get(name));
  }
  const context = createResolveContext(parsed);
  const shown = new Set(probes(parsed.ast).map(node => show(context.node(node))));
  return { asked, shown };
}

test.each(Object.entries(shapes))('%s', (_, [shape, expected]) => {
  const once = work(shape(400));
  const twice = work(shape(800));
  expect([...once.shown, ...twice.shown]).toEqual([expected, expected]);
  expect(twice.asked / once.asked).toBeLessThan(2.5);
  expect([...work(shape(6400)).shown]).toEqual([expected]);
});

const deep: readonly (readonly [string, (count: number) => string, string])[] = [
  ['a chain of methods', n => `probe(require('net').createServer()${'.on("x", f)'.repeat(n)});`, 'instance net.Server'],
  ['a chain of properties', n => `probe(a${'.b'.repeat(n)});`, '?'],
  ['a ladder of choices', n => `const net = require('net'); probe(${'x ? net.connect(1) : '.repeat(n)} net.connect(2));`, 'instance net.Socket'],
  ['a nest of arrows', n => `const net = require('net'); probe(${'(() => '.repeat(n)}net.connect(1)${')()'.repeat(n)});`, 'instance net.Socket'],
  ['a row of assignments', n => `const net = require('net'); let ${lines(n, i => `a${i}`).replaceAll('\n', ', ')}; probe(${lines(n, i => `a${i} =`)} net.connect(1));`, 'instance net.Socket'],
  ['a nest of objects', n => `const o = ${'{ a: '.repeat(n)}require('net')${' }'.repeat(n)}; probe(o${'.a'.repeat(n)}.connect);`, 'net:connect'],
];

test.each(deep)('%s, as deep as it parses', (_, shape, expected) => {
  const parsed = parse(shape(250), 'espree-commonjs');
  const context = createResolveContext(parsed);
  expect(probes(parsed.ast).map(node => show(context.node(node)))).toEqual([expected]);
});

test('a deep chain is answered from a nearly exhausted stack', () => {
  const parsed = parse(shapes['aliases of aliases']?.[0](6400) ?? '', 'espree-commonjs');
  const context = createResolveContext(parsed);
  const [probed] = probes(parsed.ast);
  if (probed === undefined) throw new Error('the text has a probe');
  const descend = (depth: number): string => (depth === 0 ? show(context.node(probed)) : descend(depth - 1));
  expect(descend(5000)).toBe('net:connect');
});

test('candidates of wide files', () => {
  const { scopeManager } = parse(shapes['functions that return one another']?.[0](3000) ?? '', 'espree-commonjs');
  const padded = 'const net = require("net")' + ' '.repeat(200_000);
  expect(candidatesIn(padded, scopeManager, marksIn(padded)).code.length).toBeGreaterThan(0);
  const text = shapes['functions that return one another']?.[0](3000) ?? '';
  expect(candidatesIn(text, parse(text, 'espree-commonjs').scopeManager, marksIn(text)).code).toHaveLength(3002);
});
