/**
 * Parameters as resources: what a listener or a callback is handed begins with the function.
 *
 * Input: a function and one parameter that whoever calls it hands a resource. Answer: the site before its first instruction;
 * null for a parameter that gathers the rest.
 */
import { literal, nullish } from '../domain/knowledge.ts';
import type { Place } from '../domain/places.ts';
import type { FunctionIr } from '../ir/types.ts';
import { kind as kindById } from '../models/index.ts';
import type { Unit } from '../unit.ts';
import type { HandedParameter } from './listeners.ts';
import type { Obligation } from './obligation.ts';
import type { Site, Source } from './sites.ts';

/** The resource that an event or a factory hands to a listener. */
export function parameterSite(unit: Unit, ir: FunctionIr, parameter: HandedParameter): Site | null {
  const entry = ir.blocks[ir.entry];
  const formal = ir.parameters[parameter.index];
  if (entry === undefined || formal === undefined || formal.rest) return null;
  const holders = placesOf(parameter.index, ir, unit);
  if (parameter.releasedBy !== undefined) holders.push(...placesOf(parameter.releasedBy, ir, unit));
  const companion = parameter.absentWhen === undefined ? companionOf(parameter, unit, ir) : null;
  if (companion !== null) holders.push(unit.places.property(companion, parameter.source === undefined ? 'socket' : 'res'));
  const self = emitterItself(parameter, unit, ir);
  if (self !== null) holders.push(unit.places.property(self, 'res'));
  const obligation: Obligation = { resource: parameter.believed ?? kindById(parameter.resource), receiver: null, verbs: [], companion };
  const owner = parameter.shared === true && unit.has('shared-events') ? 'shared' : 'here';
  const source: Source = parameter.believed === undefined ? 'parameter' : 'belief';
  return { node: formal.node, block: entry, index: -1, call: null, given: [], listener: true, owner, obligation, source, holders, pending: false, answer: besides(parameter, unit, ir) ?? absence(parameter, ir, unit), doubt: parameter.doubt ?? null };
}

/** The argument itself and the name it lands in. */
function placesOf(index: number, ir: FunctionIr, unit: Unit): Place[] {
  const formal = ir.parameters[index];
  if (formal === undefined) return [];
  const value = unit.places.temp(ir, formal.value);
  return formal.variable === null ? [value] : [value, unit.places.variable(formal.variable)];
}

/** `(error, connection) =>`: there is one where there is no error. */
function absence({ absentWhen }: HandedParameter, ir: FunctionIr, unit: Unit): Site['answer'] {
  const error = ir.parameters[absentWhen ?? -1];
  return error === undefined || !unit.has('absent-on-error') ? null : { place: unit.places.temp(ir, error.value), known: nullish };
}

/** `done(null, response)`: who is passed the response knows that there is no error. */
function besides({ given }: HandedParameter, unit: Unit, ir: FunctionIr): Site['answer'] {
  for (const { index, value } of given ?? []) {
    const formal = ir.parameters[index];
    if (formal !== undefined && !formal.rest) return { place: unit.places.temp(ir, formal.value), known: literal(value) };
  }
  return null;
}

/** `function (response) { this.abort(); }`: a listener that is no arrow is called on the request, a method on what may have made it. */
function emitterItself({ resource, believed }: HandedParameter, unit: Unit, ir: FunctionIr): Place | null {
  if (believed !== undefined || kindById(resource).settledBy !== 'reading' || ir.node.type === 'ArrowFunctionExpression' || !unit.has('companions')) return null;
  return unit.places.of({ kind: 'this' }, ir);
}

/** A socket in the second place comes with the message whose connection it is, a response with its request. */
function companionOf({ index, source, resource, believed }: HandedParameter, unit: Unit, ir: FunctionIr): Place | null {
  if (source !== undefined) return unit.has('companions') ? unit.places.variable(source) : null;
  const variable = index === 1 && (believed ?? kindById(resource)).settledBy !== 'reading' ? (ir.parameters[0]?.variable ?? null) : null;
  return variable === null || !unit.has('companions') ? null : unit.places.variable(variable);
}
