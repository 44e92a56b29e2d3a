/**
 * What is known of a class (or another owner of methods) that keeps a resource in one of its fields.
 */
import type { FunctionIr, FunctionNode, Node, Variable } from '../ir/types.ts';
import type { Site } from '../obligations/sites.ts';
import type { Owner } from '../resolve/value.ts';

/** What a value comes from: a call of the source, or a name. */
export type Origin = Node | Variable;

/** Code that was analysed, with the places where something begins to be owed in it. */
export interface Analysed {
  readonly ir: FunctionIr;
  readonly sites: readonly Site[];
}

/** A resource is put into a field of the object. */
export interface Holding {
  readonly owner: Owner;
  readonly field: string;
  /** `collection`: the field keeps a set, map or list of them. */
  readonly as: 'resource' | 'collection';
  readonly site: Site;
  /** Where it begins to be owed, and where it is put into the field: a listener may do the latter. */
  readonly ir: FunctionIr;
  readonly storedIn: FunctionIr;
  /** The assignment, or the call that adds it. */
  readonly stored: Node;
  /** Calls and names through which it came into the field. */
  readonly origins: ReadonlySet<Origin>;
}

/** A method of an owner, by the name it is called by. */
export interface Method {
  readonly name: string;
  readonly node: FunctionNode;
}

/** All holdings of one field of one owner, and the methods that close the owner by their names. */
export interface Field {
  readonly owner: Owner;
  readonly name: string;
  readonly as: Holding['as'];
  readonly holdings: readonly [Holding, ...Holding[]];
  readonly methods: readonly Method[];
  readonly closing: readonly Method[];
}
