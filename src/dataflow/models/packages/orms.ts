/**
 * `knex`, `typeorm` and `sequelize`. Purpose: transactions and query runners hold a connection of a pool until they are told how they end.
 * Guarantee: read in the sources of the versions named here. Not handled: query builders and streams; nested transactions, which
 * hold nothing of their own; a data source that was given to `typeorm` by a framework.
 */
import { borrows, tells } from '../rows.ts';
import type { CallModel, MethodModel, ResourceKind } from '../types.ts';
import { classOf, client, connects, lent, makes, type PackageModel, parts, sourceOf, typeOf, works } from './words.ts';

const knexText = sourceOf('knex', '3.3.0');
const typeormText = sourceOf('typeorm', '1.1.1');
const sequelizeText = sourceOf('sequelize', '6.37.8');

/** Without a function the caller ends it; with one it ends by itself. */
const begun = (kind: string, doc: string, functions: readonly (number | 'last')[]): MethodModel => ({
  ...borrows(doc),
  acquires: { kind, state: 'open', async: true },
  rejects: 'likely',
  args: functions.map((index) => ({ index, does: 'calls', timing: 'later-once' })),
});

const knexTransaction: ResourceKind = lent({
  id: 'knex.Transaction',
  noun: 'transaction',
  advice: 'rollback()',
  /** `trx('users')` asks. */
  called: 'borrows',
  methods: {
    commit: parts(knexText('Transaction.commit')),
    rollback: parts(knexText('Transaction.rollback')),
    savepoint: works(knexText('Transaction.savepoint')),
    isCompleted: borrows(knexText('Transaction.isCompleted')),
    raw: works(knexText('Transaction.raw')),
  },
  doc: knexText('class Transaction'),
});

const knexClient: ResourceKind = client({
  id: 'knex.Knex',
  noun: 'pool',
  advice: 'destroy()',
  called: 'borrows',
  methods: {
    transaction: begun('knex.Transaction', knexText('make-knex.js transaction'), [0]),
    destroy: parts(knexText('Client.destroy')),
    initialize: borrows(knexText('Client.initializePool')),
  },
  events: { query: tells(knexText("Client 'query'")) },
  doc: knexText('make-knex.js'),
});

const makesKnex: CallModel = makes('knex.Knex', 'open', knexText('knex-builder: connections are opened as they are needed'));

export const knex: PackageModel = {
  name: 'knex',
  version: '3.3.0',
  modules: [{ names: ['knex'], exports: { '': { call: makesKnex }, knex: { call: makesKnex }, Knex: typeOf('knex.Knex'), 'Knex.Transaction': typeOf('knex.Transaction') } }],
  kinds: [knexTransaction, knexClient],
  note: 'A transaction that is given a function ends by itself; one that is not holds a connection until `commit()` or `rollback()`.',
};

const queryRunner: ResourceKind = lent({
  id: 'typeorm.QueryRunner',
  noun: 'connection',
  advice: 'release()',
  methods: {
    connect: works(typeormText('QueryRunner.connect: without a connection nothing is held'), { rejectionProves: 'receiver-closed' }),
    release: parts(typeormText('QueryRunner.release')),
    /** It fails where the connection is lost; then its driver releases it. */
    startTransaction: works(typeormText('QueryRunner.startTransaction; PostgresQueryRunner.releasePostgresConnection'), { rejectionProves: 'receiver-closed' }),
    ...Object.fromEntries(['query', 'commitTransaction', 'rollbackTransaction'].map((name) => [name, works(typeormText(`QueryRunner.${name} leaves the connection`))])),
  },
  status: { isReleased: { truthy: 'closed' } },
  doc: typeormText('QueryRunner'),
});

