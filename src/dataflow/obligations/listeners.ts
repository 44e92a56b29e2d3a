/**
 * Functions of the file that are handed a resource by whoever calls them: `createServer(listener)`, `on('connection', …)`.
 */
import type { Call } from '../effects/types.ts';
import type { FunctionIr, FunctionNode, Operand, Variable } from '../ir/types.ts';
import type { ShapedEvent } from '../models/index.ts';
import { kind, registersByName, shapedEvents } from '../models/index.ts';
import type { ParameterModel, ResourceKind } from '../models/types.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import { callbacksOf } from './callbacks.ts';
import { landings } from './landings.ts';
import { emitterName, isBounded } from './requests.ts';

export interface ListenerParameter {
  readonly node: FunctionNode;
  readonly parameter: HandedParameter;
}

export interface HandedParameter extends ParameterModel {
  /** The emitter has another listener for the same: either of them may own what it brings. */
  readonly shared?: true;
  /** What brings it, where the listener can get at that: closing it closes what it has brought. */
  readonly source?: Source;
  /** What no table has: the kind that the callback's own code takes it for. */
  readonly believed?: ResourceKind;
}

export interface Source {
  readonly variable: Variable;
  /** It closes itself after a while. */
  readonly bounded: boolean;
}

export interface Registration {
  /** null: a listener from elsewhere. */
  readonly node: FunctionNode | null;
  readonly parameter: HandedParameter;
  readonly emitter: string;
}

/** What the listeners of a file are handed, and whether each is alone with it. */
export function withSharers(registrations: readonly Registration[]): readonly ListenerParameter[] {
  const listeners = new Map<string, Set<FunctionNode | null>>();
  const keyOf = ({ emitter, parameter }: Registration): string => `${emitter} ${parameter.resource} ${parameter.index}`;
  for (const one of registrations) listeners.set(keyOf(one), (listeners.get(keyOf(one)) ?? new Set()).add(one.node));
  return registrations.flatMap(one => {
    if (one.node === null) return [];
    return { node: one.node, parameter: (listeners.get(keyOf(one))?.size ?? 0) > 1 ? { ...one.parameter, shared: true } : one.parameter };
  });
}

export function* listenersIn(ir: FunctionIr, unit: Unit): Generator<Registration> {
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.kind !== 'call') continue;
      if (unit.speaking.hands(instruction)) for (const found of listenersOf(instruction, ir, unit)) yield { ...withSource(found, instruction, ir, unit), emitter: emitterOf(instruction, ir, unit) };
      // Each call hands its callback something of its own.
      if (unit.speaking.callsBack(instruction)) for (const found of callbacksOf(instruction, unit.effects(instruction, ir), ir, unit)) yield { ...found, emitter: `at ${instruction.node.range.join()}` };
    }
  }
}

/** A response goes with its request; a socket outlives the server that it came from. */
function withSource(found: Omit<Registration, 'emitter'>, call: Call, ir: FunctionIr, unit: Unit): Omit<Registration, 'emitter'> {
  const variable = kind(found.parameter.resource).settledBy === 'reading' ? emitterName(call, ir, unit) : null;
  return variable === null ? found : { ...found, parameter: { ...found.parameter, source: { variable, bounded: unit.has('closer-registered') && isBounded(variable, ir, unit) } } };
}

function* listenersOf(call: Call, ir: FunctionIr, unit: Unit): Generator<Omit<Registration, 'emitter'>> {
  const { model, callee } = unit.effects(call, ir);
  for (const row of model?.args ?? []) {
    if (row.does !== 'calls' || row.parameters === undefined) continue;
    // The listener may stand in the place of options that were left out.
    const position = row.index === 'last' ? call.args.length - 1 : row.index;
    const value = position < (row.least ?? 0) ? undefined : call.args[position]?.value;
    yield* parametersOf(value, row.parameters, ir, unit);
  }
  if (callee.kind !== 'method') return;
  const listens = callee.model?.listens;
  const event = listens === undefined ? undefined : call.args[listens.event]?.value;
  const row = callee.resource !== null && event?.kind === 'literal' && typeof event.value === 'string' ? kind(callee.resource).events[event.value] : undefined;
  if (row === undefined) yield* shapedListeners(call, callee.name, ir, unit);
  else if (listens !== undefined) yield* parametersOf(call.args[listens.listener]?.value, row.parameters ?? [], ir, unit);
}

/** Equal for registrations on the same emitter: by the name it is called on, or that the call which makes it is given. */
function emitterOf(call: Call, ir: FunctionIr, unit: Unit): string {
  const { callee, node } = call;
  const made = unit.effects(call, ir).callee.kind !== 'method';
  const place = !made && callee.kind === 'member' ? unit.places.of(callee.object, ir) : null;
  if (place !== null && place.root.kind !== 'temp') return place.object === null ? String(place.id) : `.${place.property ?? ''}`;
  const [variable] = made ? landings(call, ir, unit) : [];
  if (variable !== undefined) return String(unit.places.variable(variable).id);
  const { parent } = node;
  if (made && parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression' && parent.left.property.type === 'Identifier') return `.${parent.left.property.name}`;
  return `at ${node.range[0]}`;
}

/** An emitter nobody knows: the event, the listener's parameters and what it does with them may still say enough. */
function* shapedListeners(call: Call, method: string, ir: FunctionIr, unit: Unit): Generator<Omit<Registration, 'emitter'>> {
  const [event, listener] = call.args.map(argument => argument.value);
  if (!registersByName(method) || event?.kind !== 'literal' || listener === undefined) return;
  for (const row of shapedEvents) {
    if (row.event !== event.value) continue;
    const node = functionNode(listener, ir, unit);
    if (node !== null && node.params.length >= row.least && isUsedAs(node, row, unit)) yield { node, parameter: row.parameter };
  }
}

function isUsedAs(node: FunctionNode, { parameter, uses }: ShapedEvent, unit: Unit): boolean {
  const formal = node.params[parameter.index];
  if (formal?.type !== 'Identifier') return false;
  const variable = unit.scopeManager.getDeclaredVariables(node).find(one => one.name === formal.name);
  if (uses === undefined) return true;
  return variable?.references.some(({ identifier: { parent } }) => parent.type === 'MemberExpression' && parent.property.type === 'Identifier' && uses.includes(parent.property.name)) === true;
}

function* parametersOf(value: Operand | undefined, parameters: readonly ParameterModel[], ir: FunctionIr, unit: Unit): Generator<Omit<Registration, 'emitter'>> {
  const node = value === undefined ? null : functionNode(value, ir, unit);
  // A name or a call may give a listener; options and the like do not.
  if (node !== null || value?.kind === 'variable' || value?.kind === 'member' || value?.kind === 'global') for (const parameter of parameters) yield { node, parameter };
}

export function functionNode(value: Operand, ir: FunctionIr, unit: Unit): FunctionNode | null {
  if (value.kind === 'function') return value.node;
  const found = valueOf(value, unit.resolver(ir));
  return found.kind === 'function' ? found.node : null;
}
