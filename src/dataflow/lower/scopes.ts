/**
 * Names to variables, by walking scopes from the inside out.
 *
 * Input: the scope manager that ESLint (or any scope analyser of the same shape) made for the file. Nothing is built
 * ahead: a name costs one look into a map per enclosing scope. Works for the scopes of espree, typescript-eslint and
 * Babel. Not handled: names that `with` or a sloppy `eval` bring into being.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Node, Variable } from '../ir/types.ts';
import { optional } from './wrappers.ts';

export type Scope = TSESLint.Scope.Scope;

export interface Scopes {
  /** The scope that `node` opens for what is inside it; null when it opens none. */
  opened(node: Node): Scope | null;
  /** The innermost scope around `node`; asks its ancestors, so it needs `parent` links. */
  around(node: Node): Scope | null;
  /** What an identifier anywhere in the file stands for; null for a name that no scope declares. */
  lookup(identifier: TSESTree.Identifier | TSESTree.JSXIdentifier): Variable | null;
}

export function makeScopes(manager: TSESLint.Scope.ScopeManager): Scopes {
  const opened = (node: Node): Scope | null => manager.acquire(node, true);
  const around = (node: Node): Scope | null => {
    for (let at = optional<Node>(node.parent); at !== null; at = optional<Node>(at.parent)) {
      const scope = manager.acquire(at, true);
      if (scope !== null) return scope;
    }
    return manager.globalScope;
  };
  return { opened, around, lookup: (identifier) => find(around(identifier), identifier.name) };
}

/** The variable that `name` means inside `from`; null for globals, also those that a config declares. */
export function find(from: Scope | null, name: string): Variable | null {
  for (let scope = from; scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable !== undefined && holdsValue(variable)) return scope.type === 'global' && variable.defs.length === 0 ? null : variable;
  }
  return null;
}

/** TypeScript's types share the name space of the map, but are no values; other analysers know only values. */
function holdsValue(variable: Variable): boolean {
  return !('isValueVariable' in variable) || variable.isValueVariable !== false;
}
