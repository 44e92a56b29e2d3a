/**
 * What a caller must know of a callee: relations between the status of a resource before the call and after it.
 */
import type { FunctionNode, Variable } from '../ir/types.ts';
import type { Known } from '../domain/knowledge.ts';
import type { Place } from '../domain/places.ts';
import type { Armed } from '../domain/armed.ts';
import type { Settlement } from '../domain/settlement.ts';
import type { Backing } from '../domain/backing.ts';
import type { ResourceKind } from '../models/types.ts';

/** What the resource enters the function through. */
export type Entrance =
  | { readonly kind: 'parameter'; readonly index: number }
  /** A variable of an enclosing scope: a hidden parameter of every closure that mentions it; `late` where a time has passed in vain before. */
  | { readonly kind: 'captured'; readonly variable: Variable; readonly late?: true }
  /** Not at all: only what else the function does is asked for. */
  | { readonly kind: 'beside' }
  /** A field of the object whose method the function is: the `this` of both is the same. */
  | { readonly kind: 'field'; readonly name: string }
  /** A slot of this receiver, which the function may give back by one of these names. */
  | { readonly kind: 'slot'; readonly receiver: Place; readonly verbs: readonly string[] };

/** One way in which the callee can leave with a resource that was open when it was entered. */
export interface Outcome {
  readonly status: 'open' | 'released' | 'handed';
  /** The result of the call is the resource itself. */
  readonly returned: boolean;
  readonly backing: Backing;
  /** The part of it that hangs on nothing that is armed. */
  readonly own: Backing;
  /** What the callee has registered, and nobody has taken back. */
  readonly armed: readonly Armed[];
  /** The operation of somebody around both was ended on this way. */
  readonly settled: Settlement | null;
  /** What is known of the result on this way: "null when it closed". */
  readonly result: Known | undefined;
  /** What is known of the arguments on this way: `cleanup(err)` closes when `err` is truthy. */
  readonly given: readonly { readonly parameter: number; readonly known: Known }[];
}

export interface Summary {
  readonly returns: readonly Outcome[];
  readonly throws: readonly Outcome[];
}

/** A resource that the callee acquired itself and gives to its caller. */
export interface Fresh {
  readonly resource: ResourceKind;
  /** Only the name of a method says that it acquires. */
  readonly byName: boolean;
  /** The caller gets a promise of it. */
  readonly async: boolean;
  readonly result: Known | undefined;
  readonly given: Outcome['given'];
}

/** Bottom: no way out has been found yet. */
export const noOutcome: Summary = { returns: [], throws: [] };

/** The questions summaries answer; each answer is computed once per file. */
export type Question =
  | { readonly ask: 'outcome'; readonly callee: FunctionNode; readonly entrance: Entrance; readonly resource: ResourceKind }
  /** What it returns, or (with `through`) what it calls that parameter with. */
  | { readonly ask: 'fresh'; readonly callee: FunctionNode; readonly through: number | null }
  /** Which of its two exits control can reach. */
  | { readonly ask: 'exits'; readonly callee: FunctionNode };

export type Answer = { readonly summary: Summary } | { readonly fresh: readonly Fresh[] } | { readonly exits: Exits };

/** A question that came up in a file, with what was answered in the end. */
export interface Asked {
  readonly question: Question;
  readonly answer: Answer;
}

export interface Exits {
  readonly returns: boolean;
  readonly throws: boolean;
}
