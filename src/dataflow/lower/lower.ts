/**
 * From syntax to the model: ESTree → `FunctionIr`, one function, program or class at a time.
 *
 * Input: any ESTree (espree, typescript-eslint, Babel's) and the scopes of its file. Guarantee: every block is reachable
 * (the exits apart) and ends in one terminal; every instruction has a handler; the graph is linear in the source. Closures
 * are operands: their graphs are asked for by further calls. Throws `NotModelled` for syntax the model cannot hold.
 */
import { blockId } from '../ids.ts';
import type { ClassNode, CodeNode, FunctionIr, FunctionNode, Parameter } from '../ir/types.ts';
import { Builder, type Has } from './builder.ts';
import { lowerInstanceFields } from './classes.ts';
import { lowerFunction } from './functions.ts';
import { layOut } from './layout.ts';
import { nameOf } from './names.ts';
import { isAwaiter } from './awaiter.ts';
import { opaque } from './operands.ts';
import type { Scopes } from './scopes.ts';
import { hoistFunctions, lowerList } from './statements.ts';

const everything: Has = () => true;

export function lower(node: CodeNode, scopes: Scopes, has: Has = everything): FunctionIr {
  const scope = scopes.opened(node) ?? scopes.around(node);
  const builder = new Builder(scopes, scope, has);
  const awaits = isFunctionNode(node) && isAwaiter(node);
  builder.yieldAwaits = awaits;
  const parameters = lowerCode(builder, node);
  builder.goto(builder.returnExit);
  const isFunction = isFunctionNode(node);
  return {
    name: nameOf(node),
    node,
    // A module may await at its top level.
    async: isFunction ? node.async || awaits : node.type === 'Program' && node.sourceType === 'module',
    generator: isFunction && node.generator && !awaits,
    parameters,
    ...layOut(builder),
    entry: blockId(0),
    temps: builder.temps,
  };
}

function isFunctionNode(node: CodeNode): node is FunctionNode {
  return node.type !== 'Program' && node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression';
}

function lowerCode(builder: Builder, node: CodeNode): readonly Parameter[] {
  switch (node.type) {
    case 'Program':
      hoistFunctions(builder, node.body);
      lowerList(builder, node.body, null);
      return [];
    case 'ClassDeclaration':
    case 'ClassExpression':
      lowerConstruction(builder, node);
      return [];
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return lowerFunction(builder, node);
    default:
      throw new TypeError(`no code of this kind: ${String(node satisfies never)}`);
  }
}

/** What `new C()` runs when `C` spells out no constructor. */
function lowerConstruction(builder: Builder, node: ClassNode): void {
  if (node.superClass !== null) builder.call({ kind: 'super' }, [{ value: opaque([], node), spread: true }], false, false, node);
  lowerInstanceFields(builder, node);
}
