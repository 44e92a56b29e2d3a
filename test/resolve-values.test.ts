/**
 * Names to values: every way in which a program comes by a function of a module, by a function of its own, by a resource.
 */
import { describe, expect, test } from 'vitest';
import type { ParserName } from './support/resolve.ts';
import { probe, show } from './support/resolve.ts';

type Case = readonly [name: string, text: string, ...expected: string[]];

const both: readonly ParserName[] = ['espree-module', 'typescript'];
const scripts: readonly ParserName[] = ['espree-commonjs', 'typescript'];

function check(parsers: readonly ParserName[], cases: readonly Case[]): void {
  for (const [name, text, ...expected] of cases) {
    test.each(parsers)(`${name} (%s)`, parser => {
      expect(probe(text, parser).map(value => show(value))).toEqual(expected);
    });
  }
}

describe('modules', () => {
  check(both, [
    ['named import', `import { connect } from 'net'; probe(connect);`, 'net:connect'],
    ['renamed import', `import { connect as dial } from 'node:net'; probe(dial);`, 'net:connect'],
    ['namespace import', `import * as net from 'net'; probe(net); probe(net.connect);`, 'net:', 'net:connect'],
    ['default import of a module of the tables', `import net from 'node:net'; probe(net); probe(net.Socket);`, 'net:', 'net:Socket'],
    ['default export named as such', `import { default as net } from 'net'; probe(net.connect);`, 'net:connect'],
    ['a module of the project keeps its default', `import open, { shut } from './open.js'; probe(open); probe(shut);`, './open.js:default', './open.js:shut'],
    ['awaited import', `const net = await import('net'); probe(net.connect); const { Socket } = await import('node:net'); probe(Socket);`, 'net:connect', 'net:Socket'],
    ['awaited import, default', `const { default: net } = await import('net'); probe(net.connect);`, 'net:connect'],
    ['createRequire', `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); probe(require('net').connect);`, 'net:connect'],
    ['computed with a literal', `import * as net from 'net'; probe(net['connect']); probe(net[\`connect\`]);`, 'net:connect', 'net:connect'],
    ['computed with a name', `import * as net from 'net'; probe(net[which]);`, '?'],
  ]);
  check(scripts, [
    ['require', `const net = require('net'); probe(net.connect);`, 'net:connect'],
    ['require in an expression', `probe(require('node:net').connect); probe(new (require('net').Socket)());`, 'net:connect', 'instance net.Socket'],
    ['member of require', `const connect = require('net').connect; probe(connect);`, 'net:connect'],
    ['destructured and renamed', `const { connect, Socket: S } = require('net'); probe(connect); probe(S);`, 'net:connect', 'net:Socket'],
    ['destructured with a default', `const { connect = other } = require('net'); probe(connect);`, 'net:connect'],
    ['nested destructuring', `const { promises: { lookup } } = require('dns'); probe(lookup);`, 'dns:promises.lookup'],
    ['a shadowed require is none', `function f(require) { probe(require('net').connect); }`, '?'],
    ['a shadowed name', `const net = require('net'); function f(net) { probe(net.connect); }`, '?'],
    ['compiled namespace', `const net = __importStar(require('net')); probe(net.connect);`, 'net:connect'],
    ['compiled default', `const net_1 = __importDefault(require('net')); probe(net_1.default.connect); probe((0, net_1.connect));`, 'net:connect', 'net:connect'],
    ['tslib', `const tslib_1 = require('tslib'); const net = tslib_1.__importStar(require('net')); probe(net.connect);`, 'net:connect'],
    ['var with a later assignment', `var net; net = require('net'); probe(net.connect);`, 'net:connect'],
    ['assigned through a pattern', `let connect; ({ connect } = require('net')); probe(connect);`, 'net:connect'],
    ['globals', `probe(JSON.parse); probe(globalThis.setTimeout); probe(process.exit);`, 'global JSON.parse', 'global setTimeout', 'global process.exit'],
  ]);
  check(['typescript'], [
    ['import equals', `import net = require('net'); import connect = net.connect; probe(net.connect); probe(connect);`, 'net:connect', 'net:connect'],
    ['type-only wrappers', `import * as net from 'net'; probe((net as any).connect); probe(net!.connect); probe((net satisfies object).connect);`, 'net:connect', 'net:connect', 'net:connect'],
    ['namespace of the file', `namespace Wire { export function open() {} } probe(Wire.open);`, 'function line 1'],
  ]);
});

