/**
 * Whose is what begins to be owed here? A resource that this function did not make belongs to whoever has it.
 *
 * Input: the receiver of a call that begins it (`this.socket` of `this.socket.connect()`). Answer: whether it is a field, a
 * captured or module variable, a parameter, something inside any of these, or another name for one. A name that is given
 * the result of a call counts as made here; whether it has been handed on since is a question for the walk.
 */
import type { FunctionIr, Operand } from '../ir/types.ts';
import type { Unit } from '../unit.ts';

/** Names of names are followed this far. */
const deepest = 6;

export function belongsElsewhere(receiver: Operand, ir: FunctionIr, unit: Unit): boolean {
  let at = receiver;
  for (let step = 0; step < deepest; step += 1) {
    let base = at;
    while (base.kind === 'member') base = base.object;
    if (base.kind === 'this' || base.kind === 'super' || base.kind === 'global') return true;
    if (base.kind !== 'variable') return false;
    const { variable } = base;
    if (variable.scope.variableScope.block !== ir.node || variable.defs.some(definition => String(definition.type) === 'Parameter')) return true;
    const meaning = unit.index(ir).meaning(variable);
    if (meaning === null) return false;
    at = meaning;
  }
  return false;
}
