/**
 * Methods known by their name alone, whatever the receiver: those of arrays, maps, sets, strings, promises and emitters.
 * Purpose: what runs a callback now, what keeps its argument, and what never throws. Guarantee: each name means the same in every
 * type of the language that has it. Not handled: a class of the program with a method of the same name: its body decides, ask it first.
 */
import { emitterMethods } from './emitters.ts';
import { promiseMethods } from './promises.ts';
import { docs, keepsFrom, looksAt, spec } from './rows.ts';
import type { CallModel } from './types.ts';

const rows = (names: readonly string[], row: (name: string) => CallModel): Readonly<Record<string, CallModel>> =>
  Object.fromEntries(names.map((name) => [name, row(name)]));

const looks = (name: string): CallModel => looksAt(spec(`ECMAScript, prototype.${name}`));

/**
 * A resource among the arguments is kept. Of the collections that is plain; to a method of a text or a timer nobody gives one, so
 * that the receiver is of a class of the program (`room.join(socket)`, `session.resume(socket)`) of which nothing is known.
 */
const keeps = (name: string): CallModel => ({ throws: 'never', args: keepsFrom(0), doc: spec(`ECMAScript, prototype.${name}`) });

const visits = (name: string): CallModel => ({
  throws: 'never',
  args: [{ index: 0, does: 'calls', timing: 'inline' }, ...keepsFrom(1)],
  doc: spec(`ECMAScript, Array.prototype.${name}`),
});

const collections: Readonly<Record<string, CallModel>> = {
  ...rows(
    ['push', 'unshift', 'add', 'fill', 'set', 'splice', 'concat', 'pop', 'shift', 'slice', 'join', 'reverse', 'at', 'flat', 'keys', 'values', 'entries', 'clear',
      'toReversed', 'toSpliced'],
    keeps,
  ),
  ...rows(
    ['forEach', 'map', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'reduce', 'reduceRight', 'sort', 'toSorted'],
    visits,
  ),
  ...rows(['includes', 'indexOf', 'lastIndexOf', 'has', 'get', 'delete', 'hasOwnProperty', 'equals'], looks),
};

const texts: Readonly<Record<string, CallModel>> = rows(
  ['toString', 'toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd', 'split', 'startsWith', 'endsWith', 'charAt', 'charCodeAt', 'codePointAt', 'substring',
    'substr', 'padStart', 'padEnd', 'replace', 'replaceAll', 'match', 'search', 'toJSON', 'valueOf', 'getTime', 'toISOString', 'subarray', 'bind'],
  keeps,
);

/** Timers and streams of which nothing more is known. */
const others: Readonly<Record<string, CallModel>> = {
  ...rows(['ref', 'unref', 'hasRef', 'refresh', 'pause', 'resume', 'cork', 'uncork'], keeps),
  ...rows(['write'], looks),
};

/** `DisposableStack` and its asynchronous sister run what was put on them; that a stack is moved or never disposed is not followed. */
const stacks: Readonly<Record<string, CallModel>> = {
  defer: { throws: 'never', args: [{ index: 0, does: 'calls', timing: 'later-once' }], doc: spec('ECMAScript, DisposableStack.prototype.defer') },
  adopt: { throws: 'never', args: [{ index: 0, does: 'takes' }, { index: 1, does: 'calls', timing: 'later-once' }], doc: spec('ECMAScript, DisposableStack.prototype.adopt') },
};

/** Methods of one library whose names nobody else uses. A query runner takes a connection of the pool with its first query. */
const makers: Readonly<Record<string, CallModel>> = {
  createQueryRunner: { acquires: { kind: 'pooled-connection', state: 'open', async: false }, throws: 'unlikely', doc: docs('typeorm', 'DataSource.createQueryRunner()') },
  createQueryBuilder: looksAt(docs('typeorm', 'DataSource.createQueryBuilder()'), 'unlikely'),
};

export const anyReceiver: Readonly<Record<string, CallModel>> = { ...makers, ...others, ...stacks, ...texts, ...collections, ...emitterMethods, ...promiseMethods };
