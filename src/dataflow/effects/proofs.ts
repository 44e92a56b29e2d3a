/**
 * What a rejected await proves: `await once(socket, 'connect')` rejects on an error, and after an error a socket is closed.
 *
 * Guarantee: only what holds whichever member of a combination rejected is proven. Of `Promise.all` and `Promise.race` that
 * is what their only rejecting member proves; `Promise.any` rejects once all of its members have, so it proves what each does.
 */
import type { FunctionIr, FunctionNode, Instruction, Operand, Variable } from '../ir/types.ts';
import type { CallModel } from '../models/types.ts';
import type { Unit } from '../unit.ts';
import { goneWhenRejected } from './executors.ts';
import { combined, mayReject, promiseCall } from './rejections.ts';
import type { Call } from './types.ts';

type Await = Extract<Instruction, { kind: 'await' }>;

const nothing: readonly Operand[] = [];

/** The resources that are closed if the await rejects. */
export const provenClosed = ({ value }: Await, ir: FunctionIr, unit: Unit): readonly Operand[] => provenByRejection(value, ir, unit);

/** The resources that are closed if the promise rejects. */
export function provenByRejection(value: Operand, ir: FunctionIr, unit: Unit): readonly Operand[] {
  if (!unit.has('self-destruction')) return nothing;
  const call = promiseCall(value, ir, unit);
  const several = call === null ? null : combined(call, ir, unit);
  if (several === null) return provenBy(value, ir, unit);
  const rejecting = several.members.filter(member => mayReject(member, ir, unit));
  return several.rejectsWith === 'every' || rejecting.length === 1 ? rejecting.flatMap(member => provenBy(member, ir, unit)) : nothing;
}

function provenBy(promise: Operand, ir: FunctionIr, unit: Unit): readonly Operand[] {
  const call = promiseCall(promise, ir, unit);
  if (call === null) return nothing;
  const { model, callee } = unit.effects(call, ir);
  if (callee.kind === 'function') return provenByHelper(call, callee.node, unit);
  const gone = isPromise(call) ? goneOf(call, unit) : null;
  if (gone !== null) return [{ kind: 'variable', variable: gone }];
  if (model === null) return nothing;
  const proven = model.rejectionProves === 'closed' ? call.args[0]?.value : subjectOf(call, model);
  return proven === undefined ? nothing : [proven];
}

const isPromise = (call: Call): boolean => call.construct && call.callee.kind === 'global' && call.callee.name === 'Promise';

function goneOf({ args }: Call, unit: Unit): Variable | null {
  const executor = args[0]?.value;
  return executor?.kind === 'function' ? goneWhenRejected(executor.node, unit) : null;
}

/** `const connected = socket => new Promise(…)`: what the promise that it gives proves of its parameter. */
function provenByHelper(call: Call, helper: FunctionNode, unit: Unit): readonly Operand[] {
  const ir = helper.async || helper.generator ? null : unit.graph(helper);
  if (ir === null) return nothing;
  const given = ir.blocks.flatMap(({ instructions }) => instructions.flatMap(one => (one.kind === 'store' && one.place.kind === 'result' ? [one.value] : [])));
  const made = given.length === 1 && given[0] !== undefined ? promiseCall(given[0], ir, unit) : null;
  const gone = made !== null && isPromise(made) ? goneOf(made, unit) : null;
  const position = gone === null ? -1 : ir.parameters.findIndex(parameter => parameter.variable === gone && !parameter.rest);
  const argument = call.args[position]?.value;
  return argument === undefined ? nothing : [argument];
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
