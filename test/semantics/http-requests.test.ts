/** Connections behind client requests, their responses and their agents. */
import http from 'node:http';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { atTheEnd, clientsOf, happens, keep, linux, listen, pause, serve, staysOpen } from './loopback.ts';

type Taking = 'upgrade' | 'connect';

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

  /** A request whose answer takes the connection away from HTTP. */
  async function leaving(event: Taking): Promise<readonly [http.ClientRequest, number]> {
    const answer = event === 'upgrade' ? 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n' : 'HTTP/1.1 200 OK\r\n\r\n';
    const port = await listen(net.createServer({ allowHalfOpen: true }, (socket) => keep(socket).once('data', () => socket.write(answer))));
    const options = event === 'upgrade' ? { headers: { connection: 'Upgrade', upgrade: 'x' } } : { method: 'CONNECT', path: 'a:1' };
    return [keep(http.request({ port, host: '127.0.0.1', agent: agent(), ...options })), port];
  }

  const clientOwns = async (event: Taking): Promise<void> => {
    const [request] = await leaving(event);
    const handed = new Promise<net.Socket>((resolve) => request.once(event, (_response, socket: net.Socket) => { resolve(socket); }));
    request.end();
    const socket = await handed;
    expect(socket.allowHalfOpen).toBe(false);
    await staysOpen(keep(socket));
  };
  it("a client 'upgrade' listener owns its socket", () => clientOwns('upgrade'));
  it("a client 'connect' listener owns its socket", () => clientOwns('connect'));

  it.each(['upgrade', 'connect'] as const)("a client '%s' with no listener: Node destroys the socket", async (event) => {
    const [request, port] = await leaving(event);
    const connected = new Promise((resolve) => request.once('socket', (socket) => socket.once('connect', resolve)));
    request.end();
    await connected;
    await happens(() => clientsOf(port) === 0);
  });

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
