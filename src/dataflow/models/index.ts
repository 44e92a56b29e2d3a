/**
 * One way to look anything up. Purpose: the engine asks here and nowhere else; tables are not imported by it one by one.
 * Input: names as the source writes them. Guarantee: frozen; kinds carry what they inherit; a name such as `constructor` or
 * `__proto__` is found only where a row has it, so answers' records may be indexed by any name. Not handled: a user's own rows.
 */
import { callbackKinds } from './callbacks.ts';
import { dgram, dgramKinds } from './dgram.ts';
import { duplexMethods } from './duplex.ts';
import { events } from './events.ts';
import { fetchKinds } from './fetch.ts';
import { globalKinds, globals, processModule } from './globals.ts';
import { http, httpKinds, https } from './http.ts';
import { http2, http2Kinds } from './http2.ts';
import { pairs, slotKinds } from './limiters.ts';
import { net, netKinds } from './net.ts';
import { packages } from './packages/index.ts';
import { anyReceiver } from './prototypes.ts';
import { releaseVerbs } from './release-verbs.ts';
import { stream, streamPromises } from './streams.ts';
import { assertModule } from './throwers.ts';
import { timers, timersPromises } from './timers.ts';
import { tls, tlsKinds } from './tls.ts';
import type { CallModel, ExportModel, KindId, MethodModel, ModuleModel, PairModel, ResourceKind } from './types.ts';

export { packages } from './packages/index.ts';
export { rowAt, rowsAt } from './argument-rows.ts';
export { borrowsByName } from './borrowers.ts';
export { callbackCalls, callbackRows, notInCallbacks, releaserName, type CallbackRow } from './callbacks.ts';
export { isForNode } from './fetch.ts';
export { someStream } from './duplex.ts';
export { goneCodes } from './failures.ts';
export { closingCompanion } from './http.ts';
export { handlerMethod, isPromiseMethod } from './promises.ts';
export { registersByName, tearsDownByName } from './emitters.ts';
export { endsProcess, fixtureLender, isTestByName } from './test-runners.ts';
export { shapedCalls, shapedEvents, type ShapedEvent } from './shapes.ts';
export { releasesByName, releaseVerb, type ReleaseVerb } from './release-verbs.ts';
export { constructsSafely, throwsByName, type NamedThrower } from './throwers.ts';

const declared: readonly ResourceKind[] = [
  ...netKinds, ...tlsKinds, ...httpKinds, ...http2Kinds, ...dgramKinds, ...globalKinds, ...fetchKinds, ...slotKinds, ...callbackKinds,
  ...packages.flatMap(({ kinds: own }) => own),
];
const modules: readonly ModuleModel[] = [
  net, tls, http, https, http2, dgram, events, stream, streamPromises, timers, timersPromises, processModule, assertModule,
  ...packages.flatMap((one) => one.modules),
];

const kinds: ReadonlyMap<KindId, ResourceKind> = flatten(declared);
const modulesByName: ReadonlyMap<string, ModuleModel> = new Map(
  modules.flatMap((module) => {
    const safe = Object.freeze({ ...module, exports: own(module.exports) });
    return module.names.map((name) => [name, safe] as const);
  }),
);
const globalsByPath: ReadonlyMap<string, ExportModel> = new Map(Object.entries(globals));
const methodsByName: ReadonlyMap<string, CallModel> = new Map(Object.entries(anyReceiver));
const pairsByAcquire: ReadonlyMap<string, PairModel> = new Map(pairs.map((row) => [row.acquire, row]));

/** Every kind, with what it inherits. */
export const allKinds: readonly ResourceKind[] = [...kinds.values()];
/** Every module once, and every row of the other tables: for checks of the tables and for a text search before any work. */
export const allModules: readonly ModuleModel[] = modules;
export const allPairs: readonly PairModel[] = pairs;
export const allGlobals: ReadonlyMap<string, ExportModel> = globalsByPath;
export const allMethods: ReadonlyMap<string, CallModel> = methodsByName;

