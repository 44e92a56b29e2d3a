/**
 * `undici`. Purpose: clients, pools and agents keep connections until `close()` or `destroy()`. Guarantee: read in the sources of
 * the version named here. Not handled: what other methods than `request()` and `fetch()` bring; whether an idle connection has timed out meanwhile.
 */
import { borrows, keepsFrom, looksAt, tells } from '../rows.ts';
import type { CallModel, ExportModel, ResourceKind } from '../types.ts';
import { classOf, client, type PackageModel, parts, sourceOf, works } from './words.ts';

const text = sourceOf('undici', '7.30.2');

const dispatcher: ResourceKind = client({
  id: 'undici.Dispatcher',
  noun: 'dispatcher',
  advice: 'close()',
  methods: {
    close: parts(text('DispatcherBase.close')),
    destroy: parts(text('DispatcherBase.destroy')),
    request: works(text('Dispatcher.request')),
    stream: works(text('Dispatcher.stream')),
    pipeline: borrows(text('Dispatcher.pipeline')),
    upgrade: works(text('Dispatcher.upgrade')),
    connect: works(text('Dispatcher.connect')),
    dispatch: borrows(text('Dispatcher.dispatch')),
    /** The same connections behind other behaviour. */
    compose: { ...borrows(text('Dispatcher.compose')), returns: 'receiver' },
  },
  status: { closed: { truthy: 'closed' }, destroyed: { truthy: 'closed' } },
  events: { connect: tells(text("Dispatcher 'connect'")), disconnect: tells(text("Dispatcher 'disconnect': of one connection")), drain: tells(text("Dispatcher 'drain'")) },
  doc: text('class Dispatcher'),
});

const opens = (name: string): ExportModel => classOf('undici.Dispatcher', 'open', text(`class ${name}: connections are opened as they are needed`));
const asks: CallModel = { throws: 'never', rejects: 'likely', doc: text('index.js: request, fetch and the like use what they are given') };

/** What `request` gives is no `Response`, and its body has the same ways to be read or discarded. */
const brings: CallModel = { ...asks, acquires: { kind: 'Response', state: 'open', async: true, without: { option: 'method', values: ['HEAD'] } } };

export const undici: PackageModel = {
  name: 'undici',
  version: '7.30.2',
  modules: [
    {
      names: ['undici'],
      exports: {
        ...Object.fromEntries(['Client', 'Pool', 'BalancedPool', 'RoundRobinPool', 'Agent', 'ProxyAgent', 'EnvHttpProxyAgent', 'RetryAgent', 'H2CClient'].map((name) => [name, opens(name)])),
        ...Object.fromEntries(['stream', 'upgrade', 'connect'].map((name) => [name, { call: asks }])),
        ...Object.fromEntries(['request', 'fetch'].map((name) => [name, { call: brings }])),
        setGlobalDispatcher: { call: { throws: 'unlikely', args: keepsFrom(0), doc: text('setGlobalDispatcher keeps it for the process') } },
        getGlobalDispatcher: { call: looksAt(text('getGlobalDispatcher')) },
        Dispatcher: { instance: 'undici.Dispatcher' },
      },
    },
  ],
  kinds: [dispatcher],
  note: 'Of what a dispatcher brings, only `request()` and `fetch()` of the module are followed.',
};
