/**
 * Calls after which control does not come back: the end of the process, and callees in view that never return.
 *
 * Not handled: promises that never settle; a generator or an async function always gives its caller something.
 */
import type { FunctionIr } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { Call } from './types.ts';

export function comesBack(call: Call, ir: FunctionIr, unit: Unit): boolean {
  if (!unit.has('process-end')) return true;
  const { model, callee } = unit.effects(call, ir);
  if (model?.ends === 'process') return false;
  return callee.kind !== 'function' || call.construct || callee.node.async || callee.node.generator || unit.returns(callee.node);
}
