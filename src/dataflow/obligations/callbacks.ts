/**
 * Node-style callbacks that are handed a resource: `(error, connection) => …`, `(error, client, release) => …`.
 *
 * Input: a call and its arguments. Answer: the callbacks among them with the parameter each of them owes: by a row of the
 * tables, or by belief, where the callback's own successful way gives back what it got. There is no resource where the
 * first parameter tells of a failure.
 *
 * Not handled: callbacks that take a pattern, or that read `arguments`.
 */
import type { Call, CallEffects } from '../effects/types.ts';
import { lastName } from '../ir/names.ts';
import type { FunctionIr, FunctionNode, Variable } from '../ir/types.ts';
import { callbackRows, registersByName, releaserName } from '../models/index.ts';
import type { CallbackRow } from '../models/index.ts';
import { isNodeStyle } from '../resolve/callback-shape.ts';
import type { Unit } from '../unit.ts';
import { isConnectionName } from './belief.ts';
import { believedInCallback } from './callback-belief.ts';
import type { HandedParameter } from './listeners.ts';
import { functionNode } from './listeners.ts';
import { isReleasedInView } from './receivers.ts';

export interface Callback {
  readonly node: FunctionNode;
  readonly parameter: HandedParameter;
}

export function* callbacksOf(call: Call, ir: FunctionIr, unit: Unit): Generator<Callback> {
  // What is registered by an event's name is a listener: an error and what it is about may well come together.
  const name = lastName(call.callee);
  if (name === null || registersByName(name) || call.construct) return;
  for (const [position, { value }] of call.args.entries()) {
    if (value.kind !== 'function' && value.kind !== 'variable' && value.kind !== 'member') continue;
    const node = functionNode(value, ir, unit);
    if (node === null || !isNodeStyle(node) || isCalledByName(node, unit) || readsArguments(node, unit)) continue;
    // Asked late, because it has to be resolved what is called.
    const effects = unit.effects(call, ir);
    if (effects.model !== null) return;
    const parameter = deliveredParameter(effects, position, unit) ?? tableParameter(node, call, name, ir, unit) ?? believedInCallback(node, call, unit);
    if (parameter !== null) yield { node, parameter };
  }
}

/** `callback.apply(null, arguments)` hands on what has a name too. */
export const readsArguments = (node: FunctionNode, { scopeManager }: Unit): boolean => (scopeManager.acquire(node)?.set.get('arguments')?.references.length ?? 0) > 0;

/** It is called by its name as well, so that there may be another who gives it what it gets. */
function isCalledByName(node: FunctionNode, unit: Unit): boolean {
  const variable = nameOf(node, unit);
  return variable !== null && variable.references.some(({ identifier }) => identifier.parent.type === 'CallExpression' && identifier.parent.callee === identifier);
}

function nameOf(node: FunctionNode, unit: Unit): Variable | null {
  const owner = node.type === 'FunctionDeclaration' ? node : node.parent.type === 'VariableDeclarator' ? node.parent : null;
  return owner === null ? null : (unit.scopeManager.getDeclaredVariables(owner)[0] ?? null);
}

/** A callee in view calls it with what it has made. */
function deliveredParameter({ callee }: CallEffects, position: number, unit: Unit): HandedParameter | null {
  if (callee.kind !== 'function' || callee.passes !== 'all') return null;
  const [fresh] = unit.fresh(callee.node, position);
  return fresh === undefined ? null : { index: 1, resource: fresh.resource.id, absentWhen: 0, believed: fresh.resource };
}

function tableParameter(node: FunctionNode, call: Call, name: string, ir: FunctionIr, unit: Unit): HandedParameter | null {
  if (!unit.has('callback-parameters')) return null;
  return callbackRows.find(row => row.call === name && fits(node, row, unit) && (row.named !== true || !unit.index(ir).used(call.result)))?.parameter ?? null;
}

function fits({ params }: FunctionNode, { parameter, releaser, needs, named }: CallbackRow, unit: Unit): boolean {
  const value = params[parameter.index];
  if (value?.type !== 'Identifier' || (named === true && !isConnectionName(value.name))) return false;
  const third = params[parameter.releasedBy ?? -1];
  if (releaser === true && (third?.type !== 'Identifier' || !releaserName.test(third.name))) return false;
  return needs === undefined || isReleasedInView(unit.places.global('\0file'), needs, unit.text);
}

/** The parameter that gives back what came with it, by its name. */
export function releaserOf({ params }: FunctionNode): number | null {
  const at = params.findIndex((parameter, index) => index > 1 && parameter.type === 'Identifier' && releaserName.test(parameter.name));
  return at < 0 ? null : at;
}

/** The variable that a parameter is bound to. */
export function variableOf(node: FunctionNode, index: number, unit: Unit): Variable | null {
  const formal = node.params[index];
  if (formal?.type !== 'Identifier') return null;
  return unit.scopeManager.getDeclaredVariables(node).find(variable => variable.name === formal.name) ?? null;
}
