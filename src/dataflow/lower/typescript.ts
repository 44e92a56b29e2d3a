/**
 * TypeScript statements that exist at run time: enums, namespaces, `import x = …`, `export = x`.
 *
 * An enum is an opaque value; the body of a namespace runs where it stands, its exports are plain variables. What is
 * declared only (`declare …`, types) does nothing.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand } from '../ir/types.ts';
import type { Builder } from './builder.ts';
import { lowerValue } from './expressions.ts';
import { member, opaque } from './operands.ts';
import { lowerList } from './statements.ts';
import { optional } from './wrappers.ts';

export function lowerEnum(builder: Builder, node: TSESTree.TSEnumDeclaration): void {
  if (node.declare) return;
  const scope = builder.enterScope(node);
  const parts: Operand[] = [];
  for (const { initializer } of membersOf(node)) {
    const given = optional(initializer);
    if (given === null) continue;
    const value = lowerValue(builder, given);
    if (value.kind !== 'literal') parts.push(value);
  }
  builder.scope = scope;
  builder.store(builder.name(node.id.name), opaque(parts, node), true, node);
}

/** Babel 7 has the members on the declaration itself. */
function membersOf(node: TSESTree.TSEnumDeclaration): readonly TSESTree.TSEnumMember[] {
  const body: { readonly members: readonly TSESTree.TSEnumMember[] } | null = optional(node.body);
  if (body !== null) return body.members;
  return 'members' in node && Array.isArray(node.members) ? node.members : [];
}

export function lowerNamespace(builder: Builder, node: TSESTree.TSModuleDeclaration): void {
  if (node.declare || node.kind === 'global') return;
  const body = optional(node.body);
  if (body === null) return;
  if (node.id.type === 'Identifier') builder.store(builder.name(node.id.name), opaque([], node), true, node);
  lowerList(builder, body.body, node);
}

export function lowerImportEquals(builder: Builder, node: TSESTree.TSImportEqualsDeclaration): void {
  if (node.importKind === 'type') return;
  const { moduleReference } = node;
  const value =
    moduleReference.type === 'TSExternalModuleReference'
      ? builder.call({ kind: 'global', name: 'require' }, [{ value: lowerValue(builder, moduleReference.expression), spread: false }], false, false, node)
      : entity(builder, moduleReference);
  builder.store(builder.name(node.id.name), value, true, node);
}

function entity(builder: Builder, node: TSESTree.EntityName): Operand {
  const names: string[] = [];
  let at = node;
  for (; at.type === 'TSQualifiedName'; at = at.left) names.push(at.right.name);
  let value: Operand = at.type === 'Identifier' ? builder.name(at.name) : builder.self;
  for (let name = names.pop(); name !== undefined; name = names.pop()) value = member(value, name);
  return value;
}

/** `export = x` is `module.exports = x`. */
export function lowerExportAssignment(builder: Builder, node: TSESTree.TSExportAssignment): void {
  builder.store(member({ kind: 'global', name: 'module' }, 'exports'), lowerValue(builder, node.expression), false, node);
}

/** Decorators run when the class is defined: each is called with what it decorates. */
export function lowerDecorators(builder: Builder, decorators: readonly TSESTree.Decorator[] | undefined, target: Operand): void {
  for (const decorator of decorators ?? []) {
    const callee = lowerValue(builder, decorator.expression);
    builder.call(callee, [{ value: target, spread: false }], false, false, decorator);
  }
}

