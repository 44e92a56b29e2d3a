/** The figures of all rounds as tables. Ratios are formed inside a round; the median of the rounds is shown, with its spread. */
import path from 'node:path';
import { median, sum } from '../lib/statistics.mjs';
import { digits, table } from '../lib/table.mjs';

const rulesOf = figures => sum(Object.values(figures.rules));
const reportsOf = figures => sum(Object.values(figures.messages));
const spread = values => `${digits(Math.min(...values), 3)}..${digits(Math.max(...values), 3)}`;
const withSpread = values => `${digits(median(values), 3)} (${spread(values)})`;

/** The yardstick of a round: its untyped parser. */
const parseOf = (data, round) => median([data.parse[round].parse, data["parse'"][round].parse]);

/** no-floating-promises alone if it was run alone: beside other typed rules the first to ask pays for the types. */
const promisesOf = (data, round) => (data.nfp ?? data.tseslint)?.[round]?.rules['@typescript-eslint/no-floating-promises'] ?? NaN;

export function variantTable(variants, data, kloc) {
  const head = ['variant', 'parse ms/kLOC', 'rules ms/kLOC', 'rules/parse', 'wall ms/kLOC', 'wall/parse-only', 'cpu ms/kLOC', 'cpu/parse-only', 'load ms', 'RSS MB', 'heap MB', 'reports'];
  const rows = variants.map(({ name, withoutStats, external }) => {
    const rounds = data[name];
    const perKloc = value => digits(median(rounds.map(value)) / kloc);
    const stats = text => (withoutStats || external ? '-' : text);
    return [
      name, stats(perKloc(figures => figures.parse)), stats(perKloc(rulesOf)), stats(digits(median(rounds.map((figures, round) => rulesOf(figures) / parseOf(data, round))))),
      perKloc(figures => figures.wall), digits(median(rounds.map((figures, round) => figures.wall / data.parse[round].wall))),
      perKloc(figures => figures.cpu), digits(median(rounds.map((figures, round) => figures.cpu / data.parse[round].cpu))),
      digits(median(rounds.map(figures => figures.load)), 0), digits(median(rounds.map(figures => figures.rss)), 0),
      digits(median(rounds.map(figures => figures.heap)), 0), external ? '-' : reportsOf(rounds[0]),
    ];
  });
  return table([head, ...rows]);
}

/** The dearest rules of every variant; all of them for the plugin that is measured. */
export function ruleTable(variants, data, kloc, top) {
  const rows = variants.filter(({ withoutStats }) => !withoutStats).flatMap(({ name }) => {
    const rounds = data[name];
    const times = id => median(rounds.map(figures => figures.rules[id] ?? 0));
    const ids = Object.keys(rounds[0].rules).sort((a, b) => times(b) - times(a));
    return ids.slice(0, name === 'PLUGIN' ? ids.length : top).map(id => {
      const ratios = rounds.map((figures, round) => figures.rules[id] / parseOf(data, round));
      const beside = median(rounds.map((figures, round) => figures.rules[id] / promisesOf(data, round)));
      return [id, name, digits(times(id) / kloc, 3), digits(median(ratios), 3), spread(ratios), digits(beside), rounds[0].messages[id] ?? 0];
    });
  });
  return table([['rule', 'variant', 'ms/kLOC', 'rule/parse', 'min..max', 'rule/no-floating-promises', 'reports'], ...rows]);
}

/** The plugin alone, and the whole lint with and without it, beside what two runs of one configuration differ by. */
export function pluginLines(data) {
  const pair = key => withSpread(data.BASE.map((base, round) => data['BASE+PLUGIN'][round][key] / base[key]));
  const noise = key => withSpread(data.parse.map((first, round) => data["parse'"][round][key] / first[key]));
  const ratio = per => withSpread(data.PLUGIN.map((figures, round) => rulesOf(figures) / per(data, round)));
  return [
    `plugin: rules/parse ${ratio(parseOf)}; rules/no-floating-promises ${ratio(promisesOf)}`,
    `whole lint with/without: wall ${pair('wall')}, cpu ${pair('cpu')}, RSS ${pair('rss')}; same configuration twice: wall ${noise('wall')}, cpu ${noise('cpu')}`,
  ];
}

export function slowestFiles(variants, data, directory) {
  return variants.flatMap(({ name }) => {
    const slowest = [...(data[name].at(-1).perFile ?? [])].sort((a, b) => b[1] - a[1]).slice(0, 5).filter(([, rules]) => rules > 0);
    if (slowest.length === 0) return [];
    return [`${name}, slowest files:`, ...slowest.map(([file, rules, parse]) => `  ${path.relative(directory, file)} rules ${digits(rules, 1)} ms, parse ${digits(parse, 1)} ms`)];
  });
}
