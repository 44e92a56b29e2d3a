/**
 * The tables hold together: what they refer to exists, what they claim has a text behind it, and a row that names an
 * experiment names one that is really run.
 */
import dgram from 'node:dgram';
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { builtinModules } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it } from 'vitest';
import {
  allGlobals,
  allKinds,
  allMethods,
  allModules,
  allPairs,
  anyMethod,
  borrowsByName,
  globalConstant,
  globalModel,
  hasMethod,
  kind,
  moduleModel,
  packages,
  pairFor,
  registersByName,
  releasesByName,
  releaseVerb,
  searchTerms,
  throwsByName,
} from '../src/dataflow/models/index.ts';
import type { CallModel, ExportModel, ParameterModel, ResourceKind } from '../src/dataflow/models/types.ts';

/** Every row with the place it stands at, so that a failure says which. */
function* calls(): Generator<readonly [string, CallModel]> {
  for (const one of allKinds) for (const [name, row] of Object.entries(one.methods)) yield [`${one.id}.${name}`, row];
  for (const module of allModules) for (const [path, row] of Object.entries(module.exports)) yield* ofExport(`${module.names[0] ?? ''}:${path}`, row);
  for (const [path, row] of allGlobals) yield* ofExport(path, row);
  for (const [name, row] of allMethods) yield [`any.${name}`, row];
}

function* ofExport(at: string, row: ExportModel): Generator<readonly [string, CallModel]> {
  if (row.call !== undefined) yield [at, row.call];
  if (row.construct !== undefined) yield [`new ${at}`, row.construct];
}

function* parameters(): Generator<readonly [string, ParameterModel]> {
  for (const [at, row] of calls()) for (const argument of row.args ?? []) if (argument.does === 'calls') for (const one of argument.parameters ?? []) yield [at, one];
  for (const one of allKinds) for (const [event, row] of Object.entries(one.events)) for (const parameter of [...(row.parameters ?? []), ...(row.lends ?? [])]) yield [`${one.id} '${event}'`, parameter];
}

function* texts(): Generator<readonly [string, string]> {
  for (const [at, row] of calls()) yield [at, row.doc];
  for (const one of allKinds) {
    yield [one.id, one.doc];
    for (const [event, row] of Object.entries(one.events)) yield [`${one.id} '${event}'`, row.doc];
  }
  for (const row of allPairs) yield [row.acquire, row.doc];
}

const ids = new Set(allKinds.map((one) => one.id));
const ofPackages = new Set(packages.flatMap((one) => one.modules.flatMap(({ names }) => names)));
const ofNode = allModules.filter(({ names }) => !names.some((name) => ofPackages.has(name)));
/** Something gives one that is owed, at once or later. */
const owed = new Set([
  ...[...calls()].flatMap(([, row]) => (row.acquires?.state === 'open' ? [row.acquires.kind] : [])),
  ...allKinds.filter((one) => Object.values(one.methods).some((method) => method.receiver === 'begins')).map((one) => one.id),
]);
const folder = new URL('./semantics/', import.meta.url);
const experiments = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Titles as written: a test is declared by `it(` or one of its forms, its title on the same line. */
const titles = new Set(experiments.flatMap((text) => [...text.matchAll(/\bit(?:\.\w+\([^)]*\))?\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)].map((match) => (match[1] ?? match[2] ?? '').replaceAll("\\'", "'"))));

describe('references', () => {
  it('every kind a row names exists', () => {
    const named = [
      ...[...calls()].flatMap(([at, row]) => (row.acquires === undefined ? [] : [[at, row.acquires.kind] as const])),
      ...[...parameters()].map(([at, row]) => [at, row.resource] as const),
      ...allPairs.map((row) => [row.acquire, row.kind] as const),
      ...[...allModules.flatMap((module) => Object.entries(module.exports)), ...allGlobals].flatMap(([path, row]) => (row.instance === undefined ? [] : [[path, row.instance] as const])),
    ];
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(([, id]) => !ids.has(id))).toEqual([]);
  });

  it('no two kinds, and no two pairs, share a name', () => {
    expect(ids.size).toBe(allKinds.length);
    expect(new Set(allPairs.map((row) => row.acquire)).size).toBe(allPairs.length);
  });

  it('every module of Node exists, with both of its names', () => {
    for (const module of ofNode) {
      for (const name of module.names) expect(builtinModules).toContain(name.replace('node:', ''));
      const [plain, ...others] = module.names;
      expect(others).toContain(`node:${plain ?? ''}`);
    }
  });

  it('every export of the tables exists in Node, or only in a newer one', async () => {
    const absent: string[] = [];
    for (const module of ofNode) {
      const real = (await import(module.names.find((name) => name.startsWith('node:')) ?? '')) as Record<string, unknown>;
      for (const path of Object.keys(module.exports)) {
        const found = path.split('.').reduce<unknown>((value, part) => (part === '' ? value : (value as Record<string, unknown> | undefined)?.[part]), real);
        if (found === undefined) absent.push(`${module.names[0] ?? ''}.${path}`);
      }
    }
    const newer = ['tls.getCACertificates', 'assert.partialDeepStrictEqual'];
    expect(absent.filter((name) => !newer.includes(name))).toEqual([]);
  });
});

