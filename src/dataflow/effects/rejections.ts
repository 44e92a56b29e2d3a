/**
 * Which awaits may reject, and what a rejection proves.
 */
import type { FunctionIr, Instruction, Operand } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { Call, Throwing } from './types.ts';
import { no, yes } from './types.ts';

type Await = Extract<Instruction, { kind: 'await' }>;

export function rejecting(instruction: Await, ir: FunctionIr, unit: Unit): Throwing {
  if (!unit.has('rejection-edges')) return no;
  return mayReject(instruction.value, ir, unit, 0) ? yes : no;
}

/** Chains of `.catch().finally()` are followed this far; beyond, a promise may reject. */
const longestChain = 8;

function mayReject(value: Operand, ir: FunctionIr, unit: Unit, depth: number): boolean {
  switch (value.kind) {
    case 'literal':
    case 'function':
    case 'class':
    case 'array':
    case 'test':
    case 'this':
      return false;
    case 'temp': {
      const definition = unit.index(ir).definition(value.temp);
      return definition?.kind !== 'call' || callRejects(definition, ir, unit, depth);
    }
    case 'variable':
    case 'global':
    case 'member':
    case 'object':
    case 'super':
    case 'opaque':
    case 'result':
      return true;
  }
}

function callRejects(call: Call, ir: FunctionIr, unit: Unit, depth: number): boolean {
  const { model, callee, name } = unit.effects(call, ir);
  if (model?.rejects === 'never') return false;
  if (callee.kind === 'function') return !callee.node.async || unit.throws(callee.node);
  if (call.construct && call.callee.kind === 'global' && call.callee.name === 'Promise') return executorRejects(call.args[0]?.value);
  if (depth < longestChain && call.callee.kind === 'member') {
    const handler = call.args[0]?.value;
    if (name === 'catch' && handler !== undefined) return handlerThrows(handler, unit);
    if (name === 'finally') return mayReject(call.callee.object, ir, unit, depth + 1) || (handler !== undefined && handlerThrows(handler, unit));
    if (name === 'then' && call.args.length === 2) return call.args.some(argument => handlerThrows(argument.value, unit));
  }
  return true;
}

/** An executor that has no way to reject: `resolve => setTimeout(resolve, 100)`. */
function executorRejects(executor: Operand | undefined): boolean {
  if (executor?.kind !== 'function') return true;
  return executor.node.params.length > 1;
}

function handlerThrows(handler: Operand, unit: Unit): boolean {
  return handler.kind !== 'function' || unit.throws(handler.node);
}

/** The resource that a rejected await proves to be closed: `await once(socket, 'connect')`. */
export function provenClosed(instruction: Await, ir: FunctionIr, unit: Unit): Operand | null {
  if (!unit.has('self-destruction') || instruction.value.kind !== 'temp') return null;
  const definition = unit.index(ir).definition(instruction.value.temp);
  if (definition?.kind !== 'call') return null;
  const { model } = unit.effects(definition, ir);
  const proves = model?.rejectionProves;
  if (proves !== undefined) return proves === 'closed' || !hasSignal(definition) ? (definition.args[0]?.value ?? null) : null;
  // The promise of an event rejects on 'error', after which an emitter of ours is closed; a signal rejects it too.
  const emitter = model?.awaitsEvent?.emitter;
  return emitter === undefined || hasSignal(definition) ? null : (definition.args[emitter]?.value ?? null);
}

/** An option object that may carry a signal: then the rejection can come from elsewhere. */
function hasSignal(call: Call): boolean {
  const options = call.args.at(-1)?.value;
  if (call.args.length < 3 || options === undefined) return false;
  return options.kind !== 'object' || options.entries.some(entry => entry.key === null || entry.key === 'signal');
}
