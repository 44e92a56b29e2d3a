/**
 * What is known of an owner as a whole: its name, whether code elsewhere gets at it, whether the program makes it once.
 *
 * Guarantee: read from the references of its name; an owner that has none may be known to anybody.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { Node } from '../ir/types.ts';
import type { ResolveContext } from '../resolve/context.ts';
import { isClass, isFunction } from '../resolve/syntax.ts';
import type { Owner } from '../resolve/value.ts';

export function ownerName(owner: Owner, context: ResolveContext): string | null {
  return context.environment.variableOf(owner)?.name ?? (owner.type !== 'ObjectExpression' && owner.id != null ? owner.id.name : null);
}

/** Code of other files may have objects of it. */
export function isVisible(owner: Owner, context: ResolveContext): boolean {
  const { parent } = owner;
  if (parent.type.startsWith('Export')) return true;
  const variable = context.environment.variableOf(owner);
  return variable === null || variable.references.some(reference => escapes(reference, owner)) || isExportedAtOnce(owner);
}

/** `module.exports = class …`, `const C = (exports.C = class …)`. */
const isExportedAtOnce = ({ parent }: Owner): boolean => parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression';

/** Anything but making one, deriving from it, reading its members and naming it as a type. */
function escapes({ identifier, init }: TSESLint.Scope.Reference, owner: Owner): boolean {
  const { parent } = identifier;
  if (init === true || parent.type.startsWith('TS')) return false;
  switch (parent.type) {
    case 'NewExpression':
    case 'CallExpression':
      return parent.callee !== identifier;
    case 'MemberExpression':
      return parent.object !== identifier;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return parent.superClass !== identifier;
    case 'BinaryExpression':
      return false;
    case 'AssignmentExpression':
      return parent.left !== identifier || parent.right !== owner;
    default:
      return true;
  }
}

/** An object literal is made where it stands; a class whose objects are all made by the top level of the file lives as long as the process. */
export function isMadeOnce(owner: Owner, context: ResolveContext): boolean {
  if (owner.type === 'ObjectExpression') return isTopLevel(owner);
  const made = context.environment.variableOf(owner)?.references.filter(({ identifier: { parent } }) => parent.type === 'NewExpression') ?? [];
  return made.length > 0 && made.every(({ identifier }) => isTopLevel(identifier));
}

function isTopLevel(node: Node): boolean {
  for (let at: Node | undefined | null = node.parent; at !== undefined && at !== null; at = at.parent) if (isFunction(at) || isClass(at)) return false;
  return true;
}

/** Classes of the tables whose methods close nothing that a class derived from them keeps. */
export function hasStrangeBase(owner: Owner, family: readonly Owner[], context: ResolveContext): boolean {
  return family.some(one => isClass(one) && one.superClass !== null && (one === owner || family.includes(one)) && !isKnownBase(one.superClass, context));
}

function isKnownBase(node: Node, context: ResolveContext): boolean {
  const value = context.node(node);
  switch (value.kind) {
    case 'class':
    case 'function':
      return true;
    case 'export':
      return harmlessModules.has(value.module.replace(/^node:/u, ''));
    case 'global':
      return value.path === 'Object' || value.path === 'EventTarget';
    case 'instance':
    case 'object':
    case 'namespace':
    case 'promise':
    case 'either':
    case 'nothing':
    case 'unknown':
      return false;
  }
}

/** Their base classes know nothing of the fields of those that are derived from them. */
const harmlessModules: ReadonlySet<string> = new Set(['events', 'stream', 'eventemitter3', 'async_hooks']);
