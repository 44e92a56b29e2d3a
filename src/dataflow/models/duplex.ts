/**
 * What every readable, writable or duplex stream of Node has: methods, status properties, events.
 * Guarantee: rows here hold for `net.Socket`, `tls.TLSSocket`, http2 streams and http messages alike.
 * Not handled: the stream helpers (`map`, `filter`, `toArray` …): `for await` over them closes the stream like the iterator does.
 */
import { emitterMethods } from './emitters.ts';
import { borrows, chains, docs, ends, proves, releases, seen, tells } from './rows.ts';
import type { EventModel, MethodModel, ResourceKind, StatusModel } from './types.ts';

export const readableMethods: Readonly<Record<string, MethodModel>> = {
  ...emitterMethods,
  destroy: releases(seen('destroy() closes a socket'), { returns: 'receiver' }),
  read: borrows(docs('stream', 'readable.read()')),
  resume: { ...chains(seen('peer FIN while the socket is resumed: destroyed')), reads: 'lasting' },
  pause: { ...chains(seen('pause() leaves a socket open')), reads: 'stops' },
  isPaused: borrows(docs('stream', 'readable.isPaused()')),
  setEncoding: chains(docs('stream', 'readable.setEncoding()'), 'unlikely'),
  /*
   * The destination is ended when the source ends. That is how a pair of sockets is usually closed, so it counts as handed
   * over; that an error on the source ends nothing is what a rule about one-sided closing has to say.
   */
  pipe: {
    receiver: 'borrows',
    returns: { argument: 0 },
    throws: 'never',
    reads: 'lasting',
    args: [{ index: 0, does: 'takes' }],
    forwards: { to: 0, unless: 'end' },
    doc: seen('a.pipe(b): when a ends, b is ended'),
  },
  unpipe: { ...chains(docs('stream', 'readable.unpipe()')), reads: 'stops' },
  unshift: borrows(docs('stream', 'readable.unshift()'), 'unlikely'),
  wrap: chains(docs('stream', 'readable.wrap()')),
  '[Symbol.asyncDispose]': releases(seen('await using closes a net.Socket')),
};

/** An outgoing http message has these and no more: it is no `Writable`. */
export const writableMethods: Readonly<Record<string, MethodModel>> = {
  ...emitterMethods,
  destroy: releases(seen('destroy() closes a socket'), { returns: 'receiver' }),
  write: { ...borrows(seen('write() after destroy(): no throw, the callback gets the error')), args: [{ index: 'last', does: 'calls', timing: 'later-once' }], sends: true },
  end: ends(seen('end(), peer ends too and inbound data is read: destroyed'), {
    returns: 'receiver',
    args: [{ index: 'last', does: 'calls', timing: 'later-once' }],
  }),
  cork: borrows(docs('stream', 'writable.cork()')),
  uncork: borrows(docs('stream', 'writable.uncork()')),
};

export const duplexMethods: Readonly<Record<string, MethodModel>> = {
  ...readableMethods,
  ...writableMethods,
  setDefaultEncoding: chains(docs('stream', 'writable.setDefaultEncoding()'), 'unlikely'),
};

export const streamStatus: Readonly<Record<string, StatusModel>> = {
  destroyed: { truthy: 'closed' },
  closed: { truthy: 'closed' },
  errored: { truthy: 'closed' },
  /** Each tells about one direction only, or is false for other reasons too (not connected yet). */
  readable: { truthy: 'hint' },
  writable: { truthy: 'hint' },
  readableEnded: { truthy: 'hint' },
  writableEnded: { truthy: 'hint' },
  writableFinished: { truthy: 'hint' },
  writableNeedDrain: { truthy: 'hint' },
};

export const streamEvents: Readonly<Record<string, EventModel>> = {
  close: proves(seen("'close' comes once, after the descriptor is gone")),
  error: proves(seen("'error' on a net.Socket: destroyed")),
  /** With `allowHalfOpen` the own side stays open; without it, `end()` is called by Node, and the peer has agreed already. */
  end: tells(seen('peer FIN, allowHalfOpen: true, no end() or destroy(): open in CLOSE_WAIT'), { once: true, closing: true }),
  finish: tells(docs('stream', "Event: 'finish'"), { once: true }),
  data: tells(seen("peer FIN while 'data' is read: destroyed"), { reads: 'lasting' }),
  readable: tells(seen("peer FIN while 'readable' is read: destroyed"), { reads: 'lasting' }),
  drain: tells(docs('stream', "Event: 'drain'")),
  pause: tells(docs('stream', "Event: 'pause'")),
  resume: tells(docs('stream', "Event: 'resume'")),
  pipe: tells(docs('stream', "Event: 'pipe'")),
  unpipe: tells(docs('stream', "Event: 'unpipe'")),
};

/** What has nothing known of it but that it is piped into a connection. It is no row of the kinds: no call gives one. */
export const someStream: ResourceKind = {
  id: 'stream',
  family: 'socket',
  noun: 'stream',
  advice: 'destroy()',
  methods: duplexMethods,
  status: streamStatus,
  events: streamEvents,
  disposal: 'async',
  lasting: false,
  doc: docs('stream', 'readable.pipe()'),
};
