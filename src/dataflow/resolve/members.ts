/**
 * What `value.name` is.
 *
 * Guarantee: asks at most one open question at a time (see `questions.ts`).
 * Not handled: members of plain data and of instances of classes that only the tables know (those are methods, not values).
 */
import type { TSESTree } from '@typescript-eslint/utils';
import { annotated } from './annotations.ts';
import type { Environment } from './environment.ts';
import type { MemberSource } from './owners.ts';
import type { Answer, Ask, MemberKey, Progress } from './questions.ts';
import { joinAll } from './questions.ts';
import { isClass } from './syntax.ts';
import { exportMember, globalMember, instanceKind, instanceOf } from './tables.ts';
import type { Value } from './value.ts';
import { join, NOTHING, UNKNOWN } from './value.ts';

export function memberOf(value: Value, name: string, ask: Ask, env: Environment): Answer {
  switch (value.kind) {
    case 'export':
      return exportMember(env.tables, value, name);
    case 'global':
      return value.path === 'exports' || value.path === 'module.exports' ? ownExport(name, ask, env) : globalMember(value, name);
    case 'function':
    case 'class':
      if (name === 'prototype') return { kind: 'instance', of: value.node };
      return ask.member(env.owners.key(value.node, name, true));
    case 'instance':
      return typeof value.of === 'string' ? UNKNOWN : ask.member(env.owners.key(value.of, name, false));
    case 'object':
      return ask.member(env.owners.key(value.node, name, false));
    case 'namespace': {
      const variable = env.variableIn(value.node, name);
      return variable === null ? UNKNOWN : ask.variable(variable);
    }
    case 'either': {
      let joined: Value = value.complete ? NOTHING : UNKNOWN;
      for (const each of value.values) {
        const member = memberOf(each, name, ask, env);
        if (member === null) return null;
        joined = join(joined, member);
      }
      return joined;
    }
    case 'promise':
    case 'nothing':
    case 'unknown':
      return UNKNOWN;
  }
}

/** `exports.open` and `module.exports.open`, read in the file that assigns them. */
function ownExport(name: string, ask: Ask, env: Environment): Answer {
  const { named, whole } = env.ownExports();
  let joined: Value = NOTHING;
  for (const node of named.get(name) ?? []) {
    const value = ask.node(node);
    if (value === null) return null;
    joined = join(joined, value);
  }
  for (const node of whole) {
    const value = ask.node(node);
    const member = value === null ? null : memberOf(value, name, ask, env);
    if (member === null) return null;
    // `module.exports = api` next to `exports.open = …`: a member that `api` has not says nothing.
    if (member.kind !== 'unknown') joined = join(joined, member);
  }
  return joined.kind === 'nothing' ? UNKNOWN : joined;
}

/** The question for a member of an owner of this file, base classes included. */
export function answerMember(key: MemberKey, progress: Progress, ask: Ask, env: Environment): Answer {
  const members = env.owners.members(key.owner, key.isStatic);
  const sources = members.values.get(key.name) ?? [];
  if (sources.length > 0) return joinAll(sources, progress, source => memberSource(source, ask, env));
  if (members.open || !isClass(key.owner) || key.owner.superClass === null) return UNKNOWN;
  const base = ask.node(key.owner.superClass);
  if (base === null) return null;
  if (base.kind !== 'class' && base.kind !== 'function') return UNKNOWN;
  return ask.member(env.owners.key(base.node, key.name, key.isStatic));
}

function memberSource(source: MemberSource, ask: Ask, env: Environment): Answer {
  switch (source.from) {
    case 'expression':
      return ask.node(source.node);
    case 'getter':
      return ask.returns(source.node);
    case 'type':
      return annotated(source.annotation, source.written ? UNKNOWN : NOTHING, ask, env);
  }
}

/** The class of the tables that a class of this file comes from, as an instance; nothing if none. */
export function answerBase(owner: TSESTree.Node, ask: Ask, env: Environment): Answer {
  if (!isClass(owner) || owner.superClass === null) return NOTHING;
  const base = ask.node(owner.superClass);
  if (base === null) return null;
  if (base.kind === 'class' || base.kind === 'function') return ask.base(base.node);
  const kind = instanceKind(env.tables, base);
  return kind === null ? NOTHING : instanceOf(kind);
}
