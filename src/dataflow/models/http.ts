/**
 * `node:http` and `node:https`. Purpose: servers hold a listener, and hand sockets to 'upgrade' and 'connect'; client requests
 * and their responses are known by kind. Guarantee: every claim about a descriptor is an experiment.
 * Not handled: the requests and responses of a server belong to the server. Agents and their pools have no row.
 */
import { readableMethods, streamEvents, streamStatus, writableMethods } from './duplex.ts';
import { borrows, callsLast, chains, docs, ends, looksAt, proves, releases, seen, tells } from './rows.ts';
import { secureEvents, secureMethods } from './tls.ts';
import type { CallModel, EventModel, MethodModel, ModuleModel, ParameterModel, ResourceKind } from './types.ts';

const serverMethods: Readonly<Record<string, MethodModel>> = {
  closeAllConnections: borrows(docs('http', 'server.closeAllConnections()')),
  closeIdleConnections: borrows(docs('http', 'server.closeIdleConnections()')),
  setTimeout: {
    ...chains(seen("server.setTimeout() of http with no 'timeout' listener: the socket is destroyed")),
    args: [{ index: 'last', does: 'calls', timing: 'later-many' }],
  },
};

const taken = (what: string, halfOpen: boolean): EventModel =>
  tells(seen(`an http '${what}' listener owns its socket`), {
    parameters: [{ index: 1, resource: 'net.Socket', ...(halfOpen ? { halfOpen: true } : {}) }],
    lends: [{ index: 0, resource: 'http.IncomingMessage' }],
  });

const serverEvents = (halfOpen: boolean): Readonly<Record<string, EventModel>> => ({
  /** The parser reads it already: it is the server's. */
  connection: tells(docs('http', "Event: 'connection'"), { lends: [{ index: 0, resource: 'net.Socket' }] }),
  request: tells(docs('http', "Event: 'request'"), { lends: [{ index: 0, resource: 'http.IncomingMessage' }] }),
  checkContinue: tells(docs('http', "Event: 'checkContinue'")),
  checkExpectation: tells(docs('http', "Event: 'checkExpectation'")),
  upgrade: taken('upgrade', halfOpen),
  connect: taken('connect', halfOpen),
  clientError: tells(seen("a 'clientError' listener owns its socket"), { parameters: [{ index: 1, resource: 'net.Socket' }] }),
  dropRequest: tells(docs('http', "Event: 'dropRequest'"), { lends: [{ index: 1, resource: 'net.Socket' }] }),
  /** With a listener Node no longer destroys the socket, but it is still the server's connection. */
  timeout: tells(docs('http', "server.setTimeout()"), { lends: [{ index: 0, resource: 'net.Socket' }] }),
});

const httpServer: ResourceKind = {
  id: 'http.Server',
  family: 'server',
  noun: 'server',
  advice: 'close()',
  extends: 'net.Server',
  methods: serverMethods,
  status: {},
  events: serverEvents(true),
  disposal: 'async',
  lasting: true,
  doc: docs('http', 'Class: http.Server'),
};

const httpsServer: ResourceKind = {
  ...httpServer,
  id: 'https.Server',
  /** Not the class it inherits from: what may be either of the two (`key ? https.createServer() : http.createServer()`) is used as this. */
  extends: 'http.Server',
  methods: { ...serverMethods, ...secureMethods },
  events: {
    ...secureEvents,
    ...serverEvents(false),
    secureConnection: tells(docs('https', 'Class: https.Server'), { lends: [{ index: 0, resource: 'tls.TLSSocket' }] }),
  },
  doc: docs('https', 'Class: https.Server'),
};

const sets = (name: string): MethodModel => borrows(docs('http', `request.${name}()`), 'unlikely');
const asks = (name: string): MethodModel => borrows(docs('http', `request.${name}()`));

/** Without any listener for it Node reads it to its end; with one it is the listener's. */
const response: ParameterModel = { index: 0, resource: 'http.ClientResponse' };

