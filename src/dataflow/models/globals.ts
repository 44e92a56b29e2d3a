/**
 * Names no module has to be imported for: resources (`WebSocket`, `EventSource`), ends of the process, and `fetch`.
 * Guarantee: a path here is the whole path, `process.exit`. Not handled: `onclose = …` style listeners.
 */
import { fetched } from './fetch.ts';
import { promiseGlobals } from './promises.ts';
import { borrows, docs, ends, keepsFrom, proves, releases, seen, spec, tells } from './rows.ts';
import { throwingGlobals } from './throwers.ts';
import { timerFunctions } from './timers.ts';
import type { ExportModel, MethodModel, ModuleModel, ResourceKind } from './types.ts';

const eventTarget: Readonly<Record<string, MethodModel>> = {
  addEventListener: {
    ...borrows(spec('DOM, addEventListener')),
    listens: { event: 0, listener: 1, timing: 'later-many' },
  },
  removeEventListener: { ...borrows(spec('DOM, removeEventListener')), unlistens: { event: 0, listener: 1 } },
  dispatchEvent: borrows(spec('DOM, dispatchEvent'), 'unlikely'),
};

const webSocket: ResourceKind = {
  id: 'WebSocket',
  family: 'socket',
  noun: 'WebSocket',
  advice: 'close()',
  methods: {
    ...eventTarget,
    /** Begins the closing handshake; it throws on a close code nobody may use. */
    close: ends(spec('WHATWG WebSockets, close()')),
    /** Throws while connecting, which a listener of 'open' cannot meet. */
    send: { ...borrows(spec('WHATWG WebSockets, send()'), 'unlikely'), sends: true },
  },
  status: { readyState: { closedWhen: [2, 3] } },
  events: {
    open: tells(spec('WHATWG WebSockets, open'), { once: true }),
    /** The other side's close ends it without anybody reading; who listens for messages relies on that. */
    message: tells(spec('WHATWG WebSockets, message'), { reads: 'lasting' }),
    error: proves(seen("'error' on a global WebSocket: closed")),
    close: proves(spec('WHATWG WebSockets, close')),
  },
  disposal: 'none',
  lasting: false,
  doc: spec('WHATWG WebSockets'),
};

const eventSource: ResourceKind = {
  id: 'EventSource',
  family: 'socket',
  noun: 'EventSource',
  advice: 'close()',
  methods: { ...eventTarget, close: releases(spec('HTML, EventSource.close()')) },
  status: { readyState: { closedWhen: [2] } },
  events: {
    open: tells(spec('HTML, EventSource open')),
    message: tells(spec('HTML, EventSource message'), { reads: 'lasting' }),
    /** It reconnects by itself. */
    error: tells(spec('HTML, EventSource error')),
  },
  disposal: 'none',
  lasting: false,
  doc: spec('HTML, server-sent events'),
};

export const globalKinds: readonly ResourceKind[] = [webSocket, eventSource];

const opens = (kind: 'WebSocket' | 'EventSource'): ExportModel => ({
  construct: { acquires: { kind, state: 'open', async: false }, throws: 'likely', doc: spec(`WHATWG, ${kind} constructor`) },
  instance: kind,
});

const processFunctions: Readonly<Record<string, ExportModel>> = {
  exit: { call: { throws: 'never', ends: 'process', doc: docs('process', 'process.exit()') } },
  abort: { call: { throws: 'never', ends: 'process', doc: docs('process', 'process.abort()') } },
  reallyExit: { call: { throws: 'never', ends: 'process', doc: docs('process', 'process.exit()') } },
  nextTick: {
    call: { throws: 'never', args: [{ index: 0, does: 'calls', timing: 'later-once' }, ...keepsFrom(1)], doc: docs('process', 'process.nextTick()') },
  },
};

/** `import { exit } from 'node:process'` means the same as the global. */
export const processModule: ModuleModel = { names: ['process', 'node:process'], exports: processFunctions };

export const globals: Readonly<Record<string, ExportModel>> = {
  ...throwingGlobals,
  ...promiseGlobals,
  ...timerFunctions,
  ...Object.fromEntries(Object.entries(processFunctions).map(([name, row]) => [`process.${name}`, row])),
  queueMicrotask: {
    call: { throws: 'never', args: [{ index: 0, does: 'calls', timing: 'later-once' }], doc: spec('HTML, queueMicrotask()') },
  },
  fetch: { call: fetched },
  WebSocket: opens('WebSocket'),
  'WebSocket.CONNECTING': { value: 0 },
  'WebSocket.OPEN': { value: 1 },
  'WebSocket.CLOSING': { value: 2 },
  'WebSocket.CLOSED': { value: 3 },
  EventSource: opens('EventSource'),
  'EventSource.CONNECTING': { value: 0 },
  'EventSource.OPEN': { value: 1 },
  'EventSource.CLOSED': { value: 2 },
};
