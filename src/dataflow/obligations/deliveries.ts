/**
 * What a function of the file gives away by calling a function that it was handed: `resolve(socket)` in an executor,
 * `callback(null, socket)` in Node's style.
 *
 * Input: such a function and the number of the parameter that it calls. Answer: the resource, made in the function or in functions
 * inside of it, that the parameter is called with. Not handled: what is inside an object, what is closed
 * before it is given, and what a field has as well.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { CodeNode, FunctionNode, Node, Variable } from '../ir/types.ts';
import { kind as kindById } from '../models/index.ts';
import type { ResourceKind } from '../models/types.ts';
import { isExecutor } from '../resolve/callback-shape.ts';
import { createEnclosing } from '../resolve/enclosing.ts';
import { isFunction, unwrap } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';
import { verbOnSuccess } from './callback-belief.ts';
import { variableOf } from './callbacks.ts';
import { landings } from './landings.ts';
import { listenersIn } from './listeners.ts';
import type { Site } from './sites.ts';
import { findSites } from './sites.ts';

export interface Delivery {
  readonly resource: ResourceKind;
  readonly byName: boolean;
}

type Reference = TSESLint.Scope.Reference;

/** A settler is called in few places. */
const mostCalls = 16;

export function deliveredThrough(callee: FunctionNode, parameter: number, unit: Unit): Delivery | null {
  const sink = variableOf(callee, parameter, unit);
  if (sink === null || !unit.has('deliveries')) return null;
  const position = isExecutor(callee) ? 0 : 1;
  for (const reference of sink.references.slice(0, mostCalls)) {
    const value = argumentOf(reference, position);
    const delivery = value === null ? null : deliveryOf(value, reference, callee, unit);
    if (delivery !== null) return delivery;
  }
  return null;
}

/** What the parameter is called with. */
function argumentOf({ identifier }: Reference, position: number): Node | null {
  const { parent } = identifier;
  if (parent.type !== 'CallExpression' || parent.callee !== identifier) return null;
  const value = parent.arguments[position];
  return value === undefined ? null : unwrap(value);
}

function deliveryOf(value: Node, reference: Reference, callee: FunctionNode, unit: Unit): Delivery | null {
  if (value.type === 'CallExpression' || value.type === 'NewExpression') return fromSite(codeAround(value, unit), unit, site => site.node === value);
  if (value.type !== 'Identifier') return null;
  const variable = lookUp(value.name, reference.from);
  const scope = variable?.scope.variableScope.block;
  // What was there before the function was called is not made by it.
  if (variable === null || scope === undefined || !isFunction(scope) || !isWithin(scope, callee)) return null;
  if (isKept(variable) || verbOnSuccess(variable, callee) !== null) return null;
  const [definition] = variable.defs;
  if (String(definition?.type) === 'Parameter') return scope === callee ? null : fromListener(scope, variable, unit);
  return fromSite(scope, unit, site => holds(site, variable, scope, unit));
}

/** A field has it too: whoever has the object may close it. */
const isKept = ({ references }: Variable): boolean =>
  references.some(({ identifier: { parent }, identifier, writeExpr }) =>
    parent.type === 'AssignmentExpression' && parent.right === identifier ? parent.left.type === 'MemberExpression' : writeExpr?.type === 'AssignmentExpression',
  );

const isWithin = (inner: Node, outer: Node): boolean => inner.range[0] >= outer.range[0] && inner.range[1] <= outer.range[1];

/** Made in the code and known for certain: belief needs what the code itself does with it. */
function fromSite(code: CodeNode, unit: Unit, fits: (site: Site) => boolean): Delivery | null {
  const ir = unit.graph(code);
  const site = ir === null ? undefined : findSites(unit, ir).find(one => one.obligation.receiver === null && one.source !== 'belief' && fits(one));
  return site === undefined ? null : { resource: site.obligation.resource, byName: site.source === 'name' };
}

function holds({ call, holders }: Site, variable: Variable, code: CodeNode, unit: Unit): boolean {
  if (holders.includes(unit.places.variable(variable))) return true;
  const ir = unit.graph(code);
  return call !== null && ir !== null && landings(call, ir, unit).includes(variable);
}

/** The parameter of a listener or callback that is written inside of the function. */
function fromListener(listener: FunctionNode, variable: Variable, unit: Unit): Delivery | null {
  const ir = unit.graph(codeAround(listener, unit));
  if (ir === null) return null;
  for (const { node, parameter } of listenersIn(ir, unit)) {
    if (node !== listener || variableOf(listener, parameter.index, unit) !== variable) continue;
    // Responses are told apart by who reads them (`promised.ts`).
    if (parameter.believed === undefined && kindById(parameter.resource).settledBy === 'reading') return null;
    return { resource: parameter.believed ?? kindById(parameter.resource), byName: parameter.believed !== undefined };
  }
  return null;
}

const codeAround = ({ range }: Node, unit: Unit): CodeNode => createEnclosing(unit.scopeManager).at(range[0] - 1);

function lookUp(name: string, from: TSESLint.Scope.Scope): Variable | null {
  for (let scope: TSESLint.Scope.Scope | null = from; scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable !== undefined) return variable;
  }
  return null;
}
