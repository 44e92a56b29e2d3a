/**
 * Names of functions that only look at their argument. Purpose: the last step of what is assumed of a callee nobody has seen
 * (DESIGN: unknown callees): these leave the obligation where it is, everything else is taken to have accepted it.
 * Guarantee: decided by whole words, so `log` covers `logSocket` and neither `login` nor `logout`.
 *
 * Not here: `set…`, `add…`, `register…`, `handle…`, `attach…`, `bind…`, `wrap…`, `create…` may keep what they are given; `send…`,
 * `write…`, `read…`, `configure…` use it and usually leave it, but a name is no proof that they do not close it on an error.
 */
import { firstWord } from './words.ts';

const words: ReadonlySet<string> = new Set([
  // tell somebody
  'log', 'debug', 'trace', 'info', 'warn', 'print', 'dump', 'inspect', 'describe', 'format', 'stringify', 'show', 'report', 'label',
  // ask something
  'is', 'has', 'get', 'can', 'should', 'was', 'will', 'does', 'needs', 'peek', 'check', 'assert', 'validate', 'verify', 'expect', 'ensure',
  // compare and measure
  'equal', 'equals', 'same', 'compare', 'count', 'measure', 'hash', 'includes', 'contains',
  // derive a value
  'to', 'key', 'id', 'name',
]);

/** Names that are borrowers as a whole, though their first word is none. */
const names: ReadonlySet<string> = new Set([
  'once', 'finished', 'off', 'removeListener', 'removeAllListeners', 'removeEventListener', 'indexOf', 'lastIndexOf', 'delete', 'typeOf', 'error', 'Boolean', 'String', 'Number',
]);

/** A word that says the opposite of its beginning: `getOrAdopt`, `checkin`, `hasAndTake`. */
const takers: ReadonlySet<string> = new Set(['and', 'or', 'take', 'adopt', 'own', 'store', 'save', 'in', 'close', 'destroy', 'release', 'end', 'free']);

/** Does the last part of the callee's name (`info` of `logger.info`) say that it only looks? */
export function borrowsByName(name: string): boolean {
  if (names.has(name)) return true;
  if (!words.has(firstWord(name))) return false;
  const rest = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)?.slice(1) ?? [];
  return !rest.some((word) => takers.has(word.toLowerCase()));
}
