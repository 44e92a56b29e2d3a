/**
 * `generic-pool` and `tarn`: pools of whatever. Purpose: what they lend goes back by the pool, named. That `acquire()` lends
 * is known by its name, on any receiver; here stands what ends a pool and what gives back by itself.
 * Guarantee: read in the sources of the versions named here. Not handled: `acquire()` of `tarn`, which gives a request with a promise.
 */
import { borrows } from '../rows.ts';
import type { ResourceKind } from '../types.ts';
import { classOf, client, makes, type PackageModel, parts, sourceOf, takesBack, works } from './words.ts';

const generic = sourceOf('generic-pool', '3.9.0');
const tarnText = sourceOf('tarn', '3.1.2');

const genericPool: ResourceKind = client({
  id: 'generic-pool.Pool',
  noun: 'pool',
  advice: 'drain()',
  methods: {
    release: takesBack(generic('Pool.release')),
    destroy: takesBack(generic('Pool.destroy: closed and struck off')),
    use: works(generic('Pool.use gives back by itself')),
    isBorrowedResource: borrows(generic('Pool.isBorrowedResource')),
    /** Ends the pool once everything has come back; `clear()` then closes what it kept. */
    drain: parts(generic('Pool.drain')),
    clear: works(generic('Pool.clear')),
    ready: works(generic('Pool.ready')),
  },
  doc: generic('class Pool'),
});

export const genericPools: PackageModel = {
  name: 'generic-pool',
  version: '3.9.0',
  modules: [
    {
      names: ['generic-pool'],
      exports: {
        createPool: { call: makes('generic-pool.Pool', 'open', generic('createPool')) },
        Pool: classOf('generic-pool.Pool', 'open', generic('class Pool')),
      },
    },
  ],
  kinds: [genericPool],
  note: 'What was acquired goes back by `release(resource)` or `destroy(resource)` of the pool.',
};

const tarnPool: ResourceKind = client({
  id: 'tarn.Pool',
  noun: 'pool',
  advice: 'destroy()',
  methods: { release: takesBack(tarnText('Pool.release')), destroy: parts(tarnText('Pool.destroy')) },
  doc: tarnText('class Pool'),
});

export const tarn: PackageModel = {
  name: 'tarn',
  version: '3.1.2',
  modules: [{ names: ['tarn'], exports: { Pool: classOf('tarn.Pool', 'open', tarnText('class Pool')) } }],
  kinds: [tarnPool],
  note: '`acquire()` gives a request; what its promise brings is known only where the pair of names shows it.',
};
