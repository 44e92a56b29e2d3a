/**
 * What the code does with a value that stands at some place of the source, by its syntax: whether it can release it at all.
 *
 * Input: an expression, and whether it is the resource or a collection of such. Guarantee: names that it is given are followed;
 * whatever is not understood is `taken`, so that nothing is claimed of it. The work is bounded for each place.
 * Not handled: the order of execution; `closing.ts` walks the paths where a use may release.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, Variable } from '../ir/types.ts';
import { goesWithTheProcess } from '../models/closing-names.ts';
import { borrowsByName, hasMethod, releaseVerb } from '../models/index.ts';
import type { ResourceKind } from '../models/types.ts';
import type { ResolveContext } from '../resolve/context.ts';
import { isFunction, keyName, memberName } from '../resolve/syntax.ts';
import type { Owner } from '../resolve/value.ts';
import type { Field, Origin } from './types.ts';

export type UseKind =
  /** A release is called, or its function is given away. */
  | 'releases'
  /** Somebody else may have it now. */
  | 'taken'
  /** A release of another kind of resource, which this one has not. */
  | 'wrong-method'
  /** Kept read until the other side ends. */
  | 'read'
  /** It shall not keep the process alive, with which it goes. */
  | 'let-go'
  /** Put into the field itself. */
  | 'written'
  | 'harmless';

export interface Use {
  readonly kind: UseKind;
  readonly node: Node;
}

interface Item {
  readonly node: Node;
  readonly as: Field['as'];
}

/** The field that is asked about: putting a value into it again changes nothing. */
export interface Kept {
  readonly field: string;
  /** Classes of the file whose fields of that name are meant. */
  readonly family: readonly Owner[];
  readonly resource: ResourceKind;
}

/** A value that is passed on this often is lost from sight. */
const most = 300;

export function usesOf({ from, as: start }: { readonly from: Origin; readonly as: Field['as'] }, kept: Kept, context: ResolveContext): readonly Use[] {
  const uses: Use[] = [];
  const pending: Item[] = [];
  const seen = new Set<Node | Variable>();
  const named = (variable: Variable, as: Field['as']): void => {
    if (seen.has(variable)) return;
    seen.add(variable);
    for (const { identifier } of variable.references) if (identifier.type === 'Identifier') pending.push({ node: identifier, as });
  };
  const reader: Reader = {
    ...kept,
    note: (kind, node) => void uses.push({ kind, node }),
    follow: (node, as) => void pending.push({ node, as }),
    name(target, as) {
      const variable = context.environment.variableAt(target.name, target);
      if (variable === null) uses.push({ kind: 'taken', node: target });
      else named(variable, as);
    },
  };
  if ('references' in from) named(from, start);
  else pending.push({ node: from, as: start });
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (seen.has(item.node)) continue;
    seen.add(item.node);
    if (seen.size > most) return [{ kind: 'taken', node: item.node }];
    readUse(item, reader, context);
  }
  return uses;
}

interface Reader extends Kept {
  readonly note: (kind: UseKind, node: Node) => void;
  /** The value goes on as that of another expression. */
  readonly follow: (node: Node, as: Field['as']) => void;
  /** It is given a name. */
  readonly name: (target: TSESTree.Identifier, as: Field['as']) => void;
}

