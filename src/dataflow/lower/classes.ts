/**
 * Classes: what runs where a class is defined, and what runs when an object is made.
 *
 * Definition, inline: `extends`, computed keys, decorators, static fields and static blocks (with `this` as the class).
 * Construction: the field initialisers, at the start of the constructor or behind its `super(…)`; a class without a
 * constructor has a graph of its own for them. Methods are separate graphs.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, Operand } from '../ir/types.ts';
import type { Builder } from './builder.ts';
import { lowerEffects, lowerValue } from './expressions.ts';
import { keyOperand } from './literals.ts';
import { keyed } from './operands.ts';
import { lowerList } from './statements.ts';
import { lowerDecorators } from './typescript.ts';
import { optional } from './wrappers.ts';

type Field = TSESTree.PropertyDefinition | TSESTree.AccessorProperty;

export function lowerClassDeclaration(builder: Builder, node: TSESTree.ClassDeclaration): void {
  if (node.declare) return;
  const value = lowerClass(builder, node);
  if (node.id !== null) builder.store(builder.name(node.id.name), value, true, node);
}

/** Runs the definition; gives the class as a value. */
export function lowerClass(builder: Builder, node: ClassNode): Operand {
  const value: Operand = { kind: 'class', node };
  const scope = builder.enterScope(node);
  if (node.superClass !== null) lowerEffects(builder, node.superClass);
  for (const element of node.body.body) lowerElementHead(builder, element, value);
  const statics = node.body.body.filter(runsAtDefinition);
  // Static code names the class by its inner binding, which exists before the outer one.
  if (statics.length > 0 && node.id !== null) builder.store(builder.name(node.id.name), value, true, node.id);
  const self = builder.self;
  builder.self = value;
  for (const element of statics) {
    if (element.type === 'StaticBlock') lowerList(builder, element.body, element);
    else lowerField(builder, element);
  }
  builder.self = self;
  builder.scope = scope;
  lowerDecorators(builder, node.decorators, value);
  return value;
}

/** Computed keys and decorators, in the order of the source. */
function lowerElementHead(builder: Builder, element: TSESTree.ClassElement, value: Operand): void {
  if (element.type === 'StaticBlock' || element.type === 'TSIndexSignature') return;
  lowerDecorators(builder, element.decorators, value);
  if (element.type === 'MethodDefinition') {
    for (const parameter of element.value.params) lowerDecorators(builder, parameter.decorators, value);
  }
  if (element.computed) lowerEffects(builder, element.key);
}

function isField(element: TSESTree.ClassElement): element is Field {
  return element.type === 'PropertyDefinition' || element.type === 'AccessorProperty';
}

function runsAtDefinition(element: TSESTree.ClassElement): element is Field | TSESTree.StaticBlock {
  return element.type === 'StaticBlock' || (isField(element) && element.static && element.value !== null);
}

/** The initialisers of the fields that every object gets, as stores into `this`. */
export function lowerInstanceFields(builder: Builder, node: ClassNode): void {
  const scope = builder.scope;
  builder.scope = builder.scopes.opened(node) ?? scope;
  for (const element of node.body.body) {
    if (isField(element) && !element.static) lowerField(builder, element);
  }
  builder.scope = scope;
}

function lowerField(builder: Builder, field: Field): void {
  const value = optional<TSESTree.Expression>(field.value);
  if (value === null) return;
  const key = fieldKey(builder, field);
  builder.store(keyed(builder.self, key), lowerValue(builder, value), false, field);
}

/** A computed key was evaluated when the class was defined: here only its text counts. */
function fieldKey(builder: Builder, field: Field): Operand {
  if (!field.computed) return keyOperand(builder, field);
  return field.key.type === 'Literal' ? keyOperand(builder, field) : { kind: 'opaque', parts: [], node: field.key };
}

/** The constructor that the class spells out, overloads apart. */
export function explicitConstructor(node: ClassNode): TSESTree.MethodDefinition | null {
  for (const element of node.body.body) {
    if (element.type === 'MethodDefinition' && element.kind === 'constructor' && element.value.body !== null) return element;
  }
  return null;
}
