/**
 * Which calls can matter for where an obligation begins, told by the names they are made under: asked before anybody resolves what is called.
 *
 * The names are those of the tables (exports and methods that give a resource, make one owed or hand one to a function), and those
 * under which a file knows what comes from them: aliases, functions that give back what they acquired (`candidates.ts`).
 *
 * Guarantee: a call that is passed over begins nothing and registers nothing, as far as values are followed by names.
 * Not handled: a callee that comes out of a data structure under a name that nothing in the file gives it.
 */
import type { Operand, Variable } from '../ir/types.ts';
import { allGlobals, allKinds, allMethods, allModules, allPairs, handlerMethod, registersByName, shapedCalls, shapedEvents } from '../models/index.ts';
import type { CallModel, MethodModel } from '../models/types.ts';
import { isCallbackLike } from './callback-shape.ts';
import type { CallInstruction as Call } from './callee.ts';

export interface Speaking {
  /** May the call acquire something, or make something owed? */
  readonly begins: (call: Call) => boolean;
  /** May it hand a resource to a function that it is given? */
  readonly hands: (call: Call) => boolean;
  /** May what it gives be waited for, and bring what an event brings? */
  readonly waits: (call: Call) => boolean;
  /** May one of its arguments be a node-style callback of the file? */
  readonly callsBack: (call: Call) => boolean;
}

/** Names that a file brings with it. */
export interface FileNames {
  /** For what may give a resource. */
  readonly makers: () => ReadonlySet<string>;
  /** Of node-style functions. */
  readonly callbacks: () => ReadonlySet<string>;
}

const acquires = (row: CallModel): boolean => row.acquires !== undefined;
const handsOver = (row: CallModel): boolean => row.args?.some(one => one.does === 'calls' && one.parameters !== undefined) === true;

/** Every row that a call by name can meet, under the last name of its path; the export that is a whole module may be called anything. */
const callRows: readonly (readonly [string, CallModel])[] = [
  ...[...allModules.flatMap(({ exports }) => Object.entries(exports)), ...allGlobals].flatMap(([path, { call, construct }]) =>
    [call, construct].flatMap(row => (row === undefined ? [] : [[lastOf(path), row] as const])),
  ),
  ...allMethods,
];
const methodRows: readonly (readonly [string, MethodModel])[] = allKinds.flatMap(({ methods }) => Object.entries(methods));

const beginning: ReadonlySet<string> = new Set([
  ...named([...callRows, ...methodRows], acquires),
  ...named(methodRows, row => row.receiver === 'begins'),
  ...allPairs.map(pair => pair.acquire),
  // An executor may resolve with what it made, or with what a listener in it is handed.
  'Promise',
  ...named(callRows, row => row.awaitsEvent !== undefined),
]);
const handing: ReadonlySet<string> = new Set([...named([...callRows, ...methodRows], handsOver), ...shapedCalls.map(row => row.method), handlerMethod]);
const waiting: ReadonlySet<string> = new Set(named(callRows, row => row.awaitsEvent !== undefined || row.iteratesEvent !== undefined));
const listening: ReadonlySet<string> = new Set(named(methodRows, row => row.listens !== undefined));
/** Events whose listener is handed something. */
const bringing: ReadonlySet<string> = new Set([
  ...allKinds.flatMap(({ events }) => Object.entries(events).flatMap(([event, row]) => (row.parameters === undefined ? [] : [event]))),
  ...shapedEvents.map(row => row.event),
]);

function named<Row>(rows: readonly (readonly [string, Row])[], fits: (row: Row) => boolean): readonly string[] {
  return rows.flatMap(([name, row]) => (fits(row) ? [name] : []));
}

/** The default export is the module itself. */
function lastOf(path: string): string {
  return path === '' ? 'default' : path.slice(path.lastIndexOf('.') + 1);
}

export function createSpeaking({ makers, callbacks }: FileNames): Speaking {
  const speaks = (call: Call, table: ReadonlySet<string>): boolean => {
    const name = spokenName(call.callee);
    if (typeof name === 'boolean') return name;
    return table.has(name) || makers().has(name);
  };
  return {
    begins: call => speaks(call, beginning),
    waits: ({ callee }) => {
      const name = spokenName(callee);
      return typeof name === 'boolean' ? name : waiting.has(name);
    },
    hands: call => speaks(call, handing) || registers(call),
    callsBack: ({ args }) => args.some(({ value }) => isCallbackLike(value, callbacks)),
  };
}

/** The name that decides; or at once whether the call speaks, where no name can. */
function spokenName(callee: Operand): string | boolean {
  switch (callee.kind) {
    case 'variable':
      return isPlain(callee.variable) ? callee.variable.name : true;
    case 'global':
      return callee.name;
    case 'member':
      // `open.call(this)`: the name stands before it.
      if (callee.property === 'call' || callee.property === 'apply') return spokenName(callee.object);
      // Nobody knows what a computed name means.
      return callee.property ?? false;
    default:
      return true;
  }
}

/** Declared as a function, a class or a parameter: what else it may hold, its writes tell, and the file's names follow those. */
function isPlain({ defs }: Variable): boolean {
  return defs.every(({ type }) => String(type) !== 'Variable' && String(type) !== 'ImportBinding');
}

function registers({ callee, args }: Call): boolean {
  if (callee.kind !== 'member' || callee.property === null) return false;
  if (!listening.has(callee.property) && !registersByName(callee.property)) return false;
  return args.some(({ value }) => value.kind === 'literal' && typeof value.value === 'string' && bringing.has(value.value));
}
