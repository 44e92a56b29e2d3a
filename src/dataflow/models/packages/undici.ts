/**
 * `undici`. Purpose: clients, pools and agents keep connections until `close()` or `destroy()`. Guarantee: read in the sources of
 * the version named here. Not handled: bodies of responses; whether an idle connection has timed out meanwhile.
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

export const undici: PackageModel = {
  name: 'undici',
  version: '7.30.2',
  modules: [
    {
      names: ['undici'],
      exports: {
        ...Object.fromEntries(['Client', 'Pool', 'BalancedPool', 'RoundRobinPool', 'Agent', 'ProxyAgent', 'EnvHttpProxyAgent', 'RetryAgent', 'H2CClient'].map((name) => [name, opens(name)])),
        ...Object.fromEntries(['request', 'fetch', 'stream', 'upgrade', 'connect'].map((name) => [name, { call: asks }])),
        setGlobalDispatcher: { call: { throws: 'unlikely', args: keepsFrom(0), doc: text('setGlobalDispatcher keeps it for the process') } },
        getGlobalDispatcher: { call: looksAt(text('getGlobalDispatcher')) },
        Dispatcher: { instance: 'undici.Dispatcher' },
      },
    },
  ],
  kinds: [dispatcher],
  note: 'Bodies of responses are not spoken of here.',
};
