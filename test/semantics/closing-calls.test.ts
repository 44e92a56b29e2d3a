/** What the calls do that close, and those that only seem to. */
import { on, once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { finished, pipeline, Readable } from 'node:stream';
import * as streams from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { getsClosed, happens, keep, linux, listen, listening, pair, pause, identityOf, stateOf, staysOpen } from './loopback.ts';

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

describe('for await', () => {
  const leavings: readonly (readonly [string, (socket: net.Socket) => Promise<unknown>])[] = [
    ['break', async (socket) => { for await (const chunk of socket) if (chunk !== null) break; }],
    ['return', async (socket) => { for await (const chunk of socket) if (chunk !== null) return; }],
    ['throw', async (socket) => { for await (const chunk of socket) if (chunk !== null) throw new Error('in the loop'); }],
  ];
  it.each(leavings)('for await over a socket left by %s: destroyed', async (_name, leave) => {
    const { near, far } = await pair();
    const ports = identityOf(near);
    far.write('x');
    await leave(near).catch(() => undefined);
    await getsClosed(near, ports);
  });

  it('for await over readline left early: open', async () => {
    const { near, far } = await pair();
    far.write('one\ntwo\n');
    for await (const line of createInterface({ input: near })) if (line === 'one') break;
    await staysOpen(near);
  });

  it('for await over events.on(socket) left early: open', async () => {
    const { near, far } = await pair();
    far.write('x');
    for await (const arguments_ of on(near, 'data')) if (Array.isArray(arguments_)) break;
    await staysOpen(near);
  });
});

describe('pipes', () => {
  it('stream.pipeline(a, b) failing: both sockets destroyed', async () => {
    const [a, b] = [await pair(), await pair()];
    const ports = [identityOf(a.near), identityOf(b.near)] as const;
    const told = new Promise((resolve) => { pipeline(a.near, b.near, resolve); });
    a.far.resetAndDestroy();
    expect(await told).toBeInstanceOf(Error);
    await getsClosed(a.near, ports[0]);
    await getsClosed(b.near, ports[1]);
  });

  it('stream/promises pipeline(a, b) failing: both sockets destroyed', async () => {
    const [a, b] = [await pair(), await pair()];
    const ports = [identityOf(a.near), identityOf(b.near)] as const;
    const running = streams.pipeline(a.near, b.near);
    b.far.resetAndDestroy();
    await expect(running).rejects.toThrow();
    await getsClosed(a.near, ports[0]);
    await getsClosed(b.near, ports[1]);
  });

  it('pipeline(source, socket) that succeeds: closed once the peer ends too', async () => {
    const { near, far } = await pair();
    const ports = identityOf(near);
    near.resume();
    far.resume();
    far.once('end', () => far.end());
    await streams.pipeline(Readable.from(['x']), near);
    await getsClosed(near, ports);
  });

  it('pipeline(source, socket) that succeeds with a half-open peer: open in FIN_WAIT2', async () => {
    const { near } = await pair();
    near.resume();
    await new Promise((resolve) => { pipeline(Readable.from(['x']), near, resolve); near.once('finish', resolve); });
    await staysOpen(near);
    if (linux) expect(stateOf(identityOf(near))).toBe('FIN_WAIT2');
  });

  it("two pipelines in opposite directions, one side ends, the other's peer never ends: both destroyed", async () => {
    const [a, b] = [await pair(), await pair()];
    const ports = [identityOf(a.near), identityOf(b.near)] as const;
    pipeline(a.near, b.near, () => undefined);
    pipeline(b.near, a.near, () => undefined);
    a.far.resume();
    b.far.resume();
    a.far.end();
    await getsClosed(a.near, ports[0]);
    await getsClosed(b.near, ports[1]);
  });

  it('source.pipe(socket), an error on the source: the socket stays open', async () => {
    const { near } = await pair();
    const source = new Readable({ read: () => undefined });
    source.on('error', () => undefined);
    source.pipe(near);
    source.push('x');
    await pause(5);
    source.destroy(new Error('of the source'));
    await staysOpen(near);
  });

  it('a.pipe(b): when a ends, b is ended', async () => {
    const [a, b] = [await pair(), await pair()];
    a.near.pipe(b.near);
    b.far.resume();
    a.far.end();
    await once(b.far, 'end');
    expect(b.near.writableEnded).toBe(true);
  });

  const failures: readonly (readonly [string, (far: net.Socket) => unknown])[] = [
    ['is reset', (far) => far.resetAndDestroy()],
  ];
  it.each(failures)('a.pipe(b).pipe(a), one side %s: the other side stays open', async (_name, fail) => {
    const [a, b] = [await pair(), await pair()];
    a.near.pipe(b.near).pipe(a.near);
    const ports = identityOf(a.near);
    fail(a.far);
    await getsClosed(a.near, ports);
    await staysOpen(b.near);
  });

  it('a.pipe(b).pipe(a), one side has an error: the other side stays open', async () => {
    const [a, b] = [await pair(), await pair()];
    a.near.pipe(b.near).pipe(a.near);
    a.near.destroy(new Error('of our own'));
    await staysOpen(b.near);
  });

  it('a.pipe(b).pipe(a), one side never connects: the other side stays open', async () => {
    const gone = net.createServer();
    const port = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    const a = await pair();
    const b = keep(net.connect(port, '127.0.0.1'));
    a.near.pipe(b).pipe(a.near);
    await new Promise((resolve) => b.once('close', resolve));
    await staysOpen(a.near);
  });
});
