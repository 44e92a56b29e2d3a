/**
 * The names by which the tables speak of calls, as far as they can apply in a file: those of the modules that it imports
 * and of the globals that it mentions, and those that need neither.
 *
 * Input: the modules and globals of a text. Guarantee: a call under none of these names meets no row that gives a resource, makes one
 * owed or hands one on; names that only a file uses for what it imports are not here. Nothing is built for a file.
 */
import { allGlobals, allKinds, allMethods, allModules, allPairs, handlerMethod, registersByName, shapedCalls, shapedEvents } from '../models/index.ts';
import type { CallModel, ExportModel, KindId, MethodModel, ParameterModel, ResourceKind } from '../models/types.ts';

export interface SpokenNames {
  /** Calls that give a resource, or make one owed. */
  readonly begins: (name: string) => boolean;
  /** Calls that hand a resource to a function they are given. */
  readonly hands: (name: string) => boolean;
  /** Calls whose result brings, when it is waited for, what an event brings. */
  readonly waits: (name: string) => boolean;
  /** Methods that register a listener, for events whose listener is handed something. */
  readonly registers: (name: string) => boolean;
  readonly brings: (event: string) => boolean;
}

interface Names {
  readonly begins: ReadonlySet<string>;
  readonly hands: ReadonlySet<string>;
  readonly waits: ReadonlySet<string>;
  readonly registers: ReadonlySet<string>;
  readonly brings: ReadonlySet<string>;
}

type Row = readonly [name: string, row: CallModel & Partial<MethodModel>];

const kinds: ReadonlyMap<KindId, ResourceKind> = new Map(allKinds.map(each => [each.id, each]));

/** The rows of exports, under the last name of their path; the default export is the module itself. */
const rowsOf = (exports: Iterable<readonly [string, ExportModel]>): readonly Row[] =>
  [...exports].flatMap(([path, { call, construct }]) => [call, construct].flatMap(row => (row === undefined ? [] : [[path === '' ? 'default' : path.slice(path.lastIndexOf('.') + 1), row] as const])));

const instancesOf = (exports: Iterable<readonly [string, ExportModel]>): readonly KindId[] => [...exports].flatMap(([, { instance }]) => instance ?? []);

const resourcesOf = (parameters: readonly ParameterModel[] | undefined): readonly KindId[] => (parameters ?? []).map(({ resource }) => resource);

/** Kinds that a row brings into a file. */
const broughtBy = ({ acquires, args }: CallModel): readonly KindId[] => [
  ...(acquires === undefined ? [] : [acquires.kind]),
  ...(args ?? []).flatMap(one => (one.does === 'calls' ? resourcesOf(one.parameters) : [])),
];

/** Kinds that come with an instance of another: what its methods give, what its events hand over. */
function leadsTo(one: ResourceKind | undefined): readonly KindId[] {
  if (one === undefined) return [];
  return [...Object.values(one.methods).flatMap(broughtBy), ...Object.values(one.events).flatMap(row => [...resourcesOf(row.parameters), ...resourcesOf(row.lends)])];
}

/** The rows themselves, and the methods of all kinds that come with them, directly or through others. */
function namesFrom(rows: readonly Row[], instances: readonly KindId[]): Names {
  const found = new Set<KindId>([...instances, ...rows.flatMap(([, row]) => broughtBy(row))]);
  // What is added is visited too.
  for (const id of found) for (const more of leadsTo(kinds.get(id))) found.add(more);
  const reached = [...found].flatMap(id => kinds.get(id) ?? []);
  const all: readonly Row[] = [...rows, ...reached.flatMap(one => Object.entries(one.methods))];
  const named = (fits: (row: Row[1]) => boolean): ReadonlySet<string> => new Set(all.flatMap(([name, row]) => (fits(row) ? [name] : [])));
  return {
    begins: named(row => row.acquires !== undefined || row.awaitsEvent !== undefined || row.receiver === 'begins'),
    hands: new Set([
      ...named(row => row.args?.some(one => one.does === 'calls' && one.parameters !== undefined) === true),
      // `fetch(url).then(response => …)`
      ...(reached.some(one => one.settledBy === 'reading') ? [handlerMethod] : []),
    ]),
    waits: named(row => row.awaitsEvent !== undefined || row.iteratesEvent !== undefined),
    registers: named(row => row.listens !== undefined),
    brings: new Set(reached.flatMap(one => Object.entries(one.events).flatMap(([event, row]) => (row.parameters === undefined ? [] : [event])))),
  };
}

type Exports = readonly (readonly [path: string, row: ExportModel])[];

/** By the module that has to be imported, or the global that has to be mentioned. */
const sources: readonly (readonly [names: readonly string[], exports: Exports])[] = [
  ...allModules.map(({ names, exports }) => [names, Object.entries(exports)] as const),
  ...[...allGlobals].map(entry => [[entry[0]], [entry]] as const),
];

const gives = (exports: Exports): boolean => instancesOf(exports).length > 0 || rowsOf(exports).some(([, { acquires }]) => acquires !== undefined);

const bySource: ReadonlyMap<string, Names> = new Map(
  sources.flatMap(([names, exports]) => {
    if (!gives(exports)) return [];
    const found = namesFrom(rowsOf(exports), instancesOf(exports));
    return names.map(name => [name, found] as const);
  }),
);

/** A text is not searched for what gives nothing. */
const always = namesFrom([...allMethods, ...sources.flatMap(([, exports]) => (gives(exports) ? [] : rowsOf(exports)))], []);

/** Limiters are known by name alone; an executor may resolve with what it made, or with what a listener in it is handed. */
const pairNames: ReadonlySet<string> = new Set([...allPairs.map(pair => pair.acquire), 'Promise']);
const shapedNames: ReadonlySet<string> = new Set(shapedCalls.map(row => row.method));
const shapes: ReadonlySet<string> = new Set(shapedEvents.map(row => row.event));

export function spokenNames(sources: Iterable<string>): SpokenNames {
  const tables = [always, ...[...sources].flatMap(name => bySource.get(name) ?? [])];
  return {
    begins: name => pairNames.has(name) || tables.some(({ begins }) => begins.has(name)),
    hands: name => shapedNames.has(name) || tables.some(({ hands }) => hands.has(name)),
    waits: name => tables.some(({ waits }) => waits.has(name)),
    registers: name => registersByName(name) || tables.some(({ registers }) => registers.has(name)),
    brings: event => shapes.has(event) || tables.some(({ brings }) => brings.has(event)),
  };
}
