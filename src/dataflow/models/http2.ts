/**
 * `node:http2`. Purpose: a client session holds a connection until it is closed; servers hold a listener.
 * Guarantee: every claim about a descriptor is an experiment. Not handled: a stream lives within its session and is owed nothing
 * by itself; a server's sessions belong to the server.
 */
import { duplexMethods, streamEvents, streamStatus } from './duplex.ts';
import { emitterMethods } from './emitters.ts';
import { borrows, callsLast, docs, ends, looksAt, proves, releases, seen, tells } from './rows.ts';
import { secureEvents, secureMethods } from './tls.ts';
import type { CallModel, EventModel, MethodModel, ModuleModel, ResourceKind } from './types.ts';

const talks = (name: string): MethodModel => ({ ...borrows(docs('http2', `http2session.${name}()`), 'unlikely'), args: callsLast('later-once') });

const session: ResourceKind = {
  id: 'http2.Session',
  family: 'socket',
  noun: 'session',
  advice: 'close()',
  methods: {
    ...emitterMethods,
    /** Graceful: it waits for the open streams. */
    close: ends(seen('http2 session.close(): the connection is closed when no stream is open'), { args: callsLast('later-once') }),
    destroy: releases(seen('http2 session.destroy() closes the connection')),
    request: borrows(docs('http2', 'clienthttp2session.request()'), 'unlikely'),
    ping: talks('ping'),
    settings: talks('settings'),
    goaway: talks('goaway'),
    setLocalWindowSize: talks('setLocalWindowSize'),
    setTimeout: { ...borrows(docs('http2', 'http2session.setTimeout()')), args: [{ index: 1, does: 'calls', timing: 'later-once' }] },
    altsvc: talks('altsvc'),
    origin: talks('origin'),
    ref: borrows(docs('http2', 'http2session.ref()')),
    unref: borrows(docs('http2', 'http2session.unref()')),
  },
  status: { destroyed: { truthy: 'closed' }, closed: { truthy: 'closed' }, connecting: { truthy: 'hint' } },
  events: {
    close: proves(docs('http2', "Event: 'close'")),
    error: proves(seen("'error' on an http2 session: destroyed")),
    connect: tells(docs('http2', "Event: 'connect'"), { once: true }),
    stream: tells(docs('http2', "Event: 'stream'"), { lends: [{ index: 0, resource: 'http2.Stream' }] }),
    timeout: tells(docs('http2', "Event: 'timeout'")),
    goaway: tells(docs('http2', "Event: 'goaway'")),
    frameError: tells(docs('http2', "Event: 'frameError'")),
    ping: tells(docs('http2', "Event: 'ping'")),
    localSettings: tells(docs('http2', "Event: 'localSettings'")),
    remoteSettings: tells(docs('http2', "Event: 'remoteSettings'")),
    altsvc: tells(docs('http2', "Event: 'altsvc'")),
    origin: tells(docs('http2', "Event: 'origin'")),
  },
  disposal: 'none',
  lasting: false,
  doc: docs('http2', 'Class: Http2Session'),
};

const stream: ResourceKind = {
  id: 'http2.Stream',
  family: 'socket',
  noun: 'stream',
  advice: 'close()',
  methods: {
    ...duplexMethods,
    close: releases(docs('http2', 'http2stream.close()'), { throws: 'unlikely', args: callsLast('later-once') }),
    respond: borrows(docs('http2', 'http2stream.respond()'), 'unlikely'),
    respondWithFD: borrows(docs('http2', 'http2stream.respondWithFD()'), 'unlikely'),
    respondWithFile: borrows(docs('http2', 'http2stream.respondWithFile()'), 'unlikely'),
    additionalHeaders: borrows(docs('http2', 'http2stream.additionalHeaders()'), 'unlikely'),
    pushStream: borrows(docs('http2', 'http2stream.pushStream()'), 'unlikely'),
    sendTrailers: borrows(docs('http2', 'http2stream.sendTrailers()'), 'unlikely'),
    priority: borrows(docs('http2', 'http2stream.priority()')),
    setTimeout: { ...borrows(docs('http2', 'http2stream.setTimeout()')), args: [{ index: 1, does: 'calls', timing: 'later-once' }] },
  },
  status: { ...streamStatus, aborted: { truthy: 'closed' }, pending: { truthy: 'hint' } },
  events: {
    ...streamEvents,
    aborted: tells(docs('http2', "Event: 'aborted'"), { once: true }),
    timeout: tells(docs('http2', "Event: 'timeout'")),
    headers: tells(docs('http2', "Event: 'headers'")),
    response: tells(docs('http2', "Event: 'response'"), { once: true }),
    trailers: tells(docs('http2', "Event: 'trailers'"), { once: true }),
    wantTrailers: tells(docs('http2', "Event: 'wantTrailers'"), { once: true }),
    ready: tells(docs('http2', "Event: 'ready'"), { once: true }),
  },
  disposal: 'async',
  lasting: false,
  doc: docs('http2', 'Class: Http2Stream'),
};

