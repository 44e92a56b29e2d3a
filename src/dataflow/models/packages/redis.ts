/**
 * `redis` and `ioredis`. Purpose: both keep a connection, and connect again by themselves, until they are told to stop.
 * Guarantee: read in the sources of the versions named here. Not handled: `lazyConnect` of `ioredis`, which counts as open from its
 * making; clients of `redis` before version 4, which connected when they were made.
 */
import { borrows, releases, tells } from '../rows.ts';
import type { EventModel, ExportModel, MethodModel, ResourceKind } from '../types.ts';
import { classOf, client, connects, gone, makes, type PackageModel, parts, sourceOf, type Text, typeOf, works } from './words.ts';

const text = sourceOf('redis', '6.3.1');
const ioText = sourceOf('ioredis', '6.0.0');

/** It goes on trying: an error is told and the client stays. */
const events = (where: Text): Readonly<Record<string, EventModel>> => ({
  error: tells(where("'error' is told, and the client connects again")),
  ready: tells(where("'ready'")),
  connect: tells(where("'connect'")),
  reconnecting: tells(where("'reconnecting'")),
  end: gone(where("'end': it will not connect again")),
  /** Who is subscribed wants the connection to stay. */
  message: tells(where("'message'"), { reads: 'lasting' }),
  pmessage: tells(where("'pmessage'"), { reads: 'lasting' }),
});

/** Subscribing is what such a connection is kept for. */
const subscribes = (where: string): MethodModel => works(where, { reads: 'lasting' });

const redisMethods: Readonly<Record<string, MethodModel>> = {
  connect: connects(text('RedisSocket.connect rejects once it has given up'), { returns: 'receiver' }),
  quit: parts(text('RedisClient.quit')),
  disconnect: parts(text('RedisClient.disconnect')),
  close: parts(text('RedisClient.close')),
  destroy: releases(text('RedisClient.destroy')),
  subscribe: subscribes(text('RedisClient.subscribe')),
  pSubscribe: subscribes(text('RedisClient.pSubscribe')),
  multi: borrows(text('RedisClient.multi')),
};

const redisKind = (id: string, noun: string): ResourceKind =>
  client({ id, noun, advice: 'close()', methods: redisMethods, status: { isOpen: { truthy: 'open' }, isReady: { truthy: 'hint' } }, events: events(text), doc: text(id) });

const redisClient = redisKind('redis.Client', 'client');
const redisPool = redisKind('redis.ClientPool', 'pool');
/** Made, and not connected before `connect()`. */
const prepared = (id: string, where: string): ExportModel => ({ call: makes(id, 'dormant', text(where)) });

const ioRedis: ResourceKind = client({
  id: 'ioredis.Redis',
  noun: 'client',
  advice: 'quit()',
  methods: {
    connect: works(ioText('Redis.connect: where it rejects the client goes on trying')),
    quit: parts(ioText('Redis.quit')),
    disconnect: releases(ioText('Redis.disconnect')),
    end: releases(ioText('Redis.end')),
    subscribe: subscribes(ioText('Redis.subscribe')),
    psubscribe: subscribes(ioText('Redis.psubscribe')),
    multi: borrows(ioText('Redis.multi')),
    pipeline: borrows(ioText('Redis.pipeline')),
    duplicate: { ...borrows(ioText('Redis.duplicate')), acquires: { kind: 'ioredis.Redis', state: 'open', async: false } },
  },
  status: { status: { closedWhen: ['end', 'close'] } },
  events: events(ioText),
  doc: ioText('class Redis'),
});

const ioCluster: ResourceKind = { ...ioRedis, id: 'ioredis.Cluster', extends: 'ioredis.Redis', doc: ioText('class Cluster') };

const ioClass = classOf('ioredis.Redis', 'open', ioText('Redis constructor connects unless lazyConnect is set'));
const ioClusterClass = classOf('ioredis.Cluster', 'open', ioText('Cluster constructor'));

export const redis: PackageModel = {
  name: 'redis',
  version: '6.3.1',
  modules: [
    {
      names: ['redis', '@redis/client'],
      exports: {
        createClient: prepared('redis.Client', 'createClient'),
        createCluster: prepared('redis.Client', 'createCluster'),
        createSentinel: prepared('redis.Client', 'createSentinel'),
        createClientPool: prepared('redis.ClientPool', 'createClientPool'),
        RedisClientType: typeOf('redis.Client'),
      },
    },
  ],
  kinds: [redisClient, redisPool],
  note: 'Begins with `connect()`; a client that cannot connect goes on trying until its strategy gives up.',
};

export const ioredis: PackageModel = {
  name: 'ioredis',
  version: '6.0.0',
  modules: [{ names: ['ioredis'], exports: { '': ioClass, Redis: ioClass, Cluster: ioClusterClass } }],
  kinds: [ioRedis, ioCluster],
  note: 'Counts as open from its making, with `lazyConnect` too.',
};
