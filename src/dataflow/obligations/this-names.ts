/**
 * The names of the object whose method a function is: `this`, and what `const self = this` calls it.
 *
 * Guarantee: a name counts only where it is given `this` and nothing else.
 */
import type { Place } from '../domain/places.ts';
import type { FunctionIr, FunctionNode, Operand } from '../ir/types.ts';
import { isFunction, thisScope } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';

const self: Operand = { kind: 'this' };

/** The places by which the code reads a field of its object: `this.socket`, `self.socket`. */
export function namesOfField(field: string, ir: FunctionIr, unit: Unit): Place[] {
  return namesOfThis(ir, unit).map(place => unit.places.property(place, field));
}

function namesOfThis(ir: FunctionIr, unit: Unit): Place[] {
  const found: Place[] = [];
  const place = unit.places.of(self, ir);
  if (place !== null) found.push(place);
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.kind !== 'store' || !instruction.declares || instruction.value.kind !== 'this' || instruction.place.kind !== 'variable') continue;
      const named = unit.places.variable(instruction.place.variable);
      if (named.fixed) found.push(named);
    }
  }
  return found;
}

/** Has a function the same `this` as the code at hand: an arrow function within it? */
export function sharesThis(node: FunctionNode, ir: FunctionIr): boolean {
  if (node.type !== 'ArrowFunctionExpression') return false;
  const outer = isFunction(ir.node) && ir.node.type === 'ArrowFunctionExpression' ? thisScope(ir.node) : ir.node;
  const inner = thisScope(node);
  return inner !== null && inner === outer;
}

