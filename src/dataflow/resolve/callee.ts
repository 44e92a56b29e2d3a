/**
 * What a call instruction calls: a row of the tables, a function or class of the file, a method of something, or
 * nothing we know.
 *
 * Guarantee: total; where several callees are possible (`secure ? tls.connect : net.connect`) one that acquires is
 * chosen, because what one alternative owes is owed; functions and classes count only if there is no other choice.
 * Not handled: which pair of names acquires and releases a slot; the names needed for it are exposed.
 */
import type { ClassNode, FunctionNode, Instruction, Operand } from '../ir/types.ts';
import { lastName } from '../ir/names.ts';
import type { CallModel, KindId, MethodModel } from '../models/types.ts';
import type { ResolveContext } from './context.ts';
import { baseReceiver, thisValue } from './receivers.ts';
import { constructorOf, isClass, unwrap } from './syntax.ts';
import { callModel, methodModel } from './tables.ts';
import type { Value } from './value.ts';
import { alternatives, isComplete, UNKNOWN } from './value.ts';
import { valueOf } from './values.ts';

export type CallInstruction = Extract<Instruction, { kind: 'call' }>;

/** An export of a module that no table knows: another file, perhaps. */
export interface Origin {
  readonly module: string;
  readonly path: string;
}

export type Callee =
  /** A row of the tables for a function or class; `name` as a reader knows it: `net.connect`. */
  | { readonly kind: 'model'; readonly model: CallModel; readonly name: string }
  /** A method of a value; `model` is the row of its kind. */
  | {
      readonly kind: 'method';
      readonly object: Operand;
      readonly name: string;
      readonly resource: KindId | null;
      readonly model: MethodModel | null;
      readonly origin: Origin | null;
    }
  /** A function of this file; `bound` when its receiver is given apart from the call (`bind`, `call`, `apply`). */
  | {
      readonly kind: 'function';
      readonly node: FunctionNode;
      readonly via: 'call' | 'method' | 'bound';
      readonly receiver: Operand | null;
      /** Which arguments of the instruction reach the parameters: `call` shifts them by one, `apply` hides them. */
      readonly passes: 'all' | 'after-first' | 'hidden';
    }
  /** `new C()` or `super()` of a class of this file; without a constructor of its own the base class decides. */
  | { readonly kind: 'class'; readonly node: ClassNode; readonly constructor: FunctionNode | null; readonly instance: KindId | null }
  | { readonly kind: 'unknown'; readonly name: string | null; readonly origin: Origin | null };

export function resolveCallee(call: CallInstruction, context: ResolveContext): Callee {
  const { callee } = call;
  if (callee.kind === 'super') return superCallee(call, context);
  const value = calleeValue(call, context);
  const known = knownCallee(value, call, context);
  if (known !== null) return known;
  const indirect = callee.kind === 'member' ? indirectCallee(callee, call, context) : null;
  if (indirect !== null) return indirect;
  const origin = originOf(value);
  if (callee.kind !== 'member' || callee.property === null || call.construct) return unknownCallee(lastName(callee), origin);
  const resource = context.kindOfValue(objectValue(callee, call, context));
  const model = resource === null ? undefined : methodModel(context.environment.tables, resource, callee.property);
  return { kind: 'method', object: callee.object, name: callee.property, resource, model: model ?? null, origin };
}

/**
 * What the call's syntax calls. The syntax is asked before the operand, because it knows what temporaries and `this`
 * stand for without the graph; the operand is for calls that the source does not spell as one.
 */
function calleeValue({ node, callee }: CallInstruction, context: ResolveContext): Value {
  return node.type === 'CallExpression' || node.type === 'NewExpression' ? context.node(unwrap(node.callee)) : valueOf(callee, context);
}

