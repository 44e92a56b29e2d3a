/** TLS sockets, alone and over other sockets. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { cert, key } from './certificate.ts';
import { getsClosed, happens, identityOf, keep, listen, pair, pause, staysOpen } from './loopback.ts';

interface Secure {
  readonly server: tls.Server;
  readonly port: number;
  readonly near: tls.TLSSocket;
  readonly far: tls.TLSSocket;
}

async function securePair(options: tls.TlsOptions = {}): Promise<Secure> {
  const server = tls.createServer({ key, cert, ...options });
  const port = await listen(server);
  const accepted = new Promise<tls.TLSSocket>((resolve) => server.once('secureConnection', resolve));
  const far = keep(tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }));
  const near = keep(await accepted);
  await happens(() => far.encrypted && !far.connecting);
  return { server, port, near, far };
}

describe('TLS sockets', () => {
  it('resetAndDestroy() of a TLS socket throws and leaves it open', async () => {
    const { far } = await securePair();
    expect(() => far.resetAndDestroy()).toThrow(expect.objectContaining({ code: 'ERR_INVALID_HANDLE_TYPE' }) as Error);
    await staysOpen(far);
  });

  it("a 'secureConnection' listener owns its socket", async () => {
    const { near } = await securePair();
    await staysOpen(near);
    const identity = identityOf(near);
    near.destroy();
    await getsClosed(near, identity);
  });

  it('peer ends with no data pending, nobody reading (accepted): destroyed', async () => {
    const { near, far } = await securePair();
    const identity = identityOf(near);
    far.end();
    await getsClosed(near, identity);
  });

  it('peer ends with no data pending, nobody reading (connected): destroyed', async () => {
    const { near, far } = await securePair();
    const identity = identityOf(far);
    near.end();
    await getsClosed(far, identity);
  });

  /** An accepted TLS socket, and whoever carries the bytes to it: only he can send what a TLS socket cannot. */
  async function carried(): Promise<readonly [tls.TLSSocket, net.Socket]> {
    const server = tls.createServer({ key, cert });
    const port = await listen(server);
    const accepted = new Promise<tls.TLSSocket>((resolve) => server.once('secureConnection', resolve));
    const carriers: net.Socket[] = [];
    const relay = await listen(net.createServer((client) => {
      const carrier = keep(net.connect(port, '127.0.0.1'));
      carriers.push(carrier);
      keep(client).pipe(carrier).pipe(client);
    }));
    keep(tls.connect({ port: relay, host: '127.0.0.1', rejectUnauthorized: false }));
    const near = keep(await accepted);
    // What follows the handshake has to be through, or a reset is taken for an end.
    await pause(30);
    const [carrier] = carriers;
    if (carrier === undefined) throw new Error('nobody carries');
    near.resume();
    return [near, carrier];
  }

  it("'error' on a tls.TLSSocket: destroyed", async () => {
    const [near, carrier] = await carried();
    const identity = identityOf(near);
    const failed = new Promise((resolve) => near.once('error', resolve));
    carrier.resetAndDestroy();
    expect(await failed).toMatchObject({ code: 'ECONNRESET' });
    await getsClosed(near, identity);
  });

  it("a TLS record that cannot be read, after the handshake: 'error', and the socket stays open", async () => {
    const [near, carrier] = await carried();
    const failed = new Promise((resolve) => near.once('error', resolve));
    carrier.write('this is no record');
    expect(await failed).toBeInstanceOf(Error);
    await staysOpen(near);
  });

  it('tls.connect({ rejectUnauthorized: false }) refused by our own check: open', async () => {
    const { far } = await securePair();
    const checked = new Promise((_resolve, reject) => { if (!far.authorized) reject(new Error('not for us')); });
    await expect(checked).rejects.toThrow('not for us');
    await staysOpen(far);
  });

  it("'tlsClientError': the socket is destroyed by Node", async () => {
    const server = tls.createServer({ key, cert });
    const port = await listen(server);
    const failed = new Promise<net.Socket>((resolve) => server.once('tlsClientError', (_error, socket) => { resolve(socket); }));
    const client = keep(net.connect(port, '127.0.0.1'));
    client.write('this is no handshake, only a line of text\n');
    const socket = await failed;
    await happens(() => socket.destroyed);
    client.resume();
    await happens(() => client.destroyed);
  });
});

describe('TLS over another socket', () => {
  /** A plain connection to a TLS server, so that only the TLS socket on top is made by `tls.connect`. */
  async function wrapped(options: tls.ConnectionOptions): Promise<readonly [net.Socket, tls.TLSSocket]> {
    const server = tls.createServer({ key, cert });
    server.on('secureConnection', keep);
    const port = await listen(server);
    const socket = keep(net.connect(port, '127.0.0.1'));
    await once(socket, 'connect');
    return [socket, keep(tls.connect({ ...options, socket }))];
  }

  it('tls.connect({ socket }): destroy() closes the wrapped socket too', async () => {
    const [socket, secure] = await wrapped({ rejectUnauthorized: false });
    const identity = identityOf(socket);
    await once(secure, 'secureConnect');
    secure.destroy();
    await getsClosed(socket, identity);
  });

  it('tls.connect({ socket }) whose handshake fails: the wrapped socket is destroyed too', async () => {
    const [socket, secure] = await wrapped({ rejectUnauthorized: true });
    const identity = identityOf(socket);
    const failed = new Promise((resolve) => secure.once('error', resolve));
    expect(await failed).toBeInstanceOf(Error);
    await getsClosed(socket, identity);
  });

  it('new tls.TLSSocket(socket): destroy() closes the wrapped socket too', async () => {
    const { near } = await pair();
    const identity = identityOf(near);
    const secure = keep(new tls.TLSSocket(near, { isServer: true, key, cert }));
    await pause(5);
    secure.destroy();
    await getsClosed(near, identity);
  });
});
