/**
 * What the calls of a graph call: lowered from text, one line per call in source order.
 */
import { expect, test } from 'vitest';
import type { CodeNode } from '../src/dataflow/ir/types.ts';
import { lower } from '../src/dataflow/lower/lower.ts';
import { makeScopes } from '../src/dataflow/lower/scopes.ts';
import { localCallees } from '../src/dataflow/resolve/call-graph.ts';
import type { Callee, CallInstruction } from '../src/dataflow/resolve/callee.ts';
import { resolveCallee } from '../src/dataflow/resolve/callee.ts';
import { createResolveContext, inFunction } from '../src/dataflow/resolve/context.ts';
import { children, constructorOf, isClass, isFunction } from '../src/dataflow/resolve/syntax.ts';
import { kindOf, valueOf } from '../src/dataflow/resolve/values.ts';
import type { Parsed, ParserName } from './support/resolve.ts';
import { parse, show } from './support/resolve.ts';

const parsers: readonly ParserName[] = ['espree-commonjs', 'typescript'];

function codeOf({ ast }: Parsed): CodeNode[] {
  const found: CodeNode[] = [ast];
  const stack = children(ast);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    // A class has a graph of its own where it has no constructor.
    if (isFunction(node) || (isClass(node) && constructorOf(node) === null)) found.push(node);
    stack.push(...children(node));
  }
  return found;
}

/** The calls of a whole file with what each calls; `require` itself is left out. */
function calls(text: string, parser: ParserName): string[] {
  const parsed = parse(text, parser);
  const file = createResolveContext(parsed);
  const scopes = makeScopes(parsed.scopeManager);
  const found: [number, string][] = [];
  for (const code of codeOf(parsed)) {
    const ir = lower(code, scopes);
    for (const { instructions } of ir.blocks) {
      for (const call of instructions) {
        if (call.kind !== 'call' || (call.callee.kind === 'global' && call.callee.name === 'require')) continue;
        // The answer does not depend on being within the graph.
        const callee = resolveCallee(call, inFunction(file, ir));
        expect(resolveCallee(call, file)).toEqual(callee);
        found.push([call.node.range[1], describeCallee(callee, call)]);
      }
    }
  }
  return found.sort(([left], [right]) => left - right).map(([, words]) => words);
}

function describeCallee(callee: Callee, call: CallInstruction): string {
  switch (callee.kind) {
    case 'model':
      return `model ${callee.name}`;
    case 'method':
      return `method ${callee.resource ?? '?'}.${callee.name}${callee.model === null ? '' : ' known'}${callee.origin === null ? '' : ` from ${callee.origin.module}`}`;
    case 'function': {
      const line = `function line ${callee.node.loc.start.line} by ${callee.via}`;
      return callee.passes === 'all' ? line : `${line}, arguments ${callee.passes}`;
    }
    case 'class':
      return `class line ${callee.node.loc.start.line}${callee.constructor === null ? '' : ' with constructor'}${callee.instance === null ? '' : ` is ${callee.instance}`}${call.construct ? '' : ' by super'}`;
    case 'unknown':
      return `unknown ${callee.name ?? '-'}${callee.origin === null ? '' : ` from ${callee.origin.module}`}`;
  }
}

