/**
 * Suggestions as edits: each is applied, must still parse, and reads as a person would have written it. Findings are
 * made by hand; that an applied suggestion silences the real analysis is tested with the fixtures.
 */
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, test, vi } from 'vitest';
import type { Analysis, AnalysisInput } from '../src/dataflow/analyze.ts';
import type { Finding } from '../src/dataflow/findings/types.ts';
import plugin from '../src/index.ts';
import { findingOf, type Way } from './support/finding-of.ts';

const analyze = vi.hoisted(() => vi.fn<(input: AnalysisInput) => Analysis>());
vi.mock('../src/dataflow/analyze.ts', () => ({ analyze }));

interface Case {
  readonly source: string;
  readonly acquire?: string;
  readonly ways: readonly Way[];
  readonly rest?: Partial<Finding>;
  readonly option?: object;
}

/** The file after each suggestion, by the suggestion's id. */
function repaired({ source, acquire = 'connect()', ways, rest = {}, option = {} }: Case): Record<string, string> {
  analyze.mockImplementation(({ ast }) => ({ findings: [findingOf(ast, source, acquire, ways, rest)], skipped: [] }));
  const rules = { 'socket-leaks/no-leaked-socket': ['error', option], 'socket-leaks/no-leaked-slot': ['error', option], 'socket-leaks/no-leaked-response': ['error', option] } satisfies Linter.RulesRecord;
  const config: Linter.Config = { files: ['**/*.ts'], plugins: { 'socket-leaks': plugin }, languageOptions: { parser }, rules };
  const [message, ...more] = new Linter().verify(source, [config], { filename: 'a.ts' });
  expect(more).toEqual([]);
  return Object.fromEntries((message?.suggestions ?? []).map(({ messageId, fix }) => {
    const text = source.slice(0, fix.range[0]) + fix.text + source.slice(fix.range[1]);
    expect(() => parser.parse(text)).not.toThrow();
    return [messageId ?? '', text];
  }));
}

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
const rejects: Way = ['rejects', 'await work(socket)', 'work()'];

describe('release before the exit', () => {
  test('in front of a return', () => {
    const source = lines('async function open(ok) {', '  const socket = connect();', '  if (!ok) {', '    return null;', '  }', '  return socket;', '}');
    expect(repaired({ source, ways: [['returns', 'return null;']] })).toEqual({
      releaseBeforeExit: source.replace('    return null;', '    socket.destroy();\n    return null;'),
    });
  });
  test('in front of a return where nobody else ever releases', () => {
    const source = lines('async function open(ok) {', '  const socket = connect();', '  if (!ok) {', '    return null;', '  }', '  ok.socket = socket;', '}');
    expect(repaired({ source, ways: [['returns', 'return null;']], rest: { exit: 'never' } })).toEqual({
      releaseBeforeExit: source.replace('    return null;', '    socket.destroy();\n    return null;'),
    });
  });
  test('at the start of a clause that ends a round of a loop', () => {
    const source = lines('async function open(ok) {', '  for (;;) {', '    const socket = connect();', '    try {', '      await work(socket);', '      return socket;', '    } catch {}', '  }', '}');
    const loop = source.slice(source.indexOf('{\n    const'), source.lastIndexOf('}\n}') + 1);
    expect(repaired({ source, ways: [rejects, ['caught', 'catch {}'], ['iteration-ends', loop]], rest: { exit: 'scope' } })).toEqual({
      releaseBeforeExit: source.replace('catch {}', 'catch {\n      socket.destroy();\n    }'),
    });
  });
  test('in front of a throw that is the whole branch', () => {
    const source = lines('function open(ok) {', "\tconst socket = connect()", "\tif (!ok) throw new Error('no')", '\treturn socket', '}');
    expect(repaired({ source, ways: [['throws', "throw new Error('no')"]], rest: { exit: 'throw' } })).toEqual({
      releaseBeforeExit: lines('function open(ok) {', '\tconst socket = connect()', '\tif (!ok) {', '\t\tsocket.destroy()', "\t\tthrow new Error('no')", '\t}', '\treturn socket', '}'),
    });
  });
  test('in front of a branch on its own line, with Windows line ends', () => {
    const source = 'function open(ok) {\r\n  const socket = connect();\r\n  if (!ok)\r\n    return;\r\n  return socket;\r\n}\r\n';
    expect(repaired({ source, ways: [['returns', 'return;']] })).toEqual({
      releaseBeforeExit: 'function open(ok) {\r\n  const socket = connect();\r\n  if (!ok) {\r\n    socket.destroy();\r\n    return;\r\n  }\r\n  return socket;\r\n}\r\n',
    });
  });
  test('between braces on one line', () => {
    const source = 'const open = ok => { const socket = connect(); if (!ok) { return; } return socket; };';
    expect(repaired({ source, ways: [['returns', 'return;']] })).toEqual({
      releaseBeforeExit: source.replace('{ return; }', '{ socket.destroy(); return; }'),
    });
  });
  test('in a catch clause that returns, where the name may not be assigned yet', () => {
    const source = lines('async function open() {', '  let socket;', '  try {', '    socket = connect();', '    await work(socket);', '    return socket;', '  } catch {', '    return null;', '  }', '}');
    expect(repaired({ source, ways: [rejects, ['returns', 'return null;']] })).toEqual({
      releaseBeforeExit: source.replace('    return null;', '    socket?.destroy();\n    return null;'),
    });
  });
  test('at the start of a catch clause that swallows the failure', () => {
    const source = lines('async function open() {', '  const socket = connect();', '  try {', '    await work(socket);', '    keep(socket);', '  } catch (error) {', '    log(error);', '  }', '}');
    const handler = source.slice(source.indexOf('catch'), source.lastIndexOf('}\n}') + 1);
    const body = source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1);
    const found = repaired({ source, ways: [rejects, ['caught', handler], ['ends', body]] });
    // `keep(socket)` comes after the rejection, but a failure of its own would reach the clause too.
    expect(found).toEqual({});
    const certain = source.replace('    keep(socket);\n', '');
    expect(repaired({ source: certain, ways: [rejects, ['caught', handler], ['ends', body.replace('    keep(socket);\n', '')]] })['releaseBeforeExit']).toBe(
      certain.replace('    log(error);', '    socket.destroy();\n    log(error);'),
    );
  });
});

