/**
 * The variable that a name means at a place, by ESLint's scopes.
 *
 * Guarantee: no table of all references is built; a look-up climbs from the node to the scopes around it.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { Node, Variable } from '../ir/types.ts';
import { isFunction, methodName, unwrap } from './syntax.ts';
import type { Owner } from './value.ts';

export interface Names {
  /** The variable a name means where a node stands; null for a global. */
  readonly variableAt: (name: string, from: Node) => Variable | null;
  /** The variable through which a function, class or object literal is known. */
  readonly variableOf: (owner: Owner) => Variable | null;
}

export function createNames(scopeManager: TSESLint.Scope.ScopeManager): Names {
  const variableAt: Names['variableAt'] = (name, from) => {
    for (let scope = scopeAt(scopeManager, from); scope !== null; scope = scope.upper) {
      const variable = scope.set.get(name);
      if (variable !== undefined) return isDeclared(variable) ? variable : null;
    }
    return null;
  };
  const variableOf: Names['variableOf'] = owner => {
    const name = nameOf(owner);
    // A declaration's name belongs to the scope around it, which may have another variable of that name than its inside.
    return name === null ? null : variableAt(name, isDeclaration(owner) ? owner.parent : owner);
  };
  return { variableAt, variableOf };
}

/** A name that only configuration declares (`require`, `process`) has no definition: it is a global. */
export function isDeclared(variable: Variable): boolean {
  return variable.defs.length > 0 || variable.scope.type !== 'global';
}

function scopeAt(scopeManager: TSESLint.Scope.ScopeManager, from: Node): TSESLint.Scope.Scope | null {
  for (let node: Node | null | undefined = from; node !== null && node !== undefined; node = node.parent) {
    const scope = scopeManager.acquire(node, true);
    if (scope !== null) return scope;
  }
  return null;
}

/** Every name under which a function, class or object literal may be reached: that of a variable or of a property. */
export function namesOf(owner: Owner): readonly string[] {
  return [nameOf(owner), isFunction(owner) ? methodName(owner) : null].filter(name => name !== null);
}

function isDeclaration(owner: Owner): boolean {
  return owner.type === 'FunctionDeclaration' || owner.type === 'ClassDeclaration';
}

/** The name in `function f`, `class C`, `const f = …`, `f = …`. */
function nameOf(owner: Owner): string | null {
  if (owner.type === 'FunctionDeclaration' || owner.type === 'ClassDeclaration') return owner.id?.name ?? null;
  let parent: Node = owner.parent;
  for (; unwrap(parent) !== parent; parent = outer(parent)) if (parent.type === 'Program') return null;
  // `const C = module.exports = class …` has its name one assignment further out.
  while (parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression') parent = outer(parent);
  const target: Node | null = parent.type === 'VariableDeclarator' ? parent.id : parent.type === 'AssignmentExpression' ? parent.left : null;
  return target?.type === 'Identifier' ? target.name : null;
}

function outer(node: Node): Node {
  return node.parent ?? node;
}
