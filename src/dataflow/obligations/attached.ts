/**
 * Calls that make something which holds nothing of its own, because it works on what it is given: a web socket server on the
 * http server of its options.
 *
 * Guarantee: decided by the options that the row of the call names; options that the source does not show may hold one of them.
 */
import type { Call } from '../effects/types.ts';
import type { CallModel } from '../models/types.ts';

export function isAttached({ args }: Call, { options = {} }: CallModel): boolean {
  const names = Object.keys(options).filter(name => options[name] === 'attached');
  if (names.length === 0) return false;
  return args.some(({ value }) => {
    if (value.kind === 'literal' || value.kind === 'function') return false;
    if (value.kind !== 'object') return true;
    return value.entries.some(({ key, spread, value: given }) => spread || (key !== null && names.includes(key) && !(given.kind === 'literal' && !given.value)));
  });
}