describe('try and finally', () => {
  test('around what lies between acquisition and release', () => {
    const source = lines('async function ping() {', '  const socket = connect();', '  // says hello', '  await work(socket);', '', '  await socket.close(`', 'bye`);', '  socket.destroy();', '}');
    expect(repaired({ source, ways: [rejects], rest: { exit: 'throw' } })).toEqual({
      wrapInFinally: lines('async function ping() {', '  const socket = connect();', '  try {', '    // says hello', '    await work(socket);', '', '    await socket.close(`', 'bye`);', '  } finally {', '    socket.destroy();', '  }', '}'),
    });
  });
  test('keeps the graceful release that the straight way has', () => {
    const source = lines('async function ping() {', '  const socket = connect();', '  await work(socket);', '  socket.end();', '  return true;', '}');
    expect(repaired({ source, ways: [rejects], rest: { exit: 'throw' } })).toEqual({
      wrapInFinally: lines('async function ping() {', '  const socket = connect();', '  try {', '    await work(socket);', '    return true;', '  } finally {', '    socket.end();', '  }', '}'),
    });
  });
  test('joins a try that is there', () => {
    const source = lines('async function ping() {', '  const socket = connect();', '  try {', '    await work(socket);', '  } catch (error) {', '    throw wrap(error);', '  }', '  socket.destroy();', '}');
    expect(repaired({ source, ways: [rejects, ['throws', 'throw wrap(error);']], rest: { exit: 'throw', morePaths: 1 } })).toEqual({
      wrapInFinally: lines('async function ping() {', '  const socket = connect();', '  try {', '    await work(socket);', '  } catch (error) {', '    throw wrap(error);', '  } finally {', '    socket.destroy();', '  }', '}'),
    });
  });
  test('on one line', () => {
    const source = 'async function f() { const socket = connect(); await work(socket); socket.destroy(); }';
    expect(repaired({ source, ways: [rejects], rest: { exit: 'throw' } })).toEqual({
      wrapInFinally: 'async function f() { const socket = connect(); try { await work(socket); } finally { socket.destroy(); }  }',
    });
  });
  test('around the body of a listener that was handed the socket', () => {
    const source = lines("server.on('connection', async socket => {", '  await work(socket);', '  socket.end();', '});');
    expect(repaired({ source, acquire: 'socket', ways: [rejects], rest: { exit: 'throw' } })).toEqual({
      wrapInFinally: lines("server.on('connection', async socket => {", '  try {', '    await work(socket);', '  } finally {', '    socket.end();', '  }', '});'),
    });
  });
  test('for a slot, whose one release moves', () => {
    const source = lines('async function f() {', '  if (!limiter.tryAcquire()) return;', '  await work();', '  limiter.release();', '}');
    const rest = { kind: 'leaked-slot', noun: 'slot', name: 'limiter', release: 'release()', exit: 'throw' } as const;
    expect(repaired({ source: `const limiter = make();\n${source}`, acquire: 'limiter.tryAcquire()', ways: [['rejects', 'await work()', 'work()']], rest })).toEqual({
      wrapInFinally: `const limiter = make();\n${lines('async function f() {', '  if (!limiter.tryAcquire()) return;', '  try {', '    await work();', '  } finally {', '    limiter.release();', '  }', '}')}`,
    });
  });
});

