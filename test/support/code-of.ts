/**
 * Source text to everything lowering can be asked for: the program, its functions, and the classes whose construction is
 * code of its own. Uses the parsers and scope analysers that ESLint uses, without ESLint's own code paths (which grow
 * exponentially with `finally` in `finally`). Walks without recursion.
 */
import { createRequire } from 'node:module';
import * as typescriptParser from '@typescript-eslint/parser';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { CodeNode, Node } from '../../src/dataflow/ir/types.ts';
import { explicitConstructor } from '../../src/dataflow/lower/classes.ts';
import { makeScopes, type Scopes } from '../../src/dataflow/lower/scopes.ts';

export interface Code {
  readonly nodes: readonly CodeNode[];
  readonly scopes: Scopes;
}

export interface Reading {
  readonly parser: 'espree' | 'typescript';
  readonly sourceType?: 'module' | 'script' | 'commonjs';
  readonly jsx?: boolean;
}

interface Parsed {
  readonly ast: TSESTree.Program;
  readonly manager: TSESLint.Scope.ScopeManager;
  readonly keys: Readonly<Record<string, readonly string[] | undefined>>;
}

/** What ESLint brings along: its default parser and the analyser of its scopes. */
const ofESLint = createRequire(createRequire(import.meta.url).resolve('eslint'));
const espree = ofESLint('espree') as { parse(text: string, options: object): TSESTree.Program; readonly VisitorKeys: Parsed['keys'] };
const eslintScope = ofESLint('eslint-scope') as { analyze(ast: TSESTree.Program, options: object): Parsed['manager'] };

/** Throws what the parser says when it cannot parse. */
export function codeOf(text: string, reading: Reading): Code {
  const { ast, manager, keys } = reading.parser === 'espree' ? parseWithEspree(text, reading) : parseWithTypescript(text, reading);
  const nodes: CodeNode[] = [];
  const stack: Node[] = [ast];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (isCode(at)) nodes.push(at);
    const children = (keys[at.type] ?? []).flatMap((key) => (at as unknown as Readonly<Record<string, Node | (Node | null)[] | null | undefined>>)[key] ?? []).filter((child) => child !== null);
    for (const child of children.reverse()) {
      child.parent = at;
      stack.push(child);
    }
  }
  return { nodes, scopes: makeScopes(manager) };
}

function parseWithEspree(text: string, { sourceType = 'module', jsx = false }: Reading): Parsed {
  const ast = espree.parse(text, { ecmaVersion: 'latest', sourceType, ecmaFeatures: { jsx }, loc: true, range: true });
  const manager = eslintScope.analyze(ast, { ecmaVersion: 2026, sourceType, childVisitorKeys: espree.VisitorKeys, fallback: Object.keys });
  return { ast, manager, keys: espree.VisitorKeys };
}

function parseWithTypescript(text: string, { sourceType = 'module', jsx = false }: Reading): Parsed {
  const { ast, scopeManager, visitorKeys } = typescriptParser.parseForESLint(text, { sourceType, ecmaFeatures: { jsx }, loc: true, range: true });
  return { ast, manager: scopeManager, keys: visitorKeys };
}

function isCode(node: Node): node is CodeNode {
  switch (node.type) {
    case 'Program':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return explicitConstructor(node) === null && node.body.body.some((element) => element.type === 'PropertyDefinition' && !element.static && element.value !== null);
    default:
      return false;
  }
}
