/**
 * The variables that the result of a call ends up in: directly, awaited, as one side of a choice (`given ?? open()`), or
 * through calls that give back their receiver (`open().on(…)`).
 */
import type { Call } from '../effects/types.ts';
import type { TempId } from '../ids.ts';
import type { FunctionIr, Variable } from '../ir/types.ts';
import type { Unit } from '../unit.ts';

/** A value passes through few temporaries between a call and its name. */
const longest = 8;

export const landings = (call: Call, ir: FunctionIr, unit: Unit): readonly Variable[] => passage(call, ir, unit).variables;

/** The result of the call is awaited: at once, as one side of a choice, or by the name it is given first. */
export function isAwaited(call: Call, ir: FunctionIr, unit: Unit): boolean {
  const { awaited, awaitedByName } = unit.index(ir);
  const { variables, temps } = passage(call, ir, unit);
  return temps.some(awaited) || variables.some(awaitedByName);
}

function passage(call: Call, ir: FunctionIr, unit: Unit): { readonly variables: readonly Variable[]; readonly temps: readonly TempId[] } {
  const { copies, chained } = unit.index(ir);
  const passed: TempId[] = [];
  const found: Variable[] = [];
  let temps: readonly TempId[] = [call.result];
  for (let step = 0; step < longest && temps.length > 0; step += 1) {
    const onwards: TempId[] = [];
    for (const temp of temps) {
      passed.push(temp);
      for (const copy of copies(temp)) {
        if (typeof copy === 'number') onwards.push(copy);
        else found.push(copy);
      }
      for (const next of chained(temp)) if (unit.effects(next, ir).model?.returns === 'receiver') onwards.push(next.result);
    }
    temps = onwards;
  }
  return { variables: found, temps: passed };
}
