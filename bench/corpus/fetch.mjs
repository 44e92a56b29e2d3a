#!/usr/bin/env node
/**
 * Fetches the corpus: packs the pinned packages of corpus.json with `npm pack` (nothing is installed, no script runs), checks
 * each tarball against its recorded sum, and unpacks the listed sources.
 *
 *   npm run bench:corpus -- DIR [--quick] [--record] [group ...]
 *
 * Writes DIR/<group>/<package>@<version>/, a tsconfig.json per TypeScript group and DIR/MANIFEST.json (files, lines, bytes).
 * --quick   only the packages marked "q"
 * --record  writes the sums that are missing into corpus.json
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const specFile = path.join(import.meta.dirname, 'corpus.json');

function* filesUnder(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(file);
    else if (entry.isFile()) yield file;
  }
}

/** Unpacks a package once, whatever the number of groups that use it. */
function unpacker(spec, workshop, record) {
  const unpack = async id => {
    const folder = fs.mkdtempSync(path.join(workshop, 'package-'));
    await execute('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, id], { cwd: folder, maxBuffer: 2 ** 26 });
    const tarball = path.join(folder, fs.readdirSync(folder).find(file => file.endsWith('.tgz')));
    const found = `sha512-${createHash('sha512').update(fs.readFileSync(tarball)).digest('base64')}`;
    const expected = spec.integrity[id];
    if (expected !== undefined && expected !== found) throw new Error(`${id}: the tarball is not the recorded one`);
    if (expected === undefined && record) spec.integrity[id] = found;
    if (expected === undefined && !record) console.error(`note: ${id} has no recorded sum`);
    const sources = path.join(folder, 'sources');
    fs.mkdirSync(sources);
    await execute('tar', ['xzf', tarball, '-C', sources, '--strip-components=1', '--no-same-owner']);
    return sources;
  };
  const unpacked = new Map();
  return id => {
    if (!unpacked.has(id)) unpacked.set(id, unpack(id));
    return unpacked.get(id);
  };
}

/** Which files of a package belong to the corpus. */
function selection(spec, [, include, exclude]) {
  const roots = include.split(',');
  const endings = new RegExp(`\\.(${spec.ext.join('|')})$`);
  const everywhere = new RegExp(spec.exclude);
  const here = exclude ? new RegExp(exclude) : undefined;
  return file =>
    endings.test(file) && !everywhere.test(file) && !here?.test(file) && roots.some(top => top === '.' || file === top || file.startsWith(`${top}/`));
}

function copySources(sources, wanted, target) {
  const count = { files: 0, lines: 0, bytes: 0 };
  for (const file of filesUnder(sources)) {
    const relative = path.relative(sources, file);
    if (!wanted(relative)) continue;
    const content = fs.readFileSync(file);
    const copy = path.join(target, relative);
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.writeFileSync(copy, content);
    count.files += 1;
    count.bytes += content.length;
    for (const byte of content) if (byte === 10) count.lines += 1;
  }
  return count;
}

function typescriptProject(types) {
  const compilerOptions = {
    target: 'es2023', module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'],
    types: types.some(id => id.startsWith('@types/react')) ? ['node', 'react'] : ['node'], jsx: 'preserve', strict: true, noEmit: true,
    skipLibCheck: true, allowImportingTsExtensions: true, resolveJsonModule: true, experimentalDecorators: true,
  };
  return `${JSON.stringify({ compilerOptions, include: ['*/**/*'], exclude: ['node_modules'] }, null, 2)}\n`;
}

async function inParallel(jobs, width) {
  const queue = [...jobs];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  }));
}

/** The jobs that fill one group; `manifest` gets its figures as they end. */
function groupJobs(spec, group, folder, unpack, quick, manifest) {
  const { kind, packages, types = [] } = spec.groups[group];
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  if (kind === 'ts') fs.writeFileSync(path.join(folder, 'tsconfig.json'), typescriptProject(types));
  const sources = packages.filter(entry => !quick || entry[3] === 'q').map(entry => async () => {
    const [id] = entry;
    const count = copySources(await unpack(id), selection(spec, entry), path.join(folder, id.replace('/', '+')));
    if (count.files === 0) throw new Error(`${id}: no file matched ${entry[1]}`);
    manifest.packages[id] = count;
    for (const key of Object.keys(count)) manifest[key] += count[key];
  });
  const declarations = types.map(id => async () => {
    const target = path.join(folder, 'node_modules', id.slice(0, id.lastIndexOf('@')));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.cpSync(await unpack(id), target, { recursive: true });
  });
  return [...sources, ...declarations];
}

const sorted = object => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));

function writeManifest(directory, manifest, isPart) {
  const file = path.join(directory, 'MANIFEST.json');
  const before = isPart && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  for (const group of Object.values(manifest)) group.packages = sorted(group.packages);
  fs.writeFileSync(file, `${JSON.stringify({ ...before, ...manifest }, null, 2)}\n`);
}

/** Replaces the sums alone: the rest of the file is laid out by hand. */
function recordSums(spec) {
  const sums = JSON.stringify(sorted(spec.integrity), null, 4).replace(/\n\}$/, '\n  }');
  fs.writeFileSync(specFile, fs.readFileSync(specFile, 'utf8').replace(/"integrity": \{[^}]*\}/, () => `"integrity": ${sums}`));
}

async function main([target, ...rest]) {
  if (target === undefined) throw new Error('usage: fetch.mjs DIR [--quick] [--record] [group ...]');
  const spec = JSON.parse(fs.readFileSync(specFile, 'utf8'));
  const record = rest.includes('--record');
  const asked = rest.filter(word => !word.startsWith('--'));
  const groups = asked.length > 0 ? asked : Object.keys(spec.groups);
  const unknown = groups.find(group => !(group in spec.groups));
  if (unknown !== undefined) throw new Error(`no group ${unknown}: there are ${Object.keys(spec.groups).join(', ')}`);
  const directory = path.resolve(target);
  fs.mkdirSync(directory, { recursive: true });
  const workshop = fs.mkdtempSync(path.join(os.tmpdir(), 'corpus-'));
  try {
    const unpack = unpacker(spec, workshop, record);
    const manifest = Object.fromEntries(groups.map(group => [group, { files: 0, lines: 0, bytes: 0, packages: {} }]));
    await inParallel(groups.flatMap(group => groupJobs(spec, group, path.join(directory, group), unpack, rest.includes('--quick'), manifest[group])), 4);
    writeManifest(directory, manifest, asked.length > 0);
    if (record) recordSums(spec);
    for (const [group, { files, lines, bytes, packages }] of Object.entries(manifest)) {
      const size = `${String(lines).padStart(8)} lines ${(bytes / 1e6).toFixed(2).padStart(7)} MB`;
      console.log(`${group.padEnd(12)} ${String(files).padStart(5)} files ${size} ${Object.keys(packages).length} packages`);
    }
  } finally {
    fs.rmSync(workshop, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
