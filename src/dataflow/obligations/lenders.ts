/**
 * Whom a resource was taken from, where that ends it too: a channel ends with its connection, a page with its browser.
 *
 * Input: a call that acquires. Answer: null where the function made the lender itself, because then the lender is owed and
 * whoever closes it closes everything that came from it. Of a lender that lies in a field or in the module what it lent is owed by
 * the function; one that a caller or a surrounding function has may be closed there.
 *
 * Not handled: a lender that is made here and handed on while something that it lent is still open.
 */
import type { Place } from '../domain/places.ts';
import type { Call, CallEffects } from '../effects/types.ts';
import type { FunctionIr, Operand } from '../ir/types.ts';
import { kind as kindById } from '../models/index.ts';
import type { Acquisition } from '../models/types.ts';
import type { Unit } from '../unit.ts';
import { belongsElsewhere } from './owners.ts';
import { receiverOf } from './receivers.ts';

export interface Lender {
  readonly receiver: Place | null;
  readonly verbs: readonly string[];
  readonly owner: 'here' | 'elsewhere';
}

export const nobody: Lender = { receiver: null, verbs: [], owner: 'here' };

export function lenderOf({ endsWithReceiver }: Acquisition, call: Call, { callee }: CallEffects, unit: Unit, ir: FunctionIr): Lender | null {
  if (endsWithReceiver !== true || callee.kind !== 'method' || callee.resource === null || !unit.has('ends-with-receiver')) return nobody;
  if (!belongsElsewhere(callee.object, ir, unit)) return null;
  const ending = Object.entries(kindById(callee.resource).methods).filter(([, row]) => row.receiver === 'releases' || row.receiver === 'ends');
  return { receiver: receiverOf(call, unit, ir), verbs: ending.map(([name]) => name), owner: isLasting(callee.object) ? 'here' : 'elsewhere' };
}

/** A field, or a variable of the module: it outlives the call. */
function isLasting(lender: Operand): boolean {
  let base = lender;
  while (base.kind === 'member') base = base.object;
  if (base.kind !== 'variable') return true;
  const { defs, scope } = base.variable;
  return scope.variableScope.block.type === 'Program' && !defs.some(definition => String(definition.type) === 'Parameter');
}
