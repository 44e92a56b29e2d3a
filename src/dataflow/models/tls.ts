/**
 * `node:tls`. Purpose: a TLS socket is a socket; built over another one it owns it. Guarantee: every claim about a descriptor is
 * an experiment. Not handled: which server name or certificate a context has; they hold no descriptor.
 */
import { borrows, callsLast, docs, looksAt, releases, seen, tells } from './rows.ts';
import type { CallModel, EventModel, MethodModel, ModuleModel, ResourceKind } from './types.ts';

const asks = (name: string): MethodModel => borrows(docs('tls', `tlsSocket.${name}()`));

const socket: ResourceKind = {
  id: 'tls.TLSSocket',
  family: 'socket',
  noun: 'socket',
  advice: 'destroy()',
  extends: 'net.Socket',
  methods: {
    /** There is no reset of a TLS connection: whoever wants one has to reset the socket below. */
    resetAndDestroy: releases(seen('resetAndDestroy() of a TLS socket throws and leaves it open'), { returns: 'receiver', throws: 'likely' }),
    getPeerCertificate: asks('getPeerCertificate'),
    getPeerX509Certificate: asks('getPeerX509Certificate'),
    getCertificate: asks('getCertificate'),
    getX509Certificate: asks('getX509Certificate'),
    getCipher: asks('getCipher'),
    getProtocol: asks('getProtocol'),
    getSession: asks('getSession'),
    getTLSTicket: asks('getTLSTicket'),
    getEphemeralKeyInfo: asks('getEphemeralKeyInfo'),
    getFinished: asks('getFinished'),
    getPeerFinished: asks('getPeerFinished'),
    getSharedSigalgs: asks('getSharedSigalgs'),
    isSessionReused: asks('isSessionReused'),
    exportKeyingMaterial: borrows(docs('tls', 'tlsSocket.exportKeyingMaterial()'), 'unlikely'),
    setServername: borrows(docs('tls', 'tls.connect(): servername'), 'unlikely'),
    setSession: borrows(docs('tls', 'tls.connect(): session')),
    setMaxSendFragment: borrows(docs('tls', 'tlsSocket.setMaxSendFragment()')),
    setKeyCert: borrows(docs('tls', 'tlsSocket.setKeyCert()'), 'unlikely'),
    disableRenegotiation: borrows(docs('tls', 'tlsSocket.disableRenegotiation()')),
    enableTrace: borrows(docs('tls', 'tlsSocket.enableTrace()')),
    renegotiate: { ...borrows(docs('tls', 'tlsSocket.renegotiate()'), 'unlikely'), args: callsLast('later-once') },
  },
  /** A failed check leaves the connection up when `rejectUnauthorized` is false: whoever refuses it has to close it. */
  status: {},
  events: {
    secureConnect: tells(seen('tls.connect({ rejectUnauthorized: false }) refused by our own check: open'), { once: true }),
    session: tells(docs('tls', "Event: 'session'")),
    keylog: tells(docs('tls', "Event: 'keylog'")),
    OCSPResponse: tells(docs('tls', "Event: 'OCSPResponse'")),
  },
  disposal: 'async',
  lasting: false,
  doc: docs('tls', 'Class: tls.TLSSocket'),
};

/** What every server over TLS can do and tells, whatever it speaks above. */
export const secureMethods: Readonly<Record<string, MethodModel>> = {
  addContext: borrows(docs('tls', 'server.addContext()'), 'unlikely'),
  setSecureContext: borrows(docs('tls', 'server.setSecureContext()'), 'unlikely'),
  getTicketKeys: borrows(docs('tls', 'server.getTicketKeys()')),
  setTicketKeys: borrows(docs('tls', 'server.setTicketKeys()'), 'unlikely'),
};

export const secureEvents: Readonly<Record<string, EventModel>> = {
  /** Node has destroyed the socket when this comes. */
  tlsClientError: tells(seen("'tlsClientError': the socket is destroyed by Node")),
  newSession: tells(docs('tls', "Event: 'newSession'")),
  resumeSession: tells(docs('tls', "Event: 'resumeSession'")),
  OCSPRequest: tells(docs('tls', "Event: 'OCSPRequest'")),
  keylog: tells(docs('tls', "Event: 'keylog'"), { lends: [{ index: 1, resource: 'tls.TLSSocket' }] }),
};

const server: ResourceKind = {
  id: 'tls.Server',
  family: 'server',
  noun: 'server',
  advice: 'close()',
  extends: 'net.Server',
  methods: secureMethods,
  status: {},
  events: {
    ...secureEvents,
    /** The raw socket already belongs to the TLS socket that is being made from it. */
    connection: tells(docs('tls', "Event: 'connection'"), { lends: [{ index: 0, resource: 'net.Socket' }] }),
    secureConnection: tells(seen("a 'secureConnection' listener owns its socket"), { parameters: [{ index: 0, resource: 'tls.TLSSocket' }] }),
  },
  disposal: 'async',
  lasting: true,
  doc: docs('tls', 'Class: tls.Server'),
};

const connect: CallModel = {
  acquires: { kind: 'tls.TLSSocket', state: 'open', async: false },
  throws: 'unlikely',
  args: [
    // Asked in this order: the first argument is an options object or no place for one, the last may be the listener.
    { index: 0, does: 'wraps', property: 'socket' },
    ...callsLast('later-once'),
    { index: 1, does: 'wraps', property: 'socket' },
    { index: 2, does: 'wraps', property: 'socket' },
  ],
  options: { signal: 'signal-closes', allowHalfOpen: 'half-open' },
  doc: seen('tls.connect({ socket }): destroy() closes the wrapped socket too'),
};

const construct: CallModel = {
  acquires: { kind: 'tls.TLSSocket', state: 'open', async: false },
  throws: 'unlikely',
  args: [{ index: 0, does: 'wraps' }],
  doc: seen('new tls.TLSSocket(socket): destroy() closes the wrapped socket too'),
};

const createServer: CallModel = {
  acquires: { kind: 'tls.Server', state: 'dormant', async: false },
  throws: 'unlikely',
  args: [{ index: 'last', does: 'calls', timing: 'later-many', parameters: [{ index: 0, resource: 'tls.TLSSocket' }] }],
  options: { allowHalfOpen: 'half-open', pauseOnConnect: 'paused' },
  doc: seen('createServer() holds nothing before listen()'),
};

export const tlsKinds: readonly ResourceKind[] = [socket, server];

export const tls: ModuleModel = {
  names: ['tls', 'node:tls'],
  exports: {
    connect: { call: connect },
    TLSSocket: { construct, instance: 'tls.TLSSocket' },
    createServer: { call: createServer },
    Server: { call: createServer, construct: createServer, instance: 'tls.Server' },
    createSecureContext: { call: looksAt(docs('tls', 'tls.createSecureContext()'), 'likely') },
    checkServerIdentity: { call: looksAt(docs('tls', 'tls.checkServerIdentity()')) },
    getCiphers: { call: looksAt(docs('tls', 'tls.getCiphers()')) },
    getCACertificates: { call: looksAt(docs('tls', 'tls.getCACertificates()')) },
  },
};
