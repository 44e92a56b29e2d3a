/**
 * Listeners that only pass on what they are handed: to a function in view, or to a callback of whoever called.
 *
 *   get(url, response => this.process(response))              `process` owes it in place of the listener
 *   function send(done) { get(url, r => done(null, r)); }     the callbacks that calls of `send` are given owe it
 *
 * Input: a registration. Answer: the registrations that stand for it. Guarantee: bounded in depth; what is passed beside the
 * resource is known to the receiver where it is a literal. Not handled: methods that are given callbacks.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import { functionOf } from '../effects/reach.ts';
import type { Call } from '../effects/types.ts';
import type { FunctionNode, Operand, Variable } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { Given, HandedParameter } from './listeners.ts';

/** A listener and what it is handed; null where it is not in view. */
export interface Handing {
  readonly node: FunctionNode | null;
  readonly parameter: HandedParameter;
}

/** Helpers that pass on to helpers are followed this far. */
const deepest = 4;

export function* passedOn(first: Handing, listener: Operand | undefined, unit: Unit): Generator<Handing> {
  const direct = first.node === null && listener?.kind === 'variable' ? callbacksNamed(listener.variable, first.parameter.index, [], first.parameter, unit) : [];
  if (direct.length === 0) yield* followed(first, 0, unit);
  else for (const one of direct) yield* followed(one, 1, unit);
}

function* followed(handing: Handing, depth: number, unit: Unit): Generator<Handing> {
  const onwards = depth < deepest && handing.node !== null ? receivers(handing.node, handing.parameter, unit) : [];
  if (!onwards.some(({ instead }) => instead)) yield handing;
  for (const { to } of onwards) yield* followed(to, depth + 1, unit);
}

interface Receiver {
  readonly to: Handing;
  /** The listener does nothing else with it. */
  readonly instead: boolean;
}

function receivers(listener: FunctionNode, parameter: HandedParameter, unit: Unit): readonly Receiver[] {
  const ir = unit.graph(listener);
  const variable = ir?.parameters[parameter.index]?.variable ?? null;
  if (ir === null || variable === null) return [];
  const reads = variable.references.filter(reference => reference.isRead());
  const found: Receiver[] = [];
  for (const block of ir.blocks) {
    for (const call of block.instructions) {
      const position = call.kind === 'call' ? call.args.findIndex(({ value, spread }) => !spread && value.kind === 'variable' && value.variable === variable) : -1;
      if (call.kind !== 'call' || position < 0 || call.construct) continue;
      const beside = literalsBeside(call, position);
      const { callee } = unit.effects(call, ir);
      if (call.callee.kind === 'variable') for (const to of callbacksNamed(call.callee.variable, position, beside, parameter, unit)) found.push({ to, instead: false });
      if (callee.kind !== 'function' || callee.node === listener || callee.passes !== 'all' || reads.length !== 1) continue;
      found.push({ to: { node: callee.node, parameter: moved(parameter, position, beside) }, instead: true });
    }
  }
  return found;
}

const moved = ({ source: _source, ...parameter }: HandedParameter, index: number, given: readonly Given[]): HandedParameter => ({ ...parameter, index, given });

function literalsBeside({ args }: Call, position: number): readonly Given[] {
  if (args.some(({ spread }) => spread)) return [];
  return args.flatMap(({ value }, index) => (value.kind === 'literal' && index !== position ? [{ index, value: value.value }] : []));
}

/** What the callers of a function give it for the parameter of that name, where that is a function in view. */
function callbacksNamed(variable: Variable, index: number, beside: readonly Given[], parameter: HandedParameter, unit: Unit): readonly Handing[] {
  const [definition] = variable.defs;
  if (variable.defs.length !== 1 || definition?.type !== 'Parameter' || !isFunctionNode(definition.node)) return [];
  const owner = definition.node;
  const position = owner.params.findIndex(each => each.type === 'Identifier' && each.name === variable.name);
  const name = position < 0 ? null : nameOf(owner, unit);
  if (name === null) return [];
  return name.references.flatMap(({ identifier }) => {
    const { parent } = identifier;
    if (parent.type !== 'CallExpression' || parent.callee !== identifier) return [];
    const given = parent.arguments[position];
    const node = given === undefined ? null : functionIn(given, unit);
    return node === null ? [] : [{ node, parameter: moved(parameter, index, beside) }];
  });
}

function functionIn(node: TSESTree.Node, unit: Unit): FunctionNode | null {
  if (isFunctionNode(node)) return node;
  if (node.type !== 'Identifier') return null;
  for (let scope = unit.scopeManager.acquire(scopeNodeOf(node), true); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(node.name);
    if (variable !== undefined) return functionOf(variable);
  }
  return null;
}

/** The nearest function around a node, or the program. */
function scopeNodeOf(node: TSESTree.Node): TSESTree.Node {
  let at = node;
  while (!isFunctionNode(at) && at.parent !== undefined && at.parent !== null) at = at.parent;
  return at;
}

const isFunctionNode = (node: TSESTree.Node): node is FunctionNode =>
  node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';

/** The name by which a function of the file is called. */
function nameOf(node: FunctionNode, { scopeManager }: Unit): Variable | null {
  if (node.type === 'FunctionDeclaration') return scopeManager.getDeclaredVariables(node)[0] ?? null;
  return node.parent.type === 'VariableDeclarator' && node.parent.init === node ? (scopeManager.getDeclaredVariables(node.parent)[0] ?? null) : null;
}