const clientRequest: ResourceKind = {
  id: 'http.ClientRequest',
  family: 'response',
  noun: 'request',
  advice: 'destroy()',
  methods: {
    ...writableMethods,
    abort: releases(docs('http', 'request.abort()')),
    end: ends(seen('http.request() that is never ended or destroyed: open'), { returns: 'receiver', throws: 'unlikely', args: callsLast('later-once') }),
    write: { ...borrows(seen('http.request() with write() but no end(): open'), 'unlikely'), args: callsLast('later-once'), sends: true },
    setTimeout: { ...chains(seen("'timeout' option of http.request(): open, it only tells")), args: [{ index: 1, does: 'calls', timing: 'later-once' }] },
    setHeader: { ...sets('setHeader'), returns: 'receiver' },
    setHeaders: { ...sets('setHeaders'), returns: 'receiver' },
    appendHeader: { ...sets('appendHeader'), returns: 'receiver' },
    removeHeader: sets('removeHeader'),
    flushHeaders: sets('flushHeaders'),
    setNoDelay: asks('setNoDelay'),
    setSocketKeepAlive: asks('setSocketKeepAlive'),
    getHeader: asks('getHeader'),
    getHeaders: asks('getHeaders'),
    getHeaderNames: asks('getHeaderNames'),
    getRawHeaderNames: asks('getRawHeaderNames'),
    hasHeader: asks('hasHeader'),
  },
  status: { ...streamStatus, aborted: { truthy: 'closed' } },
  events: {
    close: proves(docs('http', "Event: 'close'")),
    error: proves(seen("'error' on http.request(): its socket is gone")),
    response: tells(seen('http.get() whose response listener never reads a %s body: open'), { once: true, parameters: [response] }),
    socket: tells(docs('http', "Event: 'socket'"), { once: true, lends: [{ index: 0, resource: 'net.Socket' }] }),
    upgrade: {
      ...tells(seen("a client 'upgrade' listener owns its socket"), { once: true }),
      parameters: [{ index: 1, resource: 'net.Socket' }],
      lends: [{ index: 0, resource: 'http.IncomingMessage' }],
    },
    connect: {
      ...tells(seen("a client 'connect' listener owns its socket"), { once: true }),
      parameters: [{ index: 1, resource: 'net.Socket' }],
      lends: [{ index: 0, resource: 'http.IncomingMessage' }],
    },
    timeout: tells(seen("'timeout' option of http.request(): open, it only tells")),
    abort: tells(docs('http', "Event: 'abort'"), { once: true }),
    continue: tells(docs('http', "Event: 'continue'")),
    information: tells(docs('http', "Event: 'information'")),
    finish: tells(docs('http', "Event: 'finish'"), { once: true }),
    drain: tells(docs('stream', "Event: 'drain'")),
  },
  disposal: 'none',
  lasting: false,
  doc: docs('http', 'Class: http.ClientRequest'),
};

/** The request is sent, and answered by whoever answers; a timeout that nobody closes on leaves its connection to them. */
const lateRequest: ResourceKind = {
  ...clientRequest,
  id: 'http.ClientRequest that is waited for',
  family: 'socket',
  parts: ['socket', 'connection'],
  onlyLate: true,
  methods: { ...clientRequest.methods, end: chains(seen("'timeout' option of http.request(): open, it only tells")) },
};

const incomingMessage: ResourceKind = {
  id: 'http.IncomingMessage',
  family: 'socket',
  noun: 'response',
  advice: 'resume()',
  methods: {
    ...readableMethods,
    setTimeout: { ...chains(docs('http', 'message.setTimeout()')), args: [{ index: 1, does: 'calls', timing: 'later-once' }] },
  },
  status: { ...streamStatus, complete: { truthy: 'closed' } },
  events: {
    ...streamEvents,
    /** The whole body has been read: the socket is back with the agent. */
    end: proves(seen('http.get() whose response is read: freed')),
    error: { ...proves(seen("a request that its client aborts: 'error' with no listener is dropped, and what it is piped into stays open")), unheard: 'dropped' },
    aborted: tells(docs('http', "Event: 'aborted'"), { once: true }),
  },
  disposal: 'async',
  lasting: false,
  doc: docs('http', 'Class: http.IncomingMessage'),
};

