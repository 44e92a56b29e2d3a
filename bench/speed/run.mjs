#!/usr/bin/env node
/**
 * The cost of the plugin beside its peers, measured in one alternating run.
 *
 *   npm run bench:speed -- --corpus DIR [--plugin PATH_OR_NAME | --no-plugin] [--rules a,b] [--typed] [--peers p1,p2]
 *                          [--base PEER] [--from DIR] [--rounds 5] [--warm 0] [--limit N] [--match RE] [--per-file] [--top N] [--json FILE]
 *
 * --corpus  one group of what `npm run bench:corpus` fetched, or any tree of sources
 * --from    where eslint, typescript-eslint and the peers are installed (default: this project); nothing is installed here
 * --plugin  what is measured (default: the build of this project); --rules defaults to all its rules
 * --typed   with type information (typescript-eslint, the nearest tsconfig.json)
 * --peers   see variants.mjs, and oxlint; a trailing "!typed" gives any of them type information
 * --base    the configuration to which the plugin is added for "whole lint with/without" (default: core-recommended)
 * --warm    lint the corpus so many times before the measured pass
 *
 * Every variant is a fresh process per round, the order is reversed every other round, ratios are formed inside a round.
 * ESLint's times are wall clock; they are scaled by the process's cpu/wall, so that other load on the machine does not enter.
 * The with/without pair runs without ESLint's stats, which wrap every listener and so cost time themselves.
 * "parse" is measured twice, as "parse'" the second time, so that the table shows its own noise.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commandLine } from '../lib/options.mjs';
import { versionOf } from '../lib/packages.mjs';
import { builtPlugin, root } from '../lib/project.mjs';
import { sum } from '../lib/statistics.mjs';
import { digits } from '../lib/table.mjs';
import { runOxlint } from './oxlint.mjs';
import { pluginLines, ruleTable, slowestFiles, variantTable } from './report.mjs';
import { isTypeScript, projectOf, sourcesUnder } from './sources.mjs';
import { variant } from './variants.mjs';

const { option, number, list, flag } = commandLine();
if (option('corpus') === undefined) throw new Error('--corpus DIR is missing: see the head of this file');
const directory = path.resolve(option('corpus'));
const from = path.resolve(option('from', root));
const rounds = number('rounds', 5);
const warm = number('warm', 0);
const project = projectOf(directory);
const measured = flag('no-plugin') ? undefined : option('plugin', builtPlugin);

/** Runs one variant over the files in a process of its own. */
function measure(chosen, files, modules, workshop) {
  const out = path.join(workshop, 'out.json');
  const jobFile = path.join(workshop, 'job.json');
  fs.rmSync(out, { force: true });
  fs.writeFileSync(jobFile, JSON.stringify({ from, directory, files, modules, variant: { ...chosen, project }, warm, out, perFile: flag('per-file') }));
  // the default stack is too small for ESLint's own traversal of the largest generated sources
  const node = ['--expose-gc', '--max-old-space-size=8192', '--stack-size=1968', path.join(import.meta.dirname, 'measure.mjs'), jobFile];
  const { status, signal, stderr } = spawnSync(process.execPath, node, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0 || !fs.existsSync(out)) throw new Error(`${chosen.name} failed (${signal ?? status})\n${stderr.slice(-3000)}`);
  return JSON.parse(fs.readFileSync(out, 'utf8'));
}

/** Scales ESLint's wall-clock times to CPU time; never up. */
function scaled(figures) {
  const share = Math.min(1, figures.cpu / figures.wall);
  const rules = Object.fromEntries(Object.entries(figures.rules).map(([id, time]) => [id, time * share]));
  return { ...figures, parse: figures.parse * share, total: figures.total * share, rules };
}

function chooseVariants(files) {
  const peers = list('peers', 'core-recommended,core-cpa').filter(name => name !== 'parse').map(name => (name === 'oxlint' ? { name, external: true } : variant(name)));
  const chosen = [variant('parse'), { ...variant('parse'), name: "parse'" }, ...peers];
  const missing = name => !chosen.some(other => other.name === name);
  if (measured !== undefined) {
    const own = `pkg:${measured}#${option('rules', 'all').replaceAll(',', '+')}`;
    const base = option('base', 'core-recommended').replace('!typed', '');
    const typed = flag('typed');
    if (typed && missing('parse-typed')) chosen.push(variant('parse-typed'));
    if (missing('nfp') && project !== undefined && files.some(isTypeScript)) chosen.push(variant('nfp'));
    chosen.push({ name: 'PLUGIN', parts: [own], typed });
    chosen.push({ name: 'BASE', parts: [base], typed, withoutStats: true }, { name: 'BASE+PLUGIN', parts: [base, own], typed, withoutStats: true });
  }
  if (project === undefined && chosen.some(({ typed }) => typed)) throw new Error(`types are asked for, but there is no tsconfig.json at or above ${directory}`);
  return chosen;
}

/** Which files are modules rather than CommonJS, and which nothing parses: found once, not measured. */
function sortFiles(files, workshop) {
  const { fatal } = measure(variant('parse'), files, [], workshop);
  const modules = files.some(isTypeScript) ? [] : fatal;
  const broken = new Set(modules.length > 0 ? measure(variant('parse'), modules, modules, workshop).fatal : fatal);
  const good = files.filter(file => !broken.has(file));
  return { files: good, modules: modules.filter(file => !broken.has(file)), broken: broken.size };
}

function runRounds(variants, { files, modules }, workshop) {
  const data = Object.fromEntries(variants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const chosen of round % 2 === 1 ? variants.toReversed() : variants) {
      process.stderr.write(`round ${round + 1}/${rounds} ${chosen.name}`.padEnd(60) + '\r');
      data[chosen.name].push(chosen.external ? runOxlint(from, directory) : scaled(measure(chosen, files, modules, workshop)));
    }
  }
  process.stderr.write(`${' '.repeat(60)}\r`);
  return data;
}

function main(workshop) {
  const match = option('match') === undefined ? undefined : new RegExp(option('match'));
  const found = sourcesUnder(directory, match).slice(0, number('limit', Infinity));
  if (found.length === 0) throw new Error(`no source files under ${directory}`);
  const variants = chooseVariants(found);
  const sources = sortFiles(found, workshop);
  const kloc = sum(sources.files.map(file => fs.readFileSync(file, 'utf8').split('\n').length - 1)) / 1000;
  const what = `${sources.files.length} files, ${digits(kloc, 1)} kLOC (${sources.broken} unparsable left out)`;
  const how = `${rounds} rounds, warm ${warm}; node ${process.version}, ${os.cpus().length} CPUs, eslint ${versionOf(from, 'eslint')}`;
  console.log(`corpus ${path.basename(directory)}: ${what}; ${how}`);
  const data = runRounds(variants, sources, workshop);
  console.log(`\n${variantTable(variants, data, kloc)}\n\n${ruleTable(variants, data, kloc, number('top', 8))}`);
  if (measured !== undefined) console.log(`\n${pluginLines(data).join('\n')}`);
  for (const line of slowestFiles(variants, data, directory)) console.log(line);
  if (option('json') !== undefined) {
    const kept = JSON.stringify(data, (key, value) => (key === 'perFile' ? undefined : value));
    fs.writeFileSync(option('json'), JSON.stringify({ corpus: path.basename(directory), files: sources.files.length, kloc, rounds, warm, data: JSON.parse(kept) }));
  }
}

const workshop = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-speed-'));
try {
  main(workshop);
} finally {
  fs.rmSync(workshop, { recursive: true, force: true });
}