const cases: readonly (readonly [string, string, ...string[]])[] = [
  ['a function of a module', `const net = require('net'); net.connect(1);`, 'model net.connect'],
  ['a class of a module', `const { Socket } = require('net'); new Socket();`, 'model net.Socket'],
  ['a global', `JSON.parse(x); process.exit(1); new WebSocket(u);`, 'model JSON.parse', 'model process.exit', 'model WebSocket'],
  ['a method value', `const { connect } = require('net'); const dial = connect; dial(1);`, 'model net.connect'],
  ['the sequence form of compiled code', `const net_1 = require('net'); (0, net_1.connect)(1);`, 'model net.connect'],
  ['one alternative acquires', `const net = require('net'); const dial = given ? given.connect : net.connect; dial(1);`, 'model net.connect'],
  ['of two the first that acquires', `const net = require('net'), tls = require('tls'); (secure ? tls : net).connect(1);`, 'model tls.connect'],
  ['a choice that does not acquire proves nothing', `const parse = given || JSON.parse; parse(x);`, 'unknown parse'],
  ['a method of a resource', `const net = require('net'); const s = net.connect(1); s.destroy(); s.fly();`, 'model net.connect', 'method net.Socket.destroy known', 'method net.Socket.fly'],
  ['a chain', `require('net').createServer(f).listen(0);`, 'model net.createServer', 'method net.Server.listen known'],
  ['inherited by the kind', `const tls = require('tls'); const s = tls.connect(1); s.setNoDelay();`, 'model tls.connect', 'method tls.TLSSocket.setNoDelay known'],
  ['a field of a class', `const net = require('net'); class C { open() { this.s = net.connect(1); } shut() { this.s.destroy(); } }`, 'model net.connect', 'method net.Socket.destroy known'],
  ['optional call', `const net = require('net'); let s; s = net.connect(1); s?.destroy();`, 'model net.connect', 'method net.Socket.destroy known'],
  ['functions of the file', `f();\nfunction f() {} const g = () => {}; g(); (() => {})();`, 'function line 2 by call', 'function line 2 by call', 'function line 2 by call'],
  ['methods of the file', `class C { m() { this.k(); }\nk() {} }\nconst api = { open() {} }; api.open();`, 'function line 2 by method', 'function line 3 by method'],
  ['bound, called and applied', `function f() {} const g = f.bind(x); g(); f.call(x, 1); f.apply(x, list);`, 'method ?.bind', 'function line 1 by bound', 'function line 1 by bound, arguments after-first', 'function line 1 by bound, arguments hidden'],
  ['a class of the file', `class C { constructor() {} }\nclass D {} new C(); new D();`, 'class line 1 with constructor', 'class line 2'],
  ['a class that is a resource', `const net = require('net'); class Wire extends net.Socket { shut() { this.destroy(); } }\nconst w = new Wire(); w.end();`, 'method net.Socket.destroy known', 'model net.Socket', 'class line 1 is net.Socket', 'method net.Socket.end known'],
  ['super', `class B { constructor() {} }\nclass C extends B { constructor() { super(); } }\nclass D extends require('net').Socket { constructor() { super(); } }`, 'class line 1 with constructor by super', 'model net.Socket'],
  ['a method of the base class', `class B { shut() {} }\nclass C extends B { shut() { super.shut(); } }`, 'function line 1 by method', 'class line 1 by super'],
  ['another file', `const pool = require('./pool'); const { open } = pool; open(); pool.acquire();`, 'unknown open from ./pool', 'method ?.acquire from ./pool'],
  ['names that nobody knows', `given(); given.close(); a.b.c(); list[0]();`, 'unknown given', 'method ?.close', 'method ?.c', 'method ?.0'],
  ['a computed name', `given[name]();`, 'unknown -'],
  ['names that every object has', `const net = require('net'); net.toString(); toString(); net.connect(1).constructor();`, 'method ?.toString from net', 'unknown toString', 'model net.connect', 'method net.Socket.constructor'],
  ['a tagged template', 'tag`x`;', 'unknown tag'],
];

for (const [name, text, ...expected] of cases) {
  test.each(parsers)(`${name} (%s)`, parser => {
    expect(calls(text, parser)).toEqual(expected);
  });
}

test('operands of a graph: temporaries that merge, this, members', () => {
  const parsed = parse(`class C { constructor() { this.s = require('net').connect(1); } m(o) { const t = o.x ? this.s : null; use(t, this, this.s, o); } }`, 'espree-commonjs');
  const file = createResolveContext(parsed);
  const [method] = codeOf(parsed).filter(code => code.type === 'FunctionExpression' && code.params.length === 1);
  if (method === undefined) throw new Error('the text has the method');
  const ir = lower(method, makeScopes(parsed.scopeManager));
  const context = inFunction(file, ir);
  const [use] = ir.blocks.flatMap(block => block.instructions.flatMap(each => (each.kind === 'call' ? [each] : [])));
  expect(use?.args.map(each => show(valueOf(each.value, context)))).toEqual(['instance net.Socket', 'instance of line 1', 'instance net.Socket', '?']);
  expect(use?.args.map(each => kindOf(each.value, context))).toEqual(['net.Socket', null, 'net.Socket', null]);
  expect(use?.args.map(each => kindOf(each.value, file))).toEqual(['net.Socket', null, null, null]);
  expect(inFunction(file, ir)).toBe(context);
});

test('the functions of the file that a function calls, each once', () => {
  const parsed = parse(`function a() {} class B { constructor() { a(); } }\nfunction f() { a(); new B(); a(); g(); given(); }\nfunction g() { f(); }`, 'espree-commonjs');
  const file = createResolveContext(parsed);
  const f = codeOf(parsed).find(code => code.type === 'FunctionDeclaration' && code.id?.name === 'f');
  if (f === undefined) throw new Error('the text has f');
  const ir = lower(f, makeScopes(parsed.scopeManager));
  expect(localCallees(ir, inFunction(file, ir)).map(node => node.loc.start.line)).toEqual([1, 1, 3]);
});
