/**
 * `mysql`, `mysql2` (with `mysql2/promise`) and `mariadb`: one family with the same words. Purpose: a connection is open from its
 * making, a pooled one is lent until `release()`. Guarantee: read in the sources of the versions named here.
 * Not handled: that `mysql` connects only with the first query; `namespace.getConnection` of clusters by pattern.
 */
import { borrows, callsLast, ends, releases, tells } from '../rows.ts';
import type { CallModel, ExportModel, MethodModel, ResourceKind } from '../types.ts';
import { client, gives, gone, lends, lent, makes, type PackageModel, parts, sourceOf, takesBack, type Text, typeOf, works } from './words.ts';

const old = sourceOf('mysql', '2.18.1');
const second = sourceOf('mysql2', '3.24.5');
const maria = sourceOf('mariadb', '3.5.4');

const asked = (text: Text): Readonly<Record<string, MethodModel>> => ({
  ...Object.fromEntries(['query', 'execute', 'batch', 'commit', 'changeUser', 'prepare'].map((name) => [name, works(text(`Connection.${name}`))])),
  /** They fail where the connection is lost, and a pool strikes off a lost one by itself. */
  ...Object.fromEntries(['ping', 'beginTransaction', 'rollback'].map((name) => [name, works(text(`Connection.${name}; PoolConnection._removeFromPool`), { rejectionProves: 'receiver-closed' })])),
  escape: borrows(text('Connection.escape')),
  format: borrows(text('Connection.format')),
});

interface Three {
  readonly connection: ResourceKind;
  readonly pooled: ResourceKind;
  readonly pool: ResourceKind;
}

/** The three kinds that each of the packages has. */
const three = (name: string, text: Text, disposal: ResourceKind['disposal']): Three => {
  const disposes = (what: string): Readonly<Record<string, MethodModel>> => (disposal === 'async' ? { '[Symbol.asyncDispose]': releases(text(`${what}[Symbol.asyncDispose]`)) } : {});
  const connection = client({
    id: `${name}.Connection`,
    noun: 'connection',
    advice: 'end()',
    disposal,
    methods: {
      ...asked(text),
      ...disposes('Connection'),
      connect: works(text('Connection.connect'), { rejectionProves: 'receiver-closed' }),
      end: parts(text('Connection.end')),
      destroy: releases(text('Connection.destroy')),
      close: parts(text('Connection.close')),
    },
    events: { error: gone(text("Connection 'error': fatal, the connection is lost")), end: gone(text("Connection 'end'")) },
    doc: text('class Connection'),
  });
  const pooled = lent({
    ...connection,
    family: 'slot',
    lasting: false,
    id: `${name}.PoolConnection`,
    extends: connection.id,
    advice: 'release()',
    methods: {
      ...disposes('PoolConnection'),
      release: releases(text('PoolConnection.release')),
      destroy: releases(text('PoolConnection.destroy: closed and struck off the pool')),
      end: ends(text('PoolConnection.end: gives back, or closes and strikes off')),
    },
    events: { error: gone(text("PoolConnection 'error': struck off the pool")) },
    doc: text('class PoolConnection'),
  });
  const pool = client({
    id: `${name}.Pool`,
    noun: 'pool',
    advice: 'end()',
    disposal,
    methods: {
      ...asked(text),
      ...disposes('Pool'),
      getConnection: lends(pooled.id, text('Pool.getConnection')),
      releaseConnection: takesBack(text('Pool.releaseConnection')),
      end: parts(text('Pool.end')),
    },
    events: {
      connection: tells(text("Pool 'connection'"), { lends: [{ index: 0, resource: connection.id }] }),
      acquire: tells(text("Pool 'acquire'"), { lends: [{ index: 0, resource: connection.id }] }),
      release: tells(text("Pool 'release'"), { lends: [{ index: 0, resource: connection.id }] }),
      enqueue: tells(text("Pool 'enqueue'")),
      error: tells(text("Pool 'error'")),
    },
    doc: text('class Pool'),
  });
  return { connection, pooled, pool };
};

const mysqlKinds = three('mysql', old, 'none');
/** Its callback API may also dispose; that a pooled connection does it synchronously is left to the release. */
const mysql2Kinds = three('mysql2', second, 'none');
const promiseKinds = three('mysql2/promise', second, 'async');
const mariadbKinds = three('mariadb', maria, 'none');

/** The promise API of the same connection: closing either closes both. */
const promised: MethodModel = { ...borrows(second('Connection.promise, Pool.promise: another view of the same')), returns: 'receiver' };
const withPromises = (kind: ResourceKind): ResourceKind => ({ ...kind, methods: { ...kind.methods, promise: promised } });

const namesOf = (kinds: Three): readonly ResourceKind[] => [kinds.connection, kinds.pooled, kinds.pool];

const exportsOf = (kinds: Three, text: Text, createConnection: CallModel): Readonly<Record<string, ExportModel>> => ({
  createConnection: { call: createConnection },
  createPool: { call: makes(kinds.pool.id, 'open', text('createPool: connections are opened as they are needed')) },
  createPoolCluster: { call: makes(kinds.pool.id, 'open', text('createPoolCluster')) },
  Connection: typeOf(kinds.connection.id),
  PoolConnection: typeOf(kinds.pooled.id),
  Pool: typeOf(kinds.pool.id),
  PoolCluster: typeOf(kinds.pool.id),
});

export const mysql: PackageModel = {
  name: 'mysql',
  version: '2.18.1',
  modules: [{ names: ['mysql'], exports: exportsOf(mysqlKinds, old, makes(mysqlKinds.connection.id, 'open', old('createConnection'))) }],
  kinds: namesOf(mysqlKinds),
  note: 'A connection counts as open from its making, although the first query connects it.',
};

export const mysql2: PackageModel = {
  name: 'mysql2',
  version: '3.24.5',
  modules: [
    { names: ['mysql2'], exports: exportsOf(mysql2Kinds, second, makes(mysql2Kinds.connection.id, 'open', second('BaseConnection: Net.connect in its constructor'), { args: callsLast('later-once') })) },
    {
      names: ['mysql2/promise'],
      exports: {
        ...exportsOf(promiseKinds, second, gives(promiseKinds.connection.id, second('createConnectionPromise'))),
        PromiseConnection: typeOf(promiseKinds.connection.id),
        PromisePoolConnection: typeOf(promiseKinds.pooled.id),
        PromisePool: typeOf(promiseKinds.pool.id),
      },
    },
  ],
  kinds: [...namesOf(mysql2Kinds).map(withPromises), ...namesOf(promiseKinds)],
  note: '`pool.promise()` and `connection.promise()` stand for the same pool or connection.',
};

export const mariadb: PackageModel = {
  name: 'mariadb',
  version: '3.5.4',
  modules: [
    { names: ['mariadb', 'mariadb/promise'], exports: exportsOf(mariadbKinds, maria, gives(mariadbKinds.connection.id, maria('createConnection'))) },
    { names: ['mariadb/callback'], exports: exportsOf(mariadbKinds, maria, makes(mariadbKinds.connection.id, 'open', maria('callback.js createConnection'))) },
  ],
  kinds: namesOf(mariadbKinds),
  note: 'The callback API gives its connection at once and tells later whether it could connect.',
};
