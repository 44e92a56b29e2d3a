/**
 * JSX: an opaque value made of its component, attributes and children. Expressions inside run where they stand; the
 * component itself runs later, if at all.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand } from '../ir/types.ts';
import type { Builder } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { unknownSyntax } from './not-modelled.ts';
import { member, opaque } from './operands.ts';

export function lowerJsx(builder: Builder, node: TSESTree.JSXElement | TSESTree.JSXFragment): Operand {
  const parts: Operand[] = [];
  if (node.type === 'JSXElement') {
    component(builder, node.openingElement.name, parts);
    for (const attribute of node.openingElement.attributes) lowerAttribute(builder, attribute, parts);
  }
  for (const child of node.children) lowerChild(builder, child, parts);
  return opaque(parts, node);
}

/** `<Panel>` and `<ui.Panel>` name values; `<div>` and `<svg:use>` do not. */
function component(builder: Builder, node: TSESTree.JSXTagNameExpression, parts: Operand[]): void {
  const names: string[] = [];
  let at = node;
  for (; at.type === 'JSXMemberExpression'; at = at.object) names.push(at.property.name);
  if (at.type !== 'JSXIdentifier' || (names.length === 0 && /^[a-z]/u.test(at.name))) return;
  let value: Operand = at.name === 'this' ? builder.self : builder.name(at.name);
  for (let name = names.pop(); name !== undefined; name = names.pop()) value = member(value, name);
  parts.push(value);
}

function lowerAttribute(builder: Builder, node: TSESTree.JSXAttribute | TSESTree.JSXSpreadAttribute, parts: Operand[]): void {
  if (node.type === 'JSXSpreadAttribute') parts.push(lowerValue(builder, node.argument));
  else if (node.value !== null) lowerChild(builder, node.value, parts);
}

function lowerChild(builder: Builder, node: TSESTree.JSXChild | TSESTree.JSXAttribute['value'], parts: Operand[]): void {
  if (node === null) return;
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      parts.push(lowerJsx(builder, node));
      return;
    case 'JSXExpressionContainer':
    case 'JSXSpreadChild':
      if (node.expression.type !== 'JSXEmptyExpression') parts.push(lowerValue(builder, node.expression));
      return;
    case 'JSXText':
    case 'Literal':
      return;
    default:
      throw unknownSyntax(node);
  }
}
