/** What becomes of sockets that are read in a loop, piped or joined in a pipeline. */
import { on, once } from 'node:events';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { pipeline, Readable } from 'node:stream';
import * as streams from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { getsClosed, identityOf, keep, linux, listen, pair, pause, stateOf, staysOpen } from './loopback.ts';

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

  it('pipeline(source, socket) that succeeds with unread input: open', async () => {
    const { near, far } = await pair();
    far.end('nobody reads this');
    await pause(10);
    await new Promise((resolve) => { pipeline(Readable.from(['x']), near, resolve); near.once('finish', resolve); });
    await staysOpen(near);
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
