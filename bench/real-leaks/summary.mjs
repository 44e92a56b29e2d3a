/** The totals of a run, as lines of text. */
import { sum } from '../lib/statistics.mjs';

const share = (part, whole) => `${part}/${whole}${whole > 0 ? ` = ${((100 * part) / whole).toFixed(1)}%` : ''}`;
const count = (results, test) => results.filter(test).length;

export function summarize(cases, negatives) {
  const all = [...cases, ...negatives];
  const counted = cases.filter(result => !result.skipped && result.reach !== 'beyond');
  const beyond = cases.filter(result => !result.skipped && result.reach === 'beyond');
  const detected = counted.filter(result => result.detected);
  const asked = detected.filter(result => result.silent !== undefined);
  const judged = negatives.filter(result => !result.skipped);
  const groups = ['reach', 'scope'].flatMap(key => [...new Set(counted.map(result => result[key]))].map(name => {
    const group = counted.filter(result => result[key] === name);
    return `  ${key} ${name}: detected ${share(count(group, result => result.detected), group.length)}`;
  }));
  const totals = [
    `detected ${share(detected.length, counted.length)}`,
    `right rule ${share(count(detected, result => result.rightRule), detected.length)}`,
    `silent after the fix ${share(count(asked, result => result.silent), asked.length)}`,
    `hard negatives silent ${share(count(judged, result => result.silent), judged.length)}`,
    `other reports ${sum(counted.map(result => result.others ?? 0))}`,
    `beyond ${count(beyond, result => result.detected)}/${beyond.length}`,
    `skipped ${count(all, result => result.skipped)}`,
    `errors ${count(all, result => result.error)}`,
  ];
  return [...groups, totals.join('  ')];
}
