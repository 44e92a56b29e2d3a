/** The clients that the platform brings along: `fetch` and `WebSocket`. */
import http from 'node:http';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { acceptedBy, atTheEnd, clientsOf, happens, keep, linux, listen, pause, serve } from './loopback.ts';

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

describe.skipIf(typeof WebSocket === 'undefined' || !linux)('WebSocket', () => {
  /** A connection that the server answers with a refusal; what the WebSocket tells of it. */
  async function refused(): Promise<readonly [WebSocket, number, readonly string[]]> {
    const port = await listen(net.createServer((socket) => keep(socket).once('data', () => socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'))));
    const socket = new WebSocket(`ws://127.0.0.1:${String(port)}`);
    const seen: string[] = [];
    for (const event of ['open', 'error', 'close']) socket.addEventListener(event, () => seen.push(event));
    await happens(() => seen.includes('error'));
    return [socket, port, seen];
  }

  it("'error' on a global WebSocket: closed", async () => {
    const [, port] = await refused();
    await happens(() => clientsOf(port) === 0);
  });

  it("a refused global WebSocket tells of its 'close' from Node 24 on only", async () => {
    const [socket, , seen] = await refused();
    await pause(30);
    const tells = Number(process.versions.node.split('.')[0]) >= 24;
    expect(seen).toEqual(tells ? ['error', 'close'] : ['error']);
    expect(socket.readyState).toBe(tells ? WebSocket.CLOSED : WebSocket.CONNECTING);
  });

  it('new WebSocket() throws on what is no address', () => {
    expect(() => new WebSocket('not an address')).toThrow();
  });
});
