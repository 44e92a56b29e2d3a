/**
 * What resolving knows of one file: its scopes, the tables, the members of its classes and objects, its own exports.
 *
 * Input: an AST with parent links and the scope manager ESLint made for it.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Node, Variable } from '../ir/types.ts';
import type { KindId } from '../models/types.ts';
import { assignedTo } from './assigned.ts';
import type { Use } from './listeners.ts';
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
  /** The calls that functions are handed to, as far as they have been looked for (see `listeners.ts`). */
  readonly uses: Map<FunctionNode, readonly Use[]>;
  /** What the file assigns to `exports.…` and `module.exports.…`. */
  readonly ownExports: () => OwnExports;
}

export interface OwnExports {
  /** `exports.open = …`, by name. */
  readonly named: ReadonlyMap<string, readonly Node[]>;
  /** `module.exports = …`. */
  readonly whole: readonly Node[];
}

export interface EnvironmentInput {
  readonly scopeManager: TSESLint.Scope.ScopeManager;
  readonly tables: Tables;
  readonly parameterKinds?: ReadonlyMap<Variable, KindId>;
}

export function createEnvironment({ scopeManager, tables, parameterKinds = new Map() }: EnvironmentInput): Environment {
  const names = createNames(scopeManager);
  const variableIn: Environment['variableIn'] = (namespace, name) => scopeManager.acquire(namespace, true)?.set.get(name) ?? null;
  const memo: { exports: OwnExports | null } = { exports: null };
  return {
    ...names,
    tables,
    owners: createOwners(names.variableOf),
    parameterKinds,
    variableIn,
    uses: new Map(),
    ownExports: () => (memo.exports ??= collectExports(scopeManager)),
  };
}

function collectExports({ scopes }: TSESLint.Scope.ScopeManager): OwnExports {
  const named = new Map<string, Node[]>();
  const whole: Node[] = [];
  for (const name of ['exports', 'module']) {
    for (const { path, value } of assignedTo(globalReferences(scopes[0], name))) {
      // `module.exports.open` is `exports.open`; other properties of `module` are no exports.
      if (name === 'module' && path[0] !== 'exports') continue;
      const [property, ...deeper] = name === 'module' ? path.slice(1) : path;
      if (deeper.length > 0) continue;
      if (property === undefined) whole.push(value);
      else if (named.has(property)) named.get(property)?.push(value);
      else named.set(property, [value]);
    }
  }
  return { named, whole };
}

/** The mentions of a name that no scope declares. */
export function globalReferences(global: TSESLint.Scope.Scope | undefined, name: string): readonly TSESLint.Scope.Reference[] {
  const variable = global?.set.get(name);
  if (global === undefined || (variable !== undefined && isDeclared(variable))) return [];
  return variable?.references.length ? variable.references : global.through.filter(({ identifier }) => identifier.name === name);
}
