/**
 * The receiver of a pair of names: whom a slot is acquired from and given back to.
 */
import type { Place } from '../domain/places.ts';
import type { Call } from '../effects/types.ts';
import type { FunctionIr } from '../ir/types.ts';
import type { Unit } from '../unit.ts';

/** Whom a pair of names is called on; for plain functions (`acquireSlot()`) that is the file. */
export function receiverOf(call: Call, unit: Unit, ir: FunctionIr): Place | null {
  const { callee } = call;
  if (callee.kind === 'variable' || callee.kind === 'global') return unit.places.global('\0file');
  if (callee.kind !== 'member' || callee.object.kind === 'this' || callee.object.kind === 'super') return null;
  return unit.places.of(callee.object, ir);
}

/** A release of a receiver of this name anywhere in the file: `pool.release(`, `this.semaphore.leave(`. */
export function isReleasedInView(receiver: Place, verbs: readonly string[], text: string): boolean {
  if (receiver.root.kind === 'global') return verbs.some(verb => text.includes(`${verb}(`));
  const name = receiver.property ?? (receiver.root.kind === 'variable' ? receiver.root.variable.name : null);
  return name !== null && verbs.some(verb => text.includes(`${name}.${verb}(`) || text.includes(`${name}?.${verb}(`));
}
