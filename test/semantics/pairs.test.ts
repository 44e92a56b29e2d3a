/** What the end of one of two joined connections does to the other. */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { finished } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { getsClosed, happens, identityOf, keep, linux, listen, pair, pause, serve, stateOf, staysOpen } from './loopback.ts';

describe('a.pipe(b), one way', () => {
  it('a is reset: b stays open', async () => {
    const [a, b] = [await pair(), await pair()];
    a.near.pipe(b.near);
    b.near.resume();
    a.far.resetAndDestroy();
    await happens(() => a.near.destroyed);
    await staysOpen(b.near);
  });

  it('a is destroyed by its own side: b stays open', async () => {
    const [a, b] = [await pair(), await pair()];
    a.near.pipe(b.near);
    a.near.destroy();
    await staysOpen(b.near);
  });

  it('b is reset: a stays open and is not read any more', async () => {
    const [a, b] = [await pair(), await pair()];
    a.near.pipe(b.near);
    b.far.resetAndDestroy();
    await happens(() => b.near.destroyed);
    expect(a.near.isPaused()).toBe(true);
    a.far.end('nobody reads this');
    await staysOpen(a.near);
    if (linux) await happens(() => stateOf(identityOf(a.near)) === 'CLOSE_WAIT');
  });
});

describe('data forwarded by listeners', () => {
  it('one side ends: the other stays open', async () => {
    const [a, b] = [await pair(), await pair()];
    a.near.on('data', (chunk) => b.near.write(chunk));
    b.near.on('data', (chunk) => a.near.write(chunk));
    const ports = identityOf(a.near);
    a.far.end();
    await getsClosed(a.near, ports);
    await staysOpen(b.near);
  });
});

describe('what closes both', () => {
  it("a 'close' listener on each side", async () => {
    const [a, b] = [await pair(), await pair()];
    a.near.pipe(b.near).pipe(a.near);
    a.near.on('close', () => b.near.destroy());
    b.near.on('close', () => a.near.destroy());
    const ports = identityOf(b.near);
    a.far.resetAndDestroy();
    await getsClosed(b.near, ports);
  });

  it('finished() is called when its stream is reset', async () => {
    const [a, b] = [await pair(), await pair()];
    a.near.pipe(b.near).pipe(a.near);
    finished(a.near, () => b.near.destroy());
    const ports = identityOf(b.near);
    a.far.resetAndDestroy();
    await getsClosed(b.near, ports);
  });
});

describe('http', () => {
  it("a request that its client aborts: 'error' with no listener is dropped, and what it is piped into stays open", async () => {
    const target = await pair();
    const asked = new Promise<http.IncomingMessage>((resolve) => {
      const server = http.createServer((request) => {
        request.pipe(target.near);
        resolve(request);
      });
      void serve(server).then((port) => {
        const client = keep(net.connect(port, '127.0.0.1'));
        client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfour', () => setTimeout(() => client.resetAndDestroy(), 20));
      });
    });
    const request = await asked;
    await happens(() => request.destroyed);
    expect(request.listenerCount('error')).toBe(0);
    await staysOpen(target.near);
  });

  it('a request that something is piped into, and the source fails: it stays open', async () => {
    const source = await pair();
    const port = await listen(net.createServer({ allowHalfOpen: true }, (socket) => keep(socket).resume()));
    const request = keep(http.request({ port, host: '127.0.0.1', method: 'POST' }));
    const [socket] = (await once(request, 'socket')) as [net.Socket];
    source.near.pipe(request);
    source.far.write('x');
    await happens(() => !socket.connecting);
    source.far.resetAndDestroy();
    await happens(() => source.near.destroyed);
    await pause(20);
    expect(request.destroyed).toBe(false);
    await staysOpen(socket);
  });
});

describe('sockets that nobody reads', () => {
  it("pauseOnConnect with an 'end' listener and nobody who reads: the end is not told", async () => {
    const { near, far } = await pair({ pauseOnConnect: true });
    let told = false;
    near.on('end', () => {
      told = true;
      near.destroy();
    });
    far.end('x');
    await staysOpen(near);
    expect(told).toBe(false);
  });

  it("an 'end' listener and data that nobody reads: the end is not told", async () => {
    const { near, far } = await pair();
    near.on('end', () => near.destroy());
    far.end('x');
    await staysOpen(near);
    if (linux) expect(stateOf(identityOf(near))).toBe('CLOSE_WAIT');
  });

  it("allowHalfOpen with an 'end' listener that ends the own side: closed", async () => {
    const { near, far } = await pair({ allowHalfOpen: true });
    const ports = identityOf(near);
    near.on('end', () => near.end());
    near.resume();
    far.resume();
    far.end('x');
    await getsClosed(near, ports);
  });
});