describe('responses', () => {
  const fetched = { kind: 'leaked-response', noun: 'response', name: 'answer', release: 'body?.cancel()', exit: 'throw' } as const;
  test('the body of a fetched one is cancelled and awaited, also where the error tells its status', () => {
    const source = lines('async function load(url) {', '  const answer = await fetch(url);', '  if (!answer.ok) throw new Error(`${answer.status}`);', '  return answer.text();', '}');
    expect(repaired({ source, acquire: 'fetch(url)', ways: [['throws', 'throw new Error(`${answer.status}`);']], rest: fetched })).toEqual({
      releaseBeforeExit: lines('async function load(url) {', '  const answer = await fetch(url);', '  if (!answer.ok) {', '    await answer.body?.cancel();', '    throw new Error(`${answer.status}`);', '  }', '  return answer.text();', '}'),
    });
  });
  test('not at the top level of a module, whatever the parser says of what is around it', () => {
    const source = lines('for (const url of urls) {', '  const answer = await fetch(url);', '  if (!answer.ok) throw new Error();', '}');
    analyze.mockImplementation(({ ast }) => ({ findings: [findingOf(ast, source, 'fetch(url)', [['throws', 'throw new Error();']], fetched)], skipped: [] }));
    const config: Linter.Config = { plugins: { 'socket-leaks': plugin }, rules: { 'socket-leaks/no-leaked-response': 'error' } };
    expect(new Linter().verify(source, [config]).map(({ suggestions = [] }) => suggestions)).toEqual([[]]);
  });
  test('not where nobody may await', () => {
    const source = lines('function load(answer) {', '  if (!answer.ok) throw new Error();', '  return answer.text();', '}');
    expect(repaired({ source, acquire: 'answer', ways: [['throws', 'throw new Error();']], rest: fetched })).toEqual({});
  });
  test('a request is not ended in a finally: that would send it', () => {
    const source = lines('async function send(url) {', '  const outgoing = request(url);', '  await work();', '  outgoing.end();', '}');
    const rest = { kind: 'leaked-response', noun: 'request', name: 'outgoing', release: 'destroy()', exit: 'throw' } as const;
    expect(repaired({ source, acquire: 'request(url)', ways: [['rejects', 'await work()', 'work()']], rest })).toEqual({
      releaseOnFailure: lines('async function send(url) {', '  const outgoing = request(url);', '  try {', '    await work();', '    outgoing.end();', '  } catch (error) {', '    outgoing.destroy();', '    throw error;', '  }', '}'),
    });
  });
});

