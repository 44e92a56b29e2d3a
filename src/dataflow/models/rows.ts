/**
 * Short ways to write rows. Purpose: a table should show what differs between rows, not repeat their frame.
 * Input: what a row says and the text it rests on. Guarantee: a complete row. Handles nothing but the forms that recur.
 */
import type { ArgumentModel, CallModel, CallbackTiming, EventModel, MethodModel } from './types.ts';

type Throws = CallModel['throws'];

/** The row rests on a section of Node's documentation: `docs('net', 'socket.setTimeout()')`. */
export const docs = (page: string, section: string): string => `docs: ${page}, ${section}`;
/** The row rests on an experiment of this project: the title of a test under `test/semantics/`. */
export const seen = (title: string): string => `semantics: ${title}`;
/** The row rests on another specification (ECMAScript, WHATWG). */
export const spec = (where: string): string => `spec: ${where}`;
/** The row rests on judgement about names; the table it stands in says why. */
export const judged = (why: string): string => `judged: ${why}`;

/** A function that only looks at what it is given. */
export const looksAt = (doc: string, throws: Throws = 'never'): CallModel => ({ throws, doc });

/** A method that leaves its receiver as it is and returns something else. */
export const borrows = (doc: string, throws: Throws = 'never'): MethodModel => ({ receiver: 'borrows', throws, doc });

/** A method that leaves its receiver as it is and returns it. */
export const chains = (doc: string, throws: Throws = 'never'): MethodModel => ({ receiver: 'borrows', returns: 'receiver', throws, doc });

export const releases = (doc: string, more: Partial<MethodModel> = {}): MethodModel => ({ receiver: 'releases', throws: 'never', ...more, doc });

export const ends = (doc: string, more: Partial<MethodModel> = {}): MethodModel => ({ receiver: 'ends', throws: 'never', ...more, doc });

/** A call that starts the dormant receiver; Node checks its arguments and throws on the wrong kind, which correct code never sees. */
export const begins = (doc: string, more: Partial<MethodModel> = {}): MethodModel => ({ receiver: 'begins', throws: 'unlikely', ...more, doc });

/** The last argument, where it is a function, is called at that time. */
export const callsLast = (timing: CallbackTiming): NonNullable<CallModel['args']> => [{ index: 'last', does: 'calls', timing }];

/** The arguments from one position on are kept by whoever is called; far enough for any call that is written out. */
export const keepsFrom = (first: number): readonly ArgumentModel[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].filter((index) => index >= first).map((index) => ({ index, does: 'takes' }));

/** An event that comes any number of times and tells nothing about the end. */
export const tells = (doc: string, more: Partial<EventModel> = {}): EventModel => ({ then: 'open', once: false, ...more, doc });

/** An event after which nothing is owed. */
export const proves = (doc: string): EventModel => ({ then: 'closed', once: true, doc });
