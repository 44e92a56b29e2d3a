/** The command that shows the stages, and the drawing of a graph. */
import { describe, expect, test } from 'vitest';
import { blockId } from '../src/dataflow/ids.ts';
import { dot } from '../src/dataflow/debug/dot.ts';
import { explain, readArguments, usage } from '../src/dataflow/debug/explain.ts';
import type { Block, FunctionIr, Instruction } from '../src/dataflow/ir/types.ts';
import { nodeOf, parsed } from './support/finding-of.ts';

const all = { stage: null, function: null, dot: false, exceptions: 'likely' } as const;
const source = `import net from 'node:net';
function open(port) {
  const socket = net.connect(port);
  if (port > 3) greet(socket);
  return socket;
}
function greet(socket) {
  socket.write(JSON.stringify({}));
  throw new Error('unwilling');
}
`;

describe('explain', () => {
  test('shows every stage of every function that was analysed or asked about', () => {
    const heads = [...explain(source, 'a.ts', all).matchAll(/^== (.*)$/gmu)].map(([, head]) => head);
    expect(heads.filter(head => head?.endsWith('of open'))).toEqual(['ir of open', 'effects of open', 'facts of open', 'summaries of open', 'findings of open']);
    expect(heads).toContain('summaries of greet');
  });
  test('shows what was asked for', () => {
    const text = explain(source, 'a.js', { ...all, stage: 'findings', function: 'open' });
    expect(text.split('\n')).toEqual([
      '== findings of open',
      '3:18 leaked-socket throw certain: `socket` opened here is never destroyed when `greet()` throws on line 4.',
      '  3:18 acquired',
      '  4:7 when port > 3',
      '  4:17 throws greet()',
      '',
    ]);
    expect(explain(source, 'a.js', { ...all, stage: 'effects', function: 'open' })).toMatch(/^ {2}\$1 = call net\.connect\(port\) +net\.connect, acquires net\.Socket, calls the last argument$/mu);
    expect(explain(source, 'a.js', { ...all, stage: 'summaries', function: 'greet' })).toContain('greet: never returns, can throw\n');
  });
  test('follows the setting', () => {
    const risky = source.replace('greet(socket)', 'risk(socket)');
    expect(explain(risky, 'a.js', { ...all, stage: 'effects', function: 'open' })).not.toContain('throws');
    expect(explain(risky, 'a.js', { ...all, stage: 'effects', function: 'open', exceptions: 'all' })).toContain('throws perhaps: ');
  });
  test('draws the graph with the text of its instructions', () => {
    expect(explain(source, 'a.js', { ...all, function: 'open', dot: true })).toMatch(/^digraph "open" \{\n[^]*b0 \[label="b0 entry\\ldeclare port <- \$0\\l/u);
  });
  test('names the functions where nothing fits', () => {
    expect(explain(source, 'a.js', { ...all, function: 'opne' })).toBe('Nothing to show; the functions of this file are: <program>, open, greet.\n');
    expect(explain('let a', 'a.js', all)).toBe('Nothing to show; the functions of this file are: none.\n');
  });
  test('tells of a file that does not parse', () => {
    expect(explain('let = ;', 'a.js', all)).toMatch(/^line 1: Parsing error/u);
  });
});

describe('the command line', () => {
  test('is read', () => {
    expect(readArguments(['a.ts', '--function', 'open', '--stage', 'facts', '--dot', '--exceptions', 'all'])).toEqual({
      file: 'a.ts', wanted: { function: 'open', stage: 'facts', dot: true, exceptions: 'all' },
    });
  });
  test.each([
    [[], usage],
    [['a.ts', 'b.ts'], `one file at a time; ${usage}`],
    [['a.ts', '--stage', 'fact'], '--stage is "fact", allowed are ir, effects, facts, summaries, findings'],
    [['a.ts', '--exceptions', 'no'], '--exceptions is "no", allowed are explicit, likely, all'],
    [['a.ts', '--function'], `--function needs a value; ${usage}`],
    [['--help'], `--help is not known; ${usage}`],
  ])('%j is refused', (words, message) => {
    expect(readArguments(words)).toBe(message);
  });
});

test('a graph is drawn with its normal, exceptional and abandoned edges', () => {
  const source = 'function* f() { yield "a"; }';
  const node = nodeOf(parsed(source), source, 'yield "a"');
  const instruction = { kind: 'yield', delegate: false, abandon: blockId(1), node } as unknown as Instruction;
  const block = (id: number, rest: Partial<Block>): Block => ({ id: blockId(id), label: 'entry', instructions: [], terminal: { kind: 'exit', way: 'return' }, handler: blockId(2), way: 'normal', ...rest });
  const ir = {
    name: 'f', entry: blockId(0),
    blocks: [
      block(0, { instructions: [instruction], terminal: { kind: 'goto', target: blockId(1) } }),
      block(1, { label: 'return' }),
      block(2, { label: 'a "quoted" label', way: 'failure', terminal: { kind: 'exit', way: 'throw' } }),
    ],
  } as unknown as FunctionIr;
  expect(dot(ir)).toBe(String.raw`digraph "f" {
  node [shape=box, fontname="monospace"];
  b0 [label="b0 entry\lyield (line 1)\lgoto\l", penwidth=2];
  b0 -> b1;
  b0 -> b2 [style=dashed];
  b0 -> b1 [style=dotted];
  b1 [label="b1 return\lexit\l"];
  b2 [label="b2 a \"quoted\" label\lexit\l", style=filled, fillcolor="#fff0f0"];
}
`);
});