const reads = (name: string): MethodModel => releases(docs('stream', `readable.${name}()`), { throws: 'unlikely' });

/**
 * What a request brings. Its connection is neither closed nor used again before the body is read to its end, also where there
 * is none (HEAD, 204, 304): `complete` says that everything has arrived, not that somebody took it.
 */
const clientResponse: ResourceKind = {
  id: 'http.ClientResponse',
  family: 'response',
  noun: 'response',
  advice: 'resume()',
  extends: 'http.IncomingMessage',
  methods: {
    destroy: releases(seen('http.get() whose response is read: freed'), { returns: 'receiver' }),
    resume: releases(seen('http.get() whose response is read: freed'), { returns: 'receiver' }),
    pipe: releases(docs('stream', 'readable.pipe()'), { returns: { argument: 0 }, forwards: { to: 0, unless: 'end' } }),
    read: releases(seen("http.get() whose response is read when it is 'readable': freed")),
    ...Object.fromEntries(['compose', 'drop', 'every', 'filter', 'find', 'flatMap', 'forEach', 'iterator', 'map', 'reduce', 'some', 'take', 'toArray', 'wrap'].map((name) => [name, reads(name)])),
    _dump: releases(docs('http', 'Class: http.IncomingMessage')),
  },
  parts: ['socket', 'connection', 'client', 'req'],
  settledBy: 'reading',
  status: {
    complete: { truthy: 'hint' },
    readableEnded: { truthy: 'closed' },
    readableFlowing: { truthy: 'closed' },
    readableDidRead: { truthy: 'closed' },
    /** Then the socket has gone to an 'upgrade' or 'connect' listener. */
    upgrade: { truthy: 'closed' },
  },
  events: {},
  disposal: 'async',
  lasting: false,
  doc: docs('http', 'Class: http.IncomingMessage'),
};

const createServer = (kind: 'http.Server' | 'https.Server'): CallModel => ({
  acquires: { kind, state: 'dormant', async: false },
  throws: kind === 'http.Server' ? 'never' : 'unlikely',
  args: [{ index: 'last', does: 'calls', timing: 'later-many', lends: [{ index: 0, resource: 'http.IncomingMessage' }] }],
  doc: seen('createServer() holds nothing before listen()'),
});

/** It holds a connection from the next turn on, and is sent when it is ended. */
const request: CallModel = {
  acquires: { kind: 'http.ClientRequest', state: 'open', async: false, late: lateRequest.id },
  throws: 'unlikely',
  args: [{ index: 'last', does: 'calls', timing: 'later-once', parameters: [response], least: 1 }],
  options: { signal: 'signal-closes' },
  doc: seen('http.request() that is never ended or destroyed: open'),
};

/** Ended by itself. */
const get: CallModel = { ...request, acquires: { kind: 'http.ClientRequest', state: 'dormant', async: false, late: lateRequest.id } };

const exportsOf = (kind: 'http.Server' | 'https.Server'): ModuleModel['exports'] => ({
  createServer: { call: createServer(kind) },
  Server: { call: createServer(kind), construct: createServer(kind), instance: kind },
  request: { call: request },
  get: { call: get },
});

/** A message that is destroyed takes its socket with it, a request its response. */
export const closingCompanion: readonly string[] = ['destroy', 'abort'];

export const httpKinds: readonly ResourceKind[] = [httpServer, httpsServer, clientRequest, lateRequest, incomingMessage, clientResponse];

export const http: ModuleModel = {
  names: ['http', 'node:http'],
  exports: {
    ...exportsOf('http.Server'),
    ClientRequest: { construct: request, instance: 'http.ClientRequest' },
    IncomingMessage: { instance: 'http.IncomingMessage' },
    validateHeaderName: { call: looksAt(docs('http', 'http.validateHeaderName()'), 'likely') },
    validateHeaderValue: { call: looksAt(docs('http', 'http.validateHeaderValue()'), 'likely') },
  },
};

export const https: ModuleModel = { names: ['https', 'node:https'], exports: exportsOf('https.Server') };
