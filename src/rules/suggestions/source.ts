/**
 * The file as suggestions see it: syntax with parents, scopes, text.
 *
 * Guarantee: the one place where ESLint's source object gets the types of typescript-eslint; both describe the same.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from 'eslint';
import type { Finding } from '../../dataflow/findings/types.ts';
import type { Node } from '../../dataflow/ir/types.ts';
import { styleOf, type Style } from './style.ts';

export interface Source {
  readonly code: TSESLint.SourceCode;
  readonly text: string;
  readonly style: Style;
}

/** A file with many findings is looked at once; nothing outlives its syntax tree. */
const sources = new WeakMap<object, Source>();

export function sourceOf(sourceCode: SourceCode): Source {
  let source = sources.get(sourceCode.ast);
  if (source === undefined) {
    source = { code: sourceCode as unknown as TSESLint.SourceCode, text: sourceCode.text, style: styleOf(sourceCode.text) };
    sources.set(sourceCode.ast, source);
  }
  return source;
}

export function contains(outer: Node, inner: Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

export type FunctionLike = TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

export function isFunction(node: Node): node is FunctionLike {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

/** The function whose code `node` is; null at the top level of a module and in class bodies. */
export function functionAround(node: Node): FunctionLike | null {
  // Some parsers give a program no parent, others null.
  for (let at: Node | null | undefined = node.parent; at !== undefined && at !== null; at = at.parent) {
    if (isFunction(at)) return at;
    if (at.type === 'PropertyDefinition' || at.type === 'StaticBlock') return null;
  }
  return null;
}

/** The step that made control leave its straight way: a rejection or a throw. */
export function causeOf(finding: Finding): Node | null {
  return finding.steps.findLast(step => step.kind === 'rejects' || step.kind === 'throws')?.node ?? null;
}

/** The node is part of a call that fails on the path: the resource was still owed behind it. */
export function isCallOfPath(finding: Finding, node: Node): boolean {
  return finding.steps.some(step => (step.kind === 'rejects' || step.kind === 'throws') && contains(step.node, node));
}

export function textOf(source: Source, node: Node): string {
  return source.text.slice(node.range[0], node.range[1]);
}

/** ESLint ends the chain of parents with null, other tools with undefined. */
export const isNode = (parent: Node | null | undefined): parent is Node => parent !== null && parent !== undefined;
