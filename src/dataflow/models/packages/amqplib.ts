/**
 * `amqplib`, with promises and with callbacks. Purpose: a connection from `connect()` to `close()`, and channels that end with it.
 * Guarantee: read in the sources of the version named here. Not handled: channels recovered after a reconnect.
 */
import { releases, tells } from '../rows.ts';
import type { EventModel, MethodModel, ResourceKind } from '../types.ts';
import { client, gives, gone, lent, type PackageModel, parts, sourceOf, typeOf, works } from './words.ts';

const text = sourceOf('amqplib', '2.3.1');

const ended = (what: string): Readonly<Record<string, EventModel>> => ({
  error: gone(text(`${what} 'error': closed by the server`)),
  close: gone(text(`${what} 'close'`)),
});

const opens = (name: string): MethodModel => ({
  ...works(text(`Connection.${name}`)),
  ...gives('amqplib.Channel', text(`Connection.${name}`)),
  acquires: { kind: 'amqplib.Channel', state: 'open', async: true, endsWithReceiver: true },
});

const connection: ResourceKind = client({
  id: 'amqplib.Connection',
  noun: 'connection',
  advice: 'close()',
  methods: {
    createChannel: opens('createChannel'),
    createConfirmChannel: opens('createConfirmChannel'),
    close: parts(text('Connection.close')),
  },
  events: { ...ended('Connection'), blocked: tells(text("Connection 'blocked'")), unblocked: tells(text("Connection 'unblocked'")) },
  doc: text('channel_model.js ChannelModel, connection.js Connection'),
});

/** What the server refuses it answers by closing the channel: a request that is rejected leaves none. */
const requests = ['assertQueue', 'checkQueue', 'deleteQueue', 'purgeQueue', 'bindQueue', 'unbindQueue', 'assertExchange', 'checkExchange', 'deleteExchange',
  'bindExchange', 'unbindExchange', 'cancel', 'get', 'prefetch', 'recover'];

const channel: ResourceKind = lent({
  id: 'amqplib.Channel',
  noun: 'channel',
  advice: 'close()',
  methods: {
    ...Object.fromEntries(requests.map((name) => [name, works(text(`Channel.${name}: what the server refuses closes the channel`), { rejectionProves: 'receiver-closed' })])),
    /** Who consumes wants the channel to stay. */
    consume: works(text('Channel.consume'), { rejectionProves: 'receiver-closed', reads: 'lasting', args: [{ index: 1, does: 'calls', timing: 'later-many' }] }),
    publish: works(text('Channel.publish')),
    sendToQueue: works(text('Channel.sendToQueue')),
    waitForConfirms: works(text('ConfirmChannel.waitForConfirms')),
    close: releases(text('Channel.close')),
  },
  events: { ...ended('Channel'), return: tells(text("Channel 'return'")), drain: tells(text("Channel 'drain'")) },
  doc: text('channel_model.js Channel'),
});

export const amqplib: PackageModel = {
  name: 'amqplib',
  version: '2.3.1',
  modules: [
    {
      names: ['amqplib', 'amqplib/callback_api'],
      exports: {
        connect: { call: gives('amqplib.Connection', text('connect: a handshake that fails destroys the socket')) },
        Connection: typeOf('amqplib.Connection'),
        ChannelModel: typeOf('amqplib.Connection'),
        Channel: typeOf('amqplib.Channel'),
        ConfirmChannel: typeOf('amqplib.Channel'),
      },
    },
  ],
  kinds: [connection, channel],
  note: 'Closing a connection closes its channels; a request that the server refuses closes its channel.',
};
