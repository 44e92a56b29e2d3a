/**
 * What a name, an expression or an operand stands for, without regard to the order of execution.
 *
 * Guarantee: a value is immutable; `join` is commutative up to the order of alternatives, associative and idempotent
 * while the number of alternatives stays within the bound, and `unknown` beyond it.
 * Not handled: numbers, strings and other plain data; they are `unknown`.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode } from '../ir/types.ts';
import type { KindId } from '../models/types.ts';

/** Syntax that owns members: a class, a function used as one (`C.prototype.m = …`), an object literal. */
export type Owner = ClassNode | FunctionNode | TSESTree.ObjectExpression;

export type Value =
  /** What a module exports; `path` is `''` for the module itself, `connect`, `promises.lookup`. */
  | { readonly kind: 'export'; readonly module: string; readonly path: string }
  /** A function of this file; `bound` when it is reached through `bind`: it brings its own receiver. */
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly bound: boolean }
  | { readonly kind: 'class'; readonly node: ClassNode }
  /** A name no scope declares, with the properties read from it: `JSON.parse`. */
  | { readonly kind: 'global'; readonly path: string }
  /** Made by a class of the tables, or by a class (or constructor function) of this file. */
  | { readonly kind: 'instance'; readonly of: KindId | ClassNode | FunctionNode }
  /** An object literal: its functions are reached by name. */
  | { readonly kind: 'object'; readonly node: TSESTree.ObjectExpression }
  /** A TypeScript namespace of this file. */
  | { readonly kind: 'namespace'; readonly node: TSESTree.TSModuleDeclaration }
  /** The promise of a value: what `await` gives. */
  | { readonly kind: 'promise'; readonly of: Value }
  /** One of several; `complete` is false when there may be others that nobody knows. */
  | { readonly kind: 'either'; readonly values: readonly Value[]; readonly complete: boolean }
  /** null, undefined or never written: says nothing about the other writes of a variable. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' };

export const UNKNOWN: Value = Object.freeze({ kind: 'unknown' });
export const NOTHING: Value = Object.freeze({ kind: 'nothing' });

/** More alternatives than this say less than they cost. */
const MOST_ALTERNATIVES = 4;
/** Properties read from an export or a global beyond this depth are not looked up any more. */
const LONGEST_PATH = 120;

export function join(left: Value, right: Value): Value {
  if (left === right || right.kind === 'nothing') return left;
  if (left.kind === 'nothing' || sameValue(left, right)) return right;
  const complete = isComplete(left) && isComplete(right);
  const values = [...alternatives(left)];
  for (const value of alternatives(right)) {
    if (!values.some(known => sameValue(known, value))) values.push(value);
  }
  if (values.length === 0 || values.length > MOST_ALTERNATIVES) return UNKNOWN;
  const [first] = values;
  return values.length === 1 && complete && first !== undefined ? first : { kind: 'either', values, complete };
}

/** The known values among which this one is; empty for nothing and unknown. */
export function alternatives(value: Value): readonly Value[] {
  if (value.kind === 'either') return value.values;
  return value.kind === 'unknown' || value.kind === 'nothing' ? [] : [value];
}

export function isComplete(value: Value): boolean {
  return value.kind === 'either' ? value.complete : value.kind !== 'unknown';
}

export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  switch (left.kind) {
    case 'export':
      return right.kind === 'export' && left.module === right.module && left.path === right.path;
    case 'function':
      return right.kind === 'function' && left.node === right.node && left.bound === right.bound;
    case 'class':
      return right.kind === 'class' && left.node === right.node;
    case 'global':
      return right.kind === 'global' && left.path === right.path;
    case 'instance':
      return right.kind === 'instance' && left.of === right.of;
    case 'object':
      return right.kind === 'object' && left.node === right.node;
    case 'namespace':
      return right.kind === 'namespace' && left.node === right.node;
    case 'promise':
      return right.kind === 'promise' && sameValue(left.of, right.of);
    case 'either':
      return (
        right.kind === 'either' &&
        left.complete === right.complete &&
        left.values.length === right.values.length &&
        left.values.every(value => right.values.some(other => sameValue(value, other)))
      );
    case 'nothing':
    case 'unknown':
      return left.kind === right.kind;
  }
}

/** The promise of a value; a promise of a promise is one promise. */
export function promiseOf(value: Value): Value {
  return value.kind === 'promise' ? value : { kind: 'promise', of: value };
}

/** What `await` gives. */
export function awaited(value: Value): Value {
  if (value.kind === 'promise') return value.of;
  if (value.kind !== 'either') return value;
  const joined = value.values.reduce((all, each) => join(all, awaited(each)), NOTHING);
  return value.complete ? joined : join(joined, UNKNOWN);
}

export function exportValue(module: string, path: string): Value {
  return path.length > LONGEST_PATH ? UNKNOWN : { kind: 'export', module, path };
}

export function globalValue(path: string): Value {
  return path.length > LONGEST_PATH ? UNKNOWN : { kind: 'global', path };
}
