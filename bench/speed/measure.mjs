/**
 * One variant in a process of its own: lints the corpus once (after --warm passes that are not measured) and writes the figures into the job's file.
 * All sources are read beforehand, because reading is not what is measured.
 */
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { packagesOf } from '../lib/packages.mjs';
import { isTypeScript } from './sources.mjs';
import { configOf } from './variants.mjs';

const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const load = packagesOf(job.from);
const { ESLint } = await load('eslint');
const configs = await configurations();
const texts = job.files.map(file => fs.readFileSync(file, 'utf8'));

/** CommonJS sources are the rule; those that only parse as modules are named by the job. */
async function configurations() {
  const base = await configOf(job.variant, load, job.files.some(isTypeScript));
  if (job.modules.length === 0 || base.languageOptions.sourceType !== 'commonjs') return [base];
  const files = job.modules.map(file => path.relative(job.directory, file).replace(/[[\]{}()*?!+@]/g, '\\$&'));
  return [base, { files, languageOptions: { ...base.languageOptions, sourceType: 'module' } }];
}

async function lintAll(suffix = '') {
  const eslint = new ESLint({
    cwd: job.directory, overrideConfigFile: true, overrideConfig: configs, stats: !job.variant.withoutStats, ignore: false, allowInlineConfig: false, warnIgnored: false,
  });
  const figures = { parse: 0, total: 0, rules: {}, messages: {}, fatal: [], perFile: [] };
  for (const [index, file] of job.files.entries()) {
    const [result] = await eslint.lintText(texts[index] + suffix, { filePath: file });
    if (result !== undefined) add(figures, file, result);
  }
  return figures;
}

function add(figures, file, { messages, stats }) {
  for (const { fatal, ruleId } of messages) {
    if (fatal) figures.fatal.push(file);
    else figures.messages[ruleId] = (figures.messages[ruleId] ?? 0) + 1;
  }
  let own = 0;
  for (const pass of stats?.times?.passes ?? []) {
    figures.parse += pass.parse.total;
    figures.total += pass.total;
    for (const [rule, { total }] of Object.entries(pass.rules ?? {})) {
      figures.rules[rule] = (figures.rules[rule] ?? 0) + total;
      own += total;
    }
  }
  if (job.perFile) figures.perFile.push([file, own, stats?.times?.passes?.[0]?.parse.total ?? 0]);
}

/** More than once, with a turn between: one call may only finish a marking that began while the data was alive. */
async function heapAfterCollection() {
  for (let round = 0; round < 3; round += 1) {
    await pause(20);
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const start = performance.now(); // since the process began: loading modules and configuration
for (let pass = 0; pass < job.warm; pass += 1) await lintAll(`\n// ${pass}\n`); // another text: some plugins keep results per text
const before = process.resourceUsage();
const begin = performance.now();
const figures = await lintAll();
const wall = performance.now() - begin;
const after = process.resourceUsage();
const cpu = (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1000;
fs.writeFileSync(job.out, JSON.stringify({ ...figures, wall, cpu, rss: after.maxRSS / 1024, load: start, heap: await heapAfterCollection() }));
