/**
 * What a call gives: the module of a `require`, the resource of a modelled call, the receiver of a fluent method, the
 * result of a function of this file.
 *
 * Guarantee: asks at most one open question at a time (see `questions.ts`).
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../ir/types.ts';
import type { CallModel } from '../models/types.ts';
import type { Environment } from './environment.ts';
import { kindValue } from './kinds.ts';
import { memberOf } from './members.ts';
import type { Answer, Ask } from './questions.ts';
import { memberName, stringOf, unwrap } from './syntax.ts';
import { callModel, importValue, instanceOf, methodModel } from './tables.ts';
import type { Value } from './value.ts';
import { join, NOTHING, promiseOf, UNKNOWN } from './value.ts';

/** Helpers that compilers put around `require`; their result is taken for the module itself. */
const INTEROP: ReadonlySet<string> = new Set([
  '__importStar',
  '__importDefault',
  '__toESM',
  '_interopRequireDefault',
  '_interopRequireWildcard',
  '_interopDefault',
  '_interopNamespace',
  '_interopDefaultLegacy',
]);

/** Functions of the language that give their first argument back. */
const IDENTITIES: ReadonlySet<string> = new Set(['Object.freeze', 'Object.seal', 'Object.preventExtensions']);

interface Call {
  readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
  readonly ask: Ask;
  readonly env: Environment;
}

export function callValue(node: TSESTree.CallExpression | TSESTree.NewExpression, ask: Ask, env: Environment): Answer {
  const callee = unwrap(node.callee);
  if (isInterop(callee)) return argument(node, 0, ask);
  const call: Call = { node, ask, env };
  if (node.type === 'CallExpression' && callee.type === 'MemberExpression') return methodResult(callee, call);
  const value = ask.node(callee);
  return value === null ? null : resultOf(value, null, call);
}

function isInterop(callee: Node): boolean {
  if (callee.type === 'Identifier') return INTEROP.has(callee.name);
  return callee.type === 'MemberExpression' && INTEROP.has(memberName(callee) ?? '');
}

/** `f.bind(x)` is f, `f.call(x)` is what f gives, `x.m()` is a method of the file, of a module or of a kind. */
function methodResult(callee: TSESTree.MemberExpression, call: Call): Answer {
  const { ask, env } = call;
  const name = memberName(callee);
  const object = ask.node(callee.object);
  if (object === null || name === null) return object === null ? null : UNKNOWN;
  if (isCallable(object)) {
    if (name === 'bind') return bound(object);
    if (name === 'call' || name === 'apply') return resultOf(object, null, call);
  }
  const member = memberOf(object, name, ask, env);
  if (member === null) return null;
  if (member.kind !== 'unknown') return resultOf(member, object, call);
  const kind = kindValue(object, ask, env.tables);
  if (kind === null) return null;
  const model = kind.kind === 'instance' && typeof kind.of === 'string' ? methodModel(env.tables, kind.of, name) : undefined;
  return model === undefined ? UNKNOWN : modelResult(model, object, call);
}

export function isCallable(value: Value): boolean {
  return value.kind === 'function' || value.kind === 'export' || value.kind === 'class' || value.kind === 'global';
}

export function bound(value: Value): Value {
  return value.kind === 'function' ? { ...value, bound: true } : value;
}

/** What calling a value gives; with `receiver` when it was reached through one. */
function resultOf(value: Value, receiver: Value | null, call: Call): Answer {
  const { ask, env, node } = call;
  const construct = node.type === 'NewExpression';
  switch (value.kind) {
    case 'function':
      return construct ? { kind: 'instance', of: value.node } : ask.returns(value.node);
    case 'class':
      return construct ? { kind: 'instance', of: value.node } : UNKNOWN;
    case 'global':
      if (value.path === 'require' || value.path === 'module.require') return required(node, env);
      if (IDENTITIES.has(value.path)) return argument(node, 0, ask);
      return modelResult(callModel(env.tables, value, construct), receiver, call);
    case 'export':
      // `const require = createRequire(import.meta.url)`
      if (value.module === 'module' && value.path === 'createRequire') return { kind: 'global', path: 'require' };
      return modelResult(callModel(env.tables, value, construct), receiver, call);
    case 'either': {
      let joined: Value = value.complete ? NOTHING : UNKNOWN;
      for (const each of value.values) {
        const result = resultOf(each, receiver, call);
        if (result === null) return null;
        joined = join(joined, result);
      }
      return joined;
    }
    case 'instance':
    case 'object':
    case 'namespace':
    case 'promise':
    case 'nothing':
    case 'unknown':
      return UNKNOWN;
  }
}

function required(node: TSESTree.CallExpression | TSESTree.NewExpression, env: Environment): Value {
  const specifier = stringOf(node.arguments[0]);
  return specifier === null ? UNKNOWN : importValue(env.tables, specifier, '');
}

function modelResult(model: CallModel | undefined, receiver: Value | null, call: Call): Answer {
  if (model === undefined) return UNKNOWN;
  if (model.acquires !== undefined) {
    const made = instanceOf(model.acquires.kind);
    return model.acquires.async ? promiseOf(made) : made;
  }
  if (model.returns === undefined) return UNKNOWN;
  if (model.returns === 'receiver') return receiver ?? UNKNOWN;
  return 'argument' in model.returns ? argument(call.node, model.returns.argument, call.ask) : UNKNOWN;
}

function argument(node: TSESTree.CallExpression | TSESTree.NewExpression, index: number, ask: Ask): Answer {
  const found = node.arguments[index];
  const before = node.arguments.slice(0, index + 1);
  if (found === undefined || before.some(each => each.type === 'SpreadElement')) return UNKNOWN;
  return ask.node(found);
}
