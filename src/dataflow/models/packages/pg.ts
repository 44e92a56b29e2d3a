/**
 * `pg` and `pg-pool`. Purpose: a client holds a connection from `connect()` to `end()`, a pooled one until `release()`.
 * Guarantee: read in the sources of the versions named here. Not handled: `pg-native`; a `password` function that throws, which
 * fails `connect()` and leaves the socket to the server; query streams and cursors, which end with their client.
 */
import { releases, tells } from '../rows.ts';
import type { ModuleModel, ResourceKind } from '../types.ts';
import { classOf, client, connects, gives, gone, lends, lent, type PackageModel, parts, sourceOf, typeOf, works } from './words.ts';

const text = sourceOf('pg', '8.23.1');
const poolText = sourceOf('pg-pool', '3.14.0');

const single: ResourceKind = client({
  id: 'pg.Client',
  noun: 'client',
  advice: 'end()',
  methods: {
    connect: connects(text('Client.connect: a connection that fails is destroyed or ended by the server')),
    query: works(text('Client.query')),
    end: parts(text('Client.end')),
  },
  events: {
    error: gone(text('Client._handleErrorEvent: the connection has failed, nothing can be asked any more')),
    end: gone(text("Client 'end': the connection has ended")),
    /** Who listens for notifications wants the connection to stay. */
    notification: tells(text("Client 'notification'"), { reads: 'lasting' }),
    notice: tells(text("Client 'notice'")),
    drain: tells(text("Client 'drain'")),
  },
  doc: text('class Client'),
});

const pooled: ResourceKind = lent({
  ...single,
  family: 'slot',
  lasting: false,
  id: 'pg.PoolClient',
  extends: 'pg.Client',
  noun: 'connection',
  advice: 'release()',
  methods: {
    /** With an error the connection is closed and struck off; a second call throws. */
    release: releases(poolText('Pool._releaseOnce')),
    /** Already connected when it is lent. */
    connect: works(poolText('Pool.newClient')),
  },
  events: {
    /** It stays checked out: the pool drops it when it is released. */
    error: tells(poolText('Pool._acquireClient takes its own listener away')),
    end: tells(poolText('Pool._acquireClient')),
  },
  doc: poolText('Pool.connect'),
});

const pool: ResourceKind = client({
  id: 'pg.Pool',
  noun: 'pool',
  advice: 'end()',
  methods: {
    connect: lends('pg.PoolClient', poolText('Pool.connect'), { releasedBy: 2 }),
    query: works(poolText('Pool.query gives its client back by itself')),
    end: parts(poolText('Pool.end')),
  },
  events: {
    error: tells(poolText('makeIdleListener: one idle client is gone, the pool is not')),
    connect: tells(poolText("Pool 'connect'"), { lends: [{ index: 0, resource: 'pg.Client' }] }),
    acquire: tells(poolText("Pool 'acquire'"), { lends: [{ index: 0, resource: 'pg.Client' }] }),
    remove: tells(poolText("Pool 'remove'")),
    release: tells(poolText("Pool 'release'")),
  },
  doc: poolText('class Pool'),
});

const poolClass = classOf('pg.Pool', 'open', poolText('constructor: connections are opened as they are needed'));

const pgModule: ModuleModel = {
  names: ['pg'],
  exports: {
    Client: classOf('pg.Client', 'dormant', text('constructor: the socket is connected by connect()')),
    Pool: poolClass,
    PoolClient: typeOf('pg.PoolClient'),
    'native.Client': classOf('pg.Client', 'dormant', text('native/client.js')),
    'native.Pool': poolClass,
    /** Pools of the module itself, before version 7. */
    connect: { call: gives('pg.PoolClient', text('History: pg.connect, removed in 7.0'), { releasedBy: 2 }) },
  },
};

export const pg: PackageModel = {
  name: 'pg',
  version: '8.23.1',
  modules: [pgModule],
  kinds: [single, pooled, pool],
  note: 'A pooled client that fails stays checked out until it is released.',
};

export const pgPool: PackageModel = {
  name: 'pg-pool',
  version: '3.14.0',
  modules: [{ names: ['pg-pool'], exports: { '': poolClass } }],
  kinds: [],
  note: 'The pool of `pg`, by itself.',
};
