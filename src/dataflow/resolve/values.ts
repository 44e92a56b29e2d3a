/**
 * What an operand of a graph stands for: the entry of this folder beside `callee.ts`.
 *
 * Guarantee: no input makes it recurse on the depth of the source; temporaries that merge others are followed to a
 * fixed depth, beyond which they are `unknown`. Outside of a graph (`inFunction`) temporaries and `this` are `unknown`.
 */
import type { TempId } from '../ids.ts';
import type { FunctionNode, Instruction, Operand } from '../ir/types.ts';
import type { KindId } from '../models/types.ts';
import type { GraphContext, ResolveContext } from './context.ts';
import { memberOf } from './members.ts';
import type { Answer, Ask } from './questions.ts';
import { baseReceiver, thisValue } from './receivers.ts';
import { isClass } from './syntax.ts';
import type { Value } from './value.ts';
import { awaited, globalValue, join, NOTHING, UNKNOWN } from './value.ts';

export type { Value } from './value.ts';

/** Merged temporaries nest as deep as `a ? b : c ? d : …`; beyond this nobody chooses a resource. */
const DEEPEST_MERGE = 50;

export function valueOf(operand: Operand, context: ResolveContext): Value {
  return operandValue(operand, context, 0);
}

/** The kind of resource an operand holds, by its origin. */
export function kindOf(operand: Operand, context: ResolveContext): KindId | null {
  return context.kindOfValue(valueOf(operand, context));
}

function operandValue(operand: Operand, context: ResolveContext, depth: number): Value {
  const properties: (string | null)[] = [];
  let root = operand;
  while (root.kind === 'member') {
    properties.push(root.property);
    root = root.object;
  }
  let value = rootValue(root, context, depth);
  const { ask, environment } = context;
  for (let name = properties.pop(); name !== undefined; name = properties.pop()) {
    const member: Answer = name === null ? UNKNOWN : memberOf(value, name, ask, environment);
    value = member ?? UNKNOWN;
  }
  return value;
}

function rootValue(operand: Exclude<Operand, { kind: 'member' }>, context: ResolveContext, depth: number): Value {
  switch (operand.kind) {
    case 'temp':
      return tempValue(operand.temp, context, depth);
    case 'variable':
      return context.variable(operand.variable);
    case 'global':
      return globalValue(operand.name);
    case 'this':
      return receiverOf(context, false);
    case 'super':
      return receiverOf(context, true);
    case 'literal':
      return operand.value === null || operand.value === undefined ? NOTHING : UNKNOWN;
    case 'function':
      return { kind: 'function', node: operand.node, bound: false };
    case 'class':
      return { kind: 'class', node: operand.node };
    case 'object':
      return operand.node.type === 'ObjectExpression' ? { kind: 'object', node: operand.node } : UNKNOWN;
    case 'array':
    case 'test':
    case 'opaque':
    case 'result':
      return UNKNOWN;
  }
}

function tempValue(temp: TempId, context: ResolveContext, depth: number): Value {
  const { graph } = context;
  if (graph === null) return UNKNOWN;
  const known = graph.temps.get(temp);
  if (known !== undefined) return known;
  if (depth > DEEPEST_MERGE) return UNKNOWN;
  graph.temps.set(temp, UNKNOWN);
  const definitions = graph.definitions[temp] ?? [];
  const value =
    definitions.length === 0
      ? parameterValue(temp, graph, context)
      : definitions.reduce((joined, each) => join(joined, resultValue(each, context, depth + 1)), NOTHING);
  graph.temps.set(temp, value);
  return value;
}

function parameterValue(temp: TempId, { ir }: GraphContext, context: ResolveContext): Value {
  const variable = ir.parameters.find(parameter => parameter.value === temp)?.variable;
  return variable === undefined || variable === null ? UNKNOWN : context.variable(variable);
}

/** What an instruction leaves in its result, or a store in its place. */
function resultValue(instruction: Instruction, context: ResolveContext, depth: number): Value {
  switch (instruction.kind) {
    case 'call':
    case 'yield':
    case 'import':
      return context.node(instruction.node);
    case 'await':
      if (instruction.node.type === 'AwaitExpression') return context.node(instruction.node);
      return awaited(operandValue(instruction.value, context, depth));
    case 'store':
      return operandValue(instruction.value, context, depth);
    case 'next':
    case 'close-iterator':
    case 'caught':
    case 'dispose':
    case 'scope-end':
      return UNKNOWN;
  }
}

/** `this`, or with `base` what `super.…` reads from. */
function receiverOf({ graph, ask, environment }: ResolveContext, base: boolean): Value {
  const code = graph?.ir.node;
  if (code === undefined || code.type === 'Program') return UNKNOWN;
  const self: Value = isClass(code) ? { kind: 'instance', of: code } : thisIn(code, ask);
  return base ? (baseReceiver(self, ask, environment) ?? UNKNOWN) : self;
}

function thisIn(node: FunctionNode, ask: Ask): Value {
  return (node.type === 'ArrowFunctionExpression' ? thisValue(node, ask) : ask.thisOf(node)) ?? UNKNOWN;
}
