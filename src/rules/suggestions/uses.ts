/**
 * How the code between an acquisition and a repair uses the resource.
 *
 * Guarantee: every reference to the variable in a stretch of text, with its role; `alwaysBefore` errs on the
 * side of no. Not handled: what a callee does with an argument; callers decide which calls they believe.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../../dataflow/ir/types.ts';
import { functionAround, isFunction, isNode } from './source.ts';

export interface Use {
  readonly node: TSESTree.Identifier | TSESTree.JSXIdentifier;
  /**
   * - `receiver`: `socket.write()`, `socket.destroyed`, `release()`
   * - `argument`: `handshake(socket)`
   * - `test`: `if (socket)`, `socket === other`
   * - `other`: stored, returned, put into an object
   */
  readonly role: 'receiver' | 'argument' | 'test' | 'other';
  /** The method that is called or property that is read on the receiver. */
  readonly property: string | null;
  /** The reference stands in a function of its own, which runs later or often. */
  readonly inClosure: boolean;
  /** The `return` or `throw` that the reference is part of: control does not come past it. */
  readonly leaving: TSESTree.ReturnStatement | TSESTree.ThrowStatement | null;
}

export function usesBetween(variable: TSESLint.Scope.Variable, start: number, end: number, within: Node | null): Use[] {
  return variable.references
    .map(reference => reference.identifier)
    .filter(node => node.range[0] >= start && node.range[1] <= end)
    .map(node => useOf(node, within));
}

function useOf(node: Use['node'], within: Node | null): Use {
  let value: Node = node;
  while (isNode(value.parent) && isWrapper(value.parent, value)) value = value.parent;
  const { parent } = value;
  const around = functionAround(node);
  return { node, ...roleOf(value, parent), inClosure: around !== within, leaving: leavingAround(node) };
}

/** Syntax around a value that is still the same value. */
function isWrapper(outer: Node, inner: Node): boolean {
  switch (outer.type) {
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return outer.expression === inner;
    default:
      return false;
  }
}

function roleOf(value: Node, parent: Node | undefined): Pick<Use, 'role' | 'property'> {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === value ? { role: 'receiver', property: propertyOf(parent) } : { role: 'other', property: null };
    case 'CallExpression':
    case 'NewExpression':
      return { role: parent.callee === value ? 'receiver' : 'argument', property: null };
    case 'IfStatement':
    case 'WhileStatement':
    case 'UnaryExpression':
    case 'BinaryExpression':
      return { role: 'test', property: null };
    default:
      return { role: 'other', property: null };
  }
}

function propertyOf(member: TSESTree.MemberExpression): string | null {
  return !member.computed && member.property.type === 'Identifier' ? member.property.name : null;
}

function leavingAround(node: Node): Use['leaving'] {
  for (let at = node.parent; at !== undefined && !isFunction(at); at = at.parent) {
    if (at.type === 'ReturnStatement' || at.type === 'ThrowStatement') return at;
  }
  return null;
}

/** Whether control that stands at `place` has passed `use`, whichever way it came. */
export function alwaysBefore(use: Node, place: Node, cause: Node | null): boolean {
  for (let at: Node = use; isNode(at.parent); at = at.parent) {
    const { parent } = at;
    const common = parent.range[0] <= place.range[0] && place.range[1] <= parent.range[1];
    // In a `try` block only what comes before the failure that leads to the place is sure to have run.
    if (parent.type === 'TryStatement' && at === parent.block && !(cause !== null && use.range[0] <= cause.range[1])) return false;
    if (common) return parent.type === 'TryStatement' ? at === parent.block : !branches(parent);
    if (!isStraight(parent, at)) return false;
  }
  return false;
}

/** Syntax whose parts exclude each other. */
function branches(node: Node): boolean {
  return node.type === 'IfStatement' || node.type === 'ConditionalExpression' || node.type === 'SwitchStatement';
}

/** `inner` runs whenever `outer` does. */
function isStraight(outer: Node, inner: Node): boolean {
  switch (outer.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return outer.test === inner;
    case 'LogicalExpression':
      return outer.left === inner;
    case 'TryStatement':
      return outer.block === inner;
    case 'SwitchStatement':
      return outer.discriminant === inner;
    case 'ForOfStatement':
    case 'ForInStatement':
      return outer.right === inner;
    case 'ForStatement':
      return outer.init === inner;
    case 'ChainExpression':
      // `a?.b(socket)`: the call may be left out.
      return false;
    case 'CatchClause':
    case 'DoWhileStatement':
    case 'ClassBody':
      return false;
    default:
      return !isFunction(outer);
  }
}