describe('catch and throw on', () => {
  test('around what comes before the hand-off', () => {
    const source = lines('async function open() {', '  const socket = connect();', '  await work(socket);', '  socket.write(`a', 'b`);', '  return socket;', '}');
    expect(repaired({ source, ways: [rejects], rest: { exit: 'throw', morePaths: 2 } })).toEqual({
      releaseOnFailure: lines('async function open() {', '  const socket = connect();', '  try {', '    await work(socket);', '    socket.write(`a', 'b`);', '  } catch (error) {', '    socket.destroy();', '    throw error;', '  }', '  return socket;', '}'),
    });
  });
  test('around the return too, where it needs what was declared', () => {
    const source = lines('async function open() {', '  const socket = connect();', '  const name = await work(socket);', '  return { socket, name };', '}');
    expect(repaired({ source, ways: [rejects], rest: { exit: 'throw' } })).toEqual({
      releaseOnFailure: lines('async function open() {', '  const socket = connect();', '  try {', '    const name = await work(socket);', '    return { socket, name };', '  } catch (error) {', '    socket.destroy();', '    throw error;', '  }', '}'),
    });
  });
  test('where the release sends what was declared before', () => {
    const source = lines('async function answer() {', '  const socket = connect();', '  const text = await work(socket);', '  socket.end(text);', '}');
    expect(repaired({ source, ways: [['rejects', 'await work(socket)']], rest: { exit: 'throw' } })).toEqual({
      releaseOnFailure: lines('async function answer() {', '  const socket = connect();', '  try {', '    const text = await work(socket);', '    socket.end(text);', '  } catch (error) {', '    socket.destroy();', '    throw error;', '  }', '}'),
    });
  });
  test('for a server that begins to listen behind its declaration', () => {
    const source = lines('async function start() {', '  const socket = make();', '  socket.listen(80);', '  await work(socket);', '  return socket;', '}');
    expect(repaired({ source, acquire: 'socket.listen(80)', ways: [rejects], rest: { exit: 'throw', release: 'close()' } })).toEqual({
      releaseOnFailure: lines('async function start() {', '  const socket = make();', '  socket.listen(80);', '  try {', '    await work(socket);', '  } catch (error) {', '    socket.close();', '    throw error;', '  }', '  return socket;', '}'),
    });
  });
  test('for a slot that is tied to a later event', () => {
    const source = lines('function accept(limiter, socket) {', '  if (!limiter.tryAcquire()) return;', '  setup(socket);', "  socket.once('close', () => limiter.release());", '}');
    const rest = { kind: 'leaked-slot', noun: 'slot', name: null, release: 'release()', exit: 'throw', morePaths: 1 } as const;
    expect(repaired({ source, acquire: 'limiter.tryAcquire()', ways: [['throws', 'setup(socket)', 'setup()']], rest })).toEqual({
      releaseOnFailure: lines('function accept(limiter, socket) {', '  if (!limiter.tryAcquire()) return;', '  try {', '    setup(socket);', '  } catch (error) {', '    limiter.release();', '    throw error;', '  }', "  socket.once('close', () => limiter.release());", '}'),
    });
  });
  test.each([
    ['an early return may leave first', ['await work(socket);', 'if (!ok) return null;', 'return socket;'], 0],
    ['a name is needed behind it', ['const name = await work(socket);', 'keep(socket, name);', 'return name;'], 0],
    ['the failure comes behind it', ['box.socket = socket;', 'await work(socket);'], 0],
    ['another failure may come behind it', ['await work(socket);', 'pool.add(socket);', 'await other();'], 1],
  ])('not where %s', (_, body, morePaths) => {
    const source = lines('async function open(ok) {', '  const socket = connect();', ...body.map(line => `  ${line}`), '}');
    expect(repaired({ source, ways: [rejects], rest: { exit: 'throw', morePaths } })['releaseOnFailure']).toBeUndefined();
  });
});

test('a slot without a name is released through its giver, where the file shows how', () => {
  const source = lines('async function f(gate, ok) {', '  await gate.acquire();', '  if (!ok) return null;', '  await work();', '  gate.release();', '}');
  const rest = { kind: 'leaked-slot', noun: 'slot', name: null, release: 'release()' } as const;
  expect(repaired({ source, acquire: 'gate.acquire()', ways: [['returns', 'return null;']], rest })['releaseBeforeExit']).toBe(
    source.replace('if (!ok) return null;', 'if (!ok) {\n    gate.release();\n    return null;\n  }'),
  );
  const other = source.replace('gate.release()', 'gate.leave()');
  expect(repaired({ source: other, acquire: 'gate.acquire()', ways: [['returns', 'return null;']], rest })).toEqual({});
});

describe('await using', () => {
  const source = lines('async function ping() {', '  const socket = connect();', '  await work(socket);', '}');
  const ways: Way[] = [['ends', source.slice(source.indexOf('{'), -1)]];
  test('where the option asks for it', () => {
    expect(repaired({ source, ways, option: { awaitUsing: 'always' } })['useAwaitUsing']).toBe(source.replace('const', 'await using'));
  });
  test('where the file has it already, unless the option forbids it', () => {
    const using = `${source}async function other() { await using file = open(); }\n`;
    expect(Object.keys(repaired({ source: using, ways }))).toEqual(['useAwaitUsing', 'wrapInFinally']);
    expect(Object.keys(repaired({ source: using, ways, option: { awaitUsing: 'never' } }))).toEqual(['wrapInFinally']);
    expect(Object.keys(repaired({ source, ways }))).toEqual(['wrapInFinally']);
  });
  test('not for what has no disposal', () => {
    expect(repaired({ source, ways, option: { awaitUsing: 'always' }, rest: { release: 'close()' } })['useAwaitUsing']).toBeUndefined();
  });
});