/**
 * Texts one of which a file must contain to be worth looking at: modules that give resources, global resources, verbs of
 * acquiring and of releasing. A word counts wherever it stands.
 */
export const searchTerms: readonly string[] = [
  ...new Set([
    ...modules.filter(givesResources).flatMap((module) => module.names.filter((name) => !name.startsWith('node:'))),
    ...[...globalsByPath].filter(([, row]) => row.construct?.acquires !== undefined).map(([name]) => name),
    ...pairs.flatMap((row) => [row.acquire, ...row.release]),
    ...releaseVerbs,
  ]),
].sort();

/** `net`, `node:net`, `timers/promises`. */
export function moduleModel(name: string): ModuleModel | undefined {
  return modulesByName.get(name);
}

/** A kind with everything it inherits. Only rows name kinds, so an unknown one is a fault of the tables. */
export function kind(id: KindId): ResourceKind {
  const found = kinds.get(id);
  if (found === undefined) throw new Error(`no table has a kind ${id}`);
  return found;
}

/** What each kind can do; a name that none of them has says nothing. */
const methodNames: ReadonlySet<string> = new Set(allKinds.flatMap(({ methods }) => Object.keys(methods)));

const packaged: ReadonlySet<KindId> = new Set(packages.flatMap(({ kinds: own }) => own.map(({ id }) => id)));

/** Does a package bring this kind, or Node itself? */
export const isPackaged = (id: KindId | undefined): boolean => id !== undefined && packaged.has(id);

/** Has an instance of the kind this method (`typeof socket.setHeader === 'function'`)? Undefined for names and kinds no table knows. */
export function hasMethod({ id, family }: ResourceKind, name: string): boolean | undefined {
  const declaredKind = kinds.get(id);
  if (declaredKind === undefined || family === 'slot') return undefined;
  if (Object.hasOwn(declaredKind.methods, name)) return true;
  // Of a package a table shows what matters, not everything there is.
  if (isPackaged(id)) return undefined;
  return methodNames.has(name) ? false : undefined;
}

/** `release` of `acquire`: by the name of the acquiring method. */
export function pairFor(method: string): PairModel | undefined {
  return pairsByAcquire.get(method);
}

/** `WebSocket`, `process.exit`, `JSON.parse`: the whole path, called or constructed. */
export function globalModel(path: string): CallModel | undefined {
  const row = globalsByPath.get(path);
  return row?.construct ?? row?.call;
}

/** `WebSocket.CLOSED`: the constant a global path stands for. */
export function globalConstant(path: string): string | number | undefined {
  return globalsByPath.get(path)?.value;
}

/** A method of a receiver nothing is known of, where its name alone says enough: `forEach`, `push`, `then`. */
export function anyMethod(name: string): CallModel | undefined {
  return methodsByName.get(name);
}

/** What a method means if its receiver is a stream, for a name of which only its caller knows what it is. */
export function methodOfStream(name: string): MethodModel | undefined {
  return Object.hasOwn(duplexMethods, name) ? duplexMethods[name] : undefined;
}

function flatten(all: readonly ResourceKind[]): ReadonlyMap<KindId, ResourceKind> {
  const flat = new Map<KindId, ResourceKind>();
  // A kind stands after the one it extends, so one pass is enough; the tables' test holds them to it.
  for (const one of all) {
    const base = one.extends === undefined ? undefined : flat.get(one.extends);
    if (one.extends !== undefined && base === undefined) throw new Error(`${one.id} extends ${one.extends}, which is not known before it`);
    flat.set(one.id, Object.freeze({
      ...one,
      methods: own({ ...base?.methods, ...one.methods }),
      status: own({ ...base?.status, ...one.status }),
      events: own({ ...base?.events, ...one.events }),
    }));
  }
  return flat;
}

/** A copy without a prototype. */
function own<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.freeze(Object.assign(Object.create(null) as Record<string, T>, record));
}

function givesResources(module: ModuleModel): boolean {
  return Object.values(module.exports).some((row) => row.call?.acquires !== undefined || row.construct?.acquires !== undefined);
}