function readUse({ node, as }: Item, reader: Reader, context: ResolveContext): void {
  const { parent } = node;
  if (parent === undefined || parent === null) return;
  // `{ socket } = this` and `{ socket = none } = this`: the field has a new name.
  if (node.type === 'Property') return readTarget(node.value.type === 'AssignmentPattern' ? node.value.left : node.value, as, reader);
  switch (parent.type) {
    case 'MemberExpression':
      if (parent.object !== node) return reader.note('harmless', parent);
      return as === 'resource' ? readMember(parent, reader) : readCollection(parent, reader);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'ChainExpression':
    case 'AwaitExpression':
    case 'YieldExpression':
      return reader.follow(parent, as);
    case 'AssignmentExpression':
      return parent.left === node ? reader.note('written', parent) : readGiven(parent.left, parent, as, reader);
    case 'PropertyDefinition':
    case 'AccessorProperty':
    case 'ArrayPattern':
      return reader.note('written', parent);
    case 'Property':
      return reader.note(parent.parent.type === 'ObjectPattern' || isForField(parent, reader, context) ? 'written' : 'taken', parent);
    case 'VariableDeclarator':
      return parent.init === node ? readTarget(parent.id, as, reader) : reader.note('written', parent);
    case 'LogicalExpression':
      // The left side of `&&` goes on where there is nothing to release.
      return parent.operator === '&&' && parent.left === node ? reader.note('harmless', parent) : reader.follow(parent, as);
    case 'ConditionalExpression':
      return parent.test === node ? reader.note('harmless', parent) : reader.follow(parent, as);
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'TemplateLiteral':
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'TSTypeQuery':
      return reader.note('harmless', parent);
    case 'SequenceExpression':
      return parent.expressions.at(-1) === node ? reader.follow(parent, as) : reader.note('harmless', parent);
    case 'ForInStatement':
      return reader.note(parent.right === node && as === 'collection' ? 'harmless' : 'taken', parent);
    case 'ForOfStatement':
      return parent.right === node && as === 'collection' ? readLoop(parent, reader) : reader.note('taken', parent);
    case 'CallExpression':
    case 'NewExpression':
      return readArgument(parent, node, as, reader);
    case 'SpreadElement':
      // `[...this.sockets]` keeps the same elements.
      return as === 'collection' && parent.parent.type === 'ArrayExpression' ? reader.follow(parent.parent, as) : reader.note('taken', parent);
    default:
      return reader.note('taken', parent);
  }
}

/** `new Child({ socket: this.socket })`: an option by the field's name, for one of the classes that have the field. */
function isForField(property: TSESTree.Property, { field, family }: Reader, context: ResolveContext): boolean {
  if (keyName(property.key, property.computed) !== field) return false;
  const call = property.parent.parent;
  if (call?.type === 'CallExpression' && call.callee.type === 'Super') return true;
  if (call?.type !== 'CallExpression' && call?.type !== 'NewExpression') return false;
  // `Base.call(this, { socket })` is how constructor functions call their base.
  const { callee } = call;
  const made = context.node(callee.type === 'MemberExpression' && memberName(callee) === 'call' ? callee.object : callee);
  return (made.kind === 'class' || made.kind === 'function') && family.includes(made.node);
}

function readGiven(target: Node, assignment: TSESTree.AssignmentExpression, as: Field['as'], reader: Reader): void {
  readTarget(target, as, reader);
  reader.follow(assignment, as);
}

function readTarget(target: Node, as: Field['as'], reader: Reader): void {
  if (target.type === 'Identifier') reader.name(target, as);
  else reader.note(target.type === 'MemberExpression' && isField(target, reader) ? 'written' : 'taken', target);
}

/** `this.socket`, `this.sockets[id]`. */
function isField(member: TSESTree.MemberExpression, { field }: Reader): boolean {
  return memberName(member) === field || (member.object.type === 'MemberExpression' && memberName(member.object) === field);
}

/** `socket.destroy()`, `socket.on(…)`, `socket.destroyed`, `socket.end.bind(socket)`. */
function readMember(member: TSESTree.MemberExpression, reader: Reader): void {
  const name = memberName(member);
  if (name === null) return reader.note('taken', member);
  const row = Object.hasOwn(reader.resource.methods, name) ? reader.resource.methods[name] : undefined;
  if (row?.receiver === 'releases' || row?.receiver === 'ends') return reader.note('releases', member);
  const { parent } = member;
  const called = parent.type === 'CallExpression' && parent.callee === member ? parent : null;
  if (row === undefined) return readUnknownMember(member, name, called, reader);
  if (called === null) return reader.note('harmless', member);
  const event = row.listens === undefined ? undefined : called.arguments[row.listens.event];
  const lasting = event?.type === 'Literal' && typeof event.value === 'string' && reader.resource.events[event.value]?.reads === 'lasting';
  reader.note(goesWithTheProcess(name) ? 'let-go' : row.reads === 'lasting' || lasting ? 'read' : 'harmless', called);
  if ((row.args ?? []).some(({ does }) => does === 'takes')) reader.note('taken', called);
  if (row.returns === 'receiver') reader.follow(called, 'resource');
}

