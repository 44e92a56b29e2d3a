/**
 * What a rejected await proves: `await once(socket, 'connect')` rejects on an error, and after an error a socket is closed.
 *
 * Guarantee: only what holds whichever member of a combination rejected is proven. Of `Promise.all` and `Promise.race` that
 * is what their only rejecting member proves; `Promise.any` rejects once all of its members have, so it proves what each does.
 */
import type { FunctionIr, Instruction, Operand } from '../ir/types.ts';
import type { CallModel } from '../models/types.ts';
import type { Unit } from '../unit.ts';
import { combined, mayReject, promiseCall } from './rejections.ts';
import type { Call } from './types.ts';

type Await = Extract<Instruction, { kind: 'await' }>;

const nothing: readonly Operand[] = [];

/** The resources that are closed if the await rejects. */
export function provenClosed(instruction: Await, ir: FunctionIr, unit: Unit): readonly Operand[] {
  if (!unit.has('self-destruction')) return nothing;
  const call = promiseCall(instruction.value, ir, unit);
  const several = call === null ? null : combined(call, ir, unit);
  if (several === null) return provenBy(instruction.value, ir, unit);
  const rejecting = several.members.filter(member => mayReject(member, ir, unit));
  return several.rejectsWith === 'every' || rejecting.length === 1 ? rejecting.flatMap(member => provenBy(member, ir, unit)) : nothing;
}

function provenBy(promise: Operand, ir: FunctionIr, unit: Unit): readonly Operand[] {
  const call = promiseCall(promise, ir, unit);
  const model = call === null ? null : unit.effects(call, ir).model;
  if (call === null || model === null) return nothing;
  const proven = model.rejectionProves === 'closed' ? call.args[0]?.value : subjectOf(call, model);
  return proven === undefined ? nothing : [proven];
}

/** What the promise is about, where nothing but its failure rejects it: an emitter of ours is closed after 'error'. */
function subjectOf(call: Call, { rejectionProves, awaitsEvent }: CallModel): Operand | undefined {
  const position = rejectionProves === undefined ? awaitsEvent?.emitter : 0;
  return position === undefined || hasSignal(call) ? undefined : call.args[position]?.value;
}

/** An option object that may carry a signal: then the rejection can come from elsewhere. */
function hasSignal(call: Call): boolean {
  const options = call.args.at(-1)?.value;
  if (call.args.length < 3 || options === undefined) return false;
  return options.kind !== 'object' || options.entries.some(entry => entry.key === null || entry.key === 'signal');
}
