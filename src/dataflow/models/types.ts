/**
 * The schema of what we know about Node and packages. Knowledge is rows of tables in this folder and nothing else:
 * a row says what one function, method or property means for a resource, and names the text it rests on.
 * The engine reads rows; it never mentions a module, a class or a method by name.
 */

/** `net.Socket`, `http.Server`, `slot` …: a key of the table of kinds. */
export type KindId = string;

/** Which of the rules `no-leaked-socket`, `no-leaked-server`, `no-leaked-slot`, `no-leaked-response` speaks of it. */
export type Family = 'socket' | 'server' | 'slot' | 'response';

export interface ResourceKind {
  readonly id: KindId;
  readonly family: Family;
  /** What a reader calls it: `socket`, `server`, `connection`, `slot`. */
  readonly noun: string;
  /** The release to advise, as the reader would write it: `destroy()`, `close()`. */
  readonly advice: string;
  /** Members that are inherited: `tls.TLSSocket` from `net.Socket`. */
  readonly extends?: KindId;
  readonly methods: Readonly<Record<string, MethodModel>>;
  /** Properties that tell about the status; `closed` when truthy means that nothing is owed any more. */
  readonly status: Readonly<Record<string, StatusModel>>;
  readonly events: Readonly<Record<string, EventModel>>;
  /** Calling it as a function uses it (`trx('users')`); left out: what is lent and called gives itself back. */
  readonly called?: 'borrows';
  /** Nobody owes it as long as the other side may still answer: only a time that has passed makes it due. */
  readonly onlyLate?: true;
  /** Which of `using` and `await using` discharge it. */
  readonly disposal: 'none' | 'sync' | 'async';
  /** Ends by itself when control leaves normally: a started server lives as long as the process (DESIGN §4). */
  readonly lasting: boolean;
  /** Left out: reading it ends nothing. `reading`: it comes to an end by itself, so whoever has begun to read it owes nothing more (a response). */
  readonly settledBy?: 'reading';
  /** Properties that stand for it: whoever takes or closes one of them takes or closes it (`body` of a fetched response). */
  readonly parts?: readonly string[];
  /** Why one that is forgotten may do no harm; what is told of it is a guess then, except where a loop forgets one after the other. */
  readonly forgiving?: string;
  readonly doc: string;
}

/** What truthiness of a property proves; `hint` refines nothing, but a release behind it is believed. */
export type StatusModel =
  | { readonly truthy: 'closed' | 'open' | 'hint' }
  | { readonly closedWhen: readonly (string | number | boolean | null)[] }
  /** With one of these values there is nothing to release; any other proves nothing (the status 204 of a response). */
  | { readonly emptyWhen: readonly number[] };

/** What the arrival of an event proves about the emitter. */
export interface EventModel {
  /** The resource is closed when the listener runs, or it is not. */
  readonly then: 'closed' | 'open';
  /** The end of the resource has begun, and Node will finish it unless the resource may stay half open. */
  readonly closing?: true;
  /** At most once in a life. */
  readonly once: boolean;
  /** Parameters of the listener that are resources it then owns. */
  readonly parameters?: readonly ParameterModel[];
  /** Parameters of the listener whose kind is known but which stay the emitter's: nothing is owed for them. */
  readonly lends?: readonly ParameterModel[];
  /** What becomes of an 'error' for which nobody listens, instead of ending the process. */
  readonly unheard?: 'dropped';
  /** A listener for it keeps the emitter read, so that the peer's end is seen (`data`, `readable`). */
  readonly reads?: 'lasting';
  readonly doc: string;
}

/** A parameter of a callback that is handed a resource: the callback owes it. */
export interface ParameterModel {
  readonly index: number;
  readonly resource: KindId;
  /** Parameter that says by being truthy that there is no resource (`err`). */
  readonly absentWhen?: number;
  /** Parameter that gives the resource back by being called (`release`). */
  readonly releasedBy?: number;
  /** The socket stays open on its own side when the peer ends, whatever the reader wrote (`upgrade` of a plain http server). */
  readonly halfOpen?: true;
}

/** What calling a function or a method means. A call with no row is unknown; a row with nothing in it only borrows. */
export interface CallModel {
  /** The call gives a resource (or, with `async`, the promise of one). */
  readonly acquires?: Acquisition;
  /**
   * The result is the receiver or one of the arguments; with `leadsBack` it is something else that has the receiver as its
   * property of that name (`db.client`): whoever is given the result can get at the receiver, and closing it does not close that.
   */
  readonly returns?: 'receiver' | { readonly argument: number } | { readonly leadsBack: string };
  /**
   * May the call itself throw? `likely` counts by default, `unlikely` only under `exceptions: 'all'`. `unheard`: it emits 'error' at
   * once, which throws where nobody listens for it.
   */
  readonly throws: 'never' | 'unlikely' | 'likely' | 'unheard';
  /** May the promise it returns reject? Left out when it returns none. */
  readonly rejects?: 'never' | 'likely';
  /** What awaiting the promise proves when it rejects: that the first argument is closed, or the receiver. */
  readonly rejectionProves?: 'closed' | 'closed-without-signal' | 'receiver-closed';
  /**
   * The promise settles with the first such event of the emitter: it resolves with an array of the listener's parameters (which
   * are acquired as the event's row says, and the event has happened) and rejects on 'error', which proves what that row says.
   */
  readonly awaitsEvent?: { readonly emitter: number; readonly event: number };
  /** `for await` over the result gets the same array each time the event comes. */
  readonly iteratesEvent?: { readonly emitter: number; readonly event: number };
  /** What happens to the arguments; an argument without a row is borrowed. */
  readonly args?: readonly ArgumentModel[];
  /** What a property of an options object among the arguments means, by its name. */
  readonly options?: Readonly<Record<string, OptionMeaning>>;
  /** This argument is what an earlier call gave; its function will not be called any more (`clearTimeout`). */
  readonly cancels?: number;
  /** Control does not come back (`process.exit`). */
  readonly ends?: 'process';
  /** The last argument is called once the life of this argument is over, however it ends. */
  readonly watches?: number;
  readonly doc: string;
}

