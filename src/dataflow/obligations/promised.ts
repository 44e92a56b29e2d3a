/**
 * Promises of what a listener is handed: `new Promise(resolve => get(url, resolve))`, `once(request, 'response')`. Whoever
 * awaits it owes it.
 *
 * Input: the call that makes a promise. Answer: the kind of resource that its executor resolves with, or null; where that is
 * wrapped by a class of the file, a kind that has the methods of both. Guarantee: the listener resolves with its own parameter
 * or with an object that keeps it in a field. Not handled: executors that are not written out.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Call } from '../effects/types.ts';
import type { FunctionIr, FunctionNode, Operand, Variable } from '../ir/types.ts';
import { kind } from '../models/index.ts';
import type { MethodModel, ResourceKind } from '../models/types.ts';
import { kindOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import { landings } from './landings.ts';
import { listenersIn } from './listeners.ts';

export function promisedBy(call: Call, unit: Unit, ir: FunctionIr): ResourceKind | null {
  return awaitedEvent(call, unit, ir) ?? resolvedBy(call, unit);
}

/** `const [response] = await once(request, 'response')`: an array with what the listener would be handed. */
function awaitedEvent(call: Call, unit: Unit, ir: FunctionIr): ResourceKind | null {
  const awaits = unit.effects(call, ir).model?.awaitsEvent;
  if (awaits === undefined) return null;
  const emitter = call.args[awaits.emitter]?.value;
  const event = call.args[awaits.event]?.value;
  if (emitter === undefined || event?.kind !== 'literal' || typeof event.value !== 'string') return null;
  const id = kindOf(emitter, unit.resolver(ir));
  const [brought] = id === null ? [] : (kind(id).events[event.value]?.parameters ?? []);
  if (brought === undefined || kind(brought.resource).settledBy !== 'reading') return null;
  const resource = kind(brought.resource);
  return { ...resource, id: `${resource.id} in an array`, parts: [...(resource.parts ?? []), String(brought.index)] };
}

function resolvedBy(call: Call, unit: Unit): ResourceKind | null {
  const executor = isPromise(call) ? call.args[0]?.value : undefined;
  const ir = executor?.kind === 'function' && asking.test(unit.text.slice(...executor.node.range)) ? unit.graph(executor.node) : null;
  const resolve = ir?.parameters[0]?.variable ?? null;
  if (ir === null || resolve === null) return null;
  for (const { node, parameter, listener } of listenersIn(ir, unit)) {
    if (parameter.believed !== undefined || kind(parameter.resource).settledBy !== 'reading') continue;
    if (node === null) {
      if (listener?.kind === 'variable' && listener.variable === resolve && parameter.index === 0) return kind(parameter.resource);
      continue;
    }
    const resolved = resolvedWith(node, parameter.index, resolve, kind(parameter.resource), unit);
    if (resolved !== null) return resolved;
  }
  return null;
}

/** Most executors wait for something else. */
const asking = /\b(?:get|request|response|then)\b/;

const isPromise = ({ construct, callee }: Call): boolean => construct && callee.kind === 'global' && callee.name === 'Promise';

function resolvedWith(listener: FunctionNode, index: number, resolve: Variable, resource: ResourceKind, unit: Unit): ResourceKind | null {
  const ir = unit.graph(listener);
  const given = ir?.parameters[index]?.variable ?? null;
  if (ir === null || given === null) return null;
  for (const block of ir.blocks) {
    for (const call of block.instructions) {
      if (call.kind !== 'call') continue;
      const [first] = call.args;
      if (isNamed(call.callee, resolve) && first !== undefined && isNamed(first.value, given)) return resource;
      const wrapper = call.construct && call.args.some(({ value }) => isNamed(value, given)) && isGivenTo(resolve, call, ir, unit) ? wrapperOf(call, given, resource, ir, unit) : null;
      if (wrapper !== null) return wrapper;
    }
  }
  return null;
}

const isNamed = (operand: Operand, variable: Variable): boolean => operand.kind === 'variable' && operand.variable === variable;

/** `resolve(new Answer(response))`, or by a name of its own. */
function isGivenTo(resolve: Variable, made: Call, ir: FunctionIr, unit: Unit): boolean {
  const names = landings(made, ir, unit);
  return unit.index(ir).uses(resolve).some(use => {
    const value = use.kind === 'called' ? use.call.args[0]?.value : undefined;
    return (value?.kind === 'temp' && value.temp === made.result) || (value?.kind === 'variable' && names.includes(value.variable));
  });
}

/** The kind of an object that keeps the resource in a field: all of its methods may read it. */
function wrapperOf(made: Call, given: Variable, resource: ResourceKind, ir: FunctionIr, unit: Unit): ResourceKind | null {
  const { callee } = unit.effects(made, ir);
  if (callee.kind !== 'class' || callee.constructor === null) return null;
  const position = made.args.findIndex(({ value }) => isNamed(value, given));
  const field = fieldFor(callee.constructor, position);
  if (field === null) return null;
  const methods = callee.node.body.body.flatMap(member => (member.type === 'MethodDefinition' && member.key.type === 'Identifier' ? [[member.key.name, reading] as const] : []));
  return { ...resource, id: `${resource.id} as ${callee.node.id?.name ?? 'class'}.${field}`, methods: { ...resource.methods, ...Object.fromEntries(methods) }, parts: [field], status: {} };
}

const reading: MethodModel = { receiver: 'releases', throws: 'unlikely', rejects: 'likely', doc: 'judged: a method of what was built around a response may read it' };

/** `this.message = message`, or a parameter that is a property. */
function fieldFor(constructor: FunctionNode, position: number): string | null {
  const formal = constructor.params[position];
  if (formal?.type === 'TSParameterProperty') return formal.parameter.type === 'Identifier' ? formal.parameter.name : null;
  if (formal?.type !== 'Identifier' || constructor.body.type !== 'BlockStatement') return null;
  for (const statement of constructor.body.body) {
    const field = statement.type === 'ExpressionStatement' ? fieldIn(statement.expression, formal.name) : null;
    if (field !== null) return field;
  }
  return null;
}

function fieldIn(expression: TSESTree.Expression, name: string): string | null {
  if (expression.type !== 'AssignmentExpression' || expression.right.type !== 'Identifier' || expression.right.name !== name) return null;
  const { left } = expression;
  return left.type === 'MemberExpression' && left.object.type === 'ThisExpression' && left.property.type === 'Identifier' ? left.property.name : null;
}
