/**
 * What a condition on a way through a method says: can the field hold an open resource while it is so?
 *
 * A flag of the object (`this.connected`) that is only ever written `true` and `false` tells: what only a closing method writes
 * is not so before the object is closed; what the opening method writes later than the resource is not so in between.
 * Guarantee: conditions of any other form are a doubt.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Step } from '../findings/types.ts';
import type { Node } from '../ir/types.ts';
import { children, isFunction, memberName, unwrap } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';
import type { Field } from './types.ts';

export type Meaning = 'impossible' | 'possible' | 'unknown';

/** `this.flag` is truthy, or falsy, on this way. */
interface Asked {
  readonly flag: string;
  readonly truthy: boolean;
}

export function meaningOf(step: Step, field: Field, writes: FlagWrites): Meaning {
  const asked = askedBy(step);
  if (asked === null || asked.flag === field.name) return 'unknown';
  const written = writes.of(asked.flag);
  if (written.some(({ value }) => value === null)) return 'unknown';
  const such = written.filter(({ value, initial }) => value === asked.truthy && !initial);
  const startsSo = written.some(({ value, initial }) => initial && value === asked.truthy) || (!asked.truthy && !written.some(({ initial }) => initial));
  // What the storing code sets before it stores is so whenever the field holds something.
  if (!asked.truthy && such.length === 0 && field.holdings.every(({ stored }) => written.some(({ value, node }) => value === true && isBefore(node, stored)))) return 'impossible';
  if (!startsSo) return such.length > 0 && such.every(({ node }) => field.closing.some(method => encloses(method.node, node))) ? 'impossible' : 'unknown';
  // It is so from the beginning: does the code that opens the resource change it in the same breath?
  const turned = written.filter(({ value, initial }) => value !== asked.truthy && !initial);
  return turned.length > 0 && turned.every(({ node }) => field.holdings.every(holding => isLater(node, holding.stored))) ? 'possible' : 'unknown';
}

function askedBy({ kind, node }: Step): Asked | null {
  if (kind !== 'when' && kind !== 'unless') return null;
  const test = node.type === 'IfStatement' || node.type === 'ConditionalExpression' ? node.test : node;
  // Branches ask without negation.
  let inner = unwrap(test);
  while (inner.type === 'UnaryExpression' && inner.operator === '!') inner = unwrap(inner.argument);
  if (inner.type !== 'MemberExpression' || inner.object.type !== 'ThisExpression') return null;
  const flag = memberName(inner);
  return flag === null ? null : { flag, truthy: kind === 'when' };
}

/** In the same function, and nothing between them lets other code run. */
function isBefore(write: Node, stored: Node): boolean {
  const home = functionAround(stored);
  return home !== null && functionAround(write) === home && write.range[1] <= stored.range[0] && !awaitsBetween(home, write.range[1], stored.range[0]) && leadsTo(write, stored);
}

/** A statement of a block that the store is in as well: whoever comes to the one has come past the other. */
function leadsTo({ parent }: Node, stored: Node): boolean {
  const block = parent?.type === 'ExpressionStatement' ? parent.parent : null;
  return block?.type === 'BlockStatement' && encloses(block, stored);
}

/** In a function within the one that stores, in another one, or behind an `await` that comes after the store. */
function isLater(write: Node, stored: Node): boolean {
  const home = functionAround(stored);
  if (home === null || functionAround(write) !== home) return true;
  return write.range[0] > stored.range[1] && awaitsBetween(home, stored.range[1], write.range[0]);
}

function functionAround(node: Node): Node | null {
  for (let at: Node | undefined | null = node.parent; at !== undefined && at !== null; at = at.parent) if (isFunction(at)) return at;
  return null;
}

function awaitsBetween(home: Node, from: number, to: number): boolean {
  const stack: Node[] = [home];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.range[1] < from || node.range[0] > to || (node !== home && isFunction(node))) continue;
    if (node.type === 'AwaitExpression' && node.range[0] >= from && node.range[1] <= to) return true;
    stack.push(...children(node));
  }
  return false;
}

const encloses = (outer: Node, inner: Node): boolean => outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];

/** A write of `true` or `false` to a property of that name; null: of anything else. `initial`: before any method is called. */
interface FlagWrite {
  readonly value: boolean | null;
  readonly initial: boolean;
  readonly node: Node;
}

export interface FlagWrites {
  /** Flags that are written `true` somewhere in this code. */
  readonly truthyIn: (code: Node) => readonly string[];
  readonly of: (flag: string) => readonly FlagWrite[];
}

/** Writes to properties of the file, by name: collected in one walk when first asked for. */
export function flagWrites({ ast }: Unit): FlagWrites {
  const known: { writes: ReadonlyMap<string, readonly FlagWrite[]> | null } = { writes: null };
  const all = (): ReadonlyMap<string, readonly FlagWrite[]> => (known.writes ??= collect(ast));
  return {
    of: flag => all().get(flag) ?? [],
    truthyIn: code => [...all()].flatMap(([flag, writes]) => (writes.some(({ value, node }) => value === true && encloses(code, node)) ? [flag] : [])),
  };
}

function collect(ast: TSESTree.Program): ReadonlyMap<string, readonly FlagWrite[]> {
  const found = new Map<string, FlagWrite[]>();
  const note = (name: string | null, value: Node | null, initial: boolean, node: Node): void => {
    if (name === null) return;
    const list = found.get(name) ?? [];
    found.set(name, list);
    list.push({ value: value === null ? false : valueOf(value), initial, node });
  };
  const stack: Node[] = [ast];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') note(memberName(node.left), node.operator === '=' ? node.right : node.left, isInConstructor(node), node);
    else if (node.type === 'UpdateExpression' && node.argument.type === 'MemberExpression') note(memberName(node.argument), node.argument, false, node);
    else if (node.type === 'PropertyDefinition' && !node.static) note(node.key.type === 'PrivateIdentifier' ? `#${node.key.name}` : node.key.type === 'Identifier' ? node.key.name : null, node.value, true, node);
    stack.push(...children(node));
  }
  return found;
}

function valueOf(node: Node): boolean | null {
  return node.type === 'Literal' && typeof node.value === 'boolean' ? node.value : null;
}

function isInConstructor(node: Node): boolean {
  const home = functionAround(node);
  if (home?.parent?.type === 'MethodDefinition') return home.parent.kind === 'constructor';
  // Functions that are used as classes have names of classes.
  return home !== null && (home.type === 'FunctionDeclaration' || home.type === 'FunctionExpression') && /^[A-Z]/u.test(home.id?.name ?? '');
}
