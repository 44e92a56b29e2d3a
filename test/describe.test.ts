/** The sentences as a reader sees them: each kind of exit, each rule's words, and what happens to long source. */
import { describe as group, expect, test } from 'vitest';
import { describe, messages } from '../src/dataflow/findings/describe.ts';
import { type ReportPlace } from '../src/dataflow/findings/placing.ts';
import { mention } from '../src/dataflow/findings/mention.ts';
import { pathOf } from '../src/dataflow/findings/path.ts';
import type { Finding } from '../src/dataflow/findings/types.ts';
import { findingOf, parsed, type Way } from './support/finding-of.ts';

const source = `async function open(port, ok) {
  const socket = net.connect(port);
  try {
    await handshake(socket);
  } catch (error) {
    log(error);
    return null;
  }
  if (!ok) return false;
  if (port > 1024) throw new Error('port');
  JSON.parse(port);
  return socket;
}`;
const ast = parsed(source);
const body = source.slice(source.indexOf('{\n  const'));
const handler = source.slice(source.indexOf('catch'), source.indexOf('\n  if'));

function said(finding: Finding, at: ReportPlace = 'acquire', text = source): string {
  const { messageId, data } = describe(finding, at, node => text.slice(...node.range));
  return messages[messageId].replaceAll(/\{\{(\w+)\}\}/gu, (_, key: keyof typeof data) => data[key]);
}

function socket(ways: readonly Way[], rest: Partial<Finding> = {}): Finding {
  return findingOf(ast, source, 'net.connect(port)', ways, rest);
}

group('the way out', () => {
  test('a rejection that a catch clause swallows by returning', () => {
    expect(said(socket([['rejects', 'await handshake(socket)', 'handshake()'], ['caught', handler], ['returns', 'return null;']]))).toBe(
      '`socket` opened here is never destroyed when `handshake()` rejects on line 4 and the `catch` on line 5 returns.',
    );
  });
  test('a rejection that reaches the caller', () => {
    expect(said(socket([['rejects', 'await handshake(socket)', 'handshake()']], { exit: 'throw' }))).toBe(
      '`socket` opened here is never destroyed when `handshake()` rejects on line 4.',
    );
  });
  test('an awaited promise without a name', () => {
    expect(said(socket([['rejects', 'await handshake(socket)']], { exit: 'throw' }))).toBe(
      '`socket` opened here is never destroyed when the awaited promise rejects on line 4.',
    );
  });
  test('a call that throws', () => {
    expect(said(socket([['throws', 'JSON.parse(port)', 'JSON.parse()']], { exit: 'throw' }))).toBe(
      '`socket` opened here is never destroyed when `JSON.parse()` throws on line 11.',
    );
  });
  test('an explicit throw, with its condition', () => {
    const ways: Way[] = [['when', 'port > 1024', 'port > 1024'], ['throws', "throw new Error('port');"]];
    expect(said(socket(ways, { exit: 'throw' }))).toBe(
      '`socket` opened here is never destroyed when the `throw` on line 10 runs (when `port > 1024`).',
    );
  });
  test('a return, with its condition', () => {
    expect(said(socket([['unless', 'ok', 'ok', 1], ['returns', 'return false;']]))).toBe(
      '`socket` opened here is still open when the function returns on line 9 (when `ok` is falsy).',
    );
  });
  test('at most the two nearest conditions, and none that explains nothing', () => {
    const text = 'function f(a, b, c, d) {\n  const socket = connect();\n  if (a) { if (b) { if (c) {\n    if (d) log(1);\n    return;\n  } } }\n}';
    const ways = (...names: string[]): Way[] => names.map(name => ['when', name, name, 1]);
    const sentence = (...names: string[]): string => said(findingOf(parsed(text), text, 'connect()', [...ways(...names), ['returns', 'return;']]), 'acquire', text);
    expect(sentence('a', 'b', 'c')).toMatch(/ on line 5 \(when `b` is truthy and when `c` is truthy\)\.$/u);
    expect(sentence('c', 'd')).toMatch(/ on line 5 \(when `c` is truthy\)\.$/u);
  });
  test('the end of the function', () => {
    expect(said(socket([['ends', body]]))).toBe('`socket` opened here is still open when the function ends on line 13.');
  });
  test('an error that is caught before the function goes on', () => {
    const ways: Way[] = [['rejects', 'await handshake(socket)', 'handshake()'], ['caught', handler]];
    expect(said(socket([...ways, ['returns', 'return false;']]))).toBe(
      '`socket` opened here is never destroyed when `handshake()` rejects on line 4, is caught on line 5, and the function returns on line 9.',
    );
    expect(said(socket([...ways, ['ends', body]]))).toBe(
      '`socket` opened here is never destroyed when `handshake()` rejects on line 4, is caught on line 5, and the function ends.',
    );
  });
  test('an overwritten name', () => {
    expect(said(socket([['overwritten', 'log(error);']], { exit: 'overwrite' }))).toBe(
      '`socket` opened here is never destroyed: `socket` is assigned again on line 6 while the first socket is still open.',
    );
  });
  test('a loop that replaces what its last round opened', () => {
    expect(said(socket([['rejects', 'await handshake(socket)', 'handshake()'], ['overwritten', 'net.connect(port)']], { exit: 'overwrite' }))).toBe(
      '`socket` opened here is never destroyed: the next round of the loop replaces it, when `handshake()` rejects on line 4.',
    );
  });
  test('the end of an iteration', () => {
    expect(said(socket([['iteration-ends', body]], { exit: 'scope' }))).toBe(
      '`socket` opened here is still open when this round of the loop ends on line 13.',
    );
  });
  test('the end of an iteration that failed', () => {
    const ways: Way[] = [['rejects', 'await handshake(socket)', 'handshake()'], ['caught', handler], ['iteration-ends', body]];
    expect(said(socket(ways, { exit: 'scope' }))).toBe(
      '`socket` opened here is never destroyed when `handshake()` rejects on line 4, is caught on line 5, and this round of the loop ends.',
    );
  });
  test('nobody ever releases it after an early return', () => {
    expect(said(socket([['unless', 'ok', 'ok', 1], ['returns', 'return false;']], { exit: 'never' }))).toBe(
      '`socket` opened here is never destroyed when the function returns on line 9 (when `ok` is falsy).',
    );
  });
  test('nobody ever releases it', () => {
    expect(said(socket([['ends', body]], { exit: 'never', name: null }))).toBe(
      'The socket opened here is never destroyed: no code that can still reach it calls `destroy()`.',
    );
  });
  test('further paths are counted', () => {
    expect(said(socket([['ends', body]], { morePaths: 1 }))).toMatch(/line 13, and on 1 further path\.$/u);
    expect(said(socket([['ends', body]], { morePaths: 2 }))).toMatch(/line 13, and on 2 further paths\.$/u);
  });
  test('a guess is called one', () => {
    expect(said(socket([['ends', body]], { certainty: 'possible', doubts: ['`keep()` is not known'] }))).toBe(
      '`socket` opened here is perhaps still open when the function ends on line 13 (not certain: `keep()` is not known).',
    );
  });
  test('placed at the exit, the acquisition gets the line number', () => {
    expect(said(socket([['returns', 'return false;']]), 'exit')).toBe(
      '`socket` opened on line 2 is still open when the function returns here.',
    );
  });
});

