/**
 * Functions of the file that are handed a resource by whoever calls them: `createServer(listener)`, `on('connection', …)`.
 */
import type { Literal } from '../domain/knowledge.ts';
import type { Call } from '../effects/types.ts';
import type { FunctionIr, FunctionNode, Node, Operand, Variable } from '../ir/types.ts';
import { handlerMethod, kind } from '../models/index.ts';
import type { ParameterModel, ResourceKind } from '../models/types.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import { callbacksOf, readsArguments } from './callbacks.ts';
import { landings } from './landings.ts';
import type { Handing } from './passing.ts';
import { passedOn } from './passing.ts';
import { shapedListeners } from './shaped.ts';
import { emitterName, isClosedElsewhere } from './requests.ts';

export interface ListenerParameter {
  readonly node: FunctionNode;
  readonly parameter: HandedParameter;
}

export interface HandedParameter extends ParameterModel {
  /** The emitter has another listener for the same: either of them may own what it brings. */
  readonly shared?: true;
  /** The name of what brings it, where the listener can get at that: closing it closes what it has brought. */
  readonly source?: Variable;
  /** Why what is found of it is a guess. */
  readonly doubt?: string;
  /** What whoever passes it on gives for other parameters. */
  readonly given?: readonly Given[];
  /** What no table has: the kind that the callback's own code takes it for. */
  readonly believed?: ResourceKind;
}

export interface Given {
  readonly index: number;
  readonly value: Literal;
}

/** Of a listener; where that is from elsewhere its node is null. */
export interface Registration extends Handing {
  readonly emitter: string;
  /** As it was written, where that tells more than its node. */
  readonly listener?: Operand | undefined;
}

export interface Found extends Handing {
  /** As it was written. */
  readonly listener: Operand | undefined;
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
      for (const found of unit.speaking.hands(instruction) ? listenersOf(instruction, ir, unit) : []) {
        const once = found.parameter.absentWhen !== undefined;
        if (once && found.node !== null && readsArguments(found.node, unit)) continue;
        // Each call hands a node-style callback something of its own.
        const emitter = once ? `at ${instruction.node.range.join()}` : emitterOf(instruction, ir, unit);
        if (kind(found.parameter.resource).settledBy !== 'reading' || !unit.has('passed-on')) yield { ...found, emitter };
        else for (const one of passedOn(withSource(found, instruction, ir, unit), found.listener, unit)) yield { ...one, listener: found.listener, emitter: one.node === found.node ? emitter : `${emitter} to ${one.node?.range[0] ?? ''}` };
      }
      if (unit.speaking.callsBack(instruction)) for (const found of callbacksOf(instruction, ir, unit)) yield { ...found, emitter: `at ${instruction.node.range.join()}` };
    }
  }
}

/** A response goes with its request; a socket outlives the server that it came from. */
function withSource(found: Found, call: Call, ir: FunctionIr, unit: Unit): Found {
  const source = emitterName(call, ir, unit);
  const closed = unit.has('closer-registered') && isClosedElsewhere(call, source, found.node, ir, unit);
  return { ...found, parameter: { ...found.parameter, ...(source !== null && { source }), ...(closed && { doubt: 'other code may close what it came from' }) } };
}

function* listenersOf(call: Call, ir: FunctionIr, unit: Unit): Generator<Found> {
  const { model, callee } = unit.effects(call, ir);
  for (const row of model?.args ?? []) {
    if (row.does !== 'calls' || row.parameters === undefined) continue;
    // The listener may stand in the place of options that were left out.
    const position = row.index === 'last' ? call.args.length - 1 : row.index;
    const value = position < (row.least ?? 0) ? undefined : call.args[position]?.value;
    yield* parametersOf(value, row.parameters, ir, unit);
  }
  if (callee.kind !== 'method') return;
  if (callee.name === handlerMethod) yield* handlersOf(call, callee.object, ir, unit);
  const listens = callee.model?.listens;
  const event = listens === undefined ? undefined : call.args[listens.event]?.value;
  const row = callee.resource !== null && event?.kind === 'literal' && typeof event.value === 'string' ? kind(callee.resource).events[event.value] : undefined;
  if (row === undefined) yield* shapedListeners(call, callee.name, callee.origin, ir, unit);
  else if (listens !== undefined) yield* parametersOf(call.args[listens.listener]?.value, row.parameters ?? [], ir, unit);
}

/** `fetch(url).then(response => …)`: the first handler is given what the promise brings. */
function* handlersOf(call: Call, promise: Operand, ir: FunctionIr, unit: Unit): Generator<Found> {
  const value = valueOf(promise, unit.resolver(ir));
  const resource = value.kind === 'promise' && value.of.kind === 'instance' && typeof value.of.of === 'string' ? value.of.of : null;
  if (resource === null || kind(resource).settledBy !== 'reading') return;
  yield* parametersOf(call.args[0]?.value, [{ index: 0, resource }], ir, unit);
}

/** Equal for registrations on the same emitter: by the name it is called on, or that the call which makes it is given. */
function emitterOf(call: Call, ir: FunctionIr, unit: Unit): string {
  const { callee, node } = call;
  const made = unit.effects(call, ir).callee.kind !== 'method';
  const place = !made && callee.kind === 'member' ? unit.places.of(callee.object, ir) : null;
  if (place !== null && place.root.kind !== 'temp') return place.object === null ? String(place.id) : `${classAround(node)}.${place.property ?? ''}`;
  const [variable] = made ? landings(call, ir, unit) : [];
  if (variable !== undefined) return String(unit.places.variable(variable).id);
  const { parent } = node;
  if (made && parent?.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression' && parent.left.property.type === 'Identifier') return `${classAround(node)}.${parent.left.property.name}`;
  return `at ${node.range[0]}`;
}

/** Fields of the same name in two classes are two. */
function classAround(node: Node): string {
  for (let at: Node | undefined | null = node; at !== undefined && at !== null; at = at.parent) if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') return String(at.range[0]);
  return '';
}

function* parametersOf(value: Operand | undefined, parameters: readonly ParameterModel[], ir: FunctionIr, unit: Unit): Generator<Found> {
  const node = value === undefined ? null : functionNode(value, ir, unit);
  // A name or a call may give a listener; options and the like do not.
  if (node !== null || value?.kind === 'variable' || value?.kind === 'member' || value?.kind === 'global') for (const parameter of parameters) yield { node, parameter, listener: value };
}

export function functionNode(value: Operand, ir: FunctionIr, unit: Unit): FunctionNode | null {
  if (value.kind === 'function') return value.node;
  const found = valueOf(value, unit.resolver(ir));
  return found.kind === 'function' ? found.node : null;
}
