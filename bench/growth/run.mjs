#!/usr/bin/env node
/**
 * How the time of the rules grows with the size of one construct.
 *
 *   npm run bench:growth -- [--plugin PATH_OR_NAME] [--from DIR] [--rules a,b] [--core a,b]
 *                           [--shapes s1,s2] [--sizes 100,200,400] [--repetitions 3] [--cap-ms 4000]
 *                           [--budget-s 30] [--emit SHAPE:N] [--json FILE] [--verbose] [--hook]
 *
 * Without --plugin it measures the build of this project, with --core rules of ESLint itself. Every shape runs in its own
 * process; at each N the file is linted --repetitions times and the smallest time is kept: parsing, a lint with no rule
 * (traversal and ESLint's code paths), the rules (ESLint's `stats`). k is the exponent of time ~ N^k over the last points
 * above 2 ms; "x2" is the growth at the last doubling. A shape stops when a lint takes more than --cap-ms; the last column says where
 * and why it ended. --emit prints a generated source.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { commandLine } from '../lib/options.mjs';
import { builtPlugin, root } from '../lib/project.mjs';
import { growthExponent } from '../lib/statistics.mjs';
import { digits, table } from '../lib/table.mjs';
import { shapes } from './shapes.mjs';

const { option, number, list, flag } = commandLine();
const job = {
  from: option('from', root), plugin: option('plugin', builtPlugin), rules: list('rules'), core: list('core'),
  repetitions: number('repetitions', 3), cap: number('cap-ms', 4000), hook: flag('hook'),
};

/** Runs one shape; `end` says where and why it stopped, or "ok". */
async function runShape(shape) {
  const sizes = option('sizes') === undefined ? shapes[shape].sizes : list('sizes').map(Number);
  const child = spawn(process.execPath, ['--max-old-space-size=4096', path.join(import.meta.dirname, 'measure.mjs'), JSON.stringify({ ...job, shape, sizes })],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  const points = [];
  let end = 'ok';
  let started = 0;
  let complaint = '';
  const timer = setTimeout(() => {
    end = `killed at N=${started}`;
    child.kill('SIGKILL');
  }, number('budget-s', 30) * 1000);
  child.stderr.on('data', chunk => { complaint += chunk; });
  const closed = new Promise(resolve => { child.on('close', (code, signal) => resolve(signal ?? code)); });
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line);
    started = said.n;
    if (said.error) end = `${said.error} at N=${said.n}`;
    else if (!said.started) points.push(said);
  }
  const left = await closed;
  clearTimeout(timer);
  if (left !== 0 && end === 'ok') {
    const reason = /heap out of memory/.test(complaint) ? 'out of memory' : `exit ${left} (${complaint.split('\n').find(text => /Error/.test(text)) ?? 'no message'})`;
    end = `${reason} at N=${started}`;
  }
  const last = points.at(-1);
  if (last && end === 'ok' && last.rule + last.bare + last.parse > job.cap) end = `cap at N=${last.n}`;
  return { points, end };
}

function row(shape, { points, end }) {
  const exponent = key => digits(growthExponent(points.map(point => [point.n, point[key]])));
  const [before, last] = [points.at(-2), points.at(-1)];
  return [
    shape, points.slice(-3).map(point => `${point.n}: ${digits(point.rule, 1)}`).join(', '), exponent('rule'), exponent('bare'), exponent('parse'),
    before && last ? digits(last.rule / before.rule) : '-', last ? digits(last.rule / last.parse) : '-', last?.reports ?? '-', end,
  ];
}

async function main() {
  const emit = option('emit');
  if (emit !== undefined) {
    const [shape, size] = emit.split(':');
    process.stdout.write(`${shapes[shape].source(Number(size))}\n`);
    return;
  }
  const names = list('shapes', Object.keys(shapes).join(','));
  const unknown = names.find(name => !(name in shapes));
  if (unknown !== undefined) throw new Error(`no shape ${unknown}: there are ${Object.keys(shapes).join(', ')}`);
  const rows = [['shape', 'N: rules ms', 'k rules', 'k bare', 'k parse', 'x2', 'rules/parse at last N', 'reports', 'end']];
  const results = {};
  for (const shape of names) {
    results[shape] = await runShape(shape);
    for (const point of flag('verbose') ? results[shape].points : []) {
      const times = `parse ${digits(point.parse)} bare ${digits(point.bare)} rules ${digits(point.rule)} (${point.dearest})`;
      console.error(`${shape} N=${point.n} lines ${point.lines} ${times} reports ${point.reports} rss ${digits(point.rss, 0)}`);
    }
    rows.push(row(shape, results[shape]));
  }
  const what = job.core.length > 0 ? job.core.join(', ') : `${path.relative(process.cwd(), job.plugin)} ${job.rules.join(', ') || '(all rules)'}`;
  console.log(`growth: ${what}; node ${process.version}; smallest of ${job.repetitions}`);
  console.log(table(rows));
  if (option('json')) fs.writeFileSync(option('json'), JSON.stringify(results));
}

await main();
