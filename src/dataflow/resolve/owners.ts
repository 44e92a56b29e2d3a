/**
 * What an owner (class, constructor function, object literal) holds under a name: its own elements, what its code
 * writes to `this`, what the file assigns from outside (`C.prototype.m = …`, `api.open = …`).
 *
 * Guarantee: each owner is walked once, when first asked about; a walk stops at nested functions and classes that
 * have a `this` of their own, so all walks together visit no node twice.
 * Not handled: `Object.assign`, computed keys that are no literals, writes through another name for `this`.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import { append } from '../collections.ts';
import type { Node, Variable } from '../ir/types.ts';
import type { MemberKey } from './questions.ts';
import type { Owner } from './value.ts';
import { assignedMembers } from './assigned.ts';
import { children, isClass, isFunction, keyName } from './syntax.ts';

export interface Members {
  /** The expressions under a name; a method is the function that implements it. */
  readonly values: ReadonlyMap<string, readonly MemberSource[]>;
  /** Where the code reads `this.name` and does not call it. */
  readonly mentions: ReadonlyMap<string, readonly Node[]>;
  /** A computed key or a spread may have put in anything. */
  readonly open: boolean;
}

export type MemberSource =
  | { readonly from: 'expression'; readonly node: Node }
  /** Reading it runs this function. */
  | { readonly from: 'getter'; readonly node: TSESTree.FunctionExpression }
  /** Declared with no more than a type; `written` when a value that we do not see comes with it (a parameter property). */
  | { readonly from: 'type'; readonly annotation: TSESTree.TSTypeAnnotation | undefined; readonly written: boolean };

export interface Owners {
  readonly key: (owner: Owner, name: string, isStatic: boolean) => MemberKey;
  readonly members: (owner: Owner, isStatic: boolean) => Members;
}

export function createOwners(variableOf: (owner: Owner) => Variable | null): Owners {
  const keys = new Map<Owner, Map<string, MemberKey>>();
  const found = new Map<Owner, { readonly instance: Members; readonly fixed: Members }>();
  return {
    key(owner, name, isStatic) {
      let byName = keys.get(owner);
      if (byName === undefined) keys.set(owner, (byName = new Map<string, MemberKey>()));
      const id = isStatic ? `static ${name}` : name;
      let key = byName.get(id);
      if (key === undefined) byName.set(id, (key = { owner, name, isStatic }));
      return key;
    },
    members(owner, isStatic) {
      let both = found.get(owner);
      if (both === undefined) found.set(owner, (both = collect(owner, variableOf(owner))));
      return isStatic ? both.fixed : both.instance;
    },
  };
}

interface Draft {
  readonly values: Map<string, MemberSource[]>;
  readonly mentions: Map<string, Node[]>;
  open: boolean;
}

function emptyDraft(): Draft {
  return { values: new Map(), mentions: new Map(), open: false };
}

function collect(owner: Owner, variable: Variable | null): { instance: Members; fixed: Members } {
  const instance = emptyDraft();
  const fixed = emptyDraft();
  if (owner.type === 'ObjectExpression') {
    // An object literal is one thing: what its methods write to `this` and what others assign are the same members.
    collectObject(owner, instance);
    if (variable !== null) addAssigned(instance, variable, '');
    return { instance, fixed: instance };
  }
  if (isClass(owner)) for (const element of owner.body.body) collectElement(element, instance, fixed);
  else walkThis(owner.body, instance);
  if (variable !== null) {
    addAssigned(fixed, variable, '');
    addAssigned(instance, variable, 'prototype');
    for (const sources of [...instance.values.values()]) {
      for (const source of sources) if (source.from === 'expression' && assignedFunction(source.node)) walkThis(source.node, instance);
    }
  }
  return { instance, fixed };
}

/** A function assigned to the prototype sees the instance as `this`. */
function assignedFunction(node: Node): boolean {
  return node.type === 'FunctionExpression' && node.parent.type === 'AssignmentExpression';
}

function collectElement(element: TSESTree.ClassElement, instance: Draft, fixed: Draft): void {
  switch (element.type) {
    case 'StaticBlock':
      for (const statement of element.body) walkThis(statement, fixed);
      return;
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty': {
      const draft = element.static ? fixed : instance;
      const name = keyName(element.key, element.computed);
      if (name === null) draft.open = true;
      else add(draft, name, elementSource(element));
      if (element.value === null) return;
      if (element.type === 'MethodDefinition') addParameterProperties(element, draft);
      walkThis(element.value, draft);
      return;
    }
    default:
      // Abstract members and index signatures hold no value.
      return;
  }
}

