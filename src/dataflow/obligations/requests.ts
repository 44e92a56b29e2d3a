/**
 * The request that a response belongs to: whoever destroys it destroys the response with it.
 *
 * Input: the call that registers a listener for a response (`get(url, listener)`, `request.on('response', listener)`).
 * Not handled: requests that are kept in a field.
 */
import type { Call } from '../effects/types.ts';
import type { FunctionIr, FunctionNode, Operand, Variable } from '../ir/types.ts';
import { idleTimeouts } from '../models/events.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import { landings } from './landings.ts';

/** The name that the emitter has in the function which registers the listener. */
export function emitterName(call: Call, ir: FunctionIr, unit: Unit): Variable | null {
  const { callee } = call;
  if (unit.effects(call, ir).callee.kind === 'method' && callee.kind === 'member' && callee.object.kind === 'variable') return callee.object.variable;
  return landings(call, ir, unit)[0] ?? null;
}

/** `request.setTimeout(5000, () => request.destroy())`: what is forgotten is gone after a while. */
export function isBounded(request: Variable, ir: FunctionIr, unit: Unit): boolean {
  return unit.index(ir).uses(request).some(use => {
    if (use.kind !== 'method') return false;
    const [event, listener] = use.call.args.map(({ value }) => value);
    const isTimeout = idleTimeouts.has(use.name) || (event?.kind === 'literal' && typeof event.value === 'string' && idleTimeouts.has(event.value));
    return isTimeout && listener !== undefined && mayDestroy(listener, ir, unit);
  });
}

/** A listener from elsewhere may; of one in view its text says so. */
function mayDestroy(listener: Operand, ir: FunctionIr, unit: Unit): boolean {
  const node = functionNode(listener, ir, unit);
  return node === null || /\.(?:destroy|abort)\s*\(/.test(unit.text.slice(node.range[0], node.range[1]));
}

function functionNode(value: Operand, ir: FunctionIr, unit: Unit): FunctionNode | null {
  if (value.kind === 'function') return value.node;
  const found = valueOf(value, unit.resolver(ir));
  return found.kind === 'function' ? found.node : null;
}
