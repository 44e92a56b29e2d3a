/**
 * Parses a source the way ESLint does and answers questions about the names in it.
 *
 * Input: text; `parser` chooses espree (ESLint's own, through a rule, so that parents and scopes are ESLint's) or
 * typescript-eslint's. A probe is a call of `probe(expression)` in the text; probes are told apart by their order.
 */
import { parseForESLint } from '@typescript-eslint/parser';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { Linter } from 'eslint';
import type { Node } from '../../src/dataflow/ir/types.ts';
import type { ResolveContext, ResolveOptions } from '../../src/dataflow/resolve/context.ts';
import { createResolveContext } from '../../src/dataflow/resolve/context.ts';
import { children } from '../../src/dataflow/resolve/syntax.ts';
import type { Value } from '../../src/dataflow/resolve/value.ts';

export interface Parsed {
  readonly ast: TSESTree.Program;
  readonly scopeManager: TSESLint.Scope.ScopeManager;
}

export type ParserName = 'espree-module' | 'espree-commonjs' | 'typescript';

export function parse(text: string, parser: ParserName): Parsed {
  if (parser === 'typescript') {
    const { ast, scopeManager } = parseForESLint(text, { range: true, loc: true, sourceType: 'module' });
    return { ast, scopeManager };
  }
  return parseWithEslint(text, parser === 'espree-module' ? 'module' : 'commonjs');
}

function parseWithEslint(text: string, sourceType: 'module' | 'commonjs'): Parsed {
  const found: Parsed[] = [];
  const messages = new Linter().verify(text, [
    {
      languageOptions: { ecmaVersion: 'latest', sourceType },
      plugins: {
        probe: {
          rules: {
            see: {
              create: context => ({
                'Program:exit'() {
                  const { ast, scopeManager } = context.sourceCode as unknown as Parsed;
                  found.push({ ast, scopeManager });
                },
              }),
            },
          },
        },
      },
      rules: { 'probe/see': 'error' },
    },
  ]);
  const [parsed] = found;
  if (parsed === undefined) throw new Error(messages.map(message => message.message).join('\n'));
  return parsed;
}

/** The values of the first arguments of all calls of `probe`, in source order. */
export function probe(text: string, parser: ParserName, options?: ResolveOptions): Value[] {
  const parsed = parse(text, parser);
  const context = createResolveContext(parsed, options);
  return probes(parsed.ast).map(node => context.node(node));
}

export function probes(ast: TSESTree.Program): Node[] {
  const found: Node[] = [];
  const stack: Node[] = [ast];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'probe') {
      const [argument] = node.arguments;
      if (argument !== undefined) found.push(argument);
    }
    stack.push(...children(node));
  }
  return found.sort((left, right) => left.range[0] - right.range[0]);
}

/** A value in few words: `net.connect`, `function f`, `instance net.Socket`, `a | b | ?`. */
export function show(value: Value, context?: ResolveContext): string {
  switch (value.kind) {
    case 'export':
      return `${value.module}:${value.path}`;
    case 'function':
      return `${value.bound ? 'bound ' : ''}function line ${value.node.loc.start.line}`;
    case 'class':
      return `class line ${value.node.loc.start.line}`;
    case 'global':
      return `global ${value.path}`;
    case 'instance':
      return typeof value.of === 'string' ? `instance ${value.of}` : `instance of line ${value.of.loc.start.line}`;
    case 'object':
      return `object line ${value.node.loc.start.line}`;
    case 'namespace':
      return 'namespace';
    case 'promise':
      return `promise of ${show(value.of, context)}`;
    case 'either':
      return [...value.values.map(each => show(each, context)), ...(value.complete ? [] : ['?'])].join(' | ');
    case 'nothing':
      return 'nothing';
    case 'unknown':
      return '?';
  }
}
