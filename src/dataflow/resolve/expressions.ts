/**
 * The value of an expression, a variable or an entity: the answers to the questions of `questions.ts`.
 *
 * Guarantee: looks at one node at a time and asks for its parts, so depth of nesting costs no call stack.
 * Not handled: elements of arrays and other collections, results of operators; they are `unknown`.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node, Variable } from '../ir/types.ts';
import { annotated, entityValue } from './annotations.ts';
import { callValue } from './calls.ts';
import type { Environment } from './environment.ts';
import type { Returned } from './functions.ts';
import { answerReturns } from './functions.ts';
import { calledBackWith } from './listeners.ts';
import { answerBase, answerMember, memberOf } from './members.ts';
import type { Answer, Answerer, Ask } from './questions.ts';
import { joinAll } from './questions.ts';
import { superValue, thisValue } from './receivers.ts';
import { memberName, stringOf, thisScope, unwrap } from './syntax.ts';
import { importValue, instanceOf } from './tables.ts';
import { answerThis } from './this-of.ts';
import type { Value } from './value.ts';
import { awaited, globalValue, join, NOTHING, promiseOf, UNKNOWN } from './value.ts';
import type { Source, SourcesOf } from './writes.ts';

export function createAnswerer(env: Environment, sourcesOf: SourcesOf, returned: Returned): Answerer {
  return (question, progress, ask) => {
    switch (question.on) {
      case 'node':
        return nodeValue(unwrap(question.key), ask, env);
      case 'variable': {
        const { key } = question;
        return joinAll(sourcesOf(key), progress, source => sourceValue(source, key, ask, env));
      }
      case 'returns':
        return answerReturns(question.key, progress, ask, returned);
      case 'this':
        return answerThis(question.key, ask, env);
      case 'base':
        return answerBase(question.key, ask, env);
      case 'member':
        return answerMember(question.key, progress, ask, env);
    }
  };
}

function sourceValue(source: Source, variable: Variable, ask: Ask, env: Environment): Answer {
  switch (source.from) {
    case 'expression': {
      let value = ask.node(source.node);
      for (let index = 0; index < source.path.length && value !== null; index += 1) {
        value = memberOf(value, source.path[index] ?? '', ask, env);
      }
      return value;
    }
    case 'module':
      return importValue(env.tables, source.module, source.path);
    case 'function':
      return { kind: 'function', node: source.node, bound: false };
    case 'class':
      return { kind: 'class', node: source.node };
    case 'namespace':
      return { kind: 'namespace', node: source.node };
    case 'entity':
      return entityValue(source.name, ask, env);
    case 'parameter':
      return parameterValue(source, variable, ask, env);
    case 'declared':
      return annotated(source.annotation, NOTHING, ask, env);
    case 'unknown':
      return UNKNOWN;
  }
}

/** A parameter is what the caller said, what a call back hands in, or what its annotation promises. */
function parameterValue(source: Extract<Source, { from: 'parameter' }>, variable: Variable, ask: Ask, env: Environment): Answer {
  const known = env.parameterKinds.get(variable);
  if (known !== undefined) return instanceOf(known);
  const handed = calledBackWith(source.function, source.index, ask, env);
  if (handed === null || handed.kind !== 'nothing') return handed;
  return annotated(source.name.typeAnnotation, UNKNOWN, ask, env);
}

function nodeValue(node: Node, ask: Ask, env: Environment): Answer {
  switch (node.type) {
    case 'Identifier':
      return identifierValue(node, ask, env);
    case 'MemberExpression': {
      const object = ask.node(node.object);
      const name = memberName(node);
      if (object === null) return null;
      return name === null ? UNKNOWN : memberOf(object, name, ask, env);
    }
    case 'CallExpression':
    case 'NewExpression':
      return callValue(node, ask, env);
    case 'ImportExpression': {
      const module = stringOf(node.source);
      return module === null ? UNKNOWN : promiseOf(importValue(env.tables, module, ''));
    }
    case 'AwaitExpression':
      return settledValue(node.argument, ask);
    case 'YieldExpression':
      return node.argument !== null && !node.delegate && isCompiledAwait(node) ? settledValue(node.argument, ask) : UNKNOWN;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return { kind: 'function', node, bound: false };
    case 'ClassDeclaration':
    case 'ClassExpression':
      return { kind: 'class', node };
    case 'ObjectExpression':
      return { kind: 'object', node };
    case 'ThisExpression':
      return thisValue(node, ask);
    case 'Super':
      return superValue(node, ask, env);
    case 'Literal':
      return node.value === null && node.raw === 'null' ? NOTHING : UNKNOWN;
    case 'UnaryExpression':
      return node.operator === 'void' ? NOTHING : UNKNOWN;
    case 'AssignmentExpression':
      return assignmentValue(node, ask);
    case 'LogicalExpression':
      return node.operator === '&&' ? ask.node(node.right) : eitherOf(node.left, node.right, ask);
    case 'ConditionalExpression':
      return eitherOf(node.consequent, node.alternate, ask);
    default:
      return UNKNOWN;
  }
}

function identifierValue(node: TSESTree.Identifier, ask: Ask, env: Environment): Answer {
  const variable = env.variableAt(node.name, node);
  if (variable !== null) return ask.variable(variable);
  return node.name === 'undefined' ? NOTHING : globalValue(node.name);
}

function settledValue(node: Node, ask: Ask): Answer {
  const value = ask.node(node);
  return value === null ? null : awaited(value);
}

/** TypeScript and Babel compile `await x` to `yield x` within a generator handed to a helper. */
function isCompiledAwait(node: TSESTree.YieldExpression): boolean {
  const scope = thisScope(node);
  if (scope?.type !== 'FunctionExpression' || scope.parent.type !== 'CallExpression') return false;
  const callee = unwrap(scope.parent.callee);
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? memberName(callee) : null;
  return name !== null && AWAITERS.has(name);
}
const AWAITERS: ReadonlySet<string> = new Set(['__awaiter', '_asyncToGenerator', 'asyncToGenerator', 'co', 'coroutine']);

function assignmentValue(node: TSESTree.AssignmentExpression, ask: Ask): Answer {
  switch (node.operator) {
    case '=':
      return ask.node(node.right);
    case '??=':
    case '||=':
      return eitherOf(node.left, node.right, ask);
    default:
      return UNKNOWN;
  }
}

function eitherOf(left: Node, right: Node, ask: Ask): Answer {
  const first: Value | null = ask.node(left);
  const second = first === null ? null : ask.node(right);
  return first === null || second === null ? null : join(first, second);
}
