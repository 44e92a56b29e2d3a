/**
 * A user's project: folders of files inside one of the installed consumers, and ESLint's command line run in them.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.ts';

export interface Message {
  readonly ruleId: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly message: string;
  readonly fatal?: boolean;
}

export interface Report {
  readonly code: number;
  readonly messages: readonly Message[];
}

/** A leak that every version and every parser must find: `go()` rejects before `destroy()` is reached. */
export const LEAKY = [
  "const net = require('net');",
  'async function f(go) {',
  '  const s = net.connect(80);',
  '  await go();',
  '  s.destroy();',
  '}',
  'f();',
].join('\n');

/** The same with the repair. */
export const FIXED = [
  "const net = require('net');",
  'async function f(go) {',
  '  const s = net.connect(80);',
  '  try {',
  '    await go();',
  '  } finally {',
  '    s.destroy();',
  '  }',
  '}',
  'f();',
].join('\n');

/** The same leak as TypeScript that no JavaScript parser takes. */
export const LEAKY_TYPESCRIPT = [
  "import net from 'node:net';",
  'export async function f(go: () => Promise<void>): Promise<void> {',
  '  const s: net.Socket = net.connect(80);',
  '  await go();',
  '  s.destroy();',
  '}',
].join('\n');

/** A folder of its own in the consumer, holding `files`. */
export async function place(consumer: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(consumer, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

function isResult(value: unknown): value is { readonly messages: readonly Message[] } {
  return typeof value === 'object' && value !== null && 'messages' in value && Array.isArray(value.messages);
}

/** Runs the consumer's own `eslint` in the folder; anything but findings or silence throws with what ESLint said. */
export async function eslint(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, node = process.execPath): Promise<Report> {
  const bin = path.join(folder, '../node_modules/eslint/bin/eslint.js');
  const { code, stdout, stderr } = await run(node, [bin, '--format', 'json', ...args], folder, env);
  if (code > 1) throw new Error(`eslint ${args.join(' ')} ended with ${String(code)}\n${stderr}`);
  const results: unknown = JSON.parse(stdout);
  if (!Array.isArray(results) || !results.every(isResult)) throw new Error(`not a result of ESLint: ${stdout.slice(0, 500)}`);
  return { code, messages: results.flatMap(result => result.messages) };
}
