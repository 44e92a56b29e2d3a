/** The command that shows the stages, and the drawing of a graph. */
import { describe, expect, test, vi } from 'vitest';
import { blockId } from '../src/dataflow/ids.ts';
import type { analyze } from '../src/dataflow/analyze.ts';
import { dot } from '../src/dataflow/debug/dot.ts';
import { explain, readArguments, usage } from '../src/dataflow/debug/explain.ts';
import type { Block, FunctionIr, Instruction } from '../src/dataflow/ir/types.ts';
import { nodeOf, parsed } from './support/finding-of.ts';

vi.mock('../src/dataflow/analyze.ts', () => ({
  analyze: ((_input, settings, onStage) => {
    for (const name of ['ir', 'findings'] as const) {
      onStage?.({ name, function: 'open', text: () => `${name} with ${settings.exceptions}`, ...(name === 'ir' ? { dot: () => 'digraph {}\n' } : {}) });
    }
    onStage?.({ name: 'ir', function: 'close', text: () => 'other' });
    return { findings: [], skipped: [] };
  }) satisfies typeof analyze,
}));

const all = { stage: null, function: null, dot: false, exceptions: 'likely' } as const;

describe('explain', () => {
  test('shows every stage of every function', () => {
    expect(explain('const a: number = 1', 'a.ts', all)).toBe('== ir of open\nir with likely\n\n== findings of open\nfindings with likely\n\n== ir of close\nother\n');
  });
  test('shows what was asked for', () => {
    expect(explain('let a', 'a.js', { ...all, stage: 'findings', exceptions: 'all' })).toBe('== findings of open\nfindings with all\n');
    expect(explain('let a', 'a.js', { ...all, function: 'close' })).toBe('== ir of close\nother\n');
    expect(explain('let a', 'a.js', { ...all, dot: true })).toBe('digraph {}\n');
  });
  test('names the functions where nothing fits', () => {
    expect(explain('let a', 'a.js', { ...all, function: 'opne' })).toBe('Nothing to show; the functions of this file are: open, close.\n');
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