function objectValue(callee: Extract<Operand, { kind: 'member' }>, { node }: CallInstruction, context: ResolveContext): Value {
  const syntax = node.type === 'CallExpression' || node.type === 'NewExpression' ? unwrap(node.callee) : null;
  return syntax?.type === 'MemberExpression' ? context.node(syntax.object) : valueOf(callee.object, context);
}

/** A callee that the value itself tells. */
function knownCallee(value: Value, call: CallInstruction, context: ResolveContext): Callee | null {
  const { tables } = context.environment;
  const choices = alternatives(value);
  const rows = choices.flatMap(each => {
    const model = callModel(tables, each, call.construct);
    return model === undefined ? [] : [{ model, name: modelName(each) }];
  });
  const row = rows.find(each => each.model.acquires !== undefined) ?? (isComplete(value) && rows.length === choices.length ? rows[0] : undefined);
  if (row !== undefined) return { kind: 'model', ...row };
  const [only, ...others] = choices;
  if (only === undefined || others.length > 0 || !isComplete(value)) return null;
  if (only.kind === 'class') return call.construct ? classCallee(only.node, context) : null;
  return only.kind === 'function' ? functionCallee(only, call) : null;
}

function functionCallee(value: Extract<Value, { kind: 'function' }>, { callee }: CallInstruction): Callee {
  const receiver = callee.kind === 'member' ? callee.object : null;
  const via = value.bound ? 'bound' : receiver === null ? 'call' : 'method';
  return { kind: 'function', node: value.node, via, receiver: value.bound ? null : receiver, passes: 'all' };
}

/** `f.call(receiver, …)` and `f.apply(receiver, list)`. */
function indirectCallee(callee: Extract<Operand, { kind: 'member' }>, call: CallInstruction, context: ResolveContext): Callee | null {
  if (callee.property !== 'call' && callee.property !== 'apply') return null;
  const value = objectValue(callee, call, context);
  const [only, ...others] = alternatives(value);
  if (only?.kind !== 'function' || others.length > 0 || !isComplete(value)) return null;
  const first = call.args[0];
  const receiver = first === undefined || first.spread ? null : first.value;
  return { kind: 'function', node: only.node, via: 'bound', receiver, passes: callee.property === 'call' ? 'after-first' : 'hidden' };
}

function classCallee(node: ClassNode, context: ResolveContext): Callee {
  const base = context.ask.base(node) ?? UNKNOWN;
  const instance = base.kind === 'instance' && typeof base.of === 'string' ? base.of : null;
  return { kind: 'class', node, constructor: constructorOf(node), instance };
}

/** The class (or row) that `super(…)` calls. */
function superCallee(call: CallInstruction, context: ResolveContext): Callee {
  // A class without a constructor calls its base by itself; such a call has the class for its syntax.
  const self: Value = isClass(call.node) ? { kind: 'instance', of: call.node } : (thisValue(call.node, context.ask) ?? UNKNOWN);
  if (self.kind !== 'instance' || typeof self.of === 'string' || !isClass(self.of)) return unknownCallee('super', null);
  const { ask, environment } = context;
  const base = baseReceiver({ kind: 'class', node: self.of }, ask, environment) ?? UNKNOWN;
  if (base.kind === 'class') return classCallee(base.node, context);
  const model = callModel(environment.tables, base, true);
  if (model !== undefined) return { kind: 'model', model, name: modelName(base) };
  if (base.kind === 'function') return { kind: 'function', node: base.node, via: 'call', receiver: { kind: 'this' }, passes: 'all' };
  return unknownCallee('super', originOf(base));
}

function unknownCallee(name: string | null, origin: Origin | null): Callee {
  return { kind: 'unknown', name, origin };
}

function originOf(value: Value): Origin | null {
  return value.kind === 'export' ? { module: value.module, path: value.path } : null;
}

function modelName(value: Value): string {
  if (value.kind === 'global') return value.path;
  if (value.kind !== 'export') return '';
  return value.path === '' ? value.module : `${value.module}.${value.path}`;
}
