/** Which events tell of the end: what is tied to another one is lost, or comes twice. */
import dgram from 'node:dgram';
import type net from 'node:net';
import { describe, expect, it } from 'vitest';
import { atTheEnd, happens, linux, pair, pause, socketsHeld } from './loopback.ts';

async function bound(): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  socket.on('error', () => undefined);
  let open = true;
  socket.once('close', () => { open = false; });
  atTheEnd(() => { if (open) socket.close(); });
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
  return socket;
}

describe('net', () => {
  const record = (socket: net.Socket): string[] => {
    const seen: string[] = [];
    for (const event of ['error', 'end', 'close']) socket.on(event, () => seen.push(event));
    return seen;
  };

  it("a connection that is reset: 'error' then 'close', no 'end'", async () => {
    const { near, far } = await pair();
    const seen = record(near);
    near.resume();
    far.resetAndDestroy();
    await happens(() => seen.includes('close'));
    await pause(5);
    expect(seen).toEqual(['error', 'close']);
  });

  it("a connection that ends well: 'end' then 'close', no 'error'", async () => {
    const { near, far } = await pair();
    const seen = record(near);
    near.resume();
    far.end();
    await happens(() => seen.includes('close'));
    await pause(5);
    expect(seen).toEqual(['end', 'close']);
  });
});

describe('dgram', () => {
  it.skipIf(!linux)('dgram socket after send(), no answer: no event, open', async () => {
    const silent = await bound();
    const socket = await bound();
    const seen: string[] = [];
    for (const event of ['message', 'error', 'close']) socket.on(event, () => seen.push(event));
    const before = socketsHeld();
    socket.send('x', silent.address().port, '127.0.0.1');
    await pause(30);
    expect(seen).toEqual([]);
    expect(socketsHeld()).toBe(before);
  });

  it.skipIf(!linux)('dgram close() closes', async () => {
    const socket = await bound();
    const before = socketsHeld();
    const told = new Promise<void>((resolve) => { socket.close(resolve); });
    await told;
    expect(socketsHeld()).toBe(before - 1);
    expect(() => socket.close()).toThrow('Not running');
  });

  it.skipIf(!linux)('dgram disconnect() leaves the socket open', async () => {
    const socket = await bound();
    const before = socketsHeld();
    await new Promise<void>((resolve) => { socket.connect((socket.address()).port, '127.0.0.1', resolve); });
    socket.disconnect();
    await pause(5);
    expect(socketsHeld()).toBe(before);
  });

  it.skipIf(!linux)("'error' on a dgram socket: open", async () => {
    const { port } = (await bound()).address();
    const before = socketsHeld();
    const socket = dgram.createSocket('udp4');
    const failed = new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve));
    socket.bind(port, '127.0.0.1');
    expect((await failed).code).toBe('EADDRINUSE');
    await pause(10);
    expect(socketsHeld()).toBe(before + 1);
    socket.close();
    await happens(() => socketsHeld() === before);
  });

  it('addMembership() throws where there is no such group', async () => {
    const socket = await bound();
    expect(() => { socket.addMembership('127.0.0.1'); }).toThrow('EINVAL');
  });
});
