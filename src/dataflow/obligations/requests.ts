/**
 * The request that a response belongs to: whoever destroys it destroys the response with it.
 *
 * Input: the call that registers a listener for a response (`get(url, listener)`, `request.on('response', listener)`).
 * Answer: the name of the request, for the walk through the listener, and whether other code may destroy it meanwhile: then
 * what the listener forgets need not stay. Not handled: what becomes of a request that is handed to a function.
 */
import type { Call } from '../effects/types.ts';
import type { FunctionIr, FunctionNode, Operand, Variable } from '../ir/types.ts';
import { idleTimeouts } from '../models/events.ts';
import { closingCompanion } from '../models/index.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import { landings } from './landings.ts';
import { hasDeadline } from './options.ts';

/** The name that the emitter has in the function which registers the listener. */
export function emitterName(call: Call, ir: FunctionIr, unit: Unit): Variable | null {
  const { callee } = call;
  const effects = unit.effects(call, ir);
  const listens = effects.callee.kind === 'method' && effects.callee.model?.listens !== undefined;
  if (listens && callee.kind === 'member' && callee.object.kind === 'variable') return callee.object.variable;
  return landings(call, ir, unit)[0] ?? null;
}

/** Code beside the listener destroys the request, or a deadline does. */
export function isClosedElsewhere(call: Call, request: Variable | null, listener: FunctionNode | null, ir: FunctionIr, unit: Unit): boolean {
  if (hasDeadline(call, unit)) return true;
  if (request === null) return isClosedField(call, unit);
  return isDestroyedBeside(request, listener) || isDestroyedWhenIdle(request, ir, unit);
}

/** `this.request = get(…)`, and somewhere `this.request.destroy()`. */
function isClosedField({ node }: Call, { text }: Unit): boolean {
  const { parent } = node;
  if (parent?.type !== 'AssignmentExpression' || parent.left.type !== 'MemberExpression' || parent.left.property.type !== 'Identifier') return false;
  const { name } = parent.left.property;
  return closingCompanion.some(verb => text.includes(`.${name}.${verb}(`) || text.includes(`.${name}?.${verb}(`));
}

function isDestroyedBeside(request: Variable, listener: FunctionNode | null): boolean {
  return request.references.some(({ identifier }) => {
    const { parent } = identifier;
    if (parent?.type !== 'MemberExpression' || parent.object !== identifier || parent.property.type !== 'Identifier') return false;
    const inside = listener !== null && listener.range[0] <= identifier.range[0] && identifier.range[1] <= listener.range[1];
    return !inside && closingCompanion.includes(parent.property.name);
  });
}

/** `request.setTimeout(5000, onTimeout)` with a listener that destroys it, or that is not in view. */
function isDestroyedWhenIdle(request: Variable, ir: FunctionIr, unit: Unit): boolean {
  return unit.index(ir).uses(request).some(use => {
    if (use.kind !== 'method') return false;
    const [event, listener] = use.call.args.map(({ value }) => value);
    const isTimeout = idleTimeouts.has(use.name) || (event?.kind === 'literal' && typeof event.value === 'string' && idleTimeouts.has(event.value));
    return isTimeout && listener !== undefined && mayDestroy(listener, ir, unit);
  });
}

function mayDestroy(listener: Operand, ir: FunctionIr, unit: Unit): boolean {
  const node = functionNode(listener, ir, unit);
  return node === null || closingCompanion.some(verb => unit.text.slice(...node.range).includes(`.${verb}(`));
}

function functionNode(value: Operand, ir: FunctionIr, unit: Unit): FunctionNode | null {
  if (value.kind === 'function') return value.node;
  const found = valueOf(value, unit.resolver(ir));
  return found.kind === 'function' ? found.node : null;
}
