/**
 * What `this` and `super` are where a node stands.
 *
 * Guarantee: asks at most one open question at a time (see `questions.ts`).
 */
import type { ClassNode, Node } from '../ir/types.ts';
import type { Environment } from './environment.ts';
import type { Answer, Ask } from './questions.ts';
import { classOf, isClass, isFunction, thisScope } from './syntax.ts';
import { instanceKind, instanceOf } from './tables.ts';
import type { Value } from './value.ts';
import { UNKNOWN } from './value.ts';

/** The value of `this` where a node stands. */
export function thisValue(node: Node, ask: Ask): Answer {
  const scope = thisScope(node);
  if (scope === null) return UNKNOWN;
  if (isFunction(scope)) return ask.thisOf(scope);
  const owner = classOf(scope);
  return owner === null ? UNKNOWN : memberReceiver(owner, scope.type === 'StaticBlock' || scope.static);
}

/** The value of `super` in `super.method()`. */
export function superValue(node: Node, ask: Ask, env: Environment): Answer {
  const self = thisValue(node, ask);
  return self === null ? null : baseReceiver(self, ask, env);
}

/** What `super` is where `this` is `self`: the base class in static code, an instance of it elsewhere. */
export function baseReceiver(self: Value, ask: Ask, env: Environment): Answer {
  const owner = self.kind === 'class' ? self.node : self.kind === 'instance' && typeof self.of !== 'string' ? self.of : null;
  if (owner === null || !isClass(owner) || owner.superClass === null) return UNKNOWN;
  const base = ask.node(owner.superClass);
  if (base === null || self.kind === 'class') return base;
  if (base.kind === 'class' || base.kind === 'function') return { kind: 'instance', of: base.node };
  return instanceOf(instanceKind(env.tables, base));
}

/** `this` in an element of a class. */
export function memberReceiver(owner: ClassNode, isStatic: boolean): Value {
  return isStatic ? { kind: 'class', node: owner } : { kind: 'instance', of: owner };
}
