/**
 * One shape in a process of its own: lints the file at each size and prints one line of JSON per size, as soon as it is known, so that the
 * parent can tell at which size a process was killed.
 */
import fs from 'node:fs';
import { packagesOf } from '../lib/packages.mjs';
import { shapes } from './shapes.mjs';

const job = JSON.parse(process.argv[2]);
const load = packagesOf(job.from);
const { Linter } = await load('eslint');

const bare = { languageOptions: { ecmaVersion: 'latest', sourceType: 'commonjs' }, linterOptions: { reportUnusedDisableDirectives: 'off' } };
const measured = await withRules();
const say = value => fs.writeSync(1, `${JSON.stringify(value)}\n`);

async function withRules() {
  if (job.core.length > 0) return { ...bare, rules: Object.fromEntries(job.core.map(rule => [rule, 'error'])) };
  const loaded = await load(job.plugin);
  const plugin = loaded.rules ? loaded : loaded.plugin;
  const rules = job.rules.length > 0 ? job.rules : Object.keys(plugin.rules);
  return { ...bare, plugins: { measured: plugin }, rules: Object.fromEntries(rules.map(rule => [`measured/${rule}`, 'error'])) };
}

/** `--hook` makes the function a React hook, for rules that look at nothing else. */
function text(size) {
  const source = shapes[job.shape].source(size);
  return job.hook ? source.replace(/^function f\(h\) \{/m, 'function useF(h) {\n  useState(0);') : source;
}

let serial = 0;

/** A new text every time: some plugins keep their last result per text. */
function lint(source, config) {
  serial += 1;
  const linter = new Linter({ configType: 'flat' });
  const start = performance.now();
  const { messages } = linter.verifyAndFix(`${source}\n// ${serial}\n`, [config], { filename: 'a.js', fix: false, stats: true });
  const wall = performance.now() - start;
  const fatal = messages.find(message => message.fatal);
  if (fatal) throw new Error(`parse: ${fatal.message}`);
  return { wall, messages, times: linter.getTimes().passes[0] };
}

function measure(size) {
  const source = text(size);
  const point = { n: size, lines: source.split('\n').length, parse: Infinity, bare: Infinity, rule: Infinity, reports: 0 };
  for (let repetition = 0; repetition < job.repetitions; repetition += 1) {
    const without = lint(source, bare);
    const parse = without.times.parse.total;
    point.parse = Math.min(point.parse, parse);
    point.bare = Math.min(point.bare, without.wall - parse);
    const withRule = lint(source, measured);
    const perRule = Object.entries(withRule.times.rules ?? {}).map(([rule, { total }]) => [rule, total]).sort((a, b) => b[1] - a[1]);
    const rule = perRule.reduce((total, [, time]) => total + time, 0);
    if (rule < point.rule) Object.assign(point, { rule, dearest: perRule[0]?.[0] });
    point.reports = withRule.messages.length;
    if (Math.max(without.wall, withRule.wall) > job.cap) break;
  }
  return { ...point, rss: process.resourceUsage().maxRSS / 1024 };
}

function measureAll() {
  for (let round = 0; round < 15; round += 1) for (const config of [measured, bare]) lint(text(10), config); // the JIT's share
  for (const size of job.sizes) {
    say({ n: size, started: true });
    try {
      const point = measure(size);
      say(point);
      if (point.rule + point.bare + point.parse > job.cap) return;
    } catch (error) {
      say({ n: size, error: /call stack/i.test(error.message) ? 'stack' : error.message.slice(0, 80) });
      return;
    }
  }
}

measureAll();
