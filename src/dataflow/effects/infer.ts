/**
 * The effects of a call: who is called, and what the tables say of it.
 *
 * Input: a call and the resolver of its function. Order: the row of what is called; for a method of a value nothing is
 * known of, the row of the method's name.
 */
import { anyMethod } from '../models/index.ts';
import type { CallModel } from '../models/types.ts';
import type { Callee } from '../resolve/callee.ts';
import { resolveCallee } from '../resolve/callee.ts';
import type { ResolveContext } from '../resolve/context.ts';
import { lastName } from '../ir/names.ts';
import type { Call, CallEffects } from './types.ts';

export function inferCall(call: Call, resolver: ResolveContext): CallEffects {
  const callee = resolveCallee(call, resolver);
  return { callee, model: rowOf(callee), name: lastName(call.callee) };
}

function rowOf(callee: Callee): CallModel | null {
  switch (callee.kind) {
    case 'model':
      return callee.model;
    case 'method':
      return callee.model ?? (callee.resource === null ? (anyMethod(callee.name) ?? null) : null);
    case 'function':
    case 'class':
    case 'unknown':
      return null;
  }
}
