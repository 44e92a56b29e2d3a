/**
 * Source text to everything lowering can be asked for: the program, its functions, and the classes whose construction is
 * code of its own. Goes through ESLint, so the tree and its scopes are what a rule gets. Walks without recursion.
 */
import * as typescriptParser from '@typescript-eslint/parser';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { Linter, type Rule, type SourceCode } from 'eslint';
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

/** Throws what the parser says when it cannot parse. */
export function codeOf(text: string, { parser, sourceType = 'module', jsx = false }: Reading): Code {
  const code: Code[] = [];
  const capture: Rule.RuleModule = {
    create: ({ sourceCode }) => ({
      Program: (): void => {
        code.push(read(sourceCode));
      },
    }),
  };
  const messages = new Linter().verify(text, {
    files: ['**/*'],
    plugins: { test: { rules: { capture } } },
    rules: { 'test/capture': 'error' },
    linterOptions: { noInlineConfig: true },
    languageOptions: { sourceType, ...(parser === 'typescript' ? { parser: typescriptParser } : {}), parserOptions: { ecmaFeatures: { jsx } } },
  });
  const [found] = code;
  if (found === undefined) throw new Error(messages[0]?.message ?? 'the file was not read');
  return found;
}

function read(sourceCode: SourceCode): Code {
  const keys = sourceCode.visitorKeys;
  const nodes: CodeNode[] = [];
  const stack: Node[] = [sourceCode.ast as unknown as TSESTree.Program];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (isCode(at)) nodes.push(at);
    const children = (keys[at.type] ?? []).flatMap((key) => (at as unknown as Readonly<Record<string, Node | Node[] | null | undefined>>)[key] ?? []);
    for (const child of children.reverse()) if (child !== null) stack.push(child);
  }
  return { nodes, scopes: makeScopes(sourceCode.scopeManager as unknown as TSESLint.Scope.ScopeManager) };
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