describe('no suggestion', () => {
  const around = (...body: string[]): string => lines('async function f(pool) {', '  const socket = connect();', ...body.map(line => `  ${line}`), '}');
  test.each([
    ['the resource may have been given away on another way to the exit', around('if (pool) pool.add(socket);', 'return 0;'), [['returns', 'return 0;']], {}],
    ['a closure keeps it', around('timers.set(() => use(socket));', 'return 0;'), [['returns', 'return 0;']], {}],
    ['what is returned was made of it', around('const client = wrap(socket);', 'return client.start();'), [['returns', 'return client.start();']], {}],
    ['it is stored', around('pool.last = socket;', 'await work(socket);', 'socket.destroy();'), [rejects], { exit: 'throw' }],
    ['data may still be on its way out', around('await work(socket);', "if (pool) { socket.end('x'); return; }", 'socket.destroy();'), [rejects], { exit: 'throw' }],
    ['it lives on with its listeners', around("socket.on('data', log);", 'await work(socket);'), [['ends', 'await work(socket)']], {}],
    ['a promise that uses it is returned', around('await work(socket);', 'return work(socket, 2);'), [['returns', 'return work(socket, 2);']], {}],
    ['the name is assigned twice', lines('async function f() {', '  let socket = connect();', '  socket = other();', '  return 0;', '}'), [['returns', 'return 0;']], {}],
    ['a closure uses it later', around("timers.set(() => socket.write('x'));", 'await work(socket);'), [['ends', 'await work(socket)']], {}],
    ['the name is assigned again behind the exit', lines('async function f(ok) {', '  let socket = connect();', '  if (ok) return 0;', '  socket = other();', '}'), [['returns', 'return 0;']], {}],
    ['another path would still leak', around('if (pool) {', '  return 0;', '}', 'keep(socket);'), [['returns', 'return 0;']], { morePaths: 1 }],
    ['the exit is part of a finally', around('try {', '  keep.open(1);', '} finally {', '  if (pool) return 0;', '}'), [['returns', 'return 0;']], {}],
    ['a promise that uses it is returned before its release', around('if (pool) return socket.text();', 'await work(socket);', 'socket.destroy();'), [rejects], { exit: 'throw' }],
    ['it has no name', around('await work(socket);', 'socket.destroy();'), [rejects], { exit: 'throw', name: null }],
  ] satisfies [string, string, Way[], Partial<Finding>][])('where %s', (_, source, ways, rest) => {
    expect(repaired({ source, ways, rest })).toEqual({});
  });
  test('where the code behind a catch clause goes on with the resource', () => {
    const source = around('try {', '  await work(socket);', '} catch {}', "socket.write('x');");
    const body = source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1);
    expect(repaired({ source, ways: [rejects, ['caught', 'catch {}'], ['ends', body]] })['releaseBeforeExit']).toBeUndefined();
  });
  test('that moves one of two releases of a slot', () => {
    const source = lines('const limiter = make();', 'async function f(ok) {', '  await limiter.acquire();', '  if (ok) {', '    limiter.release();', '    return;', '  }', '  await work();', '  limiter.release();', '}');
    const rest = { kind: 'leaked-slot', noun: 'slot', name: null, release: 'release()', exit: 'throw' } as const;
    expect(repaired({ source, acquire: 'limiter.acquire()', ways: [['rejects', 'await work()', 'work()']], rest })).toEqual({});
  });
  test('where a slot may be released already', () => {
    const source = lines('const limiter = make();', 'async function f() {', '  await limiter.acquire();', '  try {', '    await work();', '    limiter.release();', '  } catch {', '    return null;', '  }', '}');
    const rest = { kind: 'leaked-slot', noun: 'slot', name: 'limiter', release: 'release()' } as const;
    expect(repaired({ source, acquire: 'limiter.acquire()', ways: [['rejects', 'await work()', 'work()'], ['returns', 'return null;']], rest })).toEqual({});
  });
});

test('the path rides in the data of the first suggestion', () => {
  const source = lines('async function ping() {', '  const socket = connect();', '  await work(socket);', '  socket.destroy();', '}');
  analyze.mockImplementation(({ ast }) => ({ findings: [findingOf(ast, source, 'connect()', [rejects], { exit: 'throw' })], skipped: [] }));
  const [message] = new Linter().verify(source, [{ plugins: { 'socket-leaks': plugin }, rules: { 'socket-leaks/no-leaked-socket': 'error' } }]);
  const [suggestion] = message?.suggestions ?? [];
  expect(suggestion?.desc).toBe('Call `socket.destroy()` in a `finally` block.');
  expect((suggestion as { data?: { path?: unknown } } | undefined)?.data?.path).toMatchObject([{ line: 2, kind: 'acquired' }, { line: 3, kind: 'rejects', text: 'work()' }]);
});
