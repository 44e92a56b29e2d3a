/**
 * What people call a function: `open`, `Client.connect`, `exports.listen`, `<arrow>`. Reads the syntax around it where `parent`
 * links exist; never used to decide anything.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, CodeNode, Node } from '../ir/types.ts';
import { optional } from './wrappers.ts';

export function nameOf(node: CodeNode): string {
  switch (node.type) {
    case 'Program':
      return '<program>';
    case 'ClassDeclaration':
    case 'ClassExpression':
      return `${className(node)}.constructor`;
    case 'FunctionDeclaration':
      return node.id?.name ?? '<function>';
    case 'FunctionExpression':
      return node.id?.name ?? ownerName(node) ?? '<function>';
    case 'ArrowFunctionExpression':
      return ownerName(node) ?? '<arrow>';
    default:
      throw new TypeError(`no function of this kind: ${String(node satisfies never)}`);
  }
}

function className(node: ClassNode): string {
  return node.id?.name ?? ownerName(node) ?? '<class>';
}

/** The name of what the value is written into. */
function ownerName(node: Exclude<CodeNode, TSESTree.Program>): string | null {
  const parent = optional<Node>(node.parent);
  switch (parent?.type) {
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty': {
      const owner = parent.parent.parent;
      const key = keyName(parent);
      return key === null ? key : `${className(owner)}.${key}`;
    }
    case 'Property':
      return keyName(parent);
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.name : null;
    case 'AssignmentExpression':
      return pathName(parent.left);
    case 'AssignmentPattern':
      return parent.left.type === 'Identifier' ? parent.left.name : null;
    default:
      return null;
  }
}

function keyName({ key, computed }: { readonly key: TSESTree.PropertyName; readonly computed: boolean }): string | null {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  return key.type === 'Identifier' && !computed ? key.name : null;
}

/** `a.b.c`, or null where a part has no name. */
function pathName(node: Node): string | null {
  const names: string[] = [];
  let at = node;
  for (; at.type === 'MemberExpression'; at = at.object) {
    const name = keyName({ key: at.property, computed: at.computed });
    if (name === null) return null;
    names.push(name);
  }
  if (at.type !== 'Identifier' && at.type !== 'ThisExpression') return null;
  names.push(at.type === 'Identifier' ? at.name : 'this');
  return names.reverse().join('.');
}
