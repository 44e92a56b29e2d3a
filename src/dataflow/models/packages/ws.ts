/**
 * `ws`. Purpose: a client is a web socket from its constructor on; a server listens from its constructor on, unless it is given one.
 * Guarantee: read in the sources of the version named here. Not handled: the web sockets that a server accepts (they close with their
 * peers, and its handlers are not taken for their owners); a listener of 'unexpected-response' that closes nothing.
 */
import { ends, releases, tells, borrows } from '../rows.ts';
import type { ExportModel, MethodModel, ResourceKind } from '../types.ts';
import { classOf, client, gone, type PackageModel, parts, sourceOf } from './words.ts';

const text = sourceOf('ws', '8.23.0');

const says = (name: string): MethodModel => borrows(text(`WebSocket.${name}: throws while connecting, which no listener of 'open' meets`), 'unlikely');

const webSocket: ResourceKind = client({
  id: 'ws.WebSocket',
  noun: 'WebSocket',
  advice: 'close()',
  lasting: false,
  methods: {
    addEventListener: { ...borrows(text('WebSocket.addEventListener')), listens: { event: 0, listener: 1, timing: 'later-many' } },
    removeEventListener: { ...borrows(text('WebSocket.removeEventListener')), unlistens: { event: 0, listener: 1 } },
    /** Begins the closing handshake; the connection is cut when the peer does not answer in time. */
    close: ends(text('WebSocket.close')),
    terminate: releases(text('WebSocket.terminate')),
    send: says('send'),
    ping: says('ping'),
    pong: says('pong'),
    pause: borrows(text('WebSocket.pause')),
    resume: borrows(text('WebSocket.resume')),
  },
  status: { readyState: { closedWhen: [2, 3] } },
  events: {
    open: tells(text("WebSocket 'open'"), { once: true }),
    upgrade: tells(text("WebSocket 'upgrade'"), { once: true, lends: [{ index: 0, resource: 'http.IncomingMessage' }] }),
    redirect: tells(text("WebSocket 'redirect'")),
    /** With a listener the handshake is not given up: the request stays open. */
    'unexpected-response': tells(text("initAsClient: with a listener for 'unexpected-response' nothing is aborted"), { once: true }),
    message: tells(text("WebSocket 'message'"), { reads: 'lasting' }),
    ping: tells(text("WebSocket 'ping'")),
    pong: tells(text("WebSocket 'pong'")),
    error: gone(text('emitErrorAndClose, receiverOnError: closed or closing')),
    close: gone(text("WebSocket 'close'")),
  },
  doc: text('class WebSocket'),
});

const server: ResourceKind = client({
  id: 'ws.WebSocketServer',
  family: 'server',
  noun: 'server',
  advice: 'close()',
  methods: {
    close: parts(text('WebSocketServer.close')),
    /** The socket is answered, refused or becomes the web socket's. */
    handleUpgrade: {
      ...borrows(text('WebSocketServer.handleUpgrade'), 'unlikely'),
      args: [{ index: 1, does: 'takes' }, { index: 3, does: 'calls', timing: 'later-once' }],
    },
    address: borrows(text('WebSocketServer.address'), 'unlikely'),
    shouldHandle: borrows(text('WebSocketServer.shouldHandle')),
    emit: { ...borrows(text('WebSocketServer.emit')), args: [{ index: 1, does: 'takes' }] },
  },
  events: {
    connection: tells(text("WebSocketServer 'connection'"), { lends: [{ index: 0, resource: 'ws.WebSocket' }, { index: 1, resource: 'http.IncomingMessage' }] }),
    listening: tells(text("WebSocketServer 'listening'")),
    headers: tells(text("WebSocketServer 'headers'")),
    wsClientError: tells(text("WebSocketServer 'wsClientError'"), { parameters: [{ index: 1, resource: 'net.Socket' }] }),
    error: gone(text('WebSocketServer: the http server that it made could not listen')),
    close: gone(text("WebSocketServer 'close'")),
  },
  doc: text('class WebSocketServer'),
});

/** A URL that is none, or a protocol nobody knows. */
const socketClass: ExportModel = classOf('ws.WebSocket', 'open', text('initAsClient throws a SyntaxError on an invalid URL'), { throws: 'likely' });
const serverClass: ExportModel = classOf('ws.WebSocketServer', 'open', text('WebSocketServer constructor listens when it is given a port'), {
  options: { server: 'attached', noServer: 'attached' },
});

const states = (path: string): Readonly<Record<string, ExportModel>> =>
  Object.fromEntries(['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].map((name, value) => [`${path}${name}`, { value }]));

export const ws: PackageModel = {
  name: 'ws',
  version: '8.23.0',
  modules: [
    {
      names: ['ws'],
      exports: {
        '': socketClass,
        ...states(''),
        WebSocket: socketClass,
        ...states('WebSocket.'),
        Server: serverClass,
        WebSocketServer: serverClass,
        createWebSocketStream: { call: { throws: 'unlikely', args: [{ index: 0, does: 'wraps' }], doc: text('createWebSocketStream: its end and its destruction close the web socket') } },
      },
    },
  ],
  kinds: [webSocket, server],
  note: 'A listener of `unexpected-response` keeps a refused handshake open: it has to call `terminate()`.',
};
