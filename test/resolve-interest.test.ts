/**
 * Which texts are worth looking at, and which code in them.
 */
import { describe, expect, test } from 'vitest';
import type { CodeNode } from '../src/dataflow/ir/types.ts';
import { candidatesIn } from '../src/dataflow/resolve/candidates.ts';
import { marksIn } from '../src/dataflow/resolve/interest.ts';
import type { ParserName } from './support/resolve.ts';
import { parse } from './support/resolve.ts';

describe('texts', () => {
  test.each([
    [`const net = require('net');`],
    [`import { connect } from "node:tls";`],
    [`import 'net'`],
    [`const { Socket } = await import(\`net\`);`],
    [`var net = __webpack_require__(/*! net */ "net");`],
    [`new WebSocket(url)`],
    [`await limiter.acquire()`],
    [`limiter?.acquire?.()`],
    [`const slot = mutex.lock(); try { work() } finally { mutex.unlock() }`],
    [`conn.close()`],
    [`conn!\n  .destroy()`],
  ])('of interest: %s', text => {
    expect(marksIn(text)).not.toEqual([]);
  });
  test.each([
    [`const domains = ['com', 'net', 'org'];`],
    [`const net = require('./net');`],
    [`import fs from 'node:fs'; fs.readFileSync(file);`],
    [`door.lock();`],
    [`this.#conn!.destroy()`],
    [`const close = 1; open(close); renderer.closeAll(); x.ended();`],
    [`class MyWebSocketLike {}`],
    [`module.exports = { "net": 1, close: 2, 'tls': [] };`],
  ])('of no interest: %s', text => {
    expect(marksIn(text)).toEqual([]);
  });
});

/** Candidates by the line they begin on; 0 is the program. */
function candidates(text: string, parser: ParserName): number[] {
  const { scopeManager } = parse(text, parser);
  return candidatesIn(text, scopeManager, marksIn(text)).code.map((node: CodeNode) => (node.type === 'Program' ? 0 : node.loc.start.line));
}

const parsers: readonly ParserName[] = ['espree-commonjs', 'typescript'];

const cases: readonly (readonly [string, string, number[]])[] = [
  [
    'functions that mention the module',
    `const net = require('net');
     function a() { return net.isIP(x); }
     function b() { return 1; }
     const c = () => { net.connect(1).end(); };`,
    [0, 2, 4],
  ],
  [
    'through other names',
    `const { connect: dial } = require('net');
     const open = dial;
     function a() { open(1); }
     function b() { close(1); }`,
    [0, 3],
  ],
  [
    'a required module within a function',
    `function a() {
       const net = require('net');
       function b() { net.connect(1); }
     }
     function c() {}`,
    [1, 3],
  ],
  [
    'callers of a function that returns a resource, and theirs',
    `const net = require('net');
     function open() { return net.connect(1); }
     function again() { const s = open(); return s; }
     async function use() { const s = await again(); work(s); }
     function other() { return work(1); }`,
    [0, 2, 3, 4],
  ],
  [
    'callers of a method that returns a resource',
    `const net = require('net');
     class C {
       open() { return net.connect(1); }
       use() { this.open(); }
       other() { this.use(); }
     }`,
    [0, 3, 4],
  ],
  [
    'callers of a function that returns a slot',
    `async function take(pool) { return pool.acquire(); }
     async function use() { const slot = await take(p); work(slot); }
     function other() {}`,
    [1, 2],
  ],
  [
    'where a dormant resource begins to be owed',
    `const net = require('net');
     class C {
       constructor() { this.server = net.createServer(); }
       start() { this.server.listen(0); }
       other() { this.server.address(); }
     }`,
    [0, 3, 4],
  ],
  [
    'mentions of a name that holds a resource',
    `const server = require('net').createServer();
     function start() { begin(server); }
     function other() {}`,
    [0, 2],
  ],
  [
    'a subclass and its makers',
    `const net = require('net');
     class Wire extends net.Socket {}
     function open() { const w = new Wire(); w.go(); }
     function other() {}`,
    [0, 3],
  ],
  [
    'belief needs a name of the function that reads like a connection, or a verb of slots',
    `async function a() { const conn = await open(); await work(conn); conn.close(); }
     async function b() { const file = await open(); await work(file); file.close(); }
     async function c() { const x = await openConnection(); await work(x); x.end(); }
     async function d(socket) { await work(socket); socket.destroy(); }
     async function e() { const lease = await take(); work(); lease.release(); }`,
    [1, 3, 5],
  ],
  [
    'belief belongs to the function that declares the name',
    `async function a() {
       const client = await open();
       stop(() => { client.close(); });
     }`,
    [1],
  ],
  [
    'a global, but not a name of the file that is spelled the same',
    `function a() { return new WebSocket(u); }
     function b() { const s = a(); use(s); }
     function c() { class EventSource {} new EventSource(); }`,
    [1, 2],
  ],
  [
    'a pair that proves nothing without its release',
    `function a() { door.lock(); }
     function b() { pool.acquire(); }`,
    [2],
  ],
  [
    'fields are initialised by the constructor, or by the class that has none',
    `const net = require('net');
     class A { s = net.connect(1);
       constructor() {} }
     class B {
       s = net.connect(1); }
     class C {
       static s = net.connect(1); }`,
    [0, 3, 4],
  ],
];

for (const [name, text, expected] of cases) {
  test.each(parsers)(`${name} (%s)`, parser => {
    expect(candidates(text, parser)).toEqual(expected);
  });
}

test('imports of a module', () => {
  const text = `import { connect as dial } from 'node:net'; import * as tls from 'tls'; import fs from 'fs';
    export function a() { dial(1); }
    export function b() { tls.connect(1); }
    export function c() { fs.readFileSync(1); }`;
  expect(candidates(text, 'espree-module')).toEqual([0, 2, 3]);
  expect(candidates(text, 'typescript')).toEqual([0, 2, 3]);
});
