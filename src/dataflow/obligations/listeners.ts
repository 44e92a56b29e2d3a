/**
 * Functions of the file that are handed a resource by whoever calls them: `createServer(listener)`, `on('connection', …)`.
 */
import type { Call } from '../effects/types.ts';
import type { FunctionIr, FunctionNode, Operand } from '../ir/types.ts';
import { kind } from '../models/index.ts';
import type { ParameterModel } from '../models/types.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';

export interface ListenerParameter {
  readonly node: FunctionNode;
  readonly parameter: ParameterModel;
}

export function* listenersIn(ir: FunctionIr, unit: Unit): Generator<ListenerParameter> {
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.kind === 'call') yield* listenersOf(instruction, ir, unit);
    }
  }
}

function* listenersOf(call: Call, ir: FunctionIr, unit: Unit): Generator<ListenerParameter> {
  const { model, callee } = unit.effects(call, ir);
  for (const row of model?.args ?? []) {
    if (row.does !== 'calls' || row.parameters === undefined) continue;
    // The listener may stand in the place of options that were left out.
    const value = row.index === 'last' ? call.args.at(-1)?.value : call.args[row.index]?.value;
    yield* parametersOf(value, row.parameters, ir, unit);
  }
  if (callee.kind !== 'method' || callee.resource === null || callee.model?.listens === undefined) return;
  const event = call.args[callee.model.listens.event]?.value;
  if (event?.kind !== 'literal' || typeof event.value !== 'string') return;
  const { parameters } = kind(callee.resource).events[event.value] ?? {};
  yield* parametersOf(call.args[callee.model.listens.listener]?.value, parameters ?? [], ir, unit);
}

function* parametersOf(value: Operand | undefined, parameters: readonly ParameterModel[], ir: FunctionIr, unit: Unit): Generator<ListenerParameter> {
  const node = value === undefined ? null : functionNode(value, ir, unit);
  if (node !== null) for (const parameter of parameters) yield { node, parameter };
}

function functionNode(value: Operand, ir: FunctionIr, unit: Unit): FunctionNode | null {
  if (value.kind === 'function') return value.node;
  const found = valueOf(value, unit.resolver(ir));
  return found.kind === 'function' ? found.node : null;
}
