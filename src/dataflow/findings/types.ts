/**
 * What the analysis has to say, as data: an obligation, the exit at which it is still due, and the path between.
 * Rules select findings by kind; wording turns them into sentences; formatters turn the path into code flows.
 */
import type { Node } from '../ir/types.ts';

/** One kind belongs to exactly one rule (see `rules/`). */
export type FindingKind = 'leaked-socket' | 'leaked-server' | 'leaked-slot' | 'leaked-response' | 'unclosed-timeout' | 'unclosed-field' | 'one-sided-close' | 'half-open';

/** How control left while the resource was still owed (DESIGN: exits). */
export type ExitKind = 'return' | 'throw' | 'settle' | 'overwrite' | 'scope' | 'never';

export type Certainty = 'certain' | 'possible';

/** A place on the path, in the order in which control passes it. */
export interface Step {
  readonly kind:
    | 'acquired'
    /** a call throws (`JSON.parse()`), an explicit `throw` */
    | 'throws'
    /** an awaited promise rejects */
    | 'rejects'
    /** a `catch` clause takes the error */
    | 'caught'
    /** a branch is taken / not taken */
    | 'when'
    | 'unless'
    /** control leaves: `return`, end of the function, `throw` to the caller */
    | 'returns'
    | 'ends'
    | 'rethrown'
    | 'overwritten'
    /** a listener, a timer or an executor begins to run */
    | 'event'
    /** a promise is settled, a callback called */
    | 'settles'
    | 'iteration-ends'
    | 'abandoned';
  readonly node: Node;
  /** Source text that names the step: `handshake()`, `ok`, empty where the kind says it all. */
  readonly subject: string;
}

/** Of a resource in a field: who keeps it, and what its methods do not do. */
export interface OwnerDetail {
  /** The class, by its name. */
  readonly name: string | null;
  readonly fault:
    /** Nothing in view releases the field. */
    | { readonly kind: 'no-release' }
    /** There is a method to close the object, and nothing releases the field. */
    | { readonly kind: 'closing-forgets'; readonly method: string; readonly node: Node }
    /** What is called to close it is a method of something else. */
    | { readonly kind: 'wrong-method'; readonly method: string; readonly node: Node }
    /** The closing method leaves it open on some way. */
    | { readonly kind: 'closing-misses'; readonly method: string; readonly node: Node }
    /** A method that can run again puts another one in its place. */
    | { readonly kind: 'replaced'; readonly method: string; readonly node: Node }
    /** A method empties the field. */
    | { readonly kind: 'forgotten'; readonly method: string; readonly node: Node }
    /** The making of the object fails. */
    | { readonly kind: 'init-failed' }
    /** A method fails after it has put the resource into the field. */
    | { readonly kind: 'operation-failed' }
    /** The object may have been closed while it was waited for. */
    | { readonly kind: 'closed-meanwhile'; readonly method: string; readonly node: Node };
  /** The field keeps many of them. */
  readonly many: boolean;
}

export interface Finding {
  readonly kind: FindingKind;
  readonly certainty: Certainty;
  readonly exit: ExitKind;
  /** What is owed: `socket`, `server`, `slot`, `connection` … */
  readonly noun: string;
  /** The name the source gives it; null for an unbound temporary. */
  readonly name: string | null;
  /** The call that would discharge it, as the reader would write it: `destroy()`. */
  readonly release: string;
  /** Where the resource was acquired: the node a report is placed at. */
  readonly acquire: Node;
  /** Where control left: the node of `reportAt: exit`. */
  readonly exitNode: Node;
  /** From acquisition to exit, both included. */
  readonly steps: readonly Step[];
  /** Further exits at which the same resource is still owed. */
  readonly morePaths: number;
  /** Why the finding is only possible; empty when certain. */
  readonly doubts: readonly string[];
  /** Only of an unclosed field. */
  readonly owner?: OwnerDetail;
  /** What is told apart from any way through the code. */
  readonly aside?: OneSided | OpenSide;
}

/** Of two joined connections: what closes one and not the other. */
export interface OneSided {
  readonly about: 'pair';
  /** The names of the one that goes and of the one that stays. */
  readonly fails: string;
  readonly stays: string;
  /** The same holds the other way round. */
  readonly mutual: boolean;
  /** Which ends of the one leave the other open: the other side says that it has nothing more to say; an error or destroy(). */
  readonly end: boolean;
  readonly failure: boolean;
  /** By pipe(), not by listeners. */
  readonly piped: boolean;
}

/** Why a socket stays open when the other side has ended. */
export interface OpenSide {
  readonly about: 'side';
  readonly why: 'half-open' | 'paused' | 'unread';
  /** The option that says so; null where the socket is so by itself. */
  readonly option: string | null;
}
