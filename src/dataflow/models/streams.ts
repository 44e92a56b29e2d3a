/**
 * `node:stream` and `node:stream/promises`. Purpose: `pipeline` answers for its streams, `finished` does not.
 * Guarantee: every claim about a socket is an experiment. Not handled: `pipeline(…, { end: false })`, which leaves the last stream open.
 */
import { docs, keepsFrom, looksAt, seen } from './rows.ts';
import type { CallModel, ModuleModel } from './types.ts';

/** A pipeline destroys all of its streams when one fails, and ends the last when the first has ended. */
const streams = keepsFrom(0);

const pipelineCallback: CallModel = {
  throws: 'unlikely',
  args: [{ index: 'last', does: 'calls', timing: 'later-once' }, ...streams],
  doc: seen('stream.pipeline(a, b) failing: both sockets destroyed'),
};
const pipelinePromise: CallModel = {
  throws: 'unlikely',
  rejects: 'likely',
  args: streams,
  options: { signal: 'signal-closes' },
  doc: seen('stream/promises pipeline(a, b) failing: both sockets destroyed'),
};
const finishedCallback: CallModel = {
  throws: 'unlikely',
  args: [{ index: 'last', does: 'calls', timing: 'later-once', proves: 0 }],
  watches: 0,
  doc: seen('stream.finished() leaves a socket open'),
};
const finishedPromise: CallModel = {
  throws: 'unlikely',
  rejects: 'likely',
  rejectionProves: 'closed-without-signal',
  options: { signal: 'signal-rejects' },
  doc: seen('await finished(socket) rejecting: destroyed'),
};
const addAbortSignal: CallModel = { throws: 'unlikely', returns: { argument: 1 }, doc: docs('stream', 'stream.addAbortSignal()') };
/** The other form of the same stream: closing it closes the socket. */
const adapts = (name: string): CallModel => ({ throws: 'unlikely', args: [{ index: 0, does: 'wraps' }], doc: docs('stream', name) });

export const stream: ModuleModel = {
  names: ['stream', 'node:stream'],
  exports: {
    pipeline: { call: pipelineCallback },
    finished: { call: finishedCallback },
    'promises.pipeline': { call: pipelinePromise },
    'promises.finished': { call: finishedPromise },
    addAbortSignal: { call: addAbortSignal },
    compose: { call: { throws: 'unlikely', args: streams, doc: docs('stream', 'stream.compose()') } },
    'Readable.toWeb': { call: adapts('stream.Readable.toWeb()') },
    'Writable.toWeb': { call: adapts('stream.Writable.toWeb()') },
    'Duplex.toWeb': { call: adapts('stream.Duplex.toWeb()') },
    /** Over values it holds nothing; over a stream it closes that. */
    'Readable.from': { call: adapts('stream.Readable.from()') },
    isReadable: { call: looksAt(docs('stream', 'stream.isReadable()')) },
    isErrored: { call: looksAt(docs('stream', 'stream.isErrored()')) },
  },
};

export const streamPromises: ModuleModel = {
  names: ['stream/promises', 'node:stream/promises'],
  exports: { pipeline: { call: pipelinePromise }, finished: { call: finishedPromise } },
};