describe('methods', () => {
  const prototypes: Readonly<Record<string, object>> = {
    'net.Socket': net.Socket.prototype,
    'net.Server': net.Server.prototype,
    'tls.TLSSocket': tls.TLSSocket.prototype,
    'tls.Server': tls.Server.prototype,
    'http.Server': http.Server.prototype,
    'https.Server': https.Server.prototype,
    'http.ClientRequest': http.ClientRequest.prototype,
    'http.IncomingMessage': http.IncomingMessage.prototype,
    'dgram.Socket': dgram.Socket.prototype,
  };
  const newer = ['setTypeOfService', 'getTypeOfService', 'setKeyCert'];

  it.each(Object.entries(prototypes))('every method of %s exists in Node, or only in a newer one', (id, prototype) => {
    const named = Object.keys(kind(id).methods).filter((name) => !name.startsWith('['));
    expect(named.filter((name) => !(name in prototype) && !newer.includes(name))).toEqual([]);
  });
});

describe('texts', () => {
  it('every row says what it rests on', () => {
    const nameless = [...texts()].filter(([, doc]) => !/^(?:docs: [\w-]+, .{3,}|source: (?:@[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+, .{3,}|semantics: .{8,}|spec: .{3,}|judged: .{5,})$/.test(doc));
    expect(nameless).toEqual([]);
  });

  it('a row that names an experiment names one that is run', () => {
    const missing = [...texts()].flatMap(([at, doc]) => (doc.startsWith('semantics: ') && !titles.has(doc.slice('semantics: '.length)) ? [`${at}: ${doc}`] : []));
    expect(missing).toEqual([]);
  });
});

describe('rows make sense', () => {
  const each = (test: (one: ResourceKind) => void): void => {
    for (const one of allKinds) test(one);
  };

  it('what is advised is a method that releases', () => {
    each((one) => {
      if (!owed.has(one.id) || one.id === 'slot' || one.id === 'pooled-connection' || one.id === 'http.IncomingMessage') return;
      const method = one.methods[/(\w+)\(\)$/.exec(one.advice)?.[1] ?? ''];
      expect(method, one.id).toBeDefined();
      expect(['releases', 'ends'], one.id).toContain(method?.receiver);
    });
  });

  it('a kind that can be dormant has a way to begin, unless nothing is owed for it yet', () => {
    for (const [at, row] of calls()) {
      if (row.acquires?.state !== 'dormant' || !owed.has(row.acquires.kind)) continue;
      if ([...calls()].some(([, other]) => other.acquires?.state === 'open' && other.acquires.kind === row.acquires?.kind)) continue;
      expect(Object.values(kind(row.acquires.kind).methods).some((method) => method.receiver === 'begins'), at).toBe(true);
    }
  });

  it('a kind with await using has the method it calls', () => {
    each((one) => {
      expect(one.disposal === 'async', one.id).toBe(Object.hasOwn(one.methods, '[Symbol.asyncDispose]'));
    });
  });

  it('an argument has a place, and a listener stands behind its event', () => {
    for (const [at, row] of calls()) {
      for (const argument of row.args ?? []) if (argument.index !== 'last') expect(argument.index, at).toBeGreaterThanOrEqual(0);
      const listens = 'listens' in row ? (row as ResourceKind['methods'][string]).listens : undefined;
      if (listens !== undefined) expect(listens.listener, at).toBeGreaterThan(listens.event);
    }
  });

  it('nothing that ends the process comes back with something', () => {
    for (const [at, row] of calls()) if (row.ends === 'process') expect(row.acquires ?? row.returns, at).toBeUndefined();
  });
});

describe('packages', () => {
  it('stand in the order of their names, each once, each with modules of its own', () => {
    const names = packages.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    const imported = packages.flatMap((one) => one.modules.flatMap((module) => module.names));
    expect(new Set(imported).size).toBe(imported.length);
    expect(imported.filter((name) => builtinModules.includes(name))).toEqual([]);
  });

  it('rest on the version that is told of them', () => {
    const versions = new Map(packages.map(({ name, version }) => [name, version]));
    const read = [...texts()].flatMap(([at, doc]) => {
      const [, name = '', version] = /^source: (@?[^@]+)@([^,]+),/.exec(doc) ?? [];
      return version === undefined ? [] : [{ at, name, version }];
    });
    expect(read.length).toBeGreaterThan(300);
    // Two are read in the package that they only repackage.
    const repackaged = new Map([['puppeteer-core', 'puppeteer'], ['playwright-core', 'playwright']]);
    expect(read.filter(({ name, version }) => versions.get(repackaged.get(name) ?? name) !== version)).toEqual([]);
  });

  it('bring only kinds that something gives, lends, names or extends', () => {
    const reached = new Set([
      ...[...calls()].flatMap(([, row]) => row.acquires?.kind ?? []),
      ...[...parameters()].map(([, row]) => row.resource),
      ...allModules.flatMap((module) => Object.values(module.exports).flatMap((row) => row.instance ?? [])),
      ...allKinds.flatMap((one) => one.extends ?? []),
    ]);
    expect(packages.flatMap(({ kinds }) => kinds.map(({ id }) => id)).filter((id) => !reached.has(id))).toEqual([]);
  });

  it('are looked up as they are imported', () => {
    expect(moduleModel('pg')?.exports['Pool']?.construct?.acquires).toEqual({ kind: 'pg.Pool', state: 'open', async: false });
    expect(kind('pg.PoolClient').methods['query']?.rejects).toBe('likely');
    expect(kind('pg.PoolClient').lasting).toBe(false);
    expect(kind('pg.PoolClient').family).toBe('slot');
    expect(moduleModel('ws')?.exports['WebSocket.CLOSED']?.value).toBe(3);
    expect(kind('mysql2.Pool').methods['getConnection']?.args?.[0]).toMatchObject({ parameters: [{ index: 1, resource: 'mysql2.PoolConnection', absentWhen: 0 }] });
  });

  it('say nothing of methods that they leave out', () => {
    expect(hasMethod(kind('pg.Client'), 'end')).toBe(true);
    expect(hasMethod(kind('pg.Client'), 'setNoDelay')).toBeUndefined();
    expect(hasMethod(kind('net.Socket'), 'setHeader')).toBe(false);
  });
});

describe('lookups', () => {
  it('finds modules with and without their prefix, and no others', () => {
    expect(moduleModel('net')).toBe(moduleModel('node:net'));
    expect(moduleModel('timers/promises')?.exports['setTimeout']?.call?.rejects).toBe('never');
    expect(moduleModel('node:nothing')).toBeUndefined();
  });

  it('kinds carry what they inherit, and their own rows win', () => {
    expect(kind('tls.TLSSocket').methods['destroySoon']?.receiver).toBe('releases');
    expect(kind('https.Server').methods['listen']?.receiver).toBe('begins');
    expect(kind('net.Server').events['connection']?.parameters).toEqual([{ index: 0, resource: 'net.Socket' }]);
    expect(kind('https.Server').events['connection']?.parameters).toBeUndefined();
    expect(kind('https.Server').events['secureConnection']?.parameters).toBeUndefined();
    expect(kind('http.Server').events['upgrade']?.parameters?.[0]).toMatchObject({ index: 1, halfOpen: true });
    expect(kind('https.Server').events['upgrade']?.parameters?.[0]).toEqual({ index: 1, resource: 'net.Socket' });
  });

  it('a name that every object has is not mistaken for a row', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(kind('net.Socket').methods[name]).toBeUndefined();
      expect(kind('net.Socket').events[name]).toBeUndefined();
      expect(moduleModel('net')?.exports[name]).toBeUndefined();
      expect(globalModel(name)).toBeUndefined();
      expect(pairFor(name)).toBeUndefined();
    }
    expect(moduleModel('constructor')).toBeUndefined();
    expect(anyMethod('__proto__')).toBeUndefined();
    expect(() => kind('constructor')).toThrow('no table has a kind constructor');
  });

  it('nothing that is handed out can be changed', () => {
    expect(Object.isFrozen(kind('net.Socket'))).toBe(true);
    expect(Object.isFrozen(kind('net.Socket').methods)).toBe(true);
    expect(Object.isFrozen(moduleModel('net')?.exports)).toBe(true);
  });

  it('globals are whole paths', () => {
    expect(globalModel('WebSocket')).toMatchObject({ acquires: { kind: 'WebSocket', state: 'open' }, throws: 'likely' });
    expect(globalModel('process.exit')?.ends).toBe('process');
    expect(globalModel('Promise.allSettled')?.rejects).toBe('never');
    expect(globalModel('exit')).toBeUndefined();
    expect(globalModel('setTimeout')?.args?.map(({ index, does }) => [index, does]).slice(0, 2)).toEqual([[0, 'calls'], [2, 'takes']]);
    expect(globalModel('process.nextTick')?.args?.[1]).toEqual({ index: 1, does: 'takes' });
    expect(globalModel('Object.assign')?.args?.[1]).toEqual({ index: 1, does: 'takes' });
    expect(globalModel('Reflect.apply')).toBeUndefined();
    expect(globalConstant('WebSocket.CLOSED')).toBe(3);
  });

  it('a text search knows the modules, the globals and the verbs, and no common word', () => {
    expect(searchTerms).toEqual(expect.arrayContaining(['net', 'dgram', 'http2', 'WebSocket', 'acquire', 'destroy']));
    expect(searchTerms).not.toContain('JSON.parse');
    expect(searchTerms).not.toContain('timers/promises');
  });
});

