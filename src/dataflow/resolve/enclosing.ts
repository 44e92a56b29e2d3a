/**
 * The innermost code around a position, found by the ranges of scopes.
 *
 * Input: a scope manager. Guarantee: nothing is built; a look-up is a binary search in each scope on the way down, and
 * no syntax is walked.
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

export function createEnclosing(scopeManager: TSESLint.Scope.ScopeManager): Enclosing {
  const [global] = scopeManager.scopes;
  if (global?.block.type !== 'Program') throw new Error('the first scope is that of the program');
  const program = global.block;
  const root = scopeManager.acquire(program, true) ?? global;
  const scope = (position: number): Scope => {
    let inner = root;
    for (let next = childAt(root, position); next !== null; next = childAt(next, position)) inner = next;
    return inner;
  };
  const code = (of: Scope): CodeNode => codeOf(of) ?? program;
  return { program, global, scope, code, at: position => code(scope(position)) };
}

/** The scope directly inside another that a position lies in: siblings stand in the order of the source and do not overlap. */
function childAt({ childScopes }: Scope, position: number): Scope | null {
  let low = 0;
  let high = childScopes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((childScopes[middle]?.block.range[0] ?? Infinity) <= position) low = middle + 1;
    else high = middle;
  }
  const found = childScopes[low - 1];
  return found !== undefined && position < found.block.range[1] ? found : null;
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
