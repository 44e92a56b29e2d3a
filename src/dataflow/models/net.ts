/**
 * `node:net`: sockets and servers. Purpose: when a socket or a listening server begins to hold a descriptor, and what ends that.
 * Guarantee: every claim about a descriptor is an experiment under `test/semantics/`.
 * Not handled: `new net.Socket({ fd })` and `{ handle }`, which are open from the start; they count as dormant until `connect()`.
 */
import { duplexMethods, streamEvents, streamStatus } from './duplex.ts';
import { emitterMethods } from './emitters.ts';
import { begins, borrows, callsLast, chains, docs, keepsFrom, looksAt, proves, releases, seen, tells } from './rows.ts';
import type { CallModel, ModuleModel, ResourceKind } from './types.ts';

const socket: ResourceKind = {
  id: 'net.Socket',
  family: 'socket',
  noun: 'socket',
  advice: 'destroy()',
  methods: {
    ...duplexMethods,
    connect: begins(seen("connect() after 'close': a new obligation on the same object"), {
      returns: 'receiver',
      args: callsLast('later-once'),
      options: { signal: 'signal-closes' },
    }),
    destroySoon: releases(seen('destroySoon() closes a socket')),
    resetAndDestroy: releases(seen('resetAndDestroy() closes a socket'), { returns: 'receiver' }),
    setTimeout: { ...chains(seen("'timeout' of setTimeout(): open, it only tells")), args: [{ index: 1, does: 'calls', timing: 'later-once' }] },
    setNoDelay: chains(docs('net', 'socket.setNoDelay()')),
    setKeepAlive: chains(docs('net', 'socket.setKeepAlive()')),
    setTypeOfService: chains(docs('net', 'socket.setTypeOfService()'), 'unlikely'),
    getTypeOfService: borrows(docs('net', 'socket.getTypeOfService()')),
    address: borrows(docs('net', 'socket.address()')),
    ref: chains(docs('net', 'socket.ref()')),
    unref: chains(seen('unref() leaves a socket open')),
  },
  status: {
    ...streamStatus,
    readyState: { closedWhen: ['closed'] },
    connecting: { truthy: 'hint' },
    pending: { truthy: 'hint' },
  },
  events: {
    ...streamEvents,
    connect: tells(docs('net', "Event: 'connect'"), { once: true }),
    ready: tells(docs('net', "Event: 'ready'"), { once: true }),
    lookup: tells(docs('net', "Event: 'lookup'")),
    timeout: tells(seen("'timeout' of setTimeout(): open, it only tells")),
    connectionAttempt: tells(docs('net', "Event: 'connectionAttempt'")),
    connectionAttemptFailed: tells(docs('net', "Event: 'connectionAttemptFailed'")),
    connectionAttemptTimeout: tells(docs('net', "Event: 'connectionAttemptTimeout'")),
  },
  disposal: 'async',
  lasting: false,
  doc: docs('net', 'Class: net.Socket'),
};

const server: ResourceKind = {
  id: 'net.Server',
  family: 'server',
  noun: 'server',
  advice: 'close()',
  methods: {
    ...emitterMethods,
    listen: begins(seen('createServer() holds nothing before listen()'), {
      returns: 'receiver',
      args: callsLast('later-once'),
      options: { signal: 'signal-closes' },
    }),
    /** The descriptor of the listener is gone at once; only the callback waits for the connections. */
    close: releases(seen('server.close() with connections open: not listening, the callback waits'), {
      returns: 'receiver',
      args: callsLast('later-once'),
    }),
    /** Handing a connection on is what `emit('connection', socket)` is for; other events carry nothing that is owed. */
    emit: { ...borrows(docs('net', "Event: 'connection'"), 'unlikely'), args: keepsFrom(1) },
    address: borrows(seen('server.address() right after server.close(): null')),
    getConnections: { ...chains(docs('net', 'server.getConnections()')), args: callsLast('later-once') },
    ref: chains(docs('net', 'server.ref()')),
    unref: chains(seen('unref() leaves a server listening')),
    '[Symbol.asyncDispose]': releases(seen('await using closes a net.Server')),
  },
  status: { listening: { truthy: 'open' } },
  events: {
    close: proves(docs('net', "Event: 'close'")),
    /** Of a listening server it may also tell of one failed accept; reports about that would be about nothing else than `listen`. */
    error: proves(seen('listen() that fails with EADDRINUSE holds nothing')),
    listening: tells(docs('net', "Event: 'listening'")),
    connection: tells(seen("a 'connection' listener owns its socket"), { parameters: [{ index: 0, resource: 'net.Socket' }] }),
    drop: tells(docs('net', "Event: 'drop'")),
  },
  disposal: 'async',
  lasting: true,
  doc: docs('net', 'Class: net.Server'),
};

const connect: CallModel = {
  acquires: { kind: 'net.Socket', state: 'open', async: false },
  throws: 'unlikely',
  args: callsLast('later-once'),
  options: { signal: 'signal-closes', allowHalfOpen: 'half-open' },
  doc: seen('net.connect() holds a descriptor at once'),
};

const createServer: CallModel = {
  acquires: { kind: 'net.Server', state: 'dormant', async: false },
  throws: 'never',
  args: [{ index: 'last', does: 'calls', timing: 'later-many', parameters: [{ index: 0, resource: 'net.Socket' }] }],
  options: { allowHalfOpen: 'half-open', pauseOnConnect: 'paused' },
  doc: seen('createServer() holds nothing before listen()'),
};

const construct: CallModel = {
  acquires: { kind: 'net.Socket', state: 'dormant', async: false },
  throws: 'never',
  options: { signal: 'signal-closes', allowHalfOpen: 'half-open' },
  doc: seen('new net.Socket() holds nothing before connect()'),
};

export const netKinds: readonly ResourceKind[] = [socket, server];

export const net: ModuleModel = {
  names: ['net', 'node:net'],
  exports: {
    connect: { call: connect },
    createConnection: { call: connect },
    createServer: { call: createServer },
    Socket: { call: construct, construct, instance: 'net.Socket' },
    Stream: { call: construct, construct, instance: 'net.Socket' },
    Server: { call: createServer, construct: createServer, instance: 'net.Server' },
    isIP: { call: looksAt(docs('net', 'net.isIP()')) },
    isIPv4: { call: looksAt(docs('net', 'net.isIPv4()')) },
    isIPv6: { call: looksAt(docs('net', 'net.isIPv6()')) },
  },
};
