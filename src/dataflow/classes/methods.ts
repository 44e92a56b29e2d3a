/**
 * The methods of an owner and of the classes of the file that it is related to, and which of them close it.
 *
 * Input: an owner. Guarantee: methods of base classes and of subclasses in view are among them; setters too.
 * Not handled: methods that are put in under computed names.
 */
import type { ClassNode, FunctionNode, Node } from '../ir/types.ts';
import { closesByName } from '../models/closing-names.ts';
import type { ResolveContext } from '../resolve/context.ts';
import { isClass, isFunction, keyName } from '../resolve/syntax.ts';
import type { Owner } from '../resolve/value.ts';
import type { Method } from './types.ts';

/** Longer chains of base classes are not climbed. */
const mostBases = 8;

/** Of each owner: itself, its base classes and those of its subclasses that are among them. */
export function familiesOf(owners: readonly Owner[], context: ResolveContext): ReadonlyMap<Owner, readonly Owner[]> {
  const families = new Map<Owner, Owner[]>(owners.map(owner => [owner, [owner, ...basesOf(owner, context)]]));
  for (const owner of owners) for (const base of basesOf(owner, context)) families.get(base)?.push(owner);
  return families;
}

function basesOf(owner: Owner, context: ResolveContext): readonly Owner[] {
  const found: Owner[] = [];
  for (let at = owner; isClass(at) && at.superClass !== null && found.length < mostBases; ) {
    const base = context.node(at.superClass);
    if ((base.kind !== 'class' && base.kind !== 'function') || found.includes(base.node)) break;
    found.push(base.node);
    at = base.node;
  }
  return found;
}

export function methodsOf(owner: Owner, context: ResolveContext): readonly Method[] {
  const found: Method[] = [];
  const seen = new Set<FunctionNode>();
  const add = (name: string, node: Node): void => {
    const value = isFunction(node) ? node : functionAt(node, context);
    if (value === null || seen.has(value)) return;
    seen.add(value);
    found.push({ name, node: value });
  };
  if (isClass(owner)) for (const element of owner.body.body) addElement(element, add);
  else if (isFunction(owner)) add('constructor', owner);
  for (const [name, sources] of context.environment.owners.members(owner, false).values) {
    for (const source of sources) if (source.from === 'expression' && (isFunction(source.node) || source.node.type === 'Identifier')) add(name, source.node);
  }
  return found;
}

function addElement(element: ClassNode['body']['body'][number], add: (name: string, node: Node) => void): void {
  if ((element.type !== 'MethodDefinition' && element.type !== 'PropertyDefinition') || element.static || element.value === null || !isFunction(element.value)) return;
  const name = nameOfElement(element.key, element.computed);
  if (name !== null) add(name, element.value);
}

/** `close`, `#close`, `[Symbol.dispose]`. */
function nameOfElement(key: Node, computed: boolean): string | null {
  const isSymbol = computed && key.type === 'MemberExpression' && key.object.type === 'Identifier' && key.object.name === 'Symbol' && key.property.type === 'Identifier';
  return isSymbol && key.property.type === 'Identifier' ? `[Symbol.${key.property.name}]` : keyName(key, computed);
}

function functionAt(node: Node, context: ResolveContext): FunctionNode | null {
  const value = context.node(node);
  return value.kind === 'function' ? value.node : null;
}

/** Those whose names say that they end the object; one that only others of the object call says nothing to its user. */
export function closingMethods(methods: readonly Method[]): readonly Method[] {
  return methods.filter(({ name }) => closesByName(name.replace(/^[#_]+/u, '')));
}

/** Nobody outside is meant to call or to read it. */
export const isInternal = (name: string): boolean => /^[#_]/u.test(name);