type OptionMeaning =
  /** Truthy: what is made works on what it is given and holds nothing of its own (`server` of a web socket server). */
  | 'attached'
  /** An abort signal that closes the resource the call is about. */
  | 'signal-closes'
  /** An abort signal that rejects the promise and closes nothing. */
  | 'signal-rejects'
  /** Truthy: the resource (for a server: each accepted one) stays open on its own side when the peer ends. */
  | 'half-open'
  /** Truthy: nobody reads before `resume()`. */
  | 'paused';

export interface Acquisition {
  readonly kind: KindId;
  /** `dormant`: owes nothing before a method with `begins` is called (`createServer` before `listen`). */
  readonly state: 'open' | 'dormant';
  /** The call returns a promise of it. */
  readonly async: boolean;
  /** The kind that the result is as well, once a time has passed without an answer. */
  readonly late?: KindId;
  /** There is something to release only where the result answers so; left out: always. */
  readonly when?: 'truthy' | 'non-null' | { readonly equals: readonly (string | boolean)[] };
  /** There is nothing to release where an option has one of these values (`method: 'HEAD'`; letter case aside). */
  readonly without?: { readonly option: string; readonly values: readonly string[] };
  /** Whatever releases the receiver of the call releases this too: a channel ends with its connection, a page with its browser. */
  readonly endsWithReceiver?: true;
}

export type ArgumentModel = { readonly index: number | 'last' } & (
  | { readonly does: 'borrows' }
  /** Whoever is called owes it from now on. */
  | { readonly does: 'takes' }
  /** It is read from now on, and left as it is otherwise. */
  | { readonly does: 'reads' }
  /** Closed or given back when the call returns (`pool.release(client)`). */
  | { readonly does: 'releases' }
  /** The result closes the argument when it is closed; with `property`, the argument's property of that name. */
  | { readonly does: 'wraps'; readonly property?: string }
  /**
   * A function: when it runs, which of its parameters are resources or are lent, whether it runs because a time has passed, or only after a
   * promise has gone this way; `proves` names an argument that is closed when it runs. Before `least` (by position) stands none.
   */
  | {
      readonly does: 'calls';
      readonly timing: CallbackTiming;
      readonly parameters?: readonly ParameterModel[];
      readonly lends?: readonly ParameterModel[];
      readonly least?: number;
      readonly deadline?: true;
      readonly after?: 'resolve' | 'reject';
      readonly proves?: number;
    }
);

export type CallbackTiming = 'inline' | 'later-once' | 'later-many';

export interface MethodModel extends CallModel {
  /** What the method does to its receiver. */
  readonly receiver:
    | 'borrows'
    /** closed for certain */
    | 'releases'
    /** graceful: closed once the other side agrees (`end()`); counts as a release unless a rule says otherwise */
    | 'ends'
    /** a dormant resource begins to be owed here (`listen`, `connect`, `bind`) */
    | 'begins';
  /** This argument names an event and the next is its listener (`on`, `once`): the kind's `events` say what it means. */
  readonly listens?: { readonly event: number; readonly listener: number; readonly timing: CallbackTiming };
  /** Takes registrations away again; without a listener all of that event, and all at all where the event is not given. */
  readonly unlistens?: { readonly event: number; readonly listener: number | null };
  /** Keeps the receiver read until it ends (`resume`, `pipe`), or stops that (`pause`). */
  readonly reads?: 'lasting' | 'stops';
  /** Where the resource begins here, what holds instead of the kind's `lasting`. */
  readonly lasting?: boolean;
  /** What the receiver reads is written to this argument, which is ended when the receiver ends, unless the option says not to. */
  readonly forwards?: { readonly to: number; readonly unless: string };
  /** Gives the receiver data to send: in a listener for another connection's data the two are joined by hand. */
  readonly sends?: true;
}

/** What a module exports, by path below the module: `connect`, `Socket`, `promises.lookup`. */
export interface ModuleModel {
  readonly names: readonly string[];
  readonly exports: Readonly<Record<string, ExportModel>>;
}

export interface ExportModel {
  readonly call?: CallModel;
  readonly construct?: CallModel;
  /** The export is itself a resource or a class whose instances are: for `class X extends net.Socket`. */
  readonly instance?: KindId;
  /** The export is a constant: `WebSocket.CLOSED`. */
  readonly value?: string | number;
}

/**
 * A pair of method names on any receiver: a limiter's `acquire`/`release`. The acquisition is owed as a slot of that
 * receiver; it is released by the pair's release on the same receiver, or by calling or releasing the result.
 */
export interface PairModel {
  readonly acquire: string;
  readonly release: readonly string[];
  readonly when?: Acquisition['when'];
  /** Waits in a promise (a rejection means that there is no slot). */
  readonly async: 'always' | 'maybe' | 'never';
  /** The name of the acquisition alone proves nothing: it counts only where a release of the same receiver, or of the result, is in view. */
  readonly needs?: 'release-in-view';
  readonly kind: KindId;
  readonly doc: string;
}
