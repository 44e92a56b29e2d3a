/**
 * Names to variables: each use below must mean the declaration that carries its number. `use(name, line)` in the source asks
 * that `name`, where it stands, is declared on that line (0: by nobody).
 */
import { describe, expect, test } from 'vitest';
import { visitOperands } from '../src/dataflow/ir/visit.ts';
import { lower } from '../src/dataflow/lower/lower.ts';
import { codeOf, type Reading } from './support/code-of.ts';

/** The arguments of every `use(name, line)`: name, the line it is declared on as lowered, the line that is expected. */
function usesOf(text: string, reading: Reading): readonly (readonly [string, number, unknown])[] {
  const { nodes, scopes } = codeOf(text, reading);
  const uses: [string, number, unknown][] = [];
  for (const block of nodes.flatMap((node) => lower(node, scopes).blocks)) {
    for (const instruction of block.instructions) {
      if (instruction.kind !== 'call' || instruction.callee.kind !== 'global' || instruction.callee.name !== 'use') continue;
      const [name, line] = instruction.args.map(({ value }) => value);
      const expected = line?.kind === 'literal' ? line.value : null;
      if (name?.kind === 'variable') uses.push([name.variable.name, name.variable.identifiers[0]?.loc.start.line ?? -1, expected]);
      else if (name?.kind === 'global') uses.push([name.name, 0, expected]);
    }
  }
  return uses;
}

const javascript = `const a = 1;
function f(b = a) {
  use(a, 1); use(b, 2); use(missing, 0); use(arguments, -1);
  { const a = 2; use(a, 4); } use(a, 1);
  for (const a of b) { use(a, 5); const c = a;
    use(c, 5); } use(a, 1);
  try { g(); } catch (a) { use(a, 7); } use(a, 1);
  switch (b) { case 1: let a; use(a, 8); } use(a, 1);
  var hoisted; { var late; }
  use(late, 9);
  for (let i = 0; use(i, 11); ) i++; use(i, 0);
  use(a, 1);
}
const g = function inner() { use(inner, 14); use(g, 14); };
class C { static { const own = 1; use(own, 15); use(C, 15); }
  field = use(a, 1); method(a) { use(a, 16); } }
`;

const typescript = `type T = string;
const value = 1;
function f<value2 extends T>(T: T): void {
  type value = string;
  use(value, 2); use(T, 3);
  enum E { A, B = use(A, 6) }
  namespace N { export const x = 1; use(x, 7); }
  use(E, 6); use(N, 7);
}
import type { Only } from 'x';
use(f, 3);
`;

describe('names mean what the language says', () => {
  test.each<[string, string, Reading, number]>([
    ['JavaScript, espree', javascript, { parser: 'espree' }, 23],
    ['JavaScript, typescript-eslint', javascript, { parser: 'typescript' }, 23],
    ['JavaScript as CommonJS', javascript, { parser: 'espree', sourceType: 'commonjs' }, 23],
    ['TypeScript', typescript, { parser: 'typescript' }, 7],
  ])('%s', (_name, text, reading, count) => {
    const uses = usesOf(text, reading);
    expect(uses.filter(([, found, expected]) => found !== expected)).toEqual([]);
    expect(uses).toHaveLength(count);
  });

  test('an identifier that lowering does not stand at is found through its ancestors', () => {
    const { nodes, scopes } = codeOf('const a = 1; function f(a) { return () => a; }', { parser: 'espree' });
    const arrow = nodes.find((node) => node.type === 'ArrowFunctionExpression');
    if (arrow?.body.type !== 'Identifier') throw new Error('no arrow was found');
    expect(scopes.lookup(arrow.body)?.defs[0]?.type).toBe('Parameter');
  });

  test('what no code declares is global, also when a library or a config knows it', () => {
    const { nodes, scopes } = codeOf('new Map(use);', { parser: 'typescript' });
    const [program] = nodes;
    if (program === undefined) throw new Error('no program was found');
    const names: string[] = [];
    for (const block of lower(program, scopes).blocks) visitOperands(block, (operand) => { if (operand.kind === 'global') names.push(operand.name); });
    expect(names).toEqual(['Map', 'use']);
  });
});
