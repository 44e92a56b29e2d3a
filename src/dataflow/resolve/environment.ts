/**
 * What resolving knows of one file: its scopes, the tables, the members of its classes and objects, its own exports.
 *
 * Input: an AST with parent links and the scope manager ESLint made for it.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../ir/types.ts';
import type { KindId } from '../models/types.ts';
import type { AssignedMember } from './assigned.ts';
import { assignedTo } from './assigned.ts';
import type { Names } from './names.ts';
import { createNames, isDeclared } from './names.ts';
import type { Owners } from './owners.ts';
import { createOwners } from './owners.ts';
import type { Tables } from './tables.ts';

export interface Environment extends Names {
  readonly tables: Tables;
  readonly owners: Owners;
  /** Kinds of parameters that the caller knows already. */
  readonly parameterKinds: ReadonlyMap<Variable, KindId>;
  /** A variable declared directly in a TypeScript namespace. */
  readonly variableIn: (namespace: TSESTree.TSModuleDeclaration, name: string) => Variable | null;
  /** What the file assigns to `exports.…` and `module.exports.…`. */
  readonly ownExports: () => readonly AssignedMember[];
}

export interface EnvironmentInput {
  readonly scopeManager: TSESLint.Scope.ScopeManager;
  readonly tables: Tables;
  readonly parameterKinds?: ReadonlyMap<Variable, KindId>;
}

export function createEnvironment({ scopeManager, tables, parameterKinds = new Map() }: EnvironmentInput): Environment {
  const names = createNames(scopeManager);
  const variableIn: Environment['variableIn'] = (namespace, name) => scopeManager.acquire(namespace, true)?.set.get(name) ?? null;
  const memo: { exports: readonly AssignedMember[] | null } = { exports: null };
  return {
    ...names,
    tables,
    owners: createOwners(names.variableOf),
    parameterKinds,
    variableIn,
    ownExports: () => (memo.exports ??= collectExports(scopeManager)),
  };
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
