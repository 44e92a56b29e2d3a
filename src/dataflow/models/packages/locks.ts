/**
 * `async-mutex`, `async-sema`, `await-semaphore`, `semaphore`, `bottleneck` and `p-limit`. Purpose: `acquire` and `take` are known by
 * their names, on any receiver; here stands what the names do not tell: which methods give back by themselves.
 * Guarantee: read in the sources of the versions named here. Not handled: weights and priorities.
 */
import { borrows } from '../rows.ts';
import type { ExportModel, MethodModel, ResourceKind } from '../types.ts';
import { client, makes, type PackageModel, sourceOf, type Text, works } from './words.ts';

/** It waits for a place, runs the function and gives the place back, whatever becomes of it. */
const runs = (doc: string, index = 0): MethodModel => ({ ...works(doc), args: [{ index, does: 'calls', timing: 'later-once' }] });

/** Nothing is owed for a limiter itself; it is known for the sake of its methods. */
const limiter = (id: string, text: Text, methods: Readonly<Record<string, MethodModel>>): ResourceKind =>
  client({ id, family: 'slot', noun: 'limiter', advice: '', methods, doc: text(id) });

const made = (kind: string, doc: string): ExportModel => ({ construct: makes(kind, 'dormant', doc), call: makes(kind, 'dormant', doc), instance: kind });

const mutexText = sourceOf('async-mutex', '0.5.0');
const exclusive = { runExclusive: runs(mutexText('runExclusive releases in a finally')), waitForUnlock: works(mutexText('waitForUnlock')), isLocked: borrows(mutexText('isLocked')) };

export const asyncMutex: PackageModel = {
  name: 'async-mutex',
  version: '0.5.0',
  modules: [{ names: ['async-mutex'], exports: { Mutex: made('async-mutex.Mutex', mutexText('class Mutex')), Semaphore: made('async-mutex.Semaphore', mutexText('class Semaphore')) } }],
  kinds: [limiter('async-mutex.Mutex', mutexText, exclusive), limiter('async-mutex.Semaphore', mutexText, exclusive)],
  note: '`acquire()` gives the function that releases, of a semaphore behind a number; `runExclusive()` needs no release.',
};

const semaText = sourceOf('async-sema', '3.1.1');
export const asyncSema: PackageModel = {
  name: 'async-sema',
  version: '3.1.1',
  modules: [{ names: ['async-sema'], exports: { Sema: made('async-sema.Sema', semaText('class Sema')) } }],
  kinds: [limiter('async-sema.Sema', semaText, { nrWaiting: borrows(semaText('Sema.nrWaiting')) })],
  note: '`acquire()` and `release(token)` of the same semaphore.',
};

const awaitText = sourceOf('await-semaphore', '0.1.3');
const uses = { use: runs(awaitText('Semaphore.use releases in a finally')) };
export const awaitSemaphore: PackageModel = {
  name: 'await-semaphore',
  version: '0.1.3',
  modules: [{ names: ['await-semaphore'], exports: { Semaphore: made('await-semaphore.Semaphore', awaitText('class Semaphore')), Mutex: made('await-semaphore.Semaphore', awaitText('class Mutex')) } }],
  kinds: [limiter('await-semaphore.Semaphore', awaitText, uses)],
  note: '`acquire()` gives the function that releases; `use()` needs no release.',
};

const bottleneckText = sourceOf('bottleneck', '2.19.5');
export const bottleneck: PackageModel = {
  name: 'bottleneck',
  version: '2.19.5',
  modules: [{ names: ['bottleneck'], exports: { '': made('bottleneck.Bottleneck', bottleneckText('class Bottleneck')) } }],
  kinds: [
    limiter('bottleneck.Bottleneck', bottleneckText, {
      schedule: works(bottleneckText('Bottleneck.schedule frees its place by itself'), { args: [0, 1].map((index) => ({ index, does: 'calls', timing: 'later-once' })) }),
      submit: works(bottleneckText('Bottleneck.submit'), { args: [{ index: 0, does: 'calls', timing: 'later-once' }] }),
      wrap: { ...borrows(bottleneckText('Bottleneck.wrap')), args: [{ index: 0, does: 'calls', timing: 'later-many' }] },
    }),
  ],
  note: 'Frees its places by itself.',
};
