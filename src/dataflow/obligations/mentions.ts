/**
 * Whether a value carries the resource: as a whole, inside something, through a closure, or not at all.
 */
import type { FunctionNode, Operand } from '../ir/types.ts';
import type { Place } from '../domain/places.ts';
import type { Callee } from '../resolve/callee.ts';
import { valueOf } from '../resolve/values.ts';
import type { Entrance } from '../summaries/types.ts';
import type { Run } from './obligation.ts';
import { isRelease } from './obligation.ts';
import type { State } from '../domain/state.ts';
import { sharesThis } from './this-names.ts';

export type Closure = Extract<Mention, { kind: 'closure' }>;

export type Mention =
  | { readonly kind: 'no' }
  /** The value is the resource. */
  | { readonly kind: 'whole' }
  /** An object, array or the like with the resource in it. */
  | { readonly kind: 'nested' }
  /** A function that gets at the resource, through a name of it or through whom its slot was taken from. */
  | { readonly kind: 'closure'; readonly node: FunctionNode; readonly through: Entrance }
  /** An object, array or the like of which only functions get at the resource. */
  | { readonly kind: 'closures'; readonly closures: readonly Closure[] }
  /** `socket.end.bind(socket)`: a function that releases it. */
  | { readonly kind: 'releaser' };

const no: Mention = { kind: 'no' };
const whole: Mention = { kind: 'whole' };
const nested: Mention = { kind: 'nested' };
const releaser: Mention = { kind: 'releaser' };

export function mentionOf(operand: Operand, state: State, run: Run): Mention {
  if (isHolder(operand, state, run)) return whole;
  if (isCompanion(operand, run)) return no;
  const closure = closureOf(operand, state, run);
  if (closure !== null) return closure;
  if (isBoundRelease(operand, state, run)) return releaser;
  return inside(operand, state, run);
}

/** `request` of `(request, socket) =>`: it is no container of the socket, though it leads to it. */
export function isCompanion(operand: Operand, { obligation, unit, ir }: Run): boolean {
  return obligation !== null && obligation.companion !== null && unit.places.of(operand, ir) === obligation.companion;
}

export function isHolder(operand: Operand, state: State, run: Run): boolean {
  if (state.holders.length === 0) return false;
  if (operand.kind !== 'variable' && operand.kind !== 'temp' && operand.kind !== 'member' && operand.kind !== 'result' && operand.kind !== 'this') return false;
  const place = run.unit.places.of(operand, run.ir);
  if (place !== null && state.holders.includes(place)) return true;
  if (operand.kind !== 'member' || !isPart(operand.property, run)) return false;
  const whole = run.unit.places.of(operand.object, run.ir);
  return whole !== null && state.holders.includes(whole);
}

/** `response.body`: a property that stands for the resource. */
export function isPart(property: string | null, { obligation, unit }: Run): boolean {
  return property !== null && obligation?.resource.parts?.includes(property) === true && unit.has('parts');
}

/** Arithmetic, templates and the like make a new value out of the resource's text or number: it is not in there. */
const loses = new Set(['BinaryExpression', 'UnaryExpression', 'TemplateLiteral', 'UpdateExpression', 'TaggedTemplateExpression']);

/** Looks into literals and, for a name, into the places below it that hold the resource. */
function inside(operand: Operand, state: State, run: Run): Mention {
  const closures: Closure[] = [];
  const note = (value: Operand): void => {
    const closure = value === operand ? null : closureOf(value, state, run);
    if (closure !== null) closures.push(closure);
  };
  const pending: Operand[] = [operand];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case 'object':
        for (const entry of next.entries) pending.push(entry.value);
        break;
      case 'array':
        for (const element of next.elements) pending.push(element.value);
        break;
      case 'opaque':
        if (!loses.has(next.node.type)) pending.push(...next.parts);
        break;
      case 'function':
        note(next);
        break;
      case 'variable':
      case 'temp':
      case 'member': {
        const place = run.unit.places.of(next, run.ir);
        if (place === null) break;
        if (next.kind === 'member' && isPart(next.property, run) && isHolder(next, state, run)) return nested;
        for (const holder of state.holders) for (let at = next === operand ? holder.object : holder; at !== null; at = at.object) if (at === place) return nested;
        note(next);
        break;
      }
      case 'this':
      case 'super':
      case 'global':
      case 'literal':
      case 'class':
      case 'test':
      case 'result':
        break;
    }
  }
  return closures.length === 0 ? no : { kind: 'closures', closures };
}

/** A function value (a literal, or a name of a function in view) that mentions a variable which holds the resource. */
function closureOf(operand: Operand, state: State, run: Run): Closure | null {
  const node = functionOf(operand, run);
  return node === null ? null : capture(node, state, run);
}

/** How a function gets at the resource without being handed it. */
export function capture(node: FunctionNode, state: State, run: Run): Closure | null {
  for (const holder of state.holders) {
    const field = fieldOfThis(holder);
    if (field !== null && sharesThis(node, run.ir)) return { kind: 'closure', node, through: { kind: 'field', name: field } };
    if (holder.root.kind !== 'variable') continue;
    if (run.unit.reaches(node, holder.root.variable)) return { kind: 'closure', node, through: { kind: 'captured', variable: holder.root.variable } };
  }
  const { receiver = null, verbs = [] } = run.obligation ?? {};
  if (receiver === null) return null;
  for (const { range } of run.unit.within(node)) {
    const text = run.unit.text.slice(range[0], range[1]);
    if (verbs.some(verb => text.includes(`${verb}(`))) return { kind: 'closure', node, through: { kind: 'slot', receiver, verbs } };
  }
  return null;
}

/** `socket` of `this.socket`. */
const fieldOfThis = (holder: Place): string | null => (holder.root.kind === 'this' && holder.object?.object === null ? holder.property : null);

/** `this.cleanup()`: a method of the object that keeps the resource in a field. */
export function throughObject(callee: Callee, state: State): Closure | null {
  if (callee.kind !== 'function' || (callee.receiver?.kind !== 'this' && callee.receiver?.kind !== 'super')) return null;
  const field = state.holders.map(fieldOfThis).find(name => name !== null);
  return field === undefined || field === null ? null : { kind: 'closure', node: callee.node, through: { kind: 'field', name: field } };
}

export function functionOf(operand: Operand, run: Run): FunctionNode | null {
  if (operand.kind === 'function') return operand.node;
  if (operand.kind !== 'variable' && operand.kind !== 'member') return null;
  const value = valueOf(operand, run.unit.resolver(run.ir));
  return value.kind === 'function' ? value.node : null;
}

/** `x.end.bind(x)`, by the call that made the temporary. */
function isBoundRelease(operand: Operand, state: State, run: Run): boolean {
  if (operand.kind !== 'temp' || run.obligation === null) return false;
  const definition = run.index.definition(operand.temp);
  if (definition?.kind !== 'call' || definition.callee.kind !== 'member' || definition.callee.property !== 'bind') return false;
  const method = definition.callee.object;
  return method.kind === 'member' && method.property !== null && isRelease(run.obligation, method.property) && isHolder(method.object, state, run);
}
