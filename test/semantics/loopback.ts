/**
 * Real sockets on 127.0.0.1, and what the kernel says of them. Purpose: an experiment states what is open and what is not.
 * Guarantee: ports are chosen by the system, every wait is bounded, and what an experiment leaves open is destroyed after it.
 * Not handled: descriptors are counted on Linux only; elsewhere `destroyed` has to do.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type http from 'node:http';
import net from 'node:net';
import { afterEach, expect } from 'vitest';

export const linux = process.platform === 'linux';

/** Long enough for a FIN on loopback to arrive and be acted on, many times over. */
const aWhile = 60;
/** Only what never happens takes this long, also on a busy machine. */
const atMost = 20_000;

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const cleanups: (() => void)[] = [];

/** Called after the experiment, latest first. */
export function atTheEnd(cleanup: () => void): void {
  cleanups.push(cleanup);
}

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
  await pause(1);
});

export function keep<T extends { destroy: () => unknown; on: (event: 'error', listener: () => void) => unknown }>(socket: T): T {
  socket.on('error', () => undefined);
  atTheEnd(() => socket.destroy());
  return socket;
}

/** Starts a server of any kind and answers with its port. */
export async function listen(server: net.Server, ready = 'listening'): Promise<number> {
  atTheEnd(() => server.close());
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once(ready, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** The same for http, whose connections outlive its listener. */
export async function serve(server: http.Server): Promise<number> {
  const port = await listen(server);
  atTheEnd(() => { server.closeAllConnections(); });
  return port;
}

export interface Pair {
  readonly server: net.Server;
  readonly port: number;
  /** What the server was handed: the side under observation. */
  readonly near: net.Socket;
  /** The client: the peer. */
  readonly far: net.Socket;
}

/** A connected pair. The peer ends only when it is told to. */
export async function pair(options: net.ServerOpts = {}, client: Partial<net.TcpNetConnectOpts> = {}): Promise<Pair> {
  const server = net.createServer(options);
  const port = await listen(server);
  const accepted = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
  const far = keep(net.connect({ allowHalfOpen: true, ...client, port, host: '127.0.0.1' }));
  const near = keep(await accepted);
  await happens(() => !far.connecting);
  return { server, port, near, far };
}

/** Waits until it is so; fails when it never is. */
export async function happens(condition: () => boolean, what = 'what was expected'): Promise<void> {
  const deadline = Date.now() + atMost;
  while (!condition()) {
    if (Date.now() > deadline) expect.fail(`${what} did not happen within ${String(atMost)} ms`);
    await pause(2);
  }
}

export interface Ports {
  readonly local: number;
  readonly remote: number;
}

/** One socket as the system knows it: its ports, and what its descriptor leads to. */
export interface Identity extends Ports {
  readonly descriptor: string | null;
}

/** To be asked for while the socket is open: afterwards it has forgotten. */
export function identityOf(socket: net.Socket): Identity {
  return { local: socket.localPort ?? 0, remote: socket.remotePort ?? 0, descriptor: descriptorOf(socket) };
}

/** A connection that has ended on both sides has left the kernel's table, and still its descriptor may be held: so ask for that. */
function descriptorOf(socket: net.Socket): string | null {
  if (!linux) return null;
  const { fd } = (socket as unknown as { readonly _handle: { readonly fd?: number } | null })._handle ?? {};
  return fd === undefined || fd < 0 ? null : readlinkSync(`/proc/self/fd/${String(fd)}`);
}

const isHeld = (identity: Identity): boolean => identity.descriptor === null || descriptors().includes(identity.descriptor);

/** It is still open a while later: the object says so, and the process still holds the descriptor. */
export async function staysOpen(socket: net.Socket): Promise<void> {
  const identity = identityOf(socket);
  await pause(aWhile);
  expect(socket.destroyed).toBe(false);
  if (linux) {
    expect(identity.descriptor).not.toBeNull();
    expect(isHeld(identity)).toBe(true);
  }
}

/** It is closed before long: the object says so, and no descriptor is left. */
export async function getsClosed(socket: net.Socket, identity: Identity): Promise<void> {
  await happens(() => socket.destroyed, 'destruction of the socket');
  if (!linux) return;
  expect(identity.descriptor).not.toBeNull();
  await happens(() => !isHeld(identity), 'release of the descriptor');
}

export type TcpState = 'ESTABLISHED' | 'FIN_WAIT1' | 'FIN_WAIT2' | 'TIME_WAIT' | 'CLOSE_WAIT' | 'LISTEN' | 'other';

const states: Readonly<Record<string, TcpState>> = {
  '01': 'ESTABLISHED',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '06': 'TIME_WAIT',
  '08': 'CLOSE_WAIT',
  '0A': 'LISTEN',
};

export interface Entry extends Ports {
  readonly state: TcpState;
  /** This process has a descriptor for it. */
  readonly held: boolean;
}

/** The kernel's table of IPv4 connections, as far as they have a port of ours. Linux only. */
function entries(wanted: (entry: Entry) => boolean): Entry[] {
  const held = new Set(descriptors());
  return readFileSync('/proc/self/net/tcp', 'utf8')
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/);
      if (local === undefined || remote === undefined || state === undefined) return [];
      const entry: Entry = { local: portIn(local), remote: portIn(remote), state: states[state] ?? 'other', held: held.has(`socket:[${inode ?? ''}]`) };
      return wanted(entry) ? [entry] : [];
    });
}

/** The state of one side of a connection; null when there is none any more. Linux only. */
export function stateOf(ports: Ports): TcpState | null {
  return entries((one) => one.local === ports.local && one.remote === ports.remote)[0]?.state ?? null;
}

/** How many sockets of this process are connected to that port as clients. Linux only. */
export const clientsOf = (port: number): number => entries((one) => one.remote === port && one.held).length;

/** How many sockets of this process a server on that port has accepted. Linux only. */
export const acceptedBy = (port: number): number => entries((one) => one.local === port && one.held && one.state !== 'LISTEN').length;

/** Whether somebody listens on that port in this process. Linux only. */
export const listening = (port: number): boolean => entries((one) => one.local === port && one.state === 'LISTEN' && one.held).length > 0;

/** What the descriptors of this process lead to: `socket:[123]`, `/dev/null`. Linux only. */
function descriptors(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      // Gone between the two looks.
      return [];
    }
  });
}

/** How many sockets of any kind this process holds. Linux only. */
export const socketsHeld = (): number => descriptors().filter((target) => target.startsWith('socket:')).length;

function portIn(address: string): number {
  return Number.parseInt(address.slice(address.indexOf(':') + 1), 16);
}
