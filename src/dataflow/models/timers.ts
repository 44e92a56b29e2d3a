/**
 * Timers: the globals, `node:timers` and `node:timers/promises`. Purpose: when their callbacks run, and which of their promises
 * cannot reject. Guarantee: none of them throws for a callback that is a function. Not handled: `timer.close()`.
 */
import { docs, keepsFrom, looksAt } from './rows.ts';
import type { CallModel, ExportModel, ModuleModel } from './types.ts';

/** What follows the function (and the delay) is what the function is called with. */
const calls = (name: string, timing: 'later-once' | 'later-many', passed: number, waits: { readonly deadline?: true } = {}): ExportModel => ({
  call: { throws: 'never', args: [{ index: 0, does: 'calls', timing, ...waits }, ...keepsFrom(passed)], doc: docs('timers', `${name}()`) },
});
const clears = (name: string): ExportModel => ({ call: { ...looksAt(docs('timers', `${name}()`)), cancels: 0 } });

/** Names that are globals and exports of `node:timers` alike. */
export const timerFunctions: Readonly<Record<string, ExportModel>> = {
  setTimeout: calls('setTimeout', 'later-once', 2, { deadline: true }),
  setInterval: calls('setInterval', 'later-many', 2),
  setImmediate: calls('setImmediate', 'later-once', 1),
  clearTimeout: clears('clearTimeout'),
  clearInterval: clears('clearInterval'),
  clearImmediate: clears('clearImmediate'),
};

/** They reject through their signal only. */
const waits = (name: string): CallModel => ({
  throws: 'never',
  rejects: 'never',
  options: { signal: 'signal-rejects' },
  doc: docs('timers', `timersPromises.${name}()`),
});

const timerPromises: Readonly<Record<string, ExportModel>> = {
  setTimeout: { call: waits('setTimeout') },
  setImmediate: { call: waits('setImmediate') },
  setInterval: { call: waits('setInterval') },
  'scheduler.wait': { call: waits('scheduler.wait') },
  'scheduler.yield': { call: waits('scheduler.yield') },
};

export const timers: ModuleModel = {
  names: ['timers', 'node:timers'],
  exports: {
    ...timerFunctions,
    ...Object.fromEntries(Object.entries(timerPromises).map(([name, row]) => [`promises.${name}`, row])),
  },
};

export const timersPromises: ModuleModel = { names: ['timers/promises', 'node:timers/promises'], exports: timerPromises };
