/** When the connection of a response is given back: with an agent that keeps connections, so that "in use" is not "idle". */
import http from 'node:http';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { atTheEnd, happens, keep, pause, serve } from './loopback.ts';

interface Sent {
  readonly request: http.ClientRequest;
  readonly response: http.IncomingMessage;
  readonly agent: http.Agent;
}

describe('responses', () => {
  const count = (lists: NodeJS.ReadOnlyDict<unknown[]>): number => Object.values(lists).reduce((sum, list) => sum + (list?.length ?? 0), 0);

  /** Sends a request and waits for its answer; nobody reads it before the experiment does. */
  async function send(answer: http.RequestListener, options: http.RequestOptions = {}): Promise<Sent> {
    const port = await serve(http.createServer(answer));
    const agent = new http.Agent({ keepAlive: true });
    atTheEnd(() => { agent.destroy(); });
    const request = keep(http.request({ port, host: '127.0.0.1', agent, ...options }));
    const [response] = await new Promise<[http.IncomingMessage]>((resolve) => {
      request.once('response', (message) => { resolve([message]); });
      request.end();
    });
    return { request, response, agent };
  }

  const staysInUse = async ({ agent }: Sent): Promise<void> => {
    await pause(60);
    expect(count(agent.sockets)).toBe(1);
  };
  const isFreed = ({ agent }: Sent): Promise<void> => happens(() => count(agent.sockets) === 0, 'the end of its use');
  const small: http.RequestListener = (_request, response) => response.end('x');
  const large: http.RequestListener = (_request, response) => response.end('x'.repeat(500_000));

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('a response without a body (%s, %i) that nobody reads: its connection stays in use', async (method, status) => {
    const sent = await send((_request, response) => response.writeHead(status).end(), { method });
    await staysInUse(sent);
    sent.response.resume();
    await isFreed(sent);
  });

  it('a response that is complete and was not read: its connection stays in use', async () => {
    const sent = await send(small);
    await happens(() => sent.response.complete);
    await staysInUse(sent);
    expect(sent.response.readableEnded).toBe(false);
  });

  it.each(['end', 'close', 'error'])("a response of which only '%s' is listened for: its connection stays in use", async (event) => {
    const sent = await send(small);
    sent.response.on(event, () => undefined);
    sent.response.setEncoding('utf8');
    await staysInUse(sent);
  });

  it("http.get() whose response is read when it is 'readable': freed", async () => {
    const sent = await send(large);
    sent.response.on('readable', () => { while (sent.response.read() !== null); });
    await isFreed(sent);
  });

  it("a response with a single once('data'): freed", async () => {
    const sent = await send(large);
    await once(sent.response, 'data');
    await isFreed(sent);
  });

  it('a response that is iterated, also if the loop is left: freed', async () => {
    const sent = await send(large);
    for await (const chunk of sent.response) if (chunk !== null) break;
    await isFreed(sent);
  });

  it.each<[string, (sent: Sent) => void]>([
    ['request.destroy()', ({ request }) => request.destroy()],
    ['request.abort()', ({ request }) => { request.abort(); }],
    ['response.destroy()', ({ response }) => response.destroy()],
    ['response.socket.destroy()', ({ response }) => response.socket.destroy()],
  ])('a response that is given up by %s: closed', async (_name, giveUp) => {
    const sent = await send(large);
    giveUp(sent);
    await isFreed(sent);
  });
});