const dataSource: ResourceKind = client({
  id: 'typeorm.DataSource',
  noun: 'pool',
  advice: 'destroy()',
  methods: {
    initialize: connects(typeormText('DataSource.initialize destroys what it opened when it fails'), { returns: 'receiver' }),
    connect: connects(typeormText('DataSource.connect: the older name of initialize'), { returns: 'receiver' }),
    destroy: parts(typeormText('DataSource.destroy')),
    close: parts(typeormText('DataSource.close: the older name of destroy')),
    /** It holds a connection from its first query on, and nobody makes one for anything else. */
    createQueryRunner: { ...borrows(typeormText('DataSource.createQueryRunner')), acquires: { kind: 'typeorm.QueryRunner', state: 'open', async: false } },
    transaction: works(typeormText('DataSource.transaction releases its query runner')),
    query: works(typeormText('DataSource.query releases its query runner')),
    getRepository: { ...borrows(typeormText('DataSource.getRepository')), returns: { leadsBack: 'manager' } },
  },
  status: { isInitialized: { truthy: 'hint' }, isConnected: { truthy: 'hint' } },
  doc: typeormText('class DataSource'),
});

const dataSourceClass = classOf('typeorm.DataSource', 'dormant', typeormText('DataSource constructor connects nothing'));

export const typeorm: PackageModel = {
  name: 'typeorm',
  version: '1.1.1',
  modules: [
    {
      names: ['typeorm'],
      exports: {
        DataSource: dataSourceClass,
        Connection: dataSourceClass,
        QueryRunner: typeOf('typeorm.QueryRunner'),
        createConnection: { call: { acquires: { kind: 'typeorm.DataSource', state: 'dormant', async: true }, throws: 'never', rejects: 'likely', doc: typeormText('History: createConnection keeps it in a list of its own') } },
        getConnection: { call: { acquires: { kind: 'typeorm.DataSource', state: 'dormant', async: false }, throws: 'unlikely', doc: typeormText('History: getConnection, from that list') } },
      },
    },
  ],
  kinds: [queryRunner, dataSource],
  note: 'A query runner counts as open from its making; where it cannot connect it holds nothing.',
};

const sequelizeTransaction: ResourceKind = lent({
  id: 'sequelize.Transaction',
  noun: 'transaction',
  advice: 'rollback()',
  methods: {
    commit: parts(sequelizeText('Transaction.commit gives its connection back or kills it')),
    rollback: parts(sequelizeText('Transaction.rollback')),
    afterCommit: { ...borrows(sequelizeText('Transaction.afterCommit')), args: [{ index: 0, does: 'calls', timing: 'later-once' }] },
  },
  status: { finished: { truthy: 'closed' } },
  doc: sequelizeText('class Transaction'),
});

const sequelizeClient: ResourceKind = client({
  id: 'sequelize.Sequelize',
  noun: 'pool',
  advice: 'close()',
  methods: {
    transaction: begun('sequelize.Transaction', sequelizeText('Sequelize.transaction'), ['last']),
    close: parts(sequelizeText('Sequelize.close')),
    authenticate: works(sequelizeText('Sequelize.authenticate')),
    sync: works(sequelizeText('Sequelize.sync')),
    query: works(sequelizeText('Sequelize.query')),
    define: { ...borrows(sequelizeText('Sequelize.define')), returns: { leadsBack: 'sequelize' } },
  },
  doc: sequelizeText('class Sequelize'),
});

export const sequelize: PackageModel = {
  name: 'sequelize',
  version: '6.37.8',
  modules: [
    {
      names: ['sequelize', '@sequelize/core'],
      exports: {
        '': classOf('sequelize.Sequelize', 'open', sequelizeText('Sequelize constructor: connections are opened as they are needed')),
        Sequelize: classOf('sequelize.Sequelize', 'open', sequelizeText('Sequelize constructor')),
        Transaction: typeOf('sequelize.Transaction'),
      },
    },
  ],
  kinds: [sequelizeTransaction, sequelizeClient],
  note: 'A transaction that is given a function ends by itself; one that is not holds a connection until `commit()` or `rollback()`.',
};
