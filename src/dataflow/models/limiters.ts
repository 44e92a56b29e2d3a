/**
 * Pairs of method names that take and give back a slot, on any receiver. Purpose: a limiter, semaphore, mutex or pool is known
 * by how it is used, not by its package. Guarantee: a row stands alone only where its name means nothing else in code we know
 * of; every other row counts only where a release of the same receiver (or of the result) is in view.
 *
 * Not here, because the same names mean something else more often than not:
 * - `open`/`close`, `start`/`stop`, `begin`/`end`, `connect`/`disconnect`: life cycles; belief covers those that matter;
 * - `push`/`pop`, `add`/`remove`, `set`/`delete`: collections; `subscribe`/`unsubscribe`: lasting by intent;
 * - `wait`/`signal`, `wait`/`notify`: as often a condition variable, where no slot is held;
 * - `up`/`down`, `p`/`v`, `inc`/`dec`: counters; a counter with a limit is recognised by its limit;
 * - `acquireToken`: tokens of identity, which expire and are not given back;
 * - `getReader`/`releaseLock`: a stream's lock ends with the stream, nobody waits for it;
 * - `runExclusive`, `use`, `with…`: they give back by themselves.
 */
import { docs, judged, releases } from './rows.ts';
import type { PairModel, ResourceKind } from './types.ts';

const slot: ResourceKind = {
  id: 'slot',
  family: 'slot',
  noun: 'slot',
  advice: 'release()',
  /** A permit or lock that is given back through itself; one that is a function is called. */
  methods: {
    release: releases(judged('a permit gives itself back')),
    unlock: releases(judged('a held lock opens itself')),
    free: releases(judged('a reserved place frees itself')),
  },
  status: {},
  events: {},
  disposal: 'none',
  lasting: false,
  doc: judged('what a limiter gives'),
};

const pooled: ResourceKind = {
  ...slot,
  id: 'pooled-connection',
  noun: 'connection',
  /** Where the result is the thing that is given back. What each package calls it differs; these are the names in use. */
  methods: {
    release: releases(judged('given back to its pool')),
    destroy: releases(judged('closed and struck off the pool')),
    close: releases(judged('Oracle and JDBC style pools give back on close')),
    end: releases(judged('older pools give back on end')),
  },
};

export const slotKinds: readonly ResourceKind[] = [slot, pooled];

type Row = Omit<PairModel, 'acquire' | 'release' | 'doc'>;
const pair = (acquire: string, release: readonly string[], doc: string, row: Row): PairModel => ({ ...row, acquire, release, doc });

/** Waits for a slot; most libraries answer with a promise, some with the slot itself. */
const waits: Row = { async: 'maybe', kind: 'slot' };
const waitsIfPaired: Row = { ...waits, needs: 'release-in-view' };
/** Answers at once whether there was one. */
const tries: Row = { async: 'maybe', kind: 'slot', when: 'truthy' };
const triesIfPaired: Row = { ...tries, needs: 'release-in-view' };
const connection: Row = { async: 'maybe', kind: 'pooled-connection', when: 'non-null' };

export const pairs: readonly PairModel[] = [
  // The verb of every semaphore and pool. `destroy` is what generic pools call giving back a broken one.
  pair('acquire', ['release', 'destroy'], docs('generic-pool', 'acquire and release'), waits),
  pair('tryAcquire', ['release'], judged('a semaphore that does not wait answers by truth'), tries),
  pair('acquireSlot', ['releaseSlot', 'freeSlot', 'release'], judged('the name says what is held'), waits),
  pair('tryAcquireSlot', ['releaseSlot', 'freeSlot', 'release'], judged('the name says what is held'), tries),
  pair('acquirePermit', ['releasePermit', 'release'], judged('the name says what is held'), waits),
  pair('acquireLock', ['releaseLock', 'release', 'unlock'], judged('the name says what is held'), waits),
  pair('tryAcquireLock', ['releaseLock', 'release', 'unlock'], judged('the name says what is held'), tries),
  pair('acquireConnection', ['releaseConnection', 'release'], docs('knex', 'client.acquireConnection'), connection),
  pair('acquireClient', ['releaseClient', 'release'], judged('the name says what is held'), connection),

  // A door, an account or a screen can be locked too, and stays so on purpose.
  pair('lock', ['unlock', 'release'], judged('a mutex, where its unlock is in view'), waitsIfPaired),
  pair('tryLock', ['unlock', 'release'], judged('a mutex that does not wait answers by truth'), triesIfPaired),
  // Tree walkers and scopes are entered and left as well.
  pair('enter', ['leave'], judged('a semaphore, where its leave is in view'), waitsIfPaired),
  pair('tryEnter', ['leave'], judged('a semaphore that does not wait answers by truth'), triesIfPaired),
  // Servers and protocols accept what they never release. A limiter answers with a word or a truth value.
  pair('accept', ['release'], judged('a limiter that admits or refuses'), {
    async: 'maybe',
    kind: 'slot',
    when: { equals: ['accept', 'accepted', 'ok', true] },
    needs: 'release-in-view',
  }),
  pair('reserve', ['release', 'free', 'unreserve'], judged('a place held until given back'), waitsIfPaired),
  pair('tryReserve', ['release', 'free', 'unreserve'], judged('a reservation that does not wait answers by truth'), triesIfPaired),
  // A token bucket is taken from and refills by itself.
  pair('take', ['release', 'leave', 'giveBack', 'putBack'], docs('semaphore', 'take and leave'), waitsIfPaired),
  pair('tryTake', ['release', 'leave', 'giveBack', 'putBack'], judged('answers by truth'), triesIfPaired),
  pair('obtain', ['release', 'free'], judged('a pool of objects'), waitsIfPaired),
  // A library lends books, a shop has a check-out, git checks out branches: only beside its return.
  pair('checkout', ['checkin', 'checkIn', 'release'], judged('a pool of objects'), { ...waitsIfPaired, kind: 'pooled-connection' }),
  pair('checkOut', ['checkIn', 'release'], judged('a pool of objects'), { ...waitsIfPaired, kind: 'pooled-connection' }),
  pair('borrow', ['giveBack', 'return', 'release'], judged('a pool of objects'), { ...waitsIfPaired, kind: 'pooled-connection' }),
  pair('allocate', ['free', 'deallocate', 'release'], judged('ports, buffers, identifiers'), waitsIfPaired),
  // Some libraries answer `getConnection` with the one connection of the process, which nobody gives back.
  pair('getConnection', ['releaseConnection', 'release'], docs('mysql2', 'pool.getConnection'), { ...connection, needs: 'release-in-view' }),
  pair('getClient', ['releaseClient', 'release'], judged('a pool of clients'), { ...connection, needs: 'release-in-view' }),
];
