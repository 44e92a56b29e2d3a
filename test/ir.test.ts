/**
 * The model's own tools: the verifier finds each kind of broken promise, visiting finds what is there, printing numbers by
 * order. Graphs are lowered from source and then broken by hand.
 */
import { describe, expect, test } from 'vitest';
import { blockId, tempId } from '../src/dataflow/ids.ts';
import { print } from '../src/dataflow/ir/print.ts';
import type { Block, FunctionIr, Instruction, Operand } from '../src/dataflow/ir/types.ts';
import { verify } from '../src/dataflow/ir/verify.ts';
import { reversePostorder, rootsOf, successors, visitOperands } from '../src/dataflow/ir/visit.ts';
import { lower } from '../src/dataflow/lower/lower.ts';
import { codeOf } from './support/code-of.ts';

function irOf(source: string): FunctionIr {
  const { nodes, scopes } = codeOf(source, { parser: 'espree' });
  const node = nodes.find(({ type }) => type === 'FunctionDeclaration');
  if (node === undefined) throw new Error('the source declares no function');
  return lower(node, scopes);
}

function labelled(ir: FunctionIr, label: string): Block {
  const block = ir.blocks.find((candidate) => candidate.label === label);
  if (block === undefined) throw new Error(`no block is labelled ${label}`);
  return block;
}

function withBlock(ir: FunctionIr, block: Block): FunctionIr {
  return { ...ir, blocks: ir.blocks.map((old) => (old.id === block.id ? block : old)) };
}

const ir = irOf('function f(a) { try { const r = a ? one() : two(); use(r); } catch (e) { log(e); } }');

describe('verify', () => {
  test('a graph as lowered is sound', () => {
    expect(verify(ir)).toEqual([]);
  });

  test.each<[string, (good: FunctionIr) => FunctionIr, RegExp]>([
    ['a target that does not exist', (good) => withBlock(good, { ...labelled(good, 'then'), terminal: { kind: 'goto', target: blockId(99) } }), /leads to a block that does not exist/],
    ['a handler that does not exist', (good) => withBlock(good, { ...labelled(good, 'then'), handler: blockId(99) }), /handler that does not exist/],
    ['a handler that does not catch', (good) => withBlock(good, { ...labelled(good, 'then'), handler: labelled(good, 'after').id }), /does not begin with caught/],
    ['a jump into a handler', (good) => withBlock(good, { ...labelled(good, 'then'), terminal: { kind: 'goto', target: labelled(good, 'catch').id } }), /jumps into the handler/],
    ['a block nobody reaches', (good) => ({ ...good, blocks: [...good.blocks, { ...labelled(good, 'then'), id: blockId(good.blocks.length) }] }), /cannot be reached/],
    ['a third exit', (good) => withBlock(good, { ...labelled(good, 'catch'), terminal: { kind: 'exit', way: 'return' } }), /3 blocks end the function/],
    ['exits that are swapped', (good) => ({ ...good, returnExit: good.throwExit, throwExit: good.returnExit }), /does not exit by/],
    ['an exit that does something', (good) => withBlock(good, { ...labelled(good, 'return'), instructions: labelled(good, 'then').instructions }), /exit has instructions/],
    ['a result defined twice', (good) => withBlock(good, { ...labelled(good, 'then'), instructions: [...labelled(good, 'then').instructions, ...labelled(good, 'then').instructions] }), /is defined twice/],
    ['a number beyond the count', (good) => ({ ...good, temps: 1 }), /is beyond the 1 temporaries/],
    ['a merge that one arm leaves out', (good) => withBlock(good, { ...labelled(good, 'then'), instructions: labelled(good, 'then').instructions.slice(0, 1) }), /may be undefined/],
    ['a caught in the middle', (good) => withBlock(good, { ...labelled(good, 'catch'), instructions: labelled(good, 'catch').instructions.toReversed() }), /catches in its middle/],
  ])('%s is found', (_name, breakIt, words) => {
    expect(verify(breakIt(ir)).join('\n')).toMatch(words);
  });

  test('a store into a result is found', () => {
    const call = labelled(ir, 'then').instructions.find((instruction): instruction is Extract<Instruction, { kind: 'call' }> => instruction.kind === 'call');
    if (call === undefined) throw new Error('the block calls nothing');
    const store: Instruction = { kind: 'store', place: { kind: 'temp', temp: call.result }, value: { kind: 'this' }, declares: false, node: call.node };
    const then = labelled(ir, 'then');
    expect(verify(withBlock(ir, { ...then, instructions: [...then.instructions, store] })).join('\n')).toMatch(/is a result and stored to/);
  });

  test('a generator abandoned to nowhere is found', () => {
    const generator = irOf('function* g() { yield 1; }');
    const [first] = generator.blocks;
    if (first === undefined) throw new Error('there is no block');
    const instructions = first.instructions.map((instruction): Instruction => (instruction.kind === 'yield' ? { ...instruction, abandon: blockId(99) } : instruction));
    expect(verify(withBlock(generator, { ...first, instructions })).join('\n')).toMatch(/abandoned to a block that does not exist/);
  });
});

describe('visit', () => {
  test('every block comes after one that leads to it, and none is missing', () => {
    const looped = irOf('function f(a) { while (a()) { try { if (b()) continue; } finally { c(); } } }');
    const order = reversePostorder(looped);
    const seen = new Set([looped.entry]);
    for (const id of order) {
      expect(seen.has(id), `b${String(id)}`).toBe(true);
      const block = looped.blocks[id];
      if (block !== undefined) for (const next of successors(block)) seen.add(next);
    }
    expect(order.length).toBe(looped.blocks.length);
  });

  test('an abandoned generator and a handler are successors, once each', () => {
    const generator = irOf('function* g() { try { yield 1; yield 2; } finally { end(); } }');
    const next = successors(labelled(generator, 'try'));
    const finals = generator.blocks.filter(({ label }) => label === 'finally').map(({ id }) => id);
    expect(finals).toHaveLength(3);
    expect([...next].sort()).toEqual([...finals].sort());
  });

  test('roots are found in any depth without recursion', () => {
    let deep: Operand = { kind: 'temp', temp: tempId(7) };
    for (let depth = 0; depth < 100_000; depth++) deep = { kind: 'member', object: deep, property: 'next', computed: depth % 1000 === 0 ? { kind: 'this' } : null };
    const { temps, variables, usesThis } = rootsOf(deep);
    expect([...temps]).toEqual([7]);
    expect(variables.size).toBe(0);
    expect(usesThis).toBe(true);
  });

  test('places that are written are visited as well', () => {
    const names: string[] = [];
    for (const block of irOf('function f(a) { b.c = [a, { d }]; if (e) throw g; }').blocks) {
      visitOperands(block, (operand) => {
        if (operand.kind === 'global') names.push(operand.name);
      });
    }
    expect(names).toEqual(['b', 'd', 'e', 'g']);
  });
});

describe('print', () => {
  test('notes stand beside their instruction, the head and the terminal', () => {
    const text = print(irOf('function f() { open(); }'), (_block, index) => (index < 0 ? 'head' : `note ${String(index)}`));
    expect(text.split('\n').slice(0, 4).map((line) => line.replace(/ {2,}/gu, ' | '))).toEqual([
      'f() | exits: return=b1 throw=b2',
      'b0 entry | head',
      ' | $0 = call open() | note 0',
      ' | goto b1 | note 1',
    ]);
  });
});
