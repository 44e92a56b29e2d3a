/**
 * Where a value may come from: the calls and the names it passed through on its way to an operand.
 *
 * Input: an operand of a graph. Guarantee: flow-insensitive, and bounded; what comes from further away is not found.
 * Not handled: values out of objects and lists.
 */
import type { TempId } from '../ids.ts';
import type { FunctionIr, Instruction, Operand, Variable } from '../ir/types.ts';
import { isFunction } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';
import type { Origin } from './types.ts';

/** A value passes through few names between its making and its keeping. */
const most = 40;

export function originsOf(operand: Operand, ir: FunctionIr, unit: Unit): ReadonlySet<Origin> {
  const found = new Set<Origin>();
  const pending: { readonly operand: Operand; readonly ir: FunctionIr }[] = [{ operand, ir }];
  const seen = new Set<unknown>();
  for (let next = pending.pop(); next !== undefined && seen.size < most; next = pending.pop()) {
    const { operand: value, ir: at } = next;
    if (value.kind === 'variable') {
      if (seen.has(value.variable)) continue;
      seen.add(value.variable);
      found.add(value.variable);
      const home = homeOf(value.variable, at, unit);
      if (home !== null) for (const source of unit.index(home).sources(value.variable)) pending.push({ operand: operandOf(source), ir: home });
    } else if (value.kind === 'temp') {
      const place = unit.places.temp(at, value.temp);
      if (seen.has(place)) continue;
      seen.add(place);
      const definition = unit.index(at).definition(value.temp);
      if (definition === undefined) {
        for (const source of unit.index(at).sources(value.temp)) pending.push({ operand: operandOf(source), ir: at });
        const formal = at.parameters.find(parameter => parameter.value === value.temp);
        if (formal?.variable != null) found.add(formal.variable);
      } else pending.push(...throughInstruction(definition, at, found, unit).map(one => ({ operand: one, ir: at })));
    }
  }
  return found;
}

function throughInstruction(definition: Instruction, ir: FunctionIr, found: Set<Origin>, unit: Unit): readonly Operand[] {
  if (definition.kind === 'await') return [definition.value];
  if (definition.kind !== 'call') return [];
  found.add(definition.node);
  const returns = unit.effects(definition, ir).model?.returns;
  if (returns === 'receiver') return definition.callee.kind === 'member' ? [definition.callee.object] : [];
  const argument = returns === undefined || !('argument' in returns) ? undefined : definition.args[returns.argument]?.value;
  return argument === undefined ? [] : [argument];
}

const operandOf = (name: Variable | TempId): Operand => (typeof name === 'number' ? { kind: 'temp', temp: name } : { kind: 'variable', variable: name });

/** The graph of the code that declares a name. */
function homeOf(variable: Variable, ir: FunctionIr, unit: Unit): FunctionIr | null {
  const { block } = variable.scope.variableScope;
  if (block === ir.node) return ir;
  return isFunction(block) || block.type === 'Program' ? unit.graph(block) : null;
}