describe('aliases', () => {
  check(scripts, [
    ['alias of an alias', `const net = require('net'); const a = net; const b = a.connect; const { connect: c } = a; probe(b); probe(c);`, 'net:connect', 'net:connect'],
    ['writes that agree', `const net = require('net'); let f = net.connect; f = net.connect; probe(f);`, 'net:connect'],
    ['writes that differ', `const net = require('net'), tls = require('tls'); let f = net.connect; if (x) f = tls.connect; probe(f);`, 'net:connect | tls:connect'],
    ['a write nobody knows', `const net = require('net'); let f = net.connect; f = x(); probe(f);`, 'net:connect | ?'],
    ['null says nothing', `let s = null; s = require('net').connect(1); s = undefined; probe(s);`, 'instance net.Socket'],
    ['a choice', `probe((secure ? require('tls') : require('net')).connect);`, 'tls:connect | net:connect'],
    ['loops and counts are other writes', `let f = require('net').connect; for (f of list) {} probe(f); let n = require('net').connect; n += 1; probe(n);`, 'net:connect | ?', 'net:connect | ?'],
    ['a cycle', `let a = b; var b = a; probe(a); probe(b);`, '?', '?'],
    ['a cycle with a way in', `let a = require('net').connect; var b = a; a = b; probe(a);`, 'net:connect | ?'],
    ['logical assignment', `let s; s ??= require('net').connect(1); probe(s);`, 'instance net.Socket'],
    ['assignment as an expression', `let s; probe(s = require('net').connect(1));`, 'instance net.Socket'],
  ]);
});

describe('functions and members of the file', () => {
  check(scripts, [
    ['declaration, constant, function expression', `function f() {} const g = () => 1;\nconst h = function () {}; probe(f); probe(g); probe(h);`, 'function line 1', 'function line 1', 'function line 2'],
    ['object literal', `const api = {\nopen() {},\nclose: () => 1, f };\nfunction f() {}\nprobe(api.open); probe(api.close); probe(api.f); probe(api.none);`, 'function line 2', 'function line 3', 'function line 4', '?'],
    ['a spread may hide anything', `const api = { open() {}, ...more }; probe(api.close);`, '?'],
    ['put on an object later', `const api = {};\napi.open = function () {}; probe(api.open);`, 'function line 2'],
    ['static method', `class C {\nstatic open() { probe(this.shut); }\nstatic shut() {} } probe(C.open);`, 'function line 3', 'function line 2'],
    ['own method', `class C {\nopen() { probe(this.shut); [1].map(() => probe(this.shut)); }\nshut() {} }`, 'function line 3', 'function line 3'],
    ['private method and field', `class C {\n#shut() {}\n#go = () => 1;\nopen() { probe(this.#shut); probe(this.#go); } }`, 'function line 2', 'function line 3'],
    ['method of a base class', `class B {\nshut() {} }\nclass C extends B { open() { probe(this.shut); probe(super.shut); } }`, 'function line 2', 'function line 2'],
    ['an override wins', `class B {\nshut() {} }\nclass C extends B {\nshut() {}\nopen() { probe(this.shut); probe(super.shut); } }`, 'function line 4', 'function line 2'],
    ['instance in a variable', `class C {\nshut() {} }\nconst c = new C(); probe(c.shut);`, 'function line 2'],
    ['prototype', `function C() { this.s = require('net').connect(1); }\nC.prototype.shut = function () { probe(this.s); probe(this.stop); };\nC.prototype.stop = function () {}; probe(new C().shut);`, 'instance net.Socket', 'function line 3', 'function line 2'],
    ['prototype as an object', `function C() {}\nC.prototype = {\nshut() { probe(this.stop); },\nstop() {} }; probe(new C().shut);`, 'function line 4', 'function line 3'],
    ['own exports', `exports.open = function () {};\nprobe(exports.open); probe(module.exports.open);`, 'function line 1', 'function line 1'],
    ['own exports as an object', `module.exports = {\nopen() {} };\nprobe(module.exports.open);`, 'function line 2'],
    ['own exports in a row', `exports.a = exports.b = function () {};\nprobe(exports.a); probe(exports.b);`, 'function line 1', 'function line 1'],
    ['another name for this', `class C {\nopen() { const self = this; probe(self.shut); setImmediate(function () { probe(self.shut); }); }\nshut() {} }`, 'function line 3', 'function line 3'],
    ['bind', `function f() {} const g = f.bind(null); probe(g); class C {\nm() { probe(this.m.bind(this)); } }`, 'bound function line 1', 'bound function line 2'],
    ['factory of an object', `function make() { return {\nopen() {} }; }\nprobe(make().open);`, 'function line 2'],
    ['named function expression', `const f = function again() { probe(again); };`, 'function line 1'],
    ['class expression', `const C = class { m() { probe(this.k); }\nk() {} }; probe(C);`, 'function line 2', 'class line 1'],
    ['no member of every object', `const api = {}; probe(api.toString); class C { m() { probe(this.constructor); } }`, '?', '?'],
  ]);
});

