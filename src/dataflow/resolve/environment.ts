/**
 * What resolving knows of one file: its scopes, the tables, the members of its classes and objects, its own exports.
 *
 * Input: an AST with parent links and the scope manager ESLint made for it.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Node, Variable } from '../ir/types.ts';
import type { KindId } from '../models/types.ts';
import type { AssignedMember } from './assigned.ts';
import { assignedTo } from './assigned.ts';
import type { Owners } from './owners.ts';
import { createOwners } from './owners.ts';
import { unwrap } from './syntax.ts';
import type { Tables } from './tables.ts';
import type { Owner } from './value.ts';

export interface Environment {
  readonly tables: Tables;
  readonly owners: Owners;
  /** Kinds of parameters that the caller knows already. */
  readonly parameterKinds: ReadonlyMap<Variable, KindId>;
  /** The variable a name means where a node stands; null for a global. */
  readonly variableAt: (name: string, from: Node) => Variable | null;
  /** A variable declared directly in a TypeScript namespace. */
  readonly variableIn: (namespace: TSESTree.TSModuleDeclaration, name: string) => Variable | null;
  /** The variable through which a function, class or object literal is known. */
  readonly variableOf: (owner: Owner) => Variable | null;
  /** What the file assigns to `exports.…` and `module.exports.…`. */
  readonly ownExports: () => readonly AssignedMember[];
}

export interface EnvironmentInput {
  readonly scopeManager: TSESLint.Scope.ScopeManager;
  readonly tables: Tables;
  readonly parameterKinds?: ReadonlyMap<Variable, KindId>;
}

export function createEnvironment({ scopeManager, tables, parameterKinds = new Map() }: EnvironmentInput): Environment {
  const variableAt = (name: string, from: Node): Variable | null => {
    for (let scope = scopeAt(scopeManager, from); scope !== null; scope = scope.upper) {
      const variable = scope.set.get(name);
      if (variable !== undefined) return isDeclared(variable) ? variable : null;
    }
    return null;
  };
  const variableIn: Environment['variableIn'] = (namespace, name) => scopeManager.acquire(namespace, true)?.set.get(name) ?? null;
  const variableOf = (owner: Owner): Variable | null => {
    const name = nameOf(owner);
    return name === null ? null : variableAt(name, isDeclaration(owner) ? owner.parent : owner);
  };
  const memo: { exports: readonly AssignedMember[] | null } = { exports: null };
  return {
    tables,
    owners: createOwners(variableOf),
    parameterKinds,
    variableAt,
    variableIn,
    variableOf,
    ownExports: () => (memo.exports ??= collectExports(scopeManager)),
  };
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

function collectExports(scopeManager: TSESLint.Scope.ScopeManager): readonly AssignedMember[] {
  const found: AssignedMember[] = [];
  const [global] = scopeManager.scopes;
  if (global === undefined) return found;
  for (const name of ['exports', 'module']) {
    const variable = global.set.get(name);
    const references = variable?.references.length ? variable.references : global.through.filter(reference => reference.identifier.name === name);
    if (variable !== undefined && isDeclared(variable)) continue;
    for (const { path, value } of assignedTo(references)) {
      if (name === 'exports') found.push({ path, value });
      else if (path[0] === 'exports') found.push({ path: path.slice(1), value });
    }
  }
  return found;
}
