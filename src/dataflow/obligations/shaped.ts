/**
 * Listeners that are known by their shape alone: the event or the method, their parameters and what they do with them
 * (`models/shapes.ts`).
 *
 * Input: a call of a method of which no table has a row. Guarantee: nothing is claimed of what was imported from a module that
 * the row does not name.
 */
import type { Call } from '../effects/types.ts';
import type { FunctionIr, FunctionNode, Operand } from '../ir/types.ts';
import { registersByName, shapedCalls, shapedEvents } from '../models/index.ts';
import type { Origin } from '../resolve/callee.ts';
import type { Unit } from '../unit.ts';
import type { Found } from './listeners.ts';
import { functionNode } from './listeners.ts';
import { passedOn } from './passing.ts';

export function* shapedListeners(call: Call, method: string, origin: Origin | null, ir: FunctionIr, unit: Unit): Generator<Found> {
  yield* ofEvents(call, method, ir, unit);
  if (origin !== null) return;
  const listener = call.args.at(-1)?.value;
  if (listener !== undefined) yield* ofCalls(listener, call.args.length, method, ir, unit);
}

/** An emitter nobody knows: the event, the listener's parameters and what it does with them may still say enough. */
function* ofEvents(call: Call, method: string, ir: FunctionIr, unit: Unit): Generator<Found> {
  const [event, listener] = call.args.map(argument => argument.value);
  if (!registersByName(method) || event?.kind !== 'literal' || listener === undefined) return;
  for (const row of shapedEvents) {
    if (row.event !== event.value) continue;
    const node = functionNode(listener, ir, unit);
    const { uses, parameter } = row;
    if (node !== null && node.params.length >= row.least && (uses === undefined ? node.params[parameter.index]?.type === 'Identifier' : usesOneOf(node, parameter.index, uses, unit))) yield { node, parameter, listener };
  }
}

/** `protocols[name].request(options, response => …)`: the listener, or whoever it passes the response on to, uses it as one. */
function* ofCalls(listener: Operand, count: number, method: string, ir: FunctionIr, unit: Unit): Generator<Found> {
  for (const row of shapedCalls) {
    if (row.method !== method || count < 2 || !imports(unit.text, row.modules)) continue;
    const node = functionNode(listener, ir, unit);
    const { parameter } = row;
    if (node === null || node.params.length !== 1) continue;
    const isOne = [...passedOn({ node, parameter }, listener, unit)].some(
      one => one.node !== null && (isDeclaredAs(node, parameter.index, row.type, unit) || usesOneOf(one.node, one.parameter.index, row.uses, unit)),
    );
    if (isOne) yield { node, parameter, listener };
  }
}

const imports = (text: string, modules: readonly string[]): boolean => new RegExp(`['"\`](?:node:)?(?:${modules.join('|')})['"\`]`).test(text);

function isDeclaredAs(node: FunctionNode, index: number, type: string, { text }: Unit): boolean {
  const formal = node.params[index];
  const annotation = formal?.type === 'Identifier' ? formal.typeAnnotation : undefined;
  return annotation !== undefined && text.slice(...annotation.range).includes(type);
}

function usesOneOf(node: FunctionNode, index: number, members: readonly string[], unit: Unit): boolean {
  const formal = node.params[index];
  if (formal?.type !== 'Identifier') return false;
  const variable = unit.scopeManager.getDeclaredVariables(node).find(one => one.name === formal.name);
  return variable?.references.some(({ identifier: { parent } }) => parent.type === 'MemberExpression' && parent.property.type === 'Identifier' && members.includes(parent.property.name)) === true;
}
