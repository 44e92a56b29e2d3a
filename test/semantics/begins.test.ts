/** When a descriptor begins to be held. */
import dgram from 'node:dgram';
import { on, once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { getsClosed, happens, keep, linux, listen, pair, pause, identityOf, socketsHeld, staysOpen } from './loopback.ts';

/** How many sockets more are held after than before. */
async function gained(action: () => unknown): Promise<number> {
  const before = socketsHeld();
  await action();
  return socketsHeld() - before;
}

describe('nothing is held', () => {
  it.skipIf(!linux)('new net.Socket() holds nothing before connect()', async () => {
    const { port } = await pair();
    const socket = keep(new net.Socket());
    expect(await gained(() => keep(new net.Socket()))).toBe(0);
    expect(await gained(() => new Promise<void>((resolve) => void socket.connect(port, '127.0.0.1', resolve)))).toBeGreaterThanOrEqual(1);
    await staysOpen(socket);
  });

  it.skipIf(!linux)('createServer() holds nothing before listen()', async () => {
    expect(await gained(() => [net.createServer(), http.createServer(), http.createServer(() => undefined)])).toBe(0);
    for (const server of [net.createServer(), http.createServer()]) {
      expect(await gained(() => listen(server))).toBe(1);
      expect(server.listening).toBe(true);
    }
  });

  it.skipIf(!linux)('listen() that fails with EADDRINUSE holds nothing', async () => {
    const port = await listen(net.createServer());
    const second = net.createServer();
    const failed = new Promise<NodeJS.ErrnoException>((resolve) => second.once('error', resolve));
    expect(await gained(async () => {
      second.listen(port, '127.0.0.1');
      expect((await failed).code).toBe('EADDRINUSE');
    })).toBe(0);
    expect(second.listening).toBe(false);
  });

  it.skipIf(!linux)('dgram.createSocket() holds nothing before bind(), send() or connect()', async () => {
    const make = (): dgram.Socket => {
      const socket = dgram.createSocket('udp4');
      socket.on('error', () => undefined);
      return socket;
    };
    expect(await gained(() => make())).toBe(0);
    const [bound, sent, connected] = [make(), make(), make()];
    expect(await gained(() => new Promise<void>((resolve) => void bound.bind(0, '127.0.0.1', resolve)))).toBe(1);
    const { port } = bound.address();
    expect(await gained(() => new Promise((resolve) => { sent.send('x', port, '127.0.0.1', resolve); }))).toBe(1);
    expect(await gained(() => new Promise<void>((resolve) => { connected.connect(port, '127.0.0.1', resolve); }))).toBe(1);
    for (const socket of [bound, sent, connected]) socket.close();
  });

  it('net.connect() that is refused is destroyed by itself: error, then close', async () => {
    const closed = net.createServer();
    const port = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    const socket = net.connect(port, '127.0.0.1');
    const seen: string[] = [];
    for (const event of ['error', 'end', 'close']) socket.on(event, () => seen.push(event));
    await happens(() => seen.includes('close'));
    expect(seen).toEqual(['error', 'close']);
    expect(socket.destroyed).toBe(true);
  });
});

describe('something is held', () => {
  it.skipIf(!linux)('net.connect() holds a descriptor at once', async () => {
    const port = await listen(net.createServer((socket) => void keep(socket)));
    let connecting: net.Socket | undefined;
    expect(await gained(async () => {
      connecting = keep(net.connect(port, '127.0.0.1'));
      await new Promise<void>((resolve) => { process.nextTick(resolve); });
    })).toBe(1);
    expect(connecting?.connecting).toBe(true);
  });

  it("connect() after 'close': a new obligation on the same object", async () => {
    const { port, far } = await pair();
    const ports = identityOf(far);
    far.destroy();
    await getsClosed(far, ports);
    await happens(() => far.closed);
    far.connect(port, '127.0.0.1');
    await new Promise((resolve) => far.once('connect', resolve));
    await staysOpen(far);
  });

  it("a 'connection' listener owns its socket", async () => {
    const { near } = await pair();
    await staysOpen(near);
    const ports = identityOf(near);
    near.destroy();
    await getsClosed(near, ports);
  });

  it("await once(server, 'connection') and for await over events.on(server, 'connection') hand over sockets that stay open", async () => {
    const server = net.createServer();
    const port = await listen(server);
    const first = once(server, 'connection') as Promise<[net.Socket]>;
    keep(net.connect(port, '127.0.0.1'));
    const [met] = await first;
    keep(met);
    await staysOpen(met);
    const rounds = on(server, 'connection');
    keep(net.connect(port, '127.0.0.1'));
    for await (const [socket] of rounds as AsyncIterable<[net.Socket]>) {
      keep(socket);
      await staysOpen(socket);
      break;
    }
    const ports = identityOf(met);
    met.destroy();
    await getsClosed(met, ports);
  });

  it('new net.Socket({ signal }) and net.connect({ signal }) are destroyed when the signal is aborted', async () => {
    const port = await listen(net.createServer((socket) => void keep(socket)));
    const controller = new AbortController();
    const made = keep(new net.Socket({ signal: controller.signal }));
    made.connect(port, '127.0.0.1');
    const connected = keep(net.connect({ port, host: '127.0.0.1', signal: controller.signal }));
    await Promise.all([made, connected].map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const ports = [identityOf(made), identityOf(connected)] as const;
    await staysOpen(made);
    controller.abort();
    await getsClosed(made, ports[0]);
    await getsClosed(connected, ports[1]);
  });

  it.skipIf(!linux)('server.listen({ signal }) stops listening when the signal is aborted', async () => {
    const controller = new AbortController();
    const server = net.createServer();
    server.listen({ port: 0, host: '127.0.0.1', signal: controller.signal });
    await new Promise((resolve) => server.once('listening', resolve));
    await pause(5);
    expect(server.listening).toBe(true);
    controller.abort();
    await happens(() => !server.listening);
  });

  it('dgram.createSocket({ signal }) is closed when the signal is aborted', async () => {
    const controller = new AbortController();
    const socket = dgram.createSocket({ type: 'udp4', signal: controller.signal });
    await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
    const closed = new Promise<void>((resolve) => socket.once('close', resolve));
    controller.abort();
    await closed;
  });
});
