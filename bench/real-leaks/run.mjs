#!/usr/bin/env node
/**
 * Recall and precision on real code: leaks that were mended in public, before and after, and correct code that looks like a leak (cases.json).
 *
 *   npm run bench:recall -- [--rules recommended|strict|all] [--only ID] [--scope NAME] [--rule NAME] [--cases FILE[,FILE]]
 *                           [--cache DIR] [--mirrors DIR] [--plugin FILE] [--json OUT] [--verbose]
 *
 * --scope    function, callbacks, file, cross-file, library; '!NAME' leaves them out; --rule does the same by rule
 * --cache    where packages are unpacked (default: a folder in the system's temporary directory)
 * --mirrors  git repositories in folders named owner+name, for the cases that no package published; without it those cases
 *            are skipped and counted
 *
 * detected: a report within one line of the acquisition or of the path; right rule: from a rule the case names; silent after the fix: nothing
 * more about the same acquisition; other reports: everything else reported in the leaky files, which is to be read (a rule that reports
 * everything detects everything). Cases of reach "beyond" cannot be decided from the source alone: shown, not counted. An error is a miss.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { commandLine } from '../lib/options.mjs';
import { builtPlugin } from '../lib/project.mjs';
import { identity, judgeLeak, judgeNegative } from './judge.mjs';
import { selectRules } from './lint.mjs';
import { summarize } from './summary.mjs';

const { option, list, flag } = commandLine();
const { default: plugin } = await import(pathToFileURL(path.resolve(option('plugin', builtPlugin))).href);
const setting = {
  plugin,
  rules: selectRules(plugin, option('rules', 'recommended')),
  cache: path.resolve(option('cache', path.join(os.tmpdir(), 'socket-leak-cases'))),
  mirrors: option('mirrors', ''),
};

/** Whether a filter of the command line lets these values through. */
const passes = (filter, values) => filter === undefined || (filter.startsWith('!') ? !values.includes(filter.slice(1)) : values.includes(filter));
const wanted = spec => passes(option('only'), [spec.id]) && passes(option('scope'), [spec.scope]) && passes(option('rule'), spec.rules ?? []);

async function judgeAll(specs, judge, show) {
  const results = [];
  for (const spec of specs.filter(wanted)) {
    let result;
    try {
      result = await judge(setting, spec);
    } catch (error) {
      result = { ...identity(spec), detected: false, error: error.message.slice(0, 160) };
    }
    results.push(result);
    if (flag('verbose')) for (const line of result.said ?? []) console.log(`     ${line}`);
    if (!result.skipped) console.log(result.error ? `ERROR ${result.id}  ${result.error}` : show(result));
  }
  return results;
}

function showLeak({ id, detected, silent, rightRule, hits, still }) {
  const verdict = !detected ? 'miss ' : silent === false ? 'STILL' : rightRule ? 'hit  ' : 'rule?';
  return `${verdict} ${id}  ${hits.join(' ')}${still.length > 0 ? `  after the fix ${still[0]}` : ''}`;
}

const data = list('cases', path.join(import.meta.dirname, 'cases.json')).map(file => JSON.parse(fs.readFileSync(file, 'utf8')));
const cases = await judgeAll(data.flatMap(part => part.cases ?? []), judgeLeak, showLeak);
const negatives = await judgeAll(data.flatMap(part => part.hardNegatives ?? []), judgeNegative, ({ id, silent, said }) => `${silent ? 'ok   ' : 'FALSE'} ${id}  ${said[0] ?? ''}`);
for (const line of summarize(cases, negatives)) console.log(line);
if (option('json') !== undefined) fs.writeFileSync(option('json'), JSON.stringify({ cases, negatives }, null, 1));
process.exitCode = [...cases, ...negatives].some(result => result.error) ? 2 : 0;
