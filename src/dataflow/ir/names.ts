/**
 * The name under which something is called, for tables of names.
 */
import type { Operand } from './types.ts';

/** `close` of `this.pool.close`. */
export function lastName(callee: Operand): string | null {
  switch (callee.kind) {
    case 'variable':
      return callee.variable.name;
    case 'global':
      return callee.name;
    case 'member':
      return callee.property;
    default:
      return null;
  }
}
