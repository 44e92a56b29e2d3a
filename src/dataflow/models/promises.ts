/**
 * The promise combinators and the methods of a promise, as ECMAScript defines them. Purpose: which of these promises cannot
 * reject, and how many members a combination rejects with. Guarantee: calling one never throws. Not handled: what a rejection
 * proves; that depends on what the members are promises of (`once` says it of one emitter).
 */
import { keepsFrom, spec } from './rows.ts';
import type { CallModel, ExportModel } from './types.ts';

/** The promise of the combination stands for its members: whoever has it owes what they bring. */
const combinator = (name: string, rejects: 'never' | 'likely'): ExportModel => ({
  call: { throws: 'never', rejects, args: keepsFrom(0), doc: spec(`ECMAScript, Promise.${name}`) },
});

export const promiseGlobals: Readonly<Record<string, ExportModel>> = {
  Promise: {
    /** What the executor throws becomes a rejection. */
    construct: { throws: 'never', args: [{ index: 0, does: 'calls', timing: 'inline' }], doc: spec('ECMAScript, Promise constructor') },
  },
  'Promise.all': combinator('all', 'likely'),
  'Promise.any': combinator('any', 'likely'),
  'Promise.race': combinator('race', 'likely'),
  'Promise.allSettled': combinator('allSettled', 'never'),
  'Promise.reject': combinator('reject', 'likely'),
  /** It rejects only if it is given a thenable that does; then the argument's own row counts. */
  'Promise.resolve': { call: { throws: 'never', returns: { argument: 0 }, doc: spec('ECMAScript, Promise.resolve') } },
  'Promise.withResolvers': { call: { throws: 'never', doc: spec('ECMAScript, Promise.withResolvers') } },
  'Promise.try': {
    call: { throws: 'never', rejects: 'likely', args: [{ index: 0, does: 'calls', timing: 'inline' }, ...keepsFrom(1)], doc: spec('ECMAScript, Promise.try') },
  },
};

/** Rejected by one of its members, or only once every member is. */
export const combinators: Readonly<Record<string, 'one' | 'every' | undefined>> = {
  'Promise.all': 'one',
  'Promise.race': 'one',
  'Promise.any': 'every',
};

const chain = (name: string, ways: readonly ('resolve' | 'reject' | 'either')[]): CallModel => ({
  throws: 'never',
  args: ways.map((after, index) => ({ index, does: 'calls', timing: 'later-once', ...(after === 'either' ? {} : { after }) })),
  doc: spec(`ECMAScript, Promise.prototype.${name}`),
});

/** Methods so named belong to promises alone. */
export const promiseMethods: Readonly<Record<string, CallModel>> = {
  then: chain('then', ['resolve', 'reject']),
  catch: chain('catch', ['reject']),
  finally: chain('finally', ['either']),
};

/** Its first argument is given what the promise brings. */
export const handlerMethod = 'then';

export const isPromiseMethod = (name: string): boolean => Object.hasOwn(promiseMethods, name);
