/**
 * Methods known by their name alone, whatever the receiver: those of arrays, maps, sets, strings, promises and emitters.
 * Purpose: what runs a callback now, what keeps its argument, and what never throws. Guarantee: each name means the same in every
 * type of the language that has it. Not handled: a class of the program with a method of the same name: its body decides, ask it first.
 */
import { emitterMethods } from './emitters.ts';
import { promiseMethods } from './promises.ts';
import { looksAt, spec } from './rows.ts';
import type { ArgumentModel, CallModel } from './types.ts';

const rows = (names: readonly string[], row: (name: string) => CallModel): Readonly<Record<string, CallModel>> =>
  Object.fromEntries(names.map((name) => [name, row(name)]));

const keeps = (indexes: readonly number[]) => (name: string): CallModel => ({
  throws: 'never',
  args: indexes.map((index): ArgumentModel => ({ index, does: 'takes' })),
  doc: spec(`ECMAScript, prototype.${name}`),
});

const visits = (name: string): CallModel => ({
  throws: 'never',
  args: [{ index: 0, does: 'calls', timing: 'inline' }],
  doc: spec(`ECMAScript, Array.prototype.${name}`),
});

const looks = (name: string): CallModel => looksAt(spec(`ECMAScript, prototype.${name}`));

const collections: Readonly<Record<string, CallModel>> = {
  ...rows(['push', 'unshift'], keeps([0, 1, 2, 3])),
  ...rows(['add', 'fill'], keeps([0])),
  ...rows(['set'], keeps([0, 1])),
  ...rows(['splice'], keeps([2, 3, 4])),
  ...rows(
    ['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'reduce', 'reduceRight', 'sort', 'toSorted'],
    visits,
  ),
  ...rows(
    ['pop', 'shift', 'slice', 'concat', 'join', 'reverse', 'at', 'flat', 'keys', 'values', 'entries', 'includes', 'indexOf', 'lastIndexOf', 'has', 'get',
      'delete', 'clear', 'toReversed', 'toSpliced', 'hasOwnProperty'],
    looks,
  ),
};

const texts: Readonly<Record<string, CallModel>> = rows(
  ['toString', 'toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd', 'split', 'startsWith', 'endsWith', 'charAt', 'charCodeAt', 'codePointAt', 'substring',
    'substr', 'padStart', 'padEnd', 'replace', 'replaceAll', 'match', 'search', 'toJSON', 'valueOf', 'getTime', 'toISOString', 'subarray', 'equals', 'bind'],
  looks,
);

/** Timers and streams of which nothing more is known. */
const others: Readonly<Record<string, CallModel>> = rows(['ref', 'unref', 'hasRef', 'refresh', 'write', 'pause', 'resume', 'cork', 'uncork'], looks);

export const anyReceiver: Readonly<Record<string, CallModel>> = { ...others, ...texts, ...collections, ...emitterMethods, ...promiseMethods };
