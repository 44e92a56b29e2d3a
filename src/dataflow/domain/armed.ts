/**
 * A function that was given away to run later, as one obligation knows it: what it waits for, and what it promises while it waits.
 *
 * One per call that registers it and function, so that equal registrations are the same object.
 */
import type { FunctionNode, Node, Variable } from '../ir/types.ts';
import type { Settles } from './settlement.ts';
import type { Place } from './places.ts';
import type { Backing } from './backing.ts';

/** What makes it run. */
export type Trigger =
  /** An event of the resource itself, or a callback of one of its methods; the name is that of the event or the method. */
  | { readonly kind: 'event'; readonly own: boolean; readonly event: string | null; readonly deadline: boolean }
  /** A timer, or the next turn of the loop; `deadline` where it waits for a time. */
  | { readonly kind: 'timer'; readonly deadline: boolean }
  /** The executor of a promise that the function gives back: the operation goes on in it. */
  | { readonly kind: 'executor' }
  /** A promise that may or may not go this way. */
  | { readonly kind: 'promise' }
  /** Whoever was called runs it when it is done. */
  | { readonly kind: 'call' };

export interface Armed {
  readonly id: number;
  /** The function; null where a settler itself was registered (`once('connect', resolve)`). */
  readonly node: FunctionNode | null;
  readonly settler: { readonly variable: Variable; readonly settles: Settles } | null;
  readonly trigger: Trigger;
  /** It runs at most once. */
  readonly once: boolean;
  /** It gets at the resource. */
  readonly reaches: boolean;
  /** The name by which it does; null for a slot, which has none. */
  readonly by: Place | null;
  /** What it promises while it waits. */
  readonly backing: Backing;
  /** What takes it back: the timer, the emitter. */
  readonly handle: Place | null;
  /** Where it was registered: the argument, or the value that was assigned. */
  readonly registered: Node;
}
