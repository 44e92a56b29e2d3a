/**
 * What a class declares of a field.
 */
import { isClass, keyName } from '../resolve/syntax.ts';
import type { Owner } from '../resolve/value.ts';

/** `private socket`, `protected socket`: code elsewhere may not get at it. */
export function isTypeScriptPrivate(owner: Owner, field: string): boolean {
  if (!isClass(owner)) return false;
  return owner.body.body.some(element => {
    if (element.type !== 'PropertyDefinition' && element.type !== 'AccessorProperty') return false;
    return element.accessibility === 'private' && keyName(element.key, element.computed) === field;
  });
}
