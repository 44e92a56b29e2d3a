/**
 * `oracledb`. Purpose: a connection is closed, one of a pool is given back, by the same `close()`.
 * Guarantee: read in the sources of the version named here. Not handled: result sets and LOBs, which end with their connection.
 */
import { borrows, releases } from '../rows.ts';
import type { MethodModel, ResourceKind } from '../types.ts';
import { client, gives, lends, lent, type PackageModel, parts, sourceOf, typeOf, works } from './words.ts';

const text = sourceOf('oracledb', '26.0.0');

const asked: Readonly<Record<string, MethodModel>> = Object.fromEntries(
  ['execute', 'executeMany', 'commit', 'rollback', 'ping', 'breakExecution', 'getQueue', 'subscribe', 'unsubscribe'].map((name) => [name, works(text(`Connection.${name}`))]),
);

const connection: ResourceKind = lent({
  id: 'oracledb.Connection',
  noun: 'connection',
  advice: 'close()',
  disposal: 'async',
  methods: {
    ...asked,
    close: parts(text('Connection.close: of a pooled connection, gives it back')),
    release: parts(text('Connection.release: the older name of close')),
    isHealthy: borrows(text('Connection.isHealthy')),
    '[Symbol.asyncDispose]': releases(text('Connection[Symbol.asyncDispose]')),
  },
  doc: text('class Connection'),
});

const pool: ResourceKind = client({
  id: 'oracledb.Pool',
  noun: 'pool',
  advice: 'close()',
  disposal: 'async',
  methods: {
    getConnection: lends('oracledb.Connection', text('Pool.getConnection')),
    close: parts(text('Pool.close')),
    terminate: parts(text('Pool.terminate: the older name of close')),
    reconfigure: works(text('Pool.reconfigure')),
    '[Symbol.asyncDispose]': releases(text('Pool[Symbol.asyncDispose]')),
  },
  doc: text('class Pool'),
});

export const oracledb: PackageModel = {
  name: 'oracledb',
  version: '26.0.0',
  modules: [
    {
      names: ['oracledb'],
      exports: {
        /** With an alias, or with nothing, one of a pool; with a user of its own a connection by itself. */
        getConnection: { call: gives('oracledb.Connection', text('getConnection')) },
        createPool: { call: gives('oracledb.Pool', text('createPool')) },
        getPool: { call: { acquires: { kind: 'oracledb.Pool', state: 'dormant', async: false }, throws: 'unlikely', doc: text('getPool: one that was made elsewhere') } },
        Connection: typeOf('oracledb.Connection'),
        Pool: typeOf('oracledb.Pool'),
      },
    },
  ],
  kinds: [connection, pool],
  note: 'What `getConnection()` of the module gives counts as a pooled connection too: both are closed in the same way.',
};
