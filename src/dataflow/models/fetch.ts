/**
 * What `fetch` brings. Purpose: the connection of a response is used again when its body has been received, so a long one that
 * nobody reads keeps it. Guarantee: one table for the response and its body, because either stands for the other; methods of
 * a body that is a stream of Node are here too. Not handled: a clone, which has to be read as well; the cleaning up that comes
 * with garbage collection, which nobody may rely on.
 */
import { readableMethods, streamEvents } from './duplex.ts';
import { releases, seen, spec } from './rows.ts';
import type { CallModel, MethodModel, ResourceKind } from './types.ts';

const consumes = (name: string): MethodModel => releases(spec(`WHATWG Fetch, ${name}()`), { throws: 'unlikely', rejects: 'likely' });
const streams = (name: string): MethodModel => releases(spec(`WHATWG Streams, ${name}()`), { throws: 'unlikely' });

const rows = (names: readonly string[], row: (name: string) => MethodModel): Readonly<Record<string, MethodModel>> =>
  Object.fromEntries(names.map((name) => [name, row(name)]));

const response: ResourceKind = {
  id: 'Response',
  family: 'response',
  noun: 'response',
  advice: 'body?.cancel()',
  methods: {
    ...readableMethods,
    ...rows(['text', 'json', 'arrayBuffer', 'blob', 'bytes', 'formData', 'buffer', 'textConverted', 'clone'], consumes),
    ...rows(['cancel', 'getReader', 'pipeTo', 'pipeThrough', 'tee', 'values', 'dump', 'resume', 'pipe', 'read', 'iterator', 'toArray', 'forEach'], streams),
  },
  parts: ['body'],
  settledBy: 'reading',
  forgiving: 'a short body is received as a whole and keeps no connection',
  status: {
    bodyUsed: { truthy: 'closed' },
    status: { emptyWhen: [101, 103, 204, 205, 304] },
    statusCode: { emptyWhen: [204, 205, 304] },
    destroyed: { truthy: 'closed' },
    locked: { truthy: 'closed' },
  },
  events: streamEvents,
  disposal: 'async',
  lasting: false,
  doc: seen('fetch() whose body of some 16 KiB and more is not read: its connection is not used again'),
};

export const fetchKinds: readonly ResourceKind[] = [response];

export const fetched: CallModel = {
  acquires: { kind: 'Response', state: 'open', async: true, without: { option: 'method', values: ['HEAD'] } },
  throws: 'never',
  rejects: 'likely',
  options: { signal: 'signal-closes' },
  doc: spec('WHATWG Fetch'),
};

/**
 * What only programs for Node say. A page in a browser, which looks after its responses itself, fetches by the same name.
 */
const signsOfNode = /['"]node:|\brequire\s*\(|\bprocess\.|\bBuffer\.|\b__dirname\b|\bimport\.meta\.(?:dirname|filename)\b|^#!.*\bnode\b/m;
const signsOfPages = /\b(?:window|document|localStorage|navigator)\s*[.?[]|\bfrom\s+['"](?:react|vue|svelte|solid-js|preact)\b/;

export const isForNode = (text: string): boolean => signsOfNode.test(text) && !signsOfPages.test(text);
