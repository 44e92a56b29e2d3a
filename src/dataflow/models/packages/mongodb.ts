/**
 * `mongodb`. Purpose: a client holds its pool of connections from `connect()` to `close()`, a session its place in the server's
 * list until `endSession()`. Guarantee: read in the sources of the version named here. Not handled: an operation that connects a
 * client nobody connected; cursors and change streams; the database object as a client, before version 3.
 */
import { borrows, releases, tells } from '../rows.ts';
import type { MethodModel, ResourceKind } from '../types.ts';
import { classOf, client, connects, gives, lent, type PackageModel, parts, sourceOf, typeOf, within, works } from './words.ts';

const text = sourceOf('mongodb', '7.8.0');

/** Databases and collections know their client: who has one of them has the connections. */
const leadsToClient = (kind: 'mongodb.Db' | 'mongodb.Collection', where: string): MethodModel => ({
  ...borrows(text(where)),
  acquires: { kind, state: 'dormant', async: false },
  returns: { leadsBack: 'client' },
});

const mongoClient: ResourceKind = client({
  id: 'mongodb.MongoClient',
  noun: 'client',
  advice: 'close()',
  disposal: 'async',
  methods: {
    connect: connects(text('MongoClient._connect closes its topology when it fails'), { returns: 'receiver' }),
    db: leadsToClient('mongodb.Db', 'MongoClient.db'),
    startSession: within('mongodb.ClientSession', text('MongoClient.startSession; MongoClient.close ends sessions'), false),
    withSession: works(text('MongoClient.withSession ends its session by itself')),
    close: parts(text('MongoClient.close')),
    '[Symbol.asyncDispose]': releases(text('MongoClient[Symbol.asyncDispose]')),
  },
  events: {
    error: tells(text("MongoClient 'error': one server is in trouble")),
    timeout: tells(text("MongoClient 'timeout'")),
    close: tells(text("MongoClient 'close': of one connection; the driver connects again")),
    open: tells(text("MongoClient 'open'")),
  },
  doc: text('class MongoClient'),
});

const session: ResourceKind = lent({
  id: 'mongodb.ClientSession',
  noun: 'session',
  advice: 'endSession()',
  disposal: 'async',
  methods: {
    endSession: parts(text('ClientSession.endSession')),
    withTransaction: works(text('ClientSession.withTransaction aborts and leaves the session')),
    startTransaction: borrows(text('ClientSession.startTransaction'), 'unlikely'),
    commitTransaction: works(text('ClientSession.commitTransaction leaves the session')),
    abortTransaction: works(text('ClientSession.abortTransaction leaves the session')),
    '[Symbol.asyncDispose]': releases(text('ClientSession[Symbol.asyncDispose]')),
  },
  status: { hasEnded: { truthy: 'closed' } },
  doc: text('class ClientSession'),
});

/** Views of a client, known by kind for what they lead to; nothing is owed for them. */
const view = (id: string, methods: Readonly<Record<string, MethodModel>>): ResourceKind => client({ id, noun: 'database', advice: '', methods, doc: text(`class ${id}`) });
const database = view('mongodb.Db', { collection: leadsToClient('mongodb.Collection', 'Db.collection'), command: works(text('Db.command')) });
const collection = view('mongodb.Collection', {});

export const mongodb: PackageModel = {
  name: 'mongodb',
  version: '7.8.0',
  modules: [
    {
      names: ['mongodb'],
      exports: {
        MongoClient: classOf('mongodb.MongoClient', 'dormant', text('MongoClient constructor: nothing is connected yet')),
        'MongoClient.connect': { call: gives('mongodb.MongoClient', text('static MongoClient.connect')) },
        ClientSession: typeOf('mongodb.ClientSession'),
      },
    },
  ],
  kinds: [mongoClient, session, database, collection],
  note: 'A database or collection that is kept or handed on keeps its client; closing a database is not closing the client.',
};
