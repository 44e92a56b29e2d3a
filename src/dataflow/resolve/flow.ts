/**
 * Where the value of a name goes next, judged by the syntax around one mention of it.
 *
 * A *maker* is what resources come from (a module, a function that returns one, a class); calling it gives a
 * *resource*. Neither is followed into arguments, properties or results of methods of a resource.
 *
 * Guarantee: climbs from the mention to the statement around it and no further.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Node } from '../ir/types.ts';
import { returnedBy } from './functions.ts';
import { isClass, isFunction, keyName, memberName, unwrap } from './syntax.ts';

export type Role = 'maker' | 'resource';

export type Flow =
  | { readonly to: 'nowhere' }
  /** Written to these names. */
  | { readonly to: 'names'; readonly names: readonly TSESTree.Identifier[]; readonly role: Role }
  /** The base of this class. */
  | { readonly to: 'class'; readonly node: ClassNode }
  /** Returned by this function. */
  | { readonly to: 'caller'; readonly node: FunctionNode };

const NOWHERE: Flow = { to: 'nowhere' };

/** `put` is told the properties that a maker is written to on the way. */
export function flowOf(mention: Node, role: Role, put: (property: string) => void): Flow {
  let current = mention;
  let carried = role;
  const note = (property: string | null): void => {
    if (property !== null && carried === 'maker') put(property);
  };
  for (let { parent } = current; parent !== undefined && parent !== null; current = parent, { parent } = current) {
    switch (parent.type) {
      case 'MemberExpression':
        if (parent.object !== current || carried === 'resource') return NOWHERE;
        break;
      case 'CallExpression':
      case 'NewExpression':
        if (parent.callee !== current) return NOWHERE;
        carried = 'resource';
        break;
      case 'VariableDeclarator':
        return parent.init === current ? { to: 'names', names: namesIn(parent.id), role: carried } : NOWHERE;
      case 'AssignmentExpression':
        if (parent.right !== current) return NOWHERE;
        if (parent.left.type !== 'MemberExpression') return { to: 'names', names: namesIn(parent.left), role: carried };
        note(memberName(parent.left));
        break;
      case 'PropertyDefinition':
      case 'AccessorProperty':
        note(keyName(parent.key, parent.computed));
        return NOWHERE;
      case 'ClassDeclaration':
      case 'ClassExpression':
        return parent.superClass === current ? { to: 'class', node: parent } : NOWHERE;
      case 'ReturnStatement':
        return carried === 'resource' ? callerOf(parent) : NOWHERE;
      case 'ArrowFunctionExpression':
        return carried === 'resource' && parent.body === current ? { to: 'caller', node: parent } : NOWHERE;
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'ObjectExpression':
        break;
      case 'Property':
        note(keyName(parent.key, parent.computed));
        break;
      default:
        if (unwrap(parent) === parent) return NOWHERE;
    }
  }
  return NOWHERE;
}

function callerOf(statement: Node): Flow {
  for (let node: Node | null | undefined = statement.parent; node !== null && node !== undefined; node = node.parent) {
    if (isFunction(node)) return { to: 'caller', node };
    if (isClass(node)) return NOWHERE;
  }
  return NOWHERE;
}

/** The names a pattern binds. */
function namesIn(pattern: Node): readonly TSESTree.Identifier[] {
  const names: TSESTree.Identifier[] = [];
  const stack: (Node | null)[] = [pattern];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    switch (node?.type) {
      case 'Identifier':
        names.push(node);
        break;
      case 'ObjectPattern':
        stack.push(...node.properties);
        break;
      case 'ArrayPattern':
        stack.push(...node.elements);
        break;
      case 'Property':
        stack.push(node.value);
        break;
      case 'AssignmentPattern':
        stack.push(node.left);
        break;
      case 'RestElement':
        stack.push(node.argument);
        break;
      default:
        break;
    }
  }
  return names;
}

/** Could what a function returns be something it acquired? */
export function givesBack(node: FunctionNode): boolean {
  return returnedBy(node).some(expression => !PLAIN.has(unwrap(expression).type));
}

/** Expressions whose value is never a resource. */
const PLAIN: ReadonlySet<string> = new Set([
  'Literal',
  'TemplateLiteral',
  'UnaryExpression',
  'BinaryExpression',
  'UpdateExpression',
  'ArrowFunctionExpression',
]);