describe('resources', () => {
  check(scripts, [
    ['a call', `const s = require('net').connect(1); probe(s);`, 'instance net.Socket'],
    ['new', `const { Socket } = require('net'); probe(new Socket());`, 'instance net.Socket'],
    ['fluent methods', `const net = require('net'); const s = net.createServer(f).on('error', f).listen(0); probe(s);`, 'instance net.Server'],
    ['a helper of the file', `const net = require('net'); function open() { return net.connect(1); } const s = open(); probe(s);`, 'instance net.Socket'],
    ['an async helper', `const net = require('net'); async function open() { return net.connect(1); } async function f() { const s = await open(); probe(s); probe(open()); }`, 'instance net.Socket', 'promise of instance net.Socket'],
    ['a compiled async helper', `const net = require('net'); function f() { return __awaiter(this, void 0, void 0, function* () { const s = yield open(); probe(s); }); } async function open() { return net.connect(1); }`, 'instance net.Socket'],
    ['an own class', `const net = require('net'); class Wire extends net.Socket {}\nprobe(new Wire());`, 'instance of line 1'],
    ['a field', `const net = require('net'); class C { open() { this.s = net.connect(1); this.s = null; } shut() { probe(this.s); } }`, 'instance net.Socket'],
    ['a field with an initial value', `const net = require('net'); class C { s = net.connect(1); shut() { probe(this.s); } }`, 'instance net.Socket'],
    ['a field somebody else may fill', `class C { constructor(s) { this.s = s; } open() { this.s = require('net').connect(1); probe(this.s); } }`, 'instance net.Socket | ?'],
    ['a getter', `class C { get s() { return this._s; } open() { this._s = require('net').connect(1); } shut() { probe(this.s); } }`, 'instance net.Socket'],
    ['given or made', `function f(given) { const s = given ?? require('net').connect(1); probe(s); }`, 'instance net.Socket | ?'],
    ['a listener', `require('net').createServer(socket => { probe(socket); }).on('connection', function (s) { probe(s); probe(this); });`, 'instance net.Socket', 'instance net.Socket', 'instance net.Server'],
    ['a named listener', `const server = require('net').createServer(); server.on('connection', serve); function serve(socket) { probe(socket); }`, 'instance net.Socket'],
    ['a bound method as listener', `class C { open() { require('net').createServer(this.serve.bind(this)); } serve(socket) { probe(socket); } }`, 'instance net.Socket'],
  ]);
  check(['typescript'], [
    ['annotated parameter', `import type { Socket } from 'net'; import * as net from 'net'; function f(a: Socket, b: net.Server | null, c: string) { probe(a); probe(b); probe(c); }`, 'instance net.Socket', 'instance net.Server', '?'],
    ['annotated field', `import * as net from 'net'; class C { private s: net.Socket | undefined; constructor(private readonly t: net.Server) {} m() { probe(this.s); probe(this.t); } }`, 'instance net.Socket', 'instance net.Server'],
    ['annotated promise', `import type { Socket } from 'net'; async function f(p: Promise<Socket>) { probe(await p); }`, 'instance net.Socket'],
  ]);
});
