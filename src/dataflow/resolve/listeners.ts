/**
 * What the parameters and the receiver of a callback are, where the callback is written into a call the tables know:
 * `createServer(socket => …)`, `server.on('connection', onConnection)`.
 *
 * Guarantee: asks at most one open question at a time; a function that is handed to several calls gets what all agree on.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Node } from '../ir/types.ts';
import { rowsAt } from '../models/argument-rows.ts';
import type { CallModel, KindId, MethodModel, ParameterModel } from '../models/types.ts';
import type { Environment } from './environment.ts';
import { kindValue } from './kinds.ts';
import type { Answer, Ask } from './questions.ts';
import { thisValue } from './receivers.ts';
import { memberName, methodName, stringOf, unwrap } from './syntax.ts';
import { callModel, instanceOf, methodModel } from './tables.ts';
import type { Owner, Value } from './value.ts';
import { join, NOTHING, UNKNOWN } from './value.ts';

type AnyCall = TSESTree.CallExpression | TSESTree.NewExpression;

/** The resource a parameter of a function is given by those who call it back; nothing if none is known. */
export function calledBackWith(node: FunctionNode, index: number, ask: Ask, env: Environment): Answer {
  let joined: Value = NOTHING;
  const uses = usesOf(node, ask, env);
  if (uses === null) return null;
  for (const use of uses) {
    const rows = callbackRows(use.call, use.argument, ask, env);
    if (rows === null) return null;
    const row = rows.find(each => each.index === index);
    if (row !== undefined) joined = join(joined, instanceOf(row.resource));
  }
  return joined;
}

/** `this` of a function that is written as a listener: the emitter. */
export function listenedEmitter(node: FunctionNode, call: AnyCall, ask: Ask, env: Environment): Answer {
  const argument = call.arguments.findIndex(each => each === node);
  const found = modelOf(call, ask, env);
  if (found === null || found === 'none') return found === null ? null : UNKNOWN;
  const { model, receiver } = found;
  const listens = model.listens?.listener === argument;
  return listens && receiver !== null ? ask.node(receiver) : UNKNOWN;
}

/** A function is an argument of a call. */
export interface Use {
  readonly call: AnyCall;
  readonly argument: number;
}

/** A function that is handed to more calls than this is judged by the first of them. */
const MOST_USES = 16;

/** The calls that a function is handed to, directly, by its name, as `this.name`, or bound. */
function usesOf(node: FunctionNode, ask: Ask, env: Environment): readonly Use[] | null {
  let uses = env.uses.get(node);
  if (uses !== undefined) return uses;
  const mentions = mentionsOf(node, ask, env);
  if (mentions === null) return null;
  uses = mentions.flatMap(mention => useOf(mention) ?? []).slice(0, MOST_USES);
  env.uses.set(node, uses);
  return uses;
}

function mentionsOf(node: FunctionNode, ask: Ask, env: Environment): readonly Node[] | null {
  if (useOf(node) !== null) return [node];
  const variable = env.variableOf(node);
  if (variable !== null) return variable.references.map(({ identifier }) => identifier);
  const name = methodName(node);
  const self = name === null ? UNKNOWN : node.type === 'ArrowFunctionExpression' ? thisValue(node, ask) : ask.thisOf(node);
  if (self === null || name === null) return self === null ? null : [];
  const owner = ownerOf(self);
  return owner === null ? [] : (env.owners.members(owner, self.kind === 'class').mentions.get(name) ?? []);
}

function ownerOf(self: Value): Owner | null {
  if (self.kind === 'instance') return typeof self.of === 'string' ? null : self.of;
  return self.kind === 'class' || self.kind === 'object' ? self.node : null;
}

function useOf(node: Node): Use | null {
  let current = node;
  let { parent } = current;
  if (parent?.type === 'MemberExpression' && parent.object === current && memberName(parent) === 'bind') {
    // `onConnection.bind(this)` binds no argument, so that positions stay as they are.
    if (parent.parent.type !== 'CallExpression' || parent.parent.callee !== parent || parent.parent.arguments.length > 1) return null;
    current = parent.parent;
    ({ parent } = current);
  }
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return null;
  const argument = parent.arguments.findIndex(each => each === current);
  return argument < 0 ? null : { call: parent, argument };
}

/** The rows for the parameters of a callback at a position of a call. */
function callbackRows(call: AnyCall, argument: number, ask: Ask, env: Environment): readonly ParameterModel[] | null {
  const found = modelOf(call, ask, env);
  if (found === null || found === 'none') return found === null ? null : [];
  const { model, kind } = found;
  const event = model.listens?.listener === argument ? stringOf(call.arguments[model.listens.event]) : null;
  if (event !== null && kind !== null) return eventRows(kind, event, env);
  const row = rowsAt(model.args, argument, call.arguments.length).find(each => each.does === 'calls');
  return row?.does === 'calls' ? [...(row.parameters ?? []), ...(row.lends ?? [])] : [];
}

function eventRows(kind: KindId, event: string, env: Environment): readonly ParameterModel[] {
  for (let id: KindId | undefined = kind; id !== undefined; ) {
    const row = env.tables.kind(id);
    const model = Object.hasOwn(row.events, event) ? row.events[event] : undefined;
    if (model !== undefined) return [...(model.parameters ?? []), ...(model.lends ?? [])];
    id = row.extends;
  }
  return [];
}

interface Found {
  readonly model: CallModel & Pick<MethodModel, 'listens'>;
  readonly receiver: Node | null;
  readonly kind: KindId | null;
}

/** The row of a call, and its receiver where it is a method of a kind. */
function modelOf(call: AnyCall, ask: Ask, env: Environment): Found | 'none' | null {
  const callee = unwrap(call.callee);
  const value = ask.node(callee);
  if (value === null) return null;
  const model = callModel(env.tables, value, call.type === 'NewExpression');
  if (model !== undefined) return { model, receiver: null, kind: null };
  const name = callee.type === 'MemberExpression' ? memberName(callee) : null;
  if (callee.type !== 'MemberExpression' || name === null) return 'none';
  const object = ask.node(callee.object);
  const kind = object === null ? null : kindValue(object, ask, env.tables);
  if (kind === null) return null;
  if (kind.kind !== 'instance' || typeof kind.of !== 'string') return 'none';
  const method = methodModel(env.tables, kind.of, name);
  return method === undefined ? 'none' : { model: method, receiver: callee.object, kind: kind.of };
}
