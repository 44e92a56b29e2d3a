/**
 * `node:dgram`. Purpose: a datagram socket holds a descriptor from its first `bind`, `send` or `connect` to its `close`.
 * Guarantee: every claim about a descriptor is an experiment. Not handled: `createSocket({ fd })`-like adoption through `bind({ fd })`.
 */
import { emitterMethods } from './emitters.ts';
import { begins, borrows, callsLast, chains, docs, proves, releases, seen, tells } from './rows.ts';
import type { CallModel, MethodModel, ModuleModel, ResourceKind } from './types.ts';

/** They throw on a socket that is not bound, which a program sees in its first run. */
const tunes = (name: string): MethodModel => borrows(docs('dgram', `socket.${name}()`), 'unlikely');
/** They ask the operating system for an interface or a group that need not be there. */
const joins = (name: string): MethodModel => borrows(docs('dgram', `socket.${name}()`), 'likely');

const socket: ResourceKind = {
  id: 'dgram.Socket',
  family: 'socket',
  noun: 'socket',
  advice: 'close()',
  methods: {
    ...emitterMethods,
    /** A bound socket is a server in all but name: left running on the normal path it is meant to serve. */
    bind: begins(seen('dgram.createSocket() holds nothing before bind(), send() or connect()'), {
      returns: 'receiver',
      args: callsLast('later-once'),
      lasting: true,
    }),
    connect: begins(seen('dgram.createSocket() holds nothing before bind(), send() or connect()'), { args: callsLast('later-once'), lasting: false }),
    send: begins(seen('dgram.createSocket() holds nothing before bind(), send() or connect()'), { args: callsLast('later-once'), lasting: false }),
    sendto: begins(seen('dgram.createSocket() holds nothing before bind(), send() or connect()'), { args: callsLast('later-once'), lasting: false }),
    close: releases(seen('dgram close() closes'), { returns: 'receiver', throws: 'unlikely', args: callsLast('later-once') }),
    disconnect: borrows(seen('dgram disconnect() leaves the socket open'), 'unlikely'),
    address: borrows(docs('dgram', 'socket.address()'), 'unlikely'),
    remoteAddress: borrows(docs('dgram', 'socket.remoteAddress()'), 'unlikely'),
    addMembership: joins('addMembership'),
    addSourceSpecificMembership: joins('addSourceSpecificMembership'),
    dropMembership: joins('dropMembership'),
    dropSourceSpecificMembership: joins('dropSourceSpecificMembership'),
    setMulticastInterface: joins('setMulticastInterface'),
    setBroadcast: tunes('setBroadcast'),
    setTTL: tunes('setTTL'),
    setMulticastTTL: tunes('setMulticastTTL'),
    setMulticastLoopback: tunes('setMulticastLoopback'),
    setRecvBufferSize: tunes('setRecvBufferSize'),
    setSendBufferSize: tunes('setSendBufferSize'),
    getRecvBufferSize: tunes('getRecvBufferSize'),
    getSendBufferSize: tunes('getSendBufferSize'),
    getSendQueueSize: borrows(docs('dgram', 'socket.getSendQueueSize()')),
    getSendQueueCount: borrows(docs('dgram', 'socket.getSendQueueCount()')),
    ref: chains(docs('dgram', 'socket.ref()')),
    unref: chains(docs('dgram', 'socket.unref()')),
    '[Symbol.asyncDispose]': releases(seen('await using closes a dgram.Socket')),
  },
  status: {},
  events: {
    close: proves(docs('dgram', "Event: 'close'")),
    error: tells(seen("'error' on a dgram socket: open")),
    listening: tells(docs('dgram', "Event: 'listening'"), { once: true }),
    connect: tells(docs('dgram', "Event: 'connect'")),
    message: tells(seen('dgram socket after send(), no answer: no event, open'), { reads: 'lasting' }),
  },
  disposal: 'async',
  lasting: false,
  doc: docs('dgram', 'Class: dgram.Socket'),
};

const createSocket: CallModel = {
  acquires: { kind: 'dgram.Socket', state: 'dormant', async: false },
  throws: 'unlikely',
  args: [{ index: 'last', does: 'calls', timing: 'later-many' }],
  options: { signal: 'signal-closes' },
  doc: seen('dgram.createSocket() holds nothing before bind(), send() or connect()'),
};

export const dgramKinds: readonly ResourceKind[] = [socket];

export const dgram: ModuleModel = {
  names: ['dgram', 'node:dgram'],
  exports: {
    createSocket: { call: createSocket },
    Socket: { construct: createSocket, instance: 'dgram.Socket' },
  },
};