function readUnknownMember(member: TSESTree.MemberExpression, name: string, called: TSESTree.CallExpression | null, reader: Reader): void {
  const verb = releaseVerb(name);
  const closing = verb !== undefined && verb.strength !== 'weak';
  if (closing) return reader.note(hasMethod(reader.resource, name) === false ? 'wrong-method' : 'releases', member);
  if (called !== null) return reader.note(hasMethod(reader.resource, name) === false || isCommon(name) ? 'harmless' : 'taken', member);
  // `request.socket.destroy()`: a part of it that is closed by itself.
  const { parent } = member;
  const deeper = parent.type === 'MemberExpression' && parent.object === member ? memberName(parent) : null;
  if (deeper !== null && releaseVerb(deeper) !== undefined) return reader.note('releases', member);
  reader.note('harmless', member);
}

/** Methods that every object has, or that only tell. */
const isCommon = (name: string): boolean => name === 'toString' || name === 'emit' || borrowsByName(name);

/** `sockets.add(s)`, `sockets.forEach(…)`, `sockets[id]`, `sockets.size`. */
function readCollection(member: TSESTree.MemberExpression, reader: Reader): void {
  const { parent } = member;
  if (member.computed && keyName(member.property, true) === null) return reader.follow(member, 'resource');
  const name = memberName(member);
  if (name === null) return reader.note('taken', member);
  const called = parent.type === 'CallExpression' && parent.callee === member ? parent : null;
  if (called === null) return reader.note(name === 'length' || name === 'size' ? 'harmless' : 'taken', member);
  if (keeping.has(name)) return reader.note('harmless', called);
  if (yielding.has(name)) return reader.follow(called, name === 'values' ? 'collection' : 'resource');
  const callback = visiting.has(name) ? called.arguments[0] : undefined;
  if (callback !== undefined && isFunction(callback) && callback.params[0]?.type === 'Identifier') return reader.name(callback.params[0], 'resource');
  reader.note('taken', called);
}

const keeping: ReadonlySet<string> = new Set(['add', 'set', 'push', 'unshift', 'has', 'includes', 'indexOf', 'delete', 'keys', 'clear']);
const yielding: ReadonlySet<string> = new Set(['get', 'pop', 'shift', 'at', 'values']);
const visiting: ReadonlySet<string> = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find']);

function readLoop({ left }: TSESTree.ForOfStatement, reader: Reader): void {
  const target = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
  if (target?.type === 'Identifier') reader.name(target, 'resource');
  // `for (const [id, socket] of this.sockets)`
  else if (target?.type === 'ArrayPattern' && target.elements.length === 2 && target.elements[1]?.type === 'Identifier') reader.name(target.elements[1], 'resource');
  else reader.note('taken', left);
}

function readArgument(call: TSESTree.CallExpression | TSESTree.NewExpression, node: Node, as: Field['as'], reader: Reader): void {
  if (call.callee === node) return reader.note('taken', call);
  const name = call.callee.type === 'Identifier' ? call.callee.name : call.callee.type === 'MemberExpression' ? memberName(call.callee) : null;
  const over = call.callee.type === 'MemberExpression' && call.callee.object.type === 'Identifier' ? call.callee.object.name : null;
  if (over === 'Object' && as === 'collection' && (name === 'values' || name === 'keys')) return name === 'keys' ? reader.note('harmless', call) : reader.follow(call, as);
  if (over === 'Array' && as === 'collection' && name === 'from') return reader.follow(call, as);
  const into = call.callee.type === 'MemberExpression' && call.callee.object.type === 'MemberExpression' && isField(call.callee.object, reader);
  if (into && name !== null && keeping.has(name)) return reader.note('written', call);
  if (over === 'console' || (name !== null && borrowsByName(name))) return reader.note('harmless', call);
  reader.note('taken', call);
}
