/**
 * `tedious` and `mssql`. Purpose: a connection from `connect()` to `close()`; a transaction that holds one of a pool's connections.
 * Guarantee: read in the sources of the versions named here. Not handled: `sql.connect()`, which gives every caller the same pool and
 * is owed by nobody in particular; prepared statements.
 */
import { borrows, tells } from '../rows.ts';
import type { ResourceKind } from '../types.ts';
import { classOf, client, connects, gone, lent, type PackageModel, parts, sourceOf, works } from './words.ts';

const text = sourceOf('mssql', '12.7.14');
const tediousText = sourceOf('tedious', '19.2.2');

const connection: ResourceKind = client({
  id: 'tedious.Connection',
  noun: 'connection',
  advice: 'close()',
  methods: {
    connect: connects(tediousText('Connection.connect: final state when it fails')),
    close: parts(tediousText('Connection.close')),
    cancel: borrows(tediousText('Connection.cancel')),
    execSql: borrows(tediousText('Connection.execSql')),
    execSqlBatch: borrows(tediousText('Connection.execSqlBatch')),
    callProcedure: borrows(tediousText('Connection.callProcedure')),
    beginTransaction: works(tediousText('Connection.beginTransaction')),
    commitTransaction: works(tediousText('Connection.commitTransaction')),
    rollbackTransaction: works(tediousText('Connection.rollbackTransaction')),
  },
  events: {
    connect: tells(tediousText("Connection 'connect': with an error, or open"), { once: true }),
    error: gone(tediousText("Connection 'error'")),
    end: gone(tediousText("Connection 'end'")),
  },
  doc: tediousText('class Connection'),
});

export const tedious: PackageModel = {
  name: 'tedious',
  version: '19.2.2',
  modules: [{ names: ['tedious'], exports: { Connection: classOf('tedious.Connection', 'dormant', tediousText('Connection constructor; connects by connect() since 9.0')) } }],
  kinds: [connection],
  note: 'Begins with `connect()`.',
};

const pool: ResourceKind = client({
  id: 'mssql.ConnectionPool',
  noun: 'pool',
  advice: 'close()',
  methods: {
    connect: connects(text('ConnectionPool.connect'), { returns: 'receiver' }),
    close: parts(text('ConnectionPool.close')),
    query: works(text('ConnectionPool.query')),
    batch: works(text('ConnectionPool.batch')),
    request: borrows(text('ConnectionPool.request')),
    transaction: { ...borrows(text('ConnectionPool.transaction')), acquires: { kind: 'mssql.Transaction', state: 'dormant', async: false } },
  },
  status: { connected: { truthy: 'hint' } },
  events: { error: tells(text("ConnectionPool 'error': of one connection")) },
  doc: text('class ConnectionPool'),
});

const transaction: ResourceKind = lent({
  id: 'mssql.Transaction',
  noun: 'transaction',
  advice: 'rollback()',
  methods: {
    begin: connects(text('Transaction._begin gives its connection back when it fails'), { returns: 'receiver' }),
    commit: parts(text('Transaction._commit gives the connection back, also when it fails')),
    rollback: parts(text('Transaction._rollback')),
    request: borrows(text('Transaction.request')),
  },
  doc: text('class Transaction'),
});

export const mssql: PackageModel = {
  name: 'mssql',
  version: '12.7.14',
  modules: [
    {
      names: ['mssql', 'mssql/msnodesqlv8'],
      exports: {
        ConnectionPool: classOf('mssql.ConnectionPool', 'dormant', text('ConnectionPool constructor')),
        Transaction: classOf('mssql.Transaction', 'dormant', text('Transaction constructor')),
        connect: {
          call: { acquires: { kind: 'mssql.ConnectionPool', state: 'dormant', async: true }, throws: 'never', rejects: 'likely', doc: text('global-connection.js connect: the same pool for all') },
        },
      },
    },
  ],
  kinds: [pool, transaction],
  note: 'A transaction holds a connection of its pool from `begin()` to `commit()` or `rollback()`.',
};
