/** What the calls do that close, and those that only seem to. */
import { once } from 'node:events';
import net from 'node:net';
import { finished } from 'node:stream';
import * as streams from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { getsClosed, happens, identityOf, linux, listen, listening, pair, pause, stateOf, staysOpen } from './loopback.ts';

describe('closed', () => {
  const closers: readonly (readonly [string, (socket: net.Socket) => unknown])[] = [
    ['destroy', (socket) => socket.destroy()],
    ['resetAndDestroy', (socket) => socket.resetAndDestroy()],
    ['destroySoon', (socket) => { socket.destroySoon(); }],
  ];
  const closes = async (name: string): Promise<void> => {
    const { near } = await pair();
    const ports = identityOf(near);
    closers.find(([one]) => one === name)?.[1](near);
    await getsClosed(near, ports);
  };

  it('destroy() closes a socket', () => closes('destroy'));
  it('resetAndDestroy() closes a socket', () => closes('resetAndDestroy'));
  it('destroySoon() closes a socket', () => closes('destroySoon'));

  it("'close' comes once, after the descriptor is gone", async () => {
    const { near } = await pair();
    const ports = identityOf(near);
    let closes = 0;
    near.on('close', () => {
      closes += 1;
      if (linux) expect(stateOf(ports)).not.toBe('ESTABLISHED');
    });
    near.destroy();
    near.destroy();
    await getsClosed(near, ports);
    await pause(5);
    expect(closes).toBe(1);
    expect(near.closed).toBe(true);
  });

  it('destroy() gives only close', async () => {
    const { near } = await pair();
    const seen: string[] = [];
    for (const event of ['end', 'error', 'finish', 'close']) near.on(event, () => seen.push(event));
    near.destroy();
    await happens(() => seen.includes('close'));
    await pause(5);
    expect(seen).toEqual(['close']);
  });

  it("removeAllListeners() before destroy(): closed, but a 'close' listener never runs", async () => {
    const { near } = await pair();
    const ports = identityOf(near);
    let told = false;
    near.on('close', () => { told = true; });
    near.removeAllListeners();
    near.destroy();
    await getsClosed(near, ports);
    await pause(5);
    expect(told).toBe(false);
  });

  it('write() after destroy(): no throw, the callback gets the error', async () => {
    const { near } = await pair();
    let errors = 0;
    near.on('error', () => { errors += 1; });
    near.destroy();
    const error = await new Promise<Error | null | undefined>((resolve) => near.write('x', resolve));
    expect(error).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
    await pause(5);
    expect(errors).toBe(0);
  });

  it("write() after end(): 'error', and the socket is destroyed", async () => {
    const { near } = await pair();
    const ports = identityOf(near);
    const failed = new Promise<unknown>((resolve) => near.once('error', resolve));
    near.end();
    near.write('x');
    expect(await failed).toMatchObject({ code: 'ERR_STREAM_WRITE_AFTER_END' });
    await getsClosed(near, ports);
  });

  it('status: readyState closed, destroyed and closed tell of the end', async () => {
    const { near } = await pair();
    expect([near.readyState, near.destroyed, near.closed]).toEqual(['open', false, false]);
    near.destroy();
    expect([near.readyState, near.destroyed]).toEqual(['closed', true]);
    await happens(() => near.closed);
  });
});

describe('end()', () => {
  it('end(), peer ends too and inbound data is read: destroyed', async () => {
    const { near, far } = await pair();
    const ports = identityOf(near);
    near.resume();
    near.end();
    far.end('last words');
    await getsClosed(near, ports);
  });

  it('end(), peer never ends: open in FIN_WAIT2', async () => {
    const { near } = await pair();
    near.resume();
    near.end();
    await staysOpen(near);
    if (linux) expect(stateOf(identityOf(near))).toBe('FIN_WAIT2');
  });

  it('end(), unread data pending and nobody reads: open', async () => {
    const { near, far } = await pair();
    far.write('unread');
    await pause(10);
    near.end();
    far.end();
    await staysOpen(near);
  });

  it('end(), nobody reads, nothing pending at that moment, peer ends: destroyed', async () => {
    const { near, far } = await pair();
    const ports = identityOf(near);
    near.end('HTTP/1.1 404 Not Found\r\n\r\n');
    far.resume();
    await once(far, 'end');
    far.end();
    await getsClosed(near, ports);
  });
});

describe('still open', () => {
  const leaves = async (action: (socket: net.Socket) => unknown): Promise<void> => {
    const { near } = await pair();
    action(near);
    await staysOpen(near);
  };

  it('unref() leaves a socket open', () => leaves((socket) => socket.unref()));
  it('pause() leaves a socket open', () => leaves((socket) => socket.pause()));
  it('removeAllListeners() leaves a socket open', () => leaves((socket) => socket.removeAllListeners()));
  it('stream.finished() leaves a socket open', () => leaves((socket) => finished(socket, () => undefined)));

  it('await finished(socket) rejecting: destroyed', async () => {
    const { near, far } = await pair();
    const ports = identityOf(near);
    const waiting = streams.finished(near);
    near.resume();
    far.resetAndDestroy();
    await expect(waiting).rejects.toThrow();
    await getsClosed(near, ports);
  });

  it('await finished(socket, { signal }) rejecting because of the signal: open', async () => {
    const { near } = await pair();
    const controller = new AbortController();
    const waiting = streams.finished(near, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await staysOpen(near);
  });
});

describe('servers', () => {
  it.skipIf(!linux)('server.close() with connections open: not listening, the callback waits', async () => {
    const { server, port, near } = await pair();
    let told = false;
    server.close(() => { told = true; });
    expect(server.listening).toBe(false);
    await happens(() => !listening(port));
    await staysOpen(near);
    expect(told).toBe(false);
    near.destroy();
    await happens(() => told);
  });

  it('server.address() right after server.close(): null', async () => {
    const server = net.createServer();
    await listen(server);
    server.close();
    expect(server.address()).toBeNull();
  });

  it.skipIf(!linux)('unref() leaves a server listening', async () => {
    const server = net.createServer();
    const port = await listen(server);
    server.unref();
    await pause(5);
    expect(listening(port)).toBe(true);
  });
});
