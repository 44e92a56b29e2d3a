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

export function landings(call: Call, ir: FunctionIr, unit: Unit): readonly Variable[] {
  const { copies, chained } = unit.index(ir);
  const found: Variable[] = [];
  let temps: readonly TempId[] = [call.result];
  for (let step = 0; step < longest && temps.length > 0; step += 1) {
    const onwards: TempId[] = [];
    for (const temp of temps) {
      for (const copy of copies(temp)) {
        if (typeof copy === 'number') onwards.push(copy);
        else found.push(copy);
      }
      for (const next of chained(temp)) if (unit.effects(next, ir).model?.returns === 'receiver') onwards.push(next.result);
    }
    temps = onwards;
  }
  return found;
}
