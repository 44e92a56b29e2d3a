/** Connections behind `node:http`: whose they are at which moment. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { cert, key } from './certificate.ts';
import { acceptedBy, atTheEnd, clientsOf, getsClosed, happens, identityOf, keep, linux, listen, pair, pause, stateOf, staysOpen } from './loopback.ts';

const upgrade = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
const tunnel = 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n';

async function serve(server: http.Server): Promise<number> {
  const port = await listen(server);
  atTheEnd(() => { server.closeAllConnections(); });
  return port;
}

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

  const unheard = async (text: string): Promise<void> => {
    const port = await serve(http.createServer((_request, response) => { response.writeHead(400, { connection: 'close' }); response.end(); }));
    const client = await speak(port, text);
    client.resume();
    await new Promise((resolve) => client.once('end', resolve));
    client.end();
    if (linux) await happens(() => acceptedBy(port) === 0);
  };
  it("http 'connect' with no listener: Node destroys the socket", () => unheard(tunnel));
  it("http 'upgrade' with no listener: Node does not keep the socket", () => unheard(upgrade));

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

describe.skipIf(!linux)('client requests', () => {
  const body = async (size: number): Promise<number> => serve(http.createServer((_request, response) => response.end('x'.repeat(size))));
  const agent = (options: http.AgentOptions = {}): http.Agent => {
    const one = new http.Agent(options);
    atTheEnd(() => { one.destroy(); });
    return one;
  };
  const get = (port: number, more: http.RequestOptions = {}): http.ClientRequest => keep(http.get({ port, host: '127.0.0.1', agent: agent(), ...more }));
  const answered = (request: http.ClientRequest): Promise<http.IncomingMessage> => new Promise((resolve) => request.once('response', resolve));
  const heldAfterAWhile = async (port: number): Promise<number> => {
    await pause(60);
    return clientsOf(port);
  };

  it.each([['small', 10], ['large', 1_000_000]])('http.get() whose response listener never reads a %s body: open', async (_name, size) => {
    const port = await body(size);
    await answered(get(port, { agent: agent({ keepAlive: true }) }));
    expect(await heldAfterAWhile(port)).toBe(1);
  });

  it('http.get() without keep-alive whose response listener never reads a large body: open', async () => {
    const port = await body(1_000_000);
    await answered(get(port));
    expect(await heldAfterAWhile(port)).toBe(1);
  });

  it('http.get() without keep-alive whose response listener never reads a small body: closed with the side of the server', async () => {
    const port = await body(10);
    await answered(get(port));
    await happens(() => clientsOf(port) === 0);
  });

  it('http.get() whose response is read: freed', async () => {
    for (const read of [
      (response: http.IncomingMessage) => response.resume(),
      (response: http.IncomingMessage) => response.on('data', () => undefined),
      (response: http.IncomingMessage) => response.destroy(),
    ]) {
      const port = await body(100_000);
      read(await answered(get(port)));
      await happens(() => clientsOf(port) === 0);
    }
  });

  it("http.get() with no 'response' listener at all: freed", async () => {
    const port = await body(100_000);
    get(port);
    await pause(20);
    await happens(() => clientsOf(port) === 0);
  });

  it('http.request() that is never ended or destroyed: open', async () => {
    const port = await body(1);
    keep(http.request({ port, host: '127.0.0.1', agent: agent() }));
    expect(await heldAfterAWhile(port)).toBe(1);
  });

  it('http.request() with write() but no end(): open', async () => {
    const port = await serve(http.createServer(() => undefined));
    const request = keep(http.request({ port, host: '127.0.0.1', method: 'POST', agent: agent() }));
    request.write('x');
    expect(await heldAfterAWhile(port)).toBe(1);
  });

  it("'error' on http.request(): its socket is gone", async () => {
    const server = net.createServer((socket) => { keep(socket).resetAndDestroy(); });
    const port = await listen(server);
    const request = http.get({ port, host: '127.0.0.1', agent: agent() });
    await new Promise((resolve) => request.once('error', resolve));
    await happens(() => clientsOf(port) === 0);
    await happens(() => request.destroyed);
  });

  it("'timeout' option of http.request(): open, it only tells", async () => {
    const port = await serve(http.createServer(() => undefined));
    const request = get(port, { timeout: 20 });
    await new Promise((resolve) => request.once('timeout', resolve));
    expect(request.destroyed).toBe(false);
    expect(await heldAfterAWhile(port)).toBe(1);
  });

  it('http.request({ signal }) is destroyed when the signal is aborted', async () => {
    const port = await serve(http.createServer(() => undefined));
    const controller = new AbortController();
    get(port, { signal: controller.signal });
    await happens(() => clientsOf(port) === 1);
    controller.abort();
    await happens(() => clientsOf(port) === 0);
  });

  const clientOwns = async (event: Taking): Promise<void> => {
    const answer = event === 'upgrade' ? 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n' : 'HTTP/1.1 200 OK\r\n\r\n';
    const port = await listen(net.createServer({ allowHalfOpen: true }, (socket) => keep(socket).once('data', () => socket.write(answer))));
    const options = event === 'upgrade' ? { headers: { connection: 'Upgrade', upgrade: 'x' } } : { method: 'CONNECT', path: 'a:1' };
    const request = keep(http.request({ port, host: '127.0.0.1', agent: agent(), ...options }));
    const handed = new Promise<net.Socket>((resolve) => request.once(event, (_response, socket) => { resolve(socket); }));
    request.end();
    const socket = await handed;
    expect(socket.allowHalfOpen).toBe(false);
    await staysOpen(keep(socket));
  };
  it("a client 'upgrade' listener owns its socket", () => clientOwns('upgrade'));
  it("a client 'connect' listener owns its socket", () => clientOwns('connect'));

  it('an idle connection of http.globalAgent stays pooled after its response was read', async () => {
    const port = await body(1);
    const request = http.get({ port, host: '127.0.0.1' });
    const response = await answered(request);
    const { socket } = response;
    atTheEnd(() => socket.destroy());
    response.resume();
    await new Promise((resolve) => response.once('close', resolve));
    expect(await heldAfterAWhile(port)).toBe(1);
    expect(Object.keys(http.globalAgent.freeSockets).some((name) => name.includes(String(port)))).toBe(true);
  });

  it('new http.Agent({ keepAlive: true }) never destroyed: its idle sockets stay open', async () => {
    const port = await body(1);
    const own = agent({ keepAlive: true });
    (await answered(get(port, { agent: own }))).resume();
    expect(await heldAfterAWhile(port)).toBe(1);
    own.destroy();
    await happens(() => clientsOf(port) === 0);
  });
});

describe.skipIf(!linux)('fetch', () => {
  const abort = (): AbortSignal => {
    const controller = new AbortController();
    atTheEnd(() => { controller.abort(); });
    return controller.signal;
  };

  it('fetch() whose large body is neither read nor cancelled: open, and never free', async () => {
    const port = await serve(http.createServer((_request, response) => response.end('x'.repeat(2_000_000))));
    const response = await fetch(`http://127.0.0.1:${String(port)}`, { signal: abort() });
    await pause(60);
    expect(response.bodyUsed).toBe(false);
    expect(acceptedBy(port)).toBe(1);
    const second = await fetch(`http://127.0.0.1:${String(port)}`, { signal: abort() });
    expect(second.ok).toBe(true);
    expect(acceptedBy(port)).toBe(2);
  });

  it('fetch() whose small body is not read: the connection is free again', async () => {
    const port = await serve(http.createServer((_request, response) => response.end('x')));
    await fetch(`http://127.0.0.1:${String(port)}`);
    await pause(30);
    await fetch(`http://127.0.0.1:${String(port)}`);
    expect(acceptedBy(port)).toBe(1);
  });
});

describe.skipIf(typeof WebSocket === 'undefined')('WebSocket', () => {
  it("'error' on a global WebSocket: closed", async () => {
    const { server, port } = await pair();
    server.once('connection', (socket) => keep(socket).end('HTTP/1.1 404 Not Found\r\n\r\n'));
    const socket = new WebSocket(`ws://127.0.0.1:${String(port)}`);
    await new Promise((resolve) => { socket.addEventListener('error', resolve); });
    await happens(() => socket.readyState === WebSocket.CLOSED);
  });

  it('new WebSocket() throws on what is no address', () => {
    expect(() => new WebSocket('not an address')).toThrow();
  });
});