describe('names', () => {
  it.each(['logSocket', 'log', 'isOpen', 'is_open', 'getState', 'inspect', 'once', 'finished', 'hasPeer', 'delete', 'removeListener', 'toString', 'checkServerIdentity'])('%s only looks', (name) => {
    expect(borrowsByName(name)).toBe(true);
  });

  it.each(['login', 'logout', 'issue', 'getOrAdopt', 'checkIn', 'handle', 'setSocket', 'register', 'hashAndStore', 'infoPanel2Close', 'constructor', ''])('%s may keep what it is given', (name) => {
    expect(borrowsByName(name)).toBe(false);
  });

  it.each(['closeConnection', 'destroySocket', 'releaseAll', 'teardown', 'cleanupSocket', 'stopServer', 'endSession'])('%s releases its argument', (name) => {
    expect(releasesByName(name)).toBe(true);
  });

  it.each(['enclose', 'freeze', 'endless', 'opened', 'resetTimer', 'rejectLater', 'constructor', ''])('%s says nothing of releasing', (name) => {
    expect(releasesByName(name)).toBe(false);
  });

  it('belief starts from verbs as they are, with their strength', () => {
    expect(releaseVerb('destroy')?.strength).toBe('strong');
    expect(releaseVerb('end')?.strength).toBe('medium');
    expect(releaseVerb('endOfLine')).toBeUndefined();
    expect(releaseVerb('unsubscribe')).toBeUndefined();
  });

  it('what throws by its name, and how sure that is', () => {
    expect(throwsByName('readFileSync')).toEqual({ throws: 'likely', guess: false });
    expect(throwsByName('readUInt16BE')).toEqual({ throws: 'likely', guess: false });
    expect(throwsByName('parseHeader')).toEqual({ throws: 'likely', guess: true });
    expect(throwsByName('validate')).toEqual({ throws: 'likely', guess: true });
    for (const name of ['parseInt', 'existsSync', 'spawnSync', 'Sync', 'decoder', 'parsed', 'assertion', 'setTimeout']) expect(throwsByName(name), name).toBeNull();
  });

  it('methods that register a function', () => {
    expect(registersByName('addEventListener')).toBe(true);
    expect(registersByName('write')).toBe(false);
  });

  it('methods known on any receiver: callbacks now, callbacks later, and what is kept', () => {
    expect(anyMethod('forEach')?.args?.[0]).toMatchObject({ does: 'calls', timing: 'inline' });
    expect(anyMethod('then')?.args?.[1]).toMatchObject({ does: 'calls', timing: 'later-once' });
    expect(anyMethod('push')?.args?.[0]).toMatchObject({ does: 'takes' });
    expect(anyMethod('set')?.args?.[1]).toMatchObject({ does: 'takes', index: 1 });
    expect(anyMethod('join')?.args?.[0]).toMatchObject({ does: 'takes' });
    expect(anyMethod('has')?.args).toBeUndefined();
    for (const name of ['emit', 'close', 'connect', 'acquire']) expect(anyMethod(name), name).toBeUndefined();
  });
});
