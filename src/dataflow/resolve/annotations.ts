/**
 * What a TypeScript annotation says of a value: `net.Socket`, `Socket | null`, `Promise<Socket>`, a class of the file.
 *
 * The annotation is read as text with names; no type checker is asked.
 * Not handled: type aliases, interfaces, generics other than `Promise`.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Environment } from './environment.ts';
import { memberOf } from './members.ts';
import type { Answer, Ask } from './questions.ts';
import { instanceKind, instanceOf } from './tables.ts';
import type { Value } from './value.ts';
import { globalValue, join, NOTHING, promiseOf, UNKNOWN } from './value.ts';

/** The value an annotation promises; `otherwise` where it says nothing we know. */
export function annotated(annotation: TSESTree.TSTypeAnnotation | undefined, otherwise: Value, ask: Ask, env: Environment): Answer {
  if (annotation === undefined) return otherwise;
  const value = typeValue(annotation.typeAnnotation, ask, env);
  return value?.kind === 'unknown' ? otherwise : value;
}

function typeValue(type: TSESTree.TypeNode, ask: Ask, env: Environment): Answer {
  switch (type.type) {
    case 'TSNullKeyword':
    case 'TSUndefinedKeyword':
    case 'TSVoidKeyword':
      return NOTHING;
    case 'TSUnionType': {
      let joined: Value = NOTHING;
      for (const member of type.types) {
        const value = typeValue(member, ask, env);
        if (value === null) return null;
        joined = join(joined, value);
      }
      return joined;
    }
    case 'TSTypeReference':
      return referenceValue(type, ask, env);
    default:
      return UNKNOWN;
  }
}

function referenceValue(type: TSESTree.TSTypeReference, ask: Ask, env: Environment): Answer {
  const [argument] = type.typeArguments?.params ?? [];
  if (type.typeName.type === 'Identifier' && type.typeName.name === 'Promise' && argument !== undefined) {
    const inner = typeValue(argument, ask, env);
    return inner === null || inner.kind === 'unknown' ? inner : promiseOf(inner);
  }
  const named = entityValue(type.typeName, ask, env);
  if (named === null) return null;
  if (named.kind === 'class') return { kind: 'instance', of: named.node };
  return instanceOf(instanceKind(env.tables, named));
}

/** The value of `net`, `net.Socket` in a type or in `import s = net.Socket`. */
export function entityValue(name: TSESTree.EntityName, ask: Ask, env: Environment): Answer {
  const path: string[] = [];
  let current = name;
  while (current.type === 'TSQualifiedName') {
    path.push(current.right.name);
    current = current.left;
  }
  if (current.type !== 'Identifier') return UNKNOWN;
  const variable = env.variableAt(current.name, current);
  let value: Answer = variable === null ? globalValue(current.name) : ask.variable(variable);
  for (let next = path.pop(); next !== undefined && value !== null; next = path.pop()) value = memberOf(value, next, ask, env);
  return value;
}
