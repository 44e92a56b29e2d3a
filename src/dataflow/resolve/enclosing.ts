/**
 * The innermost code around a position, found by the ranges of scopes.
 *
 * Input: a scope manager. Guarantee: built in one pass over its flat list of scopes; a look-up is a binary search and
 * a climb, and no syntax is walked.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { CodeNode } from '../ir/types.ts';
import { constructorOf, isClass, isFunction } from './syntax.ts';

type Scope = TSESLint.Scope.Scope;

export interface Enclosing {
  readonly program: TSESTree.Program;
  /** The scope of names that no scope declares. */
  readonly global: Scope;
  readonly at: (position: number) => CodeNode;
  readonly scope: (position: number) => Scope;
  /** The code that runs what stands in a scope. */
  readonly code: (scope: Scope) => CodeNode;
}

interface Span {
  readonly scope: Scope;
  readonly from: number;
  readonly to: number;
  /** Index of the span around this one; -1 for none. */
  readonly outer: number;
}

export function createEnclosing(scopeManager: TSESLint.Scope.ScopeManager): Enclosing {
  const [global] = scopeManager.scopes;
  if (global?.block.type !== 'Program') throw new Error('the first scope is that of the program');
  const program = global.block;
  const memo: { spans: readonly Span[] | null } = { spans: null };
  const root = scopeManager.acquire(program, true) ?? global;
  const scope = (position: number): Scope => {
    const spans = (memo.spans ??= nest(scopeManager.scopes));
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.from ?? Infinity) <= position) low = middle + 1;
      else high = middle;
    }
    for (let span = spans[low - 1]; span !== undefined; span = spans[span.outer]) if (position < span.to) return span.scope;
    return root;
  };
  const code = (of: Scope): CodeNode => codeOf(of) ?? program;
  return { program, global, scope, code, at: position => code(scope(position)) };
}

/** Scopes by their start, each with the one around it: scopes nest, so a stack of open ones tells. */
function nest(scopes: readonly Scope[]): readonly Span[] {
  const sorted = scopes
    .filter(scope => scope.block.type !== 'Program')
    .map(scope => ({ scope, from: scope.block.range[0], to: scope.block.range[1] }))
    .sort((left, right) => left.from - right.from || right.to - left.to);
  const spans: Span[] = [];
  const open: number[] = [];
  for (const each of sorted) {
    for (let top = open.at(-1); top !== undefined && (spans[top]?.to ?? 0) <= each.from; top = open.at(-1)) open.pop();
    spans.push({ ...each, outer: open.at(-1) ?? -1 });
    open.push(spans.length - 1);
  }
  return spans;
}

/** The code that runs what stands in a scope: a function, the construction of a class, or the program (null). */
function codeOf(scope: Scope): CodeNode | null {
  let current: Scope | null = scope;
  while (current !== null) {
    const { block } = current;
    if (isFunction(block)) return block;
    const around: Scope | null = current.upper;
    if (String(current.type) === 'class-field-initializer' && around !== null && isClass(around.block)) {
      const owner = around.block;
      const field = owner.body.body.find(element => 'value' in element && element.value === block);
      // A static field is computed where the class is defined.
      if (field === undefined || !('static' in field) || !field.static) return constructorOf(owner) ?? owner;
    }
    current = around;
  }
  return null;
}
