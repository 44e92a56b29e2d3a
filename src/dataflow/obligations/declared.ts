/**
 * Which values a name can have by its annotation: a union of literals (`how: 'politely' | 'at once'`), written there or
 * under a name of the file.
 *
 * Guarantee: null unless every member is a literal; so a test that excludes them all leaves nothing. Not handled: enums,
 * types of other files, generics.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Literal } from '../domain/knowledge.ts';
import type { Variable } from '../ir/types.ts';

/** Names that stand for names are followed this far. */
const longest = 4;

export function declaredLiterals(variable: Variable): readonly Literal[] | null {
  const [definition] = variable.defs;
  if (variable.defs.length !== 1 || definition?.type !== 'Parameter' || definition.name.type !== 'Identifier') return null;
  let type = definition.name.typeAnnotation?.typeAnnotation;
  for (let step = 0; step < longest && type?.type === 'TSTypeReference'; step += 1) type = aliased(type, variable);
  return type?.type === 'TSUnionType' ? literalsOf(type.types) : null;
}

function aliased({ typeName, typeArguments }: TSESTree.TSTypeReference, { scope }: Variable): TSESTree.TypeNode | undefined {
  if (typeName.type !== 'Identifier' || typeArguments != null) return undefined;
  for (let at: typeof scope | null = scope; at !== null; at = at.upper) {
    const node = at.set.get(typeName.name)?.defs[0]?.node;
    if (node !== undefined) return node.type === 'TSTypeAliasDeclaration' ? node.typeAnnotation : undefined;
  }
  return undefined;
}

function literalsOf(types: readonly TSESTree.TypeNode[]): readonly Literal[] | null {
  const values: Literal[] = [];
  for (const type of types) {
    if (type.type !== 'TSLiteralType' || type.literal.type !== 'Literal') return null;
    const { value } = type.literal;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
    values.push(value);
  }
  return values;
}
