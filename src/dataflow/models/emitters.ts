/**
 * Methods that every event emitter has. They are spread into each kind, so that a kind's own table shows only what is its own.
 * Guarantee: none of them changes what is owed; `on` and its relatives say which argument is the listener.
 * Not handled: `emit`, which hands over what its event's listeners take: a kind that needs it has a row of its own.
 */
import { borrows, chains, docs } from './rows.ts';
import type { CallbackTiming, MethodModel } from './types.ts';

/** Methods of any receiver that keep a function for later: the first argument may name what it waits for. */
const registering: ReadonlySet<string> = new Set([
  'on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'addEventListener', 'subscribe', 'listen', 'addHandler',
  'onExit', 'onClose', 'onShutdown', 'addHook',
]);

export const registersByName = (name: string): boolean => registering.has(name);

/** Functions and methods of any receiver that keep their first argument for the end of a test or scope, which always comes. */
const tearing: ReadonlySet<string> = new Set(['after', 'afterEach', 'afterAll', 'onTestFinished', 'teardown', 'tearDown', 'addCleanup', 'defer']);

export const tearsDownByName = (name: string): boolean => tearing.has(name);

const listens = (section: string, timing: CallbackTiming): MethodModel => ({
  ...chains(docs('events', section)),
  listens: { event: 0, listener: 1, timing },
});

const unlistens = (section: string, listener: number | null): MethodModel => ({
  ...chains(docs('events', section)),
  unlistens: { event: 0, listener },
});

export const emitterMethods: Readonly<Record<string, MethodModel>> = {
  on: listens('emitter.on()', 'later-many'),
  addListener: listens('emitter.addListener()', 'later-many'),
  prependListener: listens('emitter.prependListener()', 'later-many'),
  once: listens('emitter.once()', 'later-once'),
  prependOnceListener: listens('emitter.prependOnceListener()', 'later-once'),
  off: unlistens('emitter.off()', 1),
  removeListener: unlistens('emitter.removeListener()', 1),
  removeAllListeners: unlistens('emitter.removeAllListeners()', null),
  setMaxListeners: chains(docs('events', 'emitter.setMaxListeners()')),
  getMaxListeners: borrows(docs('events', 'emitter.getMaxListeners()')),
  listenerCount: borrows(docs('events', 'emitter.listenerCount()')),
  listeners: borrows(docs('events', 'emitter.listeners()')),
  rawListeners: borrows(docs('events', 'emitter.rawListeners()')),
  eventNames: borrows(docs('events', 'emitter.eventNames()')),
};
