/**
 * What the options of an acquiring call say of what it brings: nothing at all (`method: 'HEAD'`), or something that a deadline
 * ends in any case.
 *
 * Guarantee: only an object that is written out is read; of one from elsewhere nothing is assumed.
 */
import type { Call } from '../effects/types.ts';
import type { Operand } from '../ir/types.ts';
import type { Acquisition } from '../models/types.ts';
import type { Unit } from '../unit.ts';

/** `none`: there is nothing to release. Otherwise why there may be nothing, or null. */
export function askOptions(call: Call, { without }: Acquisition, unit: Unit): 'none' | { readonly doubt: string | null } {
  if (without === undefined) return { doubt: null };
  const given = optionOf(call, without.option);
  if (given?.kind === 'literal') {
    if (typeof given.value === 'string' && without.values.includes(given.value.toUpperCase())) return 'none';
  } else if (given !== undefined) return { doubt: `it depends on the ${without.option} whether there is anything to release` };
  return { doubt: hasDeadline(call, unit) ? 'a deadline may close it' : null };
}

function optionOf({ args }: Call, name: string): Operand | undefined {
  for (const { value } of args) {
    if (value.kind === 'object') return value.entries.findLast(entry => entry.key === name)?.value;
  }
  return undefined;
}

/** `{ signal: AbortSignal.timeout(5000) }`: a signal of which nobody has to see to it that it comes. */
export function hasDeadline({ node }: Call, { text }: Unit): boolean {
  return node.type === 'CallExpression' && node.arguments.some(each => each.type === 'ObjectExpression' && /\bAbortSignal\.timeout\b/.test(text.slice(...each.range)));
}