group('what is owed', () => {
  test('a server is started and closed', () => {
    const finding = socket([['returns', 'return false;']], { kind: 'leaked-server', noun: 'server', name: 'server', release: 'close()' });
    expect(said(finding)).toBe('`server` started here is still open when the function returns on line 9.');
  });
  test('a slot is taken and released', () => {
    const text = 'async function f() {\n  await limiter.acquire();\n  await work();\n}';
    const finding = findingOf(parsed(text), text, 'limiter.acquire()', [['rejects', 'await work()', 'work()']], {
      kind: 'leaked-slot', noun: 'slot', name: 'limiter', release: 'limiter.release()', exit: 'throw',
    });
    expect(said(finding, 'acquire', text)).toBe('The slot that `limiter.acquire()` takes here is never released when `work()` rejects on line 3.');
  });
  test('whether there was a slot is no condition of the way out', () => {
    const text = 'async function f(ok) {\n  if (!limiter.tryAcquire()) return;\n  if (ok) return;\n}';
    const ways: Way[] = [['when', 'limiter.tryAcquire()', 'limiter.tryAcquire()'], ['when', 'ok', 'ok', 1], ['returns', 'return;', '', 1]];
    const finding = findingOf(parsed(text), text, 'limiter.tryAcquire()', ways, { kind: 'leaked-slot', noun: 'slot', name: null, release: 'release()' });
    expect(said(finding, 'acquire', text)).toBe(
      'The slot that `limiter.tryAcquire()` takes here is still held when the function returns on line 3 (when `ok` is truthy).',
    );
  });
  test('a negated comparison is told as it stands in the source', () => {
    const text = 'async function f(ok) {\n  const socket = connect();\n  if (ok !== 3) return;\n}';
    const finding = (kind: 'when' | 'unless'): Finding => findingOf(parsed(text), text, 'connect()', [[kind, 'ok !== 3', 'ok !== 3'], ['returns', 'return;']]);
    // The branch asks `ok === 3`; the way on which that does not hold is the one that returns.
    expect(said(finding('unless'), 'acquire', text)).toContain('(when `ok !== 3`)');
    expect(said(finding('when'), 'acquire', text)).toContain('(unless `ok !== 3`)');
  });
  test('a connection of a pool is given, by a call that is told without its arguments', () => {
    const text = 'async function f() {\n  const c = await pool.getConnection({ wait: true });\n  await work();\n}';
    const finding = findingOf(parsed(text), text, 'await pool.getConnection({ wait: true })', [['rejects', 'await work()', '0, m.work()']], {
      kind: 'leaked-slot', noun: 'connection', name: 'c', release: 'release()', exit: 'throw',
    });
    expect(said(finding, 'acquire', text)).toBe('The connection that `pool.getConnection()` gives here is never released when `m.work()` rejects on line 3.');
  });
  test('a question that is asked twice is told once', () => {
    const text = 'function f(a) {\n  const socket = connect();\n  if (a) return;\n  if (a) return;\n}';
    const ways: Way[] = [['unless', 'a', 'a', 1], ['when', 'a', 'a', 2], ['returns', 'return;', '', 1]];
    expect(said(findingOf(parsed(text), text, 'connect()', ways), 'acquire', text)).toMatch(/ on line 4 \(when `a` is truthy\)\.$/u);
  });
  test('an error that a clause passes on without a throw of its own', () => {
    const ways: Way[] = [['rejects', 'await handshake(socket)', 'handshake()'], ['caught', handler]];
    expect(said(socket(ways, { exit: 'throw' }))).toBe(
      '`socket` opened here is never destroyed when `handshake()` rejects on line 4 and the `catch` on line 5 throws again.',
    );
  });
  test('an error that is caught and replaced on the way', () => {
    const ways: Way[] = [['rejects', 'await handshake(socket)', 'handshake()'], ['caught', handler], ['unless', 'ok', 'ok', 1]];
    expect(said(socket(ways, { exit: 'throw' }))).toMatch(/rejects on line 4, is caught on line 5, and an error leaves the function \(when `ok` is falsy\)\.$/u);
  });
  test('a parameter is received', () => {
    const text = 'server.on("connection", socket => {\n  if (full) return;\n});';
    const finding = findingOf(parsed(text), text, 'socket', [['returns', 'return;']]);
    expect(said(finding, 'acquire', text)).toBe('`socket` received here is still open when the function returns on line 2.');
  });
  test('two places on one line', () => {
    const text = 'async () => { const socket = connect(); await work(); }';
    const finding = findingOf(parsed(text), text, 'connect()', [['rejects', 'await work()', 'work()']], { exit: 'throw' });
    expect(said(finding, 'acquire', text)).toBe('`socket` opened here is never destroyed when `work()` rejects on the same line.');
  });
  test.each([['end()', 'ended'], ['terminate()', 'terminated'], ['toString()', 'closed'], ['pool.quit()', 'closed']])('%s is missed as "%s"', (release, word) => {
    expect(said(socket([['rejects', 'await handshake(socket)']], { exit: 'throw', release }))).toContain(`never ${word} when`);
  });
});

group('source text in messages', () => {
  test('is cut to one short line', () => {
    const text = mention(`open(${'x'.repeat(80)},\n  y)`);
    expect(text).toHaveLength(50);
    expect(text.endsWith('…`')).toBe(true);
    expect(mention('a(\n  b,\n)')).toBe('`a( b, )`');
  });
  test('cannot close its own backticks', () => {
    expect(mention('send(`x`)')).toBe("`send('x')`");
  });
});

test('every sentence ends as one', () => {
  for (const template of Object.values(messages)) expect(template).toMatch(/^\{\{subject\}\} is .*\.$/u);
});

test('the path is plain data, with columns as ESLint counts them', () => {
  const path = pathOf(socket([['returns', 'return false;']]));
  expect(structuredClone(path)).toEqual([
    { line: 2, column: 18, endLine: 2, endColumn: 35, kind: 'acquired', text: 'net.connect(port)' },
    { line: 9, column: 12, endLine: 9, endColumn: 25, kind: 'returns', text: '' },
  ]);
});
