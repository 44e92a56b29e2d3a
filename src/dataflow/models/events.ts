/**
 * `node:events`. Purpose: what an awaited event means for its emitter. Guarantee: nothing here owns the emitter it is given.
 * Not handled: which events an emitter has; its kind's own table says that.
 */
import { docs, looksAt, seen } from './rows.ts';
import type { CallModel, ModuleModel } from './types.ts';

const once: CallModel = {
  throws: 'never',
  rejects: 'likely',
  rejectionProves: 'closed-without-signal',
  awaitsEvent: { emitter: 0, event: 1 },
  options: { signal: 'signal-rejects' },
  doc: seen("await once(socket, 'connect') rejecting because of 'error': destroyed"),
};

/** Leaving the loop takes the listeners away and leaves the emitter as it is. */
const on: CallModel = { throws: 'never', iteratesEvent: { emitter: 0, event: 1 }, args: [{ index: 0, does: 'reads' }], doc: seen('for await over events.on(socket) left early: open') };

/** What a listener is registered by that is called when a resource has been idle for too long: the event, and the method that sets the time. */
export const idleTimeouts: ReadonlySet<string> = new Set(['timeout', 'setTimeout']);

/** Events by which things nobody knows tell that they are gone; 'error' alone may or may not. */
export const endings: ReadonlySet<string> = new Set(['close', 'end', 'exit', 'disconnect', 'finish', 'closed', 'disconnected']);
/** Which ends of a connection an event tells of: the other side has said all it has to say, or the connection has failed or been destroyed. */
export const endsTold: ReadonlyMap<string, { readonly end: boolean; readonly failure: boolean }> = new Map([
  ['close', { end: true, failure: true }],
  ['end', { end: true, failure: false }],
  ['error', { end: false, failure: true }],
  ['aborted', { end: false, failure: true }],
  ['abort', { end: false, failure: true }],
]);

export const events: ModuleModel = {
  names: ['events', 'node:events'],
  exports: {
    once: { call: once },
    on: { call: on },
    'EventEmitter.once': { call: once },
    'EventEmitter.on': { call: on },
    getEventListeners: { call: looksAt(docs('events', 'events.getEventListeners()')) },
    getMaxListeners: { call: looksAt(docs('events', 'events.getMaxListeners()')) },
    setMaxListeners: { call: looksAt(docs('events', 'events.setMaxListeners()')) },
    listenerCount: { call: looksAt(docs('events', 'events.listenerCount()')) },
    addAbortListener: {
      call: { throws: 'unlikely', args: [{ index: 1, does: 'calls', timing: 'later-once' }], doc: docs('events', 'events.addAbortListener()') },
    },
    EventEmitter: { construct: looksAt(docs('events', 'Class: EventEmitter')) },
  },
};
