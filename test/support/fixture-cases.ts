/**
 * Finds the cases on disk.
 *
 *   fixtures/<origin>/<case>/{leaky,fixed}.ts (+ drive.ts)   a pair
 *   fixtures/cases/<family>/<name>.ts                        a single file: leaks with expectations, `silent…` functions without
 *
 * Guarantee: every file below `fixtures/` belongs to a case, to `support/` or to one of the folders with golden text.
 * A case whose folder or file begins with `known-fp.` or `known-fn.` is one we still judge wrongly.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export type KnownError = 'false-positive' | 'false-negative';

interface Named {
  /** Path below the folder of fixtures: what a test is called. */
  readonly id: string;
  readonly known: KnownError | null;
}

export interface PairCase extends Named {
  readonly kind: 'pair';
  /** Null: the file is missing. */
  readonly leaky: SourceFile | null;
  readonly fixed: SourceFile | null;
  readonly drive: string | null;
}

export interface SingleCase extends Named {
  readonly kind: 'single';
  readonly file: SourceFile;
}

export type FixtureCase = PairCase | SingleCase;

/** Folders that hold no pairs: code shared by fixtures, single files, and the machinery's golden text. */
const OTHER = new Set(['support', 'cases', 'cfg', 'facts', 'summaries', 'node_modules']);

export function findCases(root: string): FixtureCase[] {
  const pairs = folders(root).filter((origin) => !OTHER.has(origin)).flatMap((origin) => folders(path.join(root, origin)).map((name) => pair(root, `${origin}/${name}`)));
  const singles = folders(path.join(root, 'cases')).flatMap((family) => typescript(path.join(root, 'cases', family)).map((name) => single(root, `cases/${family}/${name}`)));
  return [...pairs, ...singles];
}

function folders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
}

function typescript(folder: string): string[] {
  return readdirSync(folder).filter((name) => /\.[cm]?tsx?$/.test(name)).sort();
}

function pair(root: string, id: string): PairCase {
  const drive = path.join(root, id, 'drive.ts');
  return { kind: 'pair', id, known: known(id), leaky: read(root, `${id}/leaky.ts`), fixed: read(root, `${id}/fixed.ts`), drive: existsSync(drive) ? drive : null };
}

function single(root: string, id: string): SingleCase {
  return { kind: 'single', id, known: known(id), file: { path: path.join(root, id), text: readFileSync(path.join(root, id), 'utf8') } };
}

function read(root: string, name: string): SourceFile | null {
  const file = path.join(root, name);
  return existsSync(file) ? { path: file, text: readFileSync(file, 'utf8') } : null;
}

function known(id: string): KnownError | null {
  const name = path.basename(id);
  if (name.startsWith('known-fp.')) return 'false-positive';
  return name.startsWith('known-fn.') ? 'false-negative' : null;
}
