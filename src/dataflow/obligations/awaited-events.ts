/**
 * Events that are waited for: `const [socket] = await once(server, 'connection')`, and one after the other with
 * `for await (const [socket] of on(server, 'connection'))`.
 *
 * Input: an await, or the step of a loop. Answer: where the array of the event's parameters arrives, the places of those that
 * the event's row hands over. Not handled: emitters whose kind is not known; an array that is kept whole and taken apart elsewhere.
 */
import type { Place } from '../domain/places.ts';
import type { Call } from '../effects/types.ts';
import type { Block, FunctionIr, Instruction, Node, Operand, Variable } from '../ir/types.ts';
import { kind as kindById } from '../models/index.ts';
import type { ParameterModel } from '../models/types.ts';
import { kindOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';

export interface Arrival {
  readonly resource: ParameterModel['resource'];
  readonly node: Node;
  readonly holders: readonly Place[];
  /** Somebody else listens for the same. */
  readonly shared: boolean;
}

type Waiting = Extract<Instruction, { kind: 'await' | 'next' }>;

export function arrivalOf(instruction: Instruction, block: Block, index: number, ir: FunctionIr, unit: Unit): Arrival | null {
  if (instruction.kind !== 'await' && (instruction.kind !== 'next' || !instruction.await)) return null;
  const call = waitedFor(instruction, ir, unit);
  if (call === null || !unit.has('awaited-events')) return null;
  const { model } = unit.effects(call, ir);
  const waits = instruction.kind === 'await' ? model?.awaitsEvent : model?.iteratesEvent;
  const emitter = waits === undefined ? undefined : call.args[waits.emitter]?.value;
  const event = waits === undefined ? undefined : call.args[waits.event]?.value;
  if (emitter === undefined || event?.kind !== 'literal' || typeof event.value !== 'string') return null;
  const parameter = handedBy(emitter, event.value, ir, unit);
  if (parameter === null) return null;
  const element = unit.places.property(unit.places.temp(ir, instruction.result), String(parameter.index));
  const variable = elementName(instruction, parameter.index, following(instruction, block, index, ir));
  const holders = variable === null ? [element] : [element, unit.places.variable(variable)];
  const node = variable?.identifiers[0] ?? call.node;
  return { resource: parameter.resource, node, holders, shared: hasListeners(emitter, event.value, unit) };
}

/** The call whose promise is awaited, or whose result is iterated. */
function waitedFor(instruction: Waiting, ir: FunctionIr, unit: Unit): Call | null {
  const value = instruction.kind === 'await' ? instruction.value : instruction.iterable;
  const definition = value.kind === 'temp' ? unit.index(ir).definition(value.temp) : undefined;
  return definition?.kind === 'call' && unit.speaking.waits(definition) ? definition : null;
}

function handedBy(emitter: Operand, event: string, ir: FunctionIr, unit: Unit): ParameterModel | null {
  const id = kindOf(emitter, unit.resolver(ir));
  const events = id === null ? {} : kindById(id).events;
  return (Object.hasOwn(events, event) ? events[event]?.parameters?.[0] : undefined) ?? null;
}

/** The variable that an element of the array is given to as it arrives. */
function elementName({ result }: Waiting, index: number, next: readonly Instruction[]): Variable | null {
  for (const one of next) {
    if (one.kind !== 'store' || one.place.kind !== 'variable' || one.value.kind !== 'member' || one.value.property !== String(index)) continue;
    if (one.value.object.kind === 'temp' && one.value.object.temp === result) return one.place.variable;
  }
  return null;
}

/** An array is taken apart where it arrives: by the next instructions, in a loop by the first of the round. */
function following({ kind }: Waiting, block: Block, index: number, ir: FunctionIr): readonly Instruction[] {
  const round = kind === 'next' && block.terminal.kind === 'goto' ? (ir.blocks[block.terminal.target]?.instructions ?? []) : [];
  return [...block.instructions.slice(index + 1, index + 1 + mostElements), ...round.slice(0, mostElements)];
}

const mostElements = 4;

/** `createServer(listener)`, `server.on('connection', …)`: either of them may own what the event brings. */
function hasListeners(emitter: Operand, event: string, unit: Unit): boolean {
  if (emitter.kind !== 'variable') return new RegExp(`[.](?:on|once|addListener)[(]\\s*['"]${event}['"]`).test(unit.text);
  return emitter.variable.references.some(({ identifier, writeExpr }) => (writeExpr !== null && writeExpr !== undefined && isGivenListener(writeExpr)) || listensFor(identifier, event));
}

const isGivenListener = (made: Node): boolean =>
  (made.type === 'CallExpression' || made.type === 'NewExpression') && made.arguments.some(({ type }) => type !== 'ObjectExpression' && type !== 'Literal');

/** `server.on('connection', …)`. */
function listensFor({ parent }: Node, event: string): boolean {
  if (parent?.type !== 'MemberExpression' || parent.parent.type !== 'CallExpression') return false;
  const [first] = parent.parent.arguments;
  return first?.type === 'Literal' && first.value === event;
}
