/**
 * What a leaked descriptor comes to in the end: a server in a process of its own, with few descriptors to spend, is visited by
 * a hundred clients that end their side. The kernel's table is asked after each of them.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import ts from 'typescript';
import { describe, expect, onTestFinished, test } from 'vitest';

const clients = 100;
/** Node itself needs some twenty. */
const descriptors = 80;
const closeWait = '08';
const origin = path.resolve(import.meta.dirname, '../fixtures/close-wait');
const folder = path.join(origin, readdirSync(origin).find((name) => name.endsWith('cw-1-answers-and-never-ends')) ?? '');

/** Starts the variant with a limit on its descriptors and answers its port. */
async function start(variant: string): Promise<number> {
  const place = mkdtempSync(path.join(tmpdir(), 'close-wait-'));
  const { outputText } = ts.transpileModule(readFileSync(path.join(folder, `${variant}.ts`), 'utf8'), { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
  writeFileSync(path.join(place, 'server.mjs'), outputText);
  writeFileSync(path.join(place, 'main.mjs'), `import { createStatusServer } from './server.mjs';
const server = createStatusServer(() => 'well').listen(0, '127.0.0.1', () => console.error(server.address().port));\n`);
  const child: ChildProcess = spawn('sh', ['-c', `ulimit -n ${descriptors}; exec "$0" main.mjs`, process.execPath], { cwd: place, stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(async () => {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    child.kill('SIGKILL');
    await gone;
    rmSync(place, { recursive: true });
  });
  const [line] = (await once(child.stderr ?? child, 'data')) as [Buffer];
  return Number(line.toString('utf8'));
}

/** Asks, ends its side when it has the answer, and says whether it got one. */
async function visit(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.0\r\n\r\n');
  const answered = new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
  const isServed = await answered;
  socket.end();
  return isServed;
}

/** How many sockets of that port the kernel shows in CLOSE_WAIT. */
function waiting(port: number): number {
  const local = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1).map((row) => row.trim().split(/\s+/));
  return rows.filter(([, address = '', , state]) => address.endsWith(`:${local}`) && state === closeWait).length;
}

async function visitAll(port: number, left: (served: number) => number): Promise<{ served: number; counts: number[] }> {
  let served = 0;
  const counts: number[] = [];
  for (let client = 0; client < clients; client++) {
    if (await visit(port)) served += 1;
    // the FIN is on its way
    for (let look = 0; look < 50 && waiting(port) !== left(served); look++) await delay(2);
    counts.push(waiting(port));
  }
  return { served, counts };
}

describe.skipIf(process.platform !== 'linux')('a server with few descriptors', () => {
  test('has one more socket in CLOSE_WAIT after each client, until it can accept no more', async () => {
    const { served, counts } = await visitAll(await start('leaky'), (all) => all);
    expect(counts.slice(0, served)).toEqual(Array.from({ length: served }, (_, index) => index + 1));
    expect(served).toBeGreaterThan(40);
    expect(served).toBeLessThan(descriptors);
    expect(counts.at(-1)).toBe(served);
  });

  test('serves them all where it ends its own side too', async () => {
    const { served, counts } = await visitAll(await start('fixed'), () => 0);
    expect(served).toBe(clients);
    expect(counts.at(-1)).toBe(0);
  });
});
