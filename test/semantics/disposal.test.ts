/** What `await using` and `using` discharge. Called by their symbols, which is what the syntax does. */
import dgram from 'node:dgram';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { getsClosed, happens, linux, listen, listening, pair, pause, identityOf, socketsHeld } from './loopback.ts';

describe('await using', () => {
  it('await using closes a net.Socket', async () => {
    const { near } = await pair();
    const ports = identityOf(near);
    await near[Symbol.asyncDispose]();
    await getsClosed(near, ports);
  });

  it.skipIf(!linux)('await using closes a net.Server', async () => {
    for (const server of [net.createServer(), http.createServer()]) {
      const port = await listen(server);
      await server[Symbol.asyncDispose]();
      expect(listening(port)).toBe(false);
    }
  });

  it('await using of a net.Server waits for every connection', async () => {
    const { server, near } = await pair();
    let done = false;
    const disposed = server[Symbol.asyncDispose]().then(() => { done = true; });
    await pause(30);
    expect(done).toBe(false);
    near.destroy();
    await disposed;
  });

  it.skipIf(!linux)('await using closes a dgram.Socket', async () => {
    const before = socketsHeld();
    const socket = dgram.createSocket('udp4');
    await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
    expect(socketsHeld()).toBe(before + 1);
    await socket[Symbol.asyncDispose]();
    await happens(() => socketsHeld() === before);
  });
});

describe('using', () => {
  const prototypes: Readonly<Record<string, object>> = {
    'net.Socket': net.Socket.prototype,
    'net.Server': net.Server.prototype,
    'http.Server': http.Server.prototype,
    'dgram.Socket': dgram.Socket.prototype,
  };

  it.each(Object.entries(prototypes))('%s has Symbol.asyncDispose and no Symbol.dispose', (_name, prototype) => {
    expect(Symbol.asyncDispose in prototype).toBe(true);
    expect(Symbol.dispose in prototype).toBe(false);
  });

  it('a client request and an http2 session have neither', async () => {
    expect(Symbol.asyncDispose in http.ClientRequest.prototype).toBe(false);
    const server = http2.createServer();
    const port = await listen(server);
    const session = http2.connect(`http://127.0.0.1:${String(port)}`);
    expect(Symbol.asyncDispose in session).toBe(false);
    expect(Symbol.dispose in session).toBe(false);
    session.destroy();
  });
});