const serverMethods: Readonly<Record<string, MethodModel>> = {
  setTimeout: { ...borrows(docs('http2', 'server.setTimeout()')), returns: 'receiver', args: callsLast('later-many') },
  updateSettings: borrows(docs('http2', 'server.updateSettings()'), 'unlikely'),
};

const serverEvents: Readonly<Record<string, EventModel>> = {
  connection: tells(docs('http2', "Event: 'connection'"), { lends: [{ index: 0, resource: 'net.Socket' }] }),
  secureConnection: tells(docs('http2', "Event: 'secureConnection'"), { lends: [{ index: 0, resource: 'tls.TLSSocket' }] }),
  session: tells(docs('http2', "Event: 'session'"), { lends: [{ index: 0, resource: 'http2.Session' }] }),
  sessionError: tells(docs('http2', "Event: 'sessionError'"), { lends: [{ index: 1, resource: 'http2.Session' }] }),
  stream: tells(docs('http2', "Event: 'stream'"), { lends: [{ index: 0, resource: 'http2.Stream' }] }),
  request: tells(docs('http2', "Event: 'request'")),
  checkContinue: tells(docs('http2', "Event: 'checkContinue'")),
  timeout: tells(docs('http2', "Event: 'timeout'")),
  /** The timeout of the server is for sockets nobody listens for. */
  unknownProtocol: tells(seen("an http2 'unknownProtocol' listener owns its socket"), { parameters: [{ index: 0, resource: 'tls.TLSSocket' }] }),
};

const server: ResourceKind = {
  id: 'http2.Server',
  family: 'server',
  noun: 'server',
  advice: 'close()',
  extends: 'net.Server',
  methods: serverMethods,
  status: {},
  events: serverEvents,
  disposal: 'async',
  lasting: true,
  doc: docs('http2', 'Class: Http2Server'),
};

const secureServer: ResourceKind = {
  ...server,
  id: 'http2.SecureServer',
  /** Not the class it inherits from: what may be either of the two is used as an http2 server. */
  extends: 'http2.Server',
  methods: { ...serverMethods, ...secureMethods },
  events: { ...secureEvents, ...serverEvents },
  doc: docs('http2', 'Class: Http2SecureServer'),
};

const connect: CallModel = {
  acquires: { kind: 'http2.Session', state: 'open', async: false },
  throws: 'unlikely',
  args: callsLast('later-once'),
  doc: seen('http2.connect() session never closed: open'),
};

const createServer = (kind: 'http2.Server' | 'http2.SecureServer'): CallModel => ({
  acquires: { kind, state: 'dormant', async: false },
  throws: kind === 'http2.Server' ? 'never' : 'unlikely',
  args: callsLast('later-many'),
  doc: seen('createServer() holds nothing before listen()'),
});

export const http2Kinds: readonly ResourceKind[] = [session, stream, server, secureServer];

export const http2: ModuleModel = {
  names: ['http2', 'node:http2'],
  exports: {
    connect: { call: connect },
    createServer: { call: createServer('http2.Server') },
    createSecureServer: { call: createServer('http2.SecureServer') },
    performServerHandshake: {
      call: {
        acquires: { kind: 'http2.Session', state: 'open', async: false },
        throws: 'unlikely',
        args: [{ index: 0, does: 'wraps' }],
        doc: docs('http2', 'http2.performServerHandshake()'),
      },
    },
    getDefaultSettings: { call: looksAt(docs('http2', 'http2.getDefaultSettings()')) },
    getPackedSettings: { call: looksAt(docs('http2', 'http2.getPackedSettings()'), 'unlikely') },
    getUnpackedSettings: { call: looksAt(docs('http2', 'http2.getUnpackedSettings()'), 'likely') },
  },
};
