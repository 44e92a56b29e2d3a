/** When the connection of a fetched response is used again. Counted at the server: whoever asks twice over one connection has given it back. */
import http from 'node:http';
import { describe, expect, it } from 'vitest';
import { atTheEnd, pause, serve } from './loopback.ts';

describe('fetched responses', () => {
  const kilobyte = 1024;

  /** How many connections two requests need, when that is done with the first response. */
  async function connections(answer: http.RequestListener, use: (response: Response) => unknown, method = 'GET'): Promise<number> {
    const server = http.createServer(answer);
    const seen = new Set<unknown>();
    server.on('connection', (socket) => seen.add(socket));
    const url = `http://127.0.0.1:${String(await serve(server))}`;
    const controller = new AbortController();
    atTheEnd(() => { controller.abort(); });
    const first = await fetch(url, { method, signal: controller.signal });
    await use(first);
    await pause(60);
    const second = await fetch(url, { method: 'POST', signal: controller.signal });
    await second.body?.cancel();
    // Up to here the first response is at hand: collecting it would cancel it.
    expect(first.type).toBe('basic');
    return seen.size;
  }

  const long: http.RequestListener = (_request, response) => response.end('x'.repeat(200 * kilobyte));
  const ofSize = (size: number): http.RequestListener => (_request, response) => response.end('x'.repeat(size));
  const nothing = (): void => undefined;

  it('fetch() whose short body is not read: its connection is used again', async () => {
    expect(await connections(ofSize(10 * kilobyte), nothing)).toBe(1);
  });

  it('fetch() whose body of some 16 KiB and more is not read: its connection is not used again', async () => {
    expect(await connections(ofSize(40 * kilobyte), nothing)).toBe(2);
  });

  it.each<[string, (response: Response) => unknown]>([
    ['read', (response) => response.arrayBuffer()],
    ['iterated', async (response) => { for await (const chunk of response.body ?? []) if (chunk === null) break; }],
  ])('fetch() whose long body is %s: its connection is used again', async (_name, use) => {
    expect(await connections(long, use)).toBe(1);
  });

  it.each([['HEAD', 200], ['GET', 204], ['GET', 205], ['GET', 304]])('fetch() gives no body for %s and the status %i', async (method, status) => {
    const port = await serve(http.createServer((_request, response) => response.writeHead(status).end()));
    const response = await fetch(`http://127.0.0.1:${String(port)}`, { method });
    expect(response.body).toBeNull();
  });

  it('fetch() whose long body is cancelled: its connection is closed', async () => {
    const server = http.createServer(long);
    const port = await serve(server);
    const closed = new Promise<void>((resolve) => server.once('connection', (socket) => socket.once('close', () => { resolve(); })));
    const response = await fetch(`http://127.0.0.1:${String(port)}`);
    await response.body?.cancel();
    await closed;
  });

  it('fetch({ signal }) closes the connection of an unread body when the signal is aborted', async () => {
    const server = http.createServer(long);
    const port = await serve(server);
    const closed = new Promise<void>((resolve) => server.once('connection', (socket) => socket.once('close', () => { resolve(); })));
    const response = await fetch(`http://127.0.0.1:${String(port)}`, { signal: AbortSignal.timeout(30) });
    await closed;
    expect(response.bodyUsed).toBe(false);
  });
});
