/**
 * Members, calls and optional links: `a.b().c?.(d).e`, of any length, walked from the inside out.
 *
 * A plain member is an operand; a call is an instruction whose result is a temporary. An optional link asks whether the
 * value so far is null or undefined and then leaves for `short`, the end of the whole chain.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Element, Operand } from '../ir/types.ts';
import type { Builder, Draft } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { unknownSyntax } from './not-modelled.ts';
import { keyed, member, opaque } from './operands.ts';

/** What a chain is made of. */
export type Link = TSESTree.MemberExpression | TSESTree.CallExpression | TSESTree.TSNonNullExpression;

/** `short` is where an optional link leads when there is nothing; null outside a chain expression. */
export function lowerChain(builder: Builder, node: Link, short: Draft | null): Operand {
  const { links } = builder;
  const base = links.length;
  let at: TSESTree.Expression = node;
  for (; isLink(at); at = innerOf(at)) links.push(at);
  let value = lowerValue(builder, at);
  let optional = false;
  while (links.length > base) {
    const link = links.pop();
    if (link === undefined || link.type === 'TSNonNullExpression') continue;
    if (link.optional && short !== null) {
      optional = true;
      const next = builder.reserve('there');
      builder.branch({ kind: 'nullish', value }, short, next, link);
      builder.enter(next);
    }
    value = link.type === 'MemberExpression' ? memberOf(builder, link, value) : lowerCall(builder, link, value, optional);
  }
  return value;
}

function isLink(node: TSESTree.Expression): node is Link {
  return node.type === 'MemberExpression' || node.type === 'CallExpression' || node.type === 'TSNonNullExpression';
}

/** What a link hangs on. */
function innerOf(node: Link): TSESTree.Expression {
  switch (node.type) {
    case 'MemberExpression':
      return node.object;
    case 'CallExpression':
      return node.callee;
    case 'TSNonNullExpression':
      return node.expression;
    default:
      throw unknownSyntax(node);
  }
}

function memberOf(builder: Builder, node: TSESTree.MemberExpression, object: Operand): Operand {
  if (node.computed) return keyed(object, lowerValue(builder, node.property));
  switch (node.property.type) {
    case 'Identifier':
      return member(object, node.property.name);
    case 'PrivateIdentifier':
      return member(object, `#${node.property.name}`);
    default:
      return keyed(object, lowerValue(builder, node.property));
  }
}

function lowerCall(builder: Builder, node: TSESTree.CallExpression, callee: Operand, optional: boolean): Operand {
  const result = builder.call(callee, lowerElements(builder, node.arguments), false, optional, node);
  if (callee.kind === 'super') builder.afterSuper?.();
  return result;
}

export function lowerNew(builder: Builder, node: TSESTree.NewExpression): Operand {
  const callee = lowerValue(builder, node.callee);
  return builder.call(callee, lowerElements(builder, node.arguments), true, false, node);
}

/** A tagged template calls its tag with the strings and the values. */
export function lowerTagged(builder: Builder, node: TSESTree.TaggedTemplateExpression): Operand {
  const callee = lowerValue(builder, node.tag);
  const args: Element[] = [{ value: opaque([], node.quasi), spread: false }];
  for (const expression of node.quasi.expressions) args.push({ value: lowerValue(builder, expression), spread: false });
  return builder.call(callee, args, false, false, node);
}

/** Arguments and array elements; a hole reads as undefined. */
export function lowerElements(builder: Builder, nodes: readonly (TSESTree.Expression | TSESTree.SpreadElement | null)[]): Element[] {
  const elements: Element[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] ?? null;
    if (node === null) elements.push({ value: { kind: 'literal', value: undefined }, spread: false });
    else if (node.type === 'SpreadElement') elements.push({ value: lowerValue(builder, node.argument), spread: true });
    else elements.push({ value: lowerValue(builder, node), spread: false });
  }
  return elements;
}
