/** Connections of an http server: whose they are at which moment. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { cert, key } from './certificate.ts';
import { acceptedBy, getsClosed, happens, identityOf, keep, linux, serve, stateOf, staysOpen } from './loopback.ts';

const upgrade = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
const tunnel = 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n';

/** A raw client that has sent that text; its own side stays open until it is told to end. */
async function speak(port: number, text: string): Promise<net.Socket> {
  const client = keep(net.connect({ port, host: '127.0.0.1', allowHalfOpen: true }));
  await new Promise((resolve) => client.once('connect', resolve));
  client.write(text);
  return client;
}

type Taking = 'upgrade' | 'connect';

/** The socket a server hands to its 'upgrade' or 'connect' listener, and the client at the other end. */
async function taken(event: Taking, server: http.Server = http.createServer()): Promise<readonly [net.Socket, net.Socket]> {
  const port = await serve(server);
  const handed = new Promise<net.Socket>((resolve) => server.once(event, (_request, socket: net.Socket) => { resolve(socket); }));
  const client = await speak(port, event === 'upgrade' ? upgrade : tunnel);
  return [keep(await handed), client];
}

describe('sockets that a server gives away', () => {
  const owns = async (event: Taking): Promise<void> => {
    const [socket] = await taken(event);
    await staysOpen(socket);
    const identity = identityOf(socket);
    socket.destroy();
    await getsClosed(socket, identity);
  };
  it("an http 'upgrade' listener owns its socket", () => owns('upgrade'));
  it("an http 'connect' listener owns its socket", () => owns('connect'));

  it("http 'connect' with no listener: Node destroys the socket", async () => {
    const port = await serve(http.createServer());
    const client = await speak(port, tunnel);
    client.resume();
    await new Promise((resolve) => client.once('end', resolve));
    if (linux) await happens(() => acceptedBy(port) === 0);
  });

  it("http 'upgrade' with no listener: a request like any other", async () => {
    const served: string[] = [];
    const port = await serve(http.createServer((request, response) => {
      served.push(request.headers.upgrade ?? '');
      response.writeHead(400, { connection: 'close' });
      response.end();
    }));
    const client = await speak(port, upgrade);
    client.resume();
    await new Promise((resolve) => client.once('end', resolve));
    client.end();
    expect(served).toEqual(['x']);
    if (linux) await happens(() => acceptedBy(port) === 0);
  });

  const halfOpen = async (event: Taking): Promise<void> => {
    const [socket, client] = await taken(event);
    expect(socket.allowHalfOpen).toBe(true);
    socket.resume();
    client.end();
    await new Promise((resolve) => socket.once('end', resolve));
    await staysOpen(socket);
    if (linux) expect(stateOf(identityOf(socket))).toBe('CLOSE_WAIT');
  };
  it("plain http.Server 'upgrade' socket, peer FIN while it is read: open in CLOSE_WAIT", () => halfOpen('upgrade'));
  it("plain http.Server 'connect' socket, peer FIN while it is read: open in CLOSE_WAIT", () => halfOpen('connect'));

  it("peer FIN on an 'upgrade' socket whose listener returned early: open in CLOSE_WAIT", async () => {
    const [socket, client] = await taken('upgrade');
    client.end();
    await staysOpen(socket);
    if (linux) expect(stateOf(identityOf(socket))).toBe('CLOSE_WAIT');
  });

  it("https.Server 'upgrade' socket, peer FIN while it is read: destroyed", async () => {
    const server = https.createServer({ key, cert });
    const port = await serve(server);
    const handed = new Promise<net.Socket>((resolve) => server.once('upgrade', (_request, socket: net.Socket) => { resolve(socket); }));
    const client = https.request({ port, host: '127.0.0.1', rejectUnauthorized: false, headers: { connection: 'Upgrade', upgrade: 'x' } });
    keep(client).end();
    const socket = keep(await handed);
    expect(socket.allowHalfOpen).toBe(false);
    const identity = identityOf(socket);
    socket.resume();
    client.destroy();
    await getsClosed(socket, identity);
  });

  it("a 'clientError' listener owns its socket", async () => {
    const server = http.createServer();
    const port = await serve(server);
    const handed = new Promise<net.Socket>((resolve) => server.once('clientError', (_error, socket) => { resolve(socket as net.Socket); }));
    const client = await speak(port, 'this is no request\r\n\r\n');
    const socket = keep(await handed);
    await staysOpen(socket);
    expect(client.destroyed).toBe(false);
  });

  it("server.setTimeout() of http with no 'timeout' listener: the socket is destroyed", async () => {
    const server = http.createServer(() => undefined);
    server.setTimeout(20);
    const port = await serve(server);
    const client = await speak(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    client.resume();
    await new Promise((resolve) => client.once('end', resolve));
    client.end();
    if (linux) await happens(() => acceptedBy(port) === 0);
  });

  it('peer FIN during a request whose response never ends: destroyed', async () => {
    let socket: net.Socket | undefined;
    const port = await serve(http.createServer((request, response) => {
      ({ socket } = request);
      response.write('and then');
    }));
    const client = await speak(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await happens(() => socket !== undefined);
    if (socket === undefined) return;
    await staysOpen(socket);
    const identity = identityOf(socket);
    client.end();
    await getsClosed(socket, identity);
  });
});
