/**
 * What a run says about one case. For a leak: is it seen, by a rule the case names, and is the plugin silent about the same acquisition after the
 * fix? For a hard negative: is the plugin silent at its line? A line is hit by a report on it or on a neighbour.
 */
import { checkout, fixedSide, leakySide, linesOf, negativeSide } from './checkout.mjs';
import { lint, PREFIX } from './lint.mjs';

const within = (line, lines) => lines.some(other => Math.abs(line - other) <= 1);
const squeeze = line => (line ?? '').replace(/\s+/g, ' ').trim();

/** The line of the fixed file that is the acquisition of the leaky one: the nearest with the same text. */
function sameAcquisition(leaky, fixed, acquireLine) {
  const wanted = squeeze(linesOf(leaky)[acquireLine - 1]);
  const candidates = linesOf(fixed).flatMap((line, index) => (squeeze(line) === wanted ? [index + 1] : []));
  return candidates.sort((a, b) => Math.abs(a - acquireLine) - Math.abs(b - acquireLine))[0];
}

/** `silent` is left out where that cannot be asked: the fix left a leak, or the acquisition is gone. */
async function judgeFix(setting, spec, leaky, hits) {
  const fixed = spec.residual ? undefined : checkout(setting, fixedSide(spec));
  const at = fixed && (spec.fixedAcquireLine ?? sameAcquisition(leaky, fixed, spec.acquireLine));
  if (at === undefined) return { still: [] };
  const still = (await lint(setting, fixed)).filter(message => within(message.line, [at]) && hits.some(hit => hit.ruleId === message.ruleId));
  return { silent: still.length === 0, still: still.map(message => `line ${message.line}: ${message.message}`) };
}

export const identity = ({ id, how, scope, reach }) => ({ id, how, scope, reach });

export async function judgeLeak(setting, spec) {
  const leaky = checkout(setting, leakySide(spec));
  if (leaky === undefined) return { ...identity(spec), skipped: true };
  const reports = await lint(setting, leaky);
  const lines = [spec.acquireLine, ...(spec.alsoLines ?? []), ...(spec.leakPathLines ?? [])].filter(Number.isInteger);
  const hits = reports.filter(message => within(message.line, lines));
  const named = hit => !spec.rules || spec.rules.includes(hit.ruleId.slice(PREFIX.length));
  return {
    ...identity(spec),
    detected: hits.length > 0,
    rightRule: hits.some(named),
    others: reports.length - hits.length,
    hits: hits.map(hit => `${hit.line}:${hit.ruleId.slice(PREFIX.length)}`),
    said: reports.map(message => `${leaky.file}:${message.line} ${message.ruleId} ${message.message}`),
    ...await judgeFix(setting, spec, leaky, hits),
  };
}

export async function judgeNegative(setting, spec) {
  const tree = checkout(setting, negativeSide(spec));
  if (tree === undefined) return { ...identity(spec), skipped: true };
  const wrong = (await lint(setting, tree)).filter(message => within(message.line, [spec.line]));
  return { id: spec.id, silent: wrong.length === 0, said: wrong.map(message => message.message) };
}
