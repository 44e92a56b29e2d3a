/** What closes by itself, and what only looks as if it did. */
import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { getsClosed, happens, keep, linux, listen, pair, pause, identityOf, stateOf, staysOpen } from './loopback.ts';

/** A peer that sends more than is read at once, then ends: data is pending when the FIN arrives. */
async function sendAndEnd(far: net.Socket): Promise<void> {
  far.write('some of it');
  await pause(10);
  far.end('the rest of it');
  await pause(10);
}

const refused = async (): Promise<number> => {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

describe('errors', () => {
  it("'error' on a net.Socket: destroyed", async () => {
    const { near, far } = await pair();
    const ports = identityOf(near);
    const failed = once(near, 'error').catch((error: unknown) => [error]);
    far.resetAndDestroy();
    near.resume();
    await failed;
    await getsClosed(near, ports);
  });

  it("await once(socket, 'connect') rejecting because of 'error': destroyed", async () => {
    const socket = net.connect(await refused(), '127.0.0.1');
    await expect(once(socket, 'connect')).rejects.toThrow('ECONNREFUSED');
    expect(socket.destroyed).toBe(true);
  });

  it('await once(socket, event, { signal }) rejecting because of the signal: open', async () => {
    const { near } = await pair();
    const controller = new AbortController();
    const waiting = once(near, 'data', { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toThrow('aborted');
    await staysOpen(near);
  });

  it('Promise.race([once(socket, …), timeout]) rejecting by the timeout: open', async () => {
    const { near } = await pair();
    const late = new Promise((_resolve, reject) => setTimeout(() => { reject(new Error('too late')); }, 5));
    await expect(Promise.race([once(near, 'data'), late])).rejects.toThrow('too late');
    await staysOpen(near);
  });

  it("an exception thrown in a 'data' listener: open", async () => {
    const { near, far } = await pair();
    const thrown = nextUncaught();
    near.once('data', () => { throw new Error('in the listener'); });
    far.write('x');
    expect(await thrown).toMatchObject({ message: 'in the listener' });
    await staysOpen(near);
  });

  it("an exception thrown in a 'connection' listener: open", async () => {
    const thrown = nextUncaught();
    let accepted: net.Socket | undefined;
    const port = await listen(net.createServer((socket) => {
      accepted = keep(socket);
      throw new Error('in the listener');
    }));
    keep(net.connect(port, '127.0.0.1'));
    expect(await thrown).toMatchObject({ message: 'in the listener' });
    await happens(() => accepted !== undefined);
    if (accepted !== undefined) await staysOpen(accepted);
  });

  it("an async 'connection' listener that rejects: open", async () => {
    const rejected = nextUncaught();
    let accepted: net.Socket | undefined;
    const server = net.createServer();
    const greet = async (socket: net.Socket): Promise<void> => {
      accepted = keep(socket);
      await pause(1);
      throw new Error('in the listener');
    };
    server.on('connection', (socket) => void greet(socket));
    const port = await listen(server);
    keep(net.connect(port, '127.0.0.1'));
    expect(await rejected).toMatchObject({ message: 'in the listener' });
    if (accepted !== undefined) await staysOpen(accepted);
  });
});

/** The next exception nobody catches, or rejection nobody handles; vitest is kept from failing the run for it. */
function nextUncaught(): Promise<unknown> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  for (const event of events) process.removeAllListeners(event);
  return new Promise((resolve) => {
    const take = (error: unknown): void => {
      events.forEach((event, index) => {
        process.removeAllListeners(event);
        for (const listener of before[index] ?? []) process.on(event as 'uncaughtException', listener);
      });
      resolve(error);
    };
    for (const event of events) process.on(event as 'uncaughtException', take);
  });
}

describe('timeouts only tell', () => {
  it("'timeout' of setTimeout(): open, it only tells", async () => {
    const { near } = await pair();
    near.setTimeout(5);
    await once(near, 'timeout');
    await staysOpen(near);
  });

  it("'timeout' option of net.connect(): open, it only tells", async () => {
    const { far } = await pair({}, { timeout: 20 });
    await once(far, 'timeout');
    await staysOpen(far);
  });

  it("end() in a 'timeout' listener, the other side keeps its own open: open", async () => {
    const { near } = await pair({}, { allowHalfOpen: true });
    near.resume();
    near.on('timeout', () => { near.end(); });
    near.setTimeout(5);
    await once(near, 'finish');
    await staysOpen(near);
  });

  it("end(data) in a 'timeout' listener: the next idle time ends in an error that destroys", async () => {
    const { near } = await pair({}, { allowHalfOpen: true });
    const ports = identityOf(near);
    near.resume();
    near.on('timeout', () => { near.end('bye'); });
    near.setTimeout(5);
    const [error] = (await once(near, 'error')) as [unknown];
    expect(error).toMatchObject({ code: 'ERR_STREAM_WRITE_AFTER_END' });
    await getsClosed(near, ports);
  });
});

describe('the peer ends', () => {
  const readers: Readonly<Record<string, (socket: net.Socket) => unknown>> = {
    'data': (socket) => socket.on('data', () => undefined),
    'readable': (socket) => socket.on('readable', () => { while (socket.read() !== null); }),
    'resume': (socket) => socket.resume(),
  };
  const finWhile = async (read: (socket: net.Socket) => unknown, options: net.ServerOpts = {}): Promise<readonly [net.Socket, ReturnType<typeof identityOf>]> => {
    const { near, far } = await pair(options);
    const ports = identityOf(near);
    read(near);
    far.write('some');
    await pause(5);
    far.end('more');
    return [near, ports];
  };

  it("peer FIN while 'data' is read: destroyed", async () => {
    await getsClosed(...(await finWhile((socket) => readers['data']?.(socket))));
  });

  it("peer FIN while 'readable' is read: destroyed", async () => {
    await getsClosed(...(await finWhile((socket) => readers['readable']?.(socket))));
  });

  it('peer FIN while the socket is resumed: destroyed', async () => {
    await getsClosed(...(await finWhile((socket) => readers['resume']?.(socket))));
  });

  it('peer FIN while the socket is piped: destroyed', async () => {
    const other = await pair();
    await getsClosed(...(await finWhile((socket) => socket.pipe(other.near))));
  });

  it('peer FIN during for await: destroyed', async () => {
    await getsClosed(...(await finWhile((socket) => readAll(socket))));
  });

  it('peer FIN with no data pending, nobody reading: destroyed', async () => {
    const { near, far } = await pair();
    const ports = identityOf(near);
    far.end();
    await getsClosed(near, ports);
  });

  it('peer FIN with no data pending, nobody reading, on a socket that connected: destroyed', async () => {
    const { near, far } = await pair({}, { allowHalfOpen: false });
    const identity = identityOf(far);
    near.end();
    await getsClosed(far, identity);
  });

  it('peer FIN after unread data, nobody reading: open in CLOSE_WAIT', async () => {
    const { near, far } = await pair();
    await sendAndEnd(far);
    await staysOpen(near);
    if (linux) expect(stateOf(identityOf(near))).toBe('CLOSE_WAIT');
  });

  it("once('data'): the stream keeps flowing; peer FIN: destroyed", async () => {
    await getsClosed(...(await finWhile((socket) => socket.once('data', () => undefined))));
  });

  it("await once(socket, 'data'): the stream keeps flowing; peer FIN: destroyed", async () => {
    await getsClosed(...(await finWhile((socket) => void once(socket, 'data'))));
  });

  it("a 'data' listener removed again: the stream keeps flowing; peer FIN: destroyed", async () => {
    const listener = (): void => undefined;
    await getsClosed(...(await finWhile((socket) => socket.on('data', listener).off('data', listener))));
  });

  it("'data', then pause() with a further chunk pending; peer FIN: open", async () => {
    const { near, far } = await pair();
    near.once('data', () => near.pause());
    await sendAndEnd(far);
    await staysOpen(near);
  });

  it("a 'readable' listener that does not read everything; peer FIN: open", async () => {
    const { near, far } = await pair();
    near.on('readable', () => void near.read(1));
    far.end('x'.repeat(64));
    await staysOpen(near);
  });

  it('peer FIN, allowHalfOpen: true, no end() or destroy(): open in CLOSE_WAIT', async () => {
    const [near] = await finWhile((socket) => socket.resume(), { allowHalfOpen: true });
    await once(near, 'end');
    await staysOpen(near);
    if (linux) expect(stateOf(identityOf(near))).toBe('CLOSE_WAIT');
  });

  it('peer FIN, pauseOnConnect: true, never resumed, data pending: open in CLOSE_WAIT', async () => {
    const { near, far } = await pair({ pauseOnConnect: true });
    await sendAndEnd(far);
    await staysOpen(near);
    if (linux) expect(stateOf(identityOf(near))).toBe('CLOSE_WAIT');
  });

  it('server.maxConnections exceeded: the extra socket is destroyed', async () => {
    const { server, port } = await pair();
    server.maxConnections = 1;
    const dropped = once(server, 'drop');
    const extra = keep(net.connect(port, '127.0.0.1'));
    await dropped;
    await happens(() => extra.destroyed);
  });
});

async function readAll(socket: net.Socket): Promise<number> {
  let size = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) size += chunk.length;
  return size;
}
