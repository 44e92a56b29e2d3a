/**
 * `kafkajs`, `nats` and `mqtt`. Purpose: what is connected to a broker stays so, and connects again, until it is told to stop.
 * Guarantee: read in the sources of the versions named here. Not handled: subscriptions, which end with their client.
 */
import { borrows, tells } from '../rows.ts';
import type { MethodModel, ResourceKind } from '../types.ts';
import { client, connects, gives, gone, makes, type PackageModel, parts, sourceOf, typeOf, works } from './words.ts';

const kafka = sourceOf('kafkajs', '2.2.4');
const natsText = sourceOf('nats', '2.29.3');
const mqttText = sourceOf('mqtt', '5.16.0');

/** A producer, a consumer and an administrator are made by a client that has no connection itself. */
const ofKafka = (what: 'Producer' | 'Consumer' | 'Admin', methods: Readonly<Record<string, MethodModel>>): ResourceKind =>
  client({
    id: `kafkajs.${what}`,
    noun: what.toLowerCase(),
    advice: 'disconnect()',
    methods: {
      /** Brokers that answered before one refused stay connected. */
      connect: connects(kafka(`${what}.connect`)),
      disconnect: parts(kafka(`${what}.disconnect`)),
      ...methods,
    },
    doc: kafka(what),
  });

const producer = ofKafka('Producer', { send: works(kafka('Producer.send')), sendBatch: works(kafka('Producer.sendBatch')) });
/** A consumer that runs is kept for that. */
const consumer = ofKafka('Consumer', { run: works(kafka('Consumer.run'), { reads: 'lasting', args: [] }), subscribe: works(kafka('Consumer.subscribe')) });
const admin = ofKafka('Admin', {});
const prepares = (kind: string, where: string): MethodModel => ({ ...borrows(kafka(where)), acquires: { kind, state: 'dormant', async: false } });
const factory: ResourceKind = client({
  id: 'kafkajs.Kafka',
  noun: 'client',
  advice: '',
  methods: { producer: prepares('kafkajs.Producer', 'Kafka.producer'), consumer: prepares('kafkajs.Consumer', 'Kafka.consumer'), admin: prepares('kafkajs.Admin', 'Kafka.admin') },
  doc: kafka('class Client'),
});

export const kafkajs: PackageModel = {
  name: 'kafkajs',
  version: '2.2.4',
  modules: [
    {
      names: ['kafkajs'],
      exports: {
        Kafka: { construct: makes('kafkajs.Kafka', 'dormant', kafka('constructor connects nothing')), instance: 'kafkajs.Kafka' },
        Producer: typeOf('kafkajs.Producer'),
        Consumer: typeOf('kafkajs.Consumer'),
        Admin: typeOf('kafkajs.Admin'),
      },
    },
  ],
  kinds: [producer, consumer, admin, factory],
  note: 'Producers, consumers and administrators begin with `connect()`, each with connections of its own.',
};

const natsConnection: ResourceKind = client({
  id: 'nats.NatsConnection',
  noun: 'connection',
  advice: 'close()',
  methods: {
    close: parts(natsText('NatsConnection.close')),
    /** Lets what is under way end, then closes. */
    drain: parts(natsText('NatsConnection.drain')),
    /** Waits for the end and does nothing for it. */
    closed: works(natsText('NatsConnection.closed')),
    flush: works(natsText('NatsConnection.flush')),
    request: works(natsText('NatsConnection.request'), { args: [] }),
    publish: borrows(natsText('NatsConnection.publish'), 'unlikely'),
    subscribe: { ...borrows(natsText('NatsConnection.subscribe'), 'unlikely'), reads: 'lasting' },
    isClosed: borrows(natsText('NatsConnection.isClosed')),
  },
  doc: natsText('NatsConnection'),
});

export const nats: PackageModel = {
  name: 'nats',
  version: '2.29.3',
  modules: [
    {
      names: ['nats', '@nats-io/transport-node'],
      exports: { connect: { call: gives('nats.NatsConnection', natsText('connect closes its transport when it fails')) }, NatsConnection: typeOf('nats.NatsConnection') },
    },
  ],
  kinds: [natsConnection],
  note: 'A connection connects again by itself; `drain()` closes as well.',
};

const mqttClient: ResourceKind = client({
  id: 'mqtt.MqttClient',
  noun: 'client',
  advice: 'end()',
  methods: {
    end: parts(mqttText('MqttClient.end'), { returns: 'receiver' }),
    endAsync: parts(mqttText('MqttClient.endAsync')),
    subscribe: works(mqttText('MqttClient.subscribe'), { returns: 'receiver', reads: 'lasting' }),
    subscribeAsync: works(mqttText('MqttClient.subscribeAsync'), { reads: 'lasting' }),
    publish: works(mqttText('MqttClient.publish'), { returns: 'receiver' }),
    publishAsync: works(mqttText('MqttClient.publishAsync')),
    reconnect: borrows(mqttText('MqttClient.reconnect')),
  },
  status: { connected: { truthy: 'hint' }, disconnected: { truthy: 'hint' } },
  events: {
    connect: tells(mqttText("MqttClient 'connect'")),
    message: tells(mqttText("MqttClient 'message'"), { reads: 'lasting' }),
    error: tells(mqttText("MqttClient 'error': told, and the client connects again")),
    close: tells(mqttText("MqttClient 'close': of one connection")),
    offline: tells(mqttText("MqttClient 'offline'")),
    end: gone(mqttText("MqttClient 'end'")),
  },
  doc: mqttText('class MqttClient'),
});

export const mqtt: PackageModel = {
  name: 'mqtt',
  version: '5.16.0',
  modules: [
    {
      names: ['mqtt'],
      exports: {
        connect: { call: makes('mqtt.MqttClient', 'open', mqttText('connect')) },
        connectAsync: { call: { ...gives('mqtt.MqttClient', mqttText('connectAsync ends its client when it rejects')), args: [] } },
        MqttClient: { instance: 'mqtt.MqttClient' },
      },
    },
  ],
  kinds: [mqttClient],
  note: 'Connects again by itself until `end()`; an error does not end it.',
};

