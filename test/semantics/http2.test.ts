/** Sessions of HTTP/2, and connections that speak something else. */
import http2 from 'node:http2';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import { cert, key } from './certificate.ts';
import { atTheEnd, clientsOf, happens, keep, linux, listen, pause, staysOpen } from './loopback.ts';

async function session(): Promise<readonly [http2.ClientHttp2Session, number, http2.ServerHttp2Session]> {
  const server = http2.createServer();
  const port = await listen(server);
  const accepted = new Promise<http2.ServerHttp2Session>((resolve) => server.once('session', resolve));
  const client = http2.connect(`http://127.0.0.1:${String(port)}`);
  client.on('error', () => undefined);
  atTheEnd(() => { client.destroy(); });
  await new Promise((resolve) => client.once('connect', resolve));
  return [client, port, await accepted];
}

describe.skipIf(!linux)('client sessions', () => {
  it('http2.connect() session never closed: open', async () => {
    const [client, port] = await session();
    await pause(60);
    expect(client.destroyed).toBe(false);
    expect(clientsOf(port)).toBe(1);
  });

  it('http2 session.close(): the connection is closed when no stream is open', async () => {
    const [client, port] = await session();
    client.close();
    expect(client.closed).toBe(true);
    await happens(() => client.destroyed && clientsOf(port) === 0);
  });

  it('http2 session.close() waits for open streams', async () => {
    const [client, port] = await session();
    const stream = client.request({ ':path': '/' });
    stream.on('error', () => undefined);
    await pause(10);
    client.close();
    await pause(60);
    expect(clientsOf(port)).toBe(1);
    stream.close();
    await happens(() => clientsOf(port) === 0);
  });

  it('http2 session.destroy() closes the connection', async () => {
    const [client, port] = await session();
    client.destroy();
    expect(client.destroyed).toBe(true);
    await happens(() => clientsOf(port) === 0);
  });

  it("'error' on an http2 session: destroyed", async () => {
    const [client, port, near] = await session();
    const failed = new Promise<Error>((resolve) => client.once('error', resolve));
    near.goaway(http2.constants.NGHTTP2_PROTOCOL_ERROR);
    expect(await failed).toBeInstanceOf(Error);
    expect(client.destroyed).toBe(true);
    await happens(() => clientsOf(port) === 0);
  });
});

describe('servers', () => {
  it("an http2 'unknownProtocol' listener owns its socket", async () => {
    // The server's own timeout is for sockets nobody listens for.
    const server = http2.createSecureServer({ key, cert, unknownProtocolTimeout: 10 });
    const port = await listen(server);
    const taken = new Promise<tls.TLSSocket>((resolve) => server.once('unknownProtocol', (socket: tls.TLSSocket) => { resolve(socket); }));
    keep(tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }));
    const socket = keep(await taken);
    await staysOpen(socket);
  });
});