function elementSource(element: TSESTree.MethodDefinition | TSESTree.PropertyDefinition | TSESTree.AccessorProperty): MemberSource | null {
  if (element.type !== 'MethodDefinition') {
    return element.value === null
      ? { from: 'type', annotation: element.typeAnnotation, written: false }
      : { from: 'expression', node: element.value };
  }
  const { value } = element;
  if (value.type !== 'FunctionExpression' || element.kind === 'constructor' || element.kind === 'set') return null;
  return { from: element.kind === 'get' ? 'getter' : 'expression', node: value };
}

function addParameterProperties(method: TSESTree.MethodDefinition, draft: Draft): void {
  for (const parameter of method.value.params) {
    if (parameter.type !== 'TSParameterProperty') continue;
    const target = parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter;
    if (target.type === 'Identifier') add(draft, target.name, { from: 'type', annotation: target.typeAnnotation, written: true });
  }
}

function collectObject(owner: TSESTree.ObjectExpression, draft: Draft): void {
  for (const property of owner.properties) {
    const name = property.type === 'Property' ? keyName(property.key, property.computed) : null;
    if (property.type !== 'Property' || name === null) {
      draft.open = true;
      continue;
    }
    if (property.kind === 'set') continue;
    const getter = property.kind === 'get' && property.value.type === 'FunctionExpression' ? property.value : null;
    add(draft, name, getter === null ? { from: 'expression', node: property.value } : { from: 'getter', node: getter });
    if (property.value.type === 'FunctionExpression') walkThis(property.value, draft);
  }
}

function addAssigned(draft: Draft, variable: Variable, under: string): void {
  for (const { path, value } of assignedMembers(variable)) {
    const [first, second, ...deeper] = path;
    if (first === undefined || deeper.length > 0) continue;
    if (under === '' && second === undefined) add(draft, first, { from: 'expression', node: value });
    if (under === '' || first !== under) continue;
    if (second !== undefined) add(draft, second, { from: 'expression', node: value });
    // `C.prototype = { open() {} }`
    else if (value.type === 'ObjectExpression') collectObject(value, draft);
    else draft.open = true;
  }
}

/** Finds `this.name = value` in code that shares one `this`, however deep: an explicit stack instead of recursion. */
function walkThis(root: Node, draft: Draft): void {
  const stack: Node[] = isFunction(root) ? children(root).reverse() : [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isClass(node) || (isFunction(node) && node.type !== 'ArrowFunctionExpression')) continue;
    if (node.type === 'MemberExpression' && node.object.type === 'ThisExpression') addThisUse(node, draft);
    else stack.push(...children(node).reverse());
  }
}

const UNTYPED: MemberSource = { from: 'type', annotation: undefined, written: true };

function addThisUse(member: TSESTree.MemberExpression, draft: Draft): void {
  const { parent } = member;
  const name = keyName(member.property, member.computed);
  if (parent.type === 'AssignmentExpression' && parent.left === member) {
    if (name === null) draft.open = true;
    else if (parent.operator.length > 1 && !LOGICAL.has(parent.operator)) add(draft, name, UNTYPED);
    else add(draft, name, { from: 'expression', node: parent.right });
  } else if (name !== null && isPatternTarget(parent)) add(draft, name, UNTYPED);
  else if (name !== null && (parent.type !== 'CallExpression' || parent.callee !== member)) append(draft.mentions, name, member);
}

const LOGICAL: ReadonlySet<string> = new Set(['??=', '||=', '&&=']);

/** `({ a: this.x } = …)`, `[this.x] = …`, `for (this.x of …)`, `this.x++`. */
function isPatternTarget(parent: Node): boolean {
  if (parent.type === 'Property') return parent.parent.type === 'ObjectPattern';
  return parent.type === 'ArrayPattern' || parent.type === 'AssignmentPattern' || parent.type === 'RestElement' || parent.type === 'UpdateExpression';
}

function add(draft: Draft, name: string, source: MemberSource | null): void {
  if (source !== null) append(draft.values, name, source);
}
