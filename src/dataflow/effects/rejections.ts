/**
 * Which awaits may reject, those of a `for await` included.
 *
 * Guarantee: a promise of which nothing is known may. Not handled: promises that are kept in places other than a name that
 * is written once.
 */
import type { FunctionIr, FunctionNode, Instruction, Operand } from '../ir/types.ts';
import { combinators } from '../models/promises.ts';
import type { CallModel } from '../models/types.ts';
import type { Unit } from '../unit.ts';
import { lendsToTest } from './test-fixtures.ts';
import type { Call, Throwing } from './types.ts';
import { no, yes } from './types.ts';

export function rejecting(instruction: Instruction, ir: FunctionIr, unit: Unit): Throwing {
  if (!unit.has('rejection-edges')) return no;
  if (instruction.kind === 'next') return instruction.await && iterationRejects(instruction.iterable, ir, unit) ? yes : no;
  if (instruction.kind !== 'await') return no;
  return !unit.has('safe-awaits') || mayReject(instruction.value, ir, unit) ? yes : no;
}

/** A source that is made in the loop's head, or handed in. Of one that lies elsewhere nobody knows what it reads from: perhaps the resource. */
function iterationRejects(iterable: Operand, ir: FunctionIr, unit: Unit): boolean {
  if (iterable.kind === 'temp') return mayReject(iterable, ir, unit);
  return iterable.kind === 'variable' && iterable.variable.defs.some(definition => String(definition.type) === 'Parameter');
}

/** Chains of `.catch().finally()` are followed this far; beyond, a promise may reject. */
const longestChain = 8;
/** What a step into a callee costs of that length: a helper may call another one, and that is all. */
const stepInto = 4;

export function mayReject(value: Operand, ir: FunctionIr, unit: Unit, depth = 0): boolean {
  switch (value.kind) {
    case 'literal':
    case 'function':
    case 'class':
    case 'array':
    case 'test':
    case 'this':
      return false;
    case 'temp':
    case 'variable': {
      const call = promiseCall(value, ir, unit);
      return call === null || callRejects(call, ir, unit, depth);
    }
    case 'global':
    case 'member':
    case 'object':
    case 'super':
    case 'opaque':
    case 'result':
      return true;
  }
}

/** The call that made a promise, also where a name that is written once keeps it: `const closed = once(socket, 'close')`. */
export function promiseCall(value: Operand, ir: FunctionIr, unit: Unit): Call | null {
  const index = unit.index(ir);
  if (value.kind === 'temp') {
    const definition = index.definition(value.temp);
    return definition?.kind === 'call' ? definition : null;
  }
  if (value.kind !== 'variable' || value.variable.references.filter(reference => reference.isWrite()).length !== 1) return null;
  const [source] = index.sources(value.variable);
  const definition = typeof source === 'number' ? index.definition(source) : undefined;
  return definition?.kind === 'call' ? definition : null;
}

function callRejects(call: Call, ir: FunctionIr, unit: Unit, depth: number): boolean {
  const { model, callee, name } = unit.effects(call, ir);
  if (model?.rejects === 'never') return isAborted(call, model);
  const several = depth < longestChain ? combined(call, ir, unit) : null;
  if (several !== null) {
    const rejects = (member: Operand): boolean => mayReject(member, ir, unit, depth + 1);
    return several.rejectsWith === 'every' ? several.members.every(rejects) : several.members.some(rejects);
  }
  if (lendsToTest(call, ir, unit)) return false;
  if (callee.kind === 'function') return callee.node.async ? unit.throws(callee.node) || passesRejection(callee.node, unit, depth) : givesRejecting(callee.node, unit, depth);
  if (call.construct && call.callee.kind === 'global' && call.callee.name === 'Promise') return executorRejects(call.args[0]?.value);
  if (depth < longestChain && call.callee.kind === 'member') {
    const handler = call.args[0]?.value;
    if (name === 'catch' && handler !== undefined) return handlerThrows(handler, unit);
    if (name === 'finally') return mayReject(call.callee.object, ir, unit, depth + 1) || (handler !== undefined && handlerThrows(handler, unit));
    if (name === 'then' && call.args.length === 2) return call.args.some(argument => handlerThrows(argument.value, unit));
  }
  return true;
}

/** `const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))`: what a helper gives back is looked at. */
function givesRejecting(callee: FunctionNode, unit: Unit, depth: number): boolean {
  const ir = unit.graph(callee);
  if (ir === null || callee.generator || depth + stepInto > longestChain) return true;
  const given = ir.blocks.flatMap(({ instructions }) => instructions.filter(one => one.kind === 'store' && one.place.kind === 'result'));
  return given.some(one => one.kind === 'store' && mayReject(one.value, ir, unit, depth + stepInto));
}

/** `async () => { return new Promise((resolve, reject) => …) }`: it rejects with a promise that it returns. What may be no promise does not count. */
function passesRejection(callee: FunctionNode, unit: Unit, depth: number): boolean {
  const ir = unit.graph(callee);
  if (ir === null || depth + stepInto > longestChain) return false;
  return ir.blocks.some(({ instructions }) =>
    instructions.some(one => {
      const call = one.kind === 'store' && one.place.kind === 'result' ? promiseCall(one.value, ir, unit) : null;
      return call !== null && isPromise(call, ir, unit) && callRejects(call, ir, unit, depth + stepInto);
    }),
  );
}

function isPromise(call: Call, ir: FunctionIr, unit: Unit): boolean {
  if (call.construct) return call.callee.kind === 'global' && call.callee.name === 'Promise';
  const { model, callee } = unit.effects(call, ir);
  return model?.rejects === 'likely' || (callee.kind === 'function' && callee.node.async);
}

/** A promise that does not fail by itself may be given a signal that rejects it. Of an object that is no literal we cannot tell. */
function isAborted(call: Call, { options }: CallModel): boolean {
  if (options?.['signal'] !== 'signal-rejects') return false;
  return call.args.some(({ value }) => value.kind === 'object' && value.entries.some(entry => entry.key === null || entry.key === 'signal'));
}

/** `Promise.all([a, b])`: its members, and how many of them have to reject; null for any other call and for unknown members. */
export function combined(call: Call, ir: FunctionIr, unit: Unit): { readonly members: readonly Operand[]; readonly rejectsWith: 'one' | 'every' } | null {
  const { callee } = unit.effects(call, ir);
  const rejectsWith = callee.kind === 'model' ? combinators[callee.name] : undefined;
  const list = call.args[0]?.value;
  if (rejectsWith === undefined || list?.kind !== 'array' || list.elements.some(element => element.spread)) return null;
  return { members: list.elements.map(element => element.value), rejectsWith };
}

/** An executor that has no way to reject: `resolve => setTimeout(resolve, 100)`. */
function executorRejects(executor: Operand | undefined): boolean {
  if (executor?.kind !== 'function') return true;
  return executor.node.params.length > 1;
}

function handlerThrows(handler: Operand, unit: Unit): boolean {
  return handler.kind !== 'function' || unit.throws(handler.node);
}
