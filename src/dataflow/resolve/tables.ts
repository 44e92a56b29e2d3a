/**
 * The tables, seen from the side of names: which row speaks of an export, a global, a method of a kind.
 *
 * Guarantee: a name such as `constructor` or `toString` never meets a property that every object inherits.
 */
import type { CallModel, ExportModel, KindId, MethodModel, ModuleModel, PairModel, ResourceKind } from '../models/types.ts';
import type { Value } from './value.ts';
import { exportValue, globalValue, UNKNOWN } from './value.ts';

/** The lookups of `models/index.ts`; tests hand in smaller ones. */
export interface Tables {
  readonly moduleModel: (name: string) => ModuleModel | undefined;
  readonly kind: (id: KindId) => ResourceKind;
  readonly pairFor: (method: string) => PairModel | undefined;
  readonly globalModel: (path: string) => CallModel | undefined;
}

/** The value of an export; `node:net` is `net`, and the default export of a module of the tables is the module. */
export function importValue(tables: Tables, specifier: string, path: string): Value {
  const module = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
  return exportValue(module, path === 'default' && tables.moduleModel(module) !== undefined ? '' : path);
}

export function exportMember(tables: Tables, value: Extract<Value, { kind: 'export' }>, name: string): Value {
  if (value.path === '') return importValue(tables, value.module, name);
  return exportValue(value.module, `${value.path}.${name}`);
}

/** Names under which the global object itself is known. */
const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'global', 'window', 'self']);

export function globalMember(value: Extract<Value, { kind: 'global' }>, name: string): Value {
  return globalValue(GLOBAL_OBJECTS.has(value.path) ? name : `${value.path}.${name}`);
}

export function exportModel(tables: Tables, module: string, path: string): ExportModel | undefined {
  const exports = tables.moduleModel(module)?.exports;
  return exports !== undefined && Object.hasOwn(exports, path) ? exports[path] : undefined;
}

/** The row for calling (or constructing) a value that the tables know. */
export function callModel(tables: Tables, value: Value, construct: boolean): CallModel | undefined {
  if (value.kind === 'global') return tables.globalModel(value.path);
  if (value.kind !== 'export') return undefined;
  const row = exportModel(tables, value.module, value.path);
  // `net.Server()` without `new` gives the same as with it, and a function called with `new` gives what it returns.
  return construct ? (row?.construct ?? row?.call) : (row?.call ?? row?.construct);
}

/** The kind of the instances of a class of the tables. */
export function instanceKind(tables: Tables, value: Value): KindId | null {
  if (value.kind === 'export') {
    const row = exportModel(tables, value.module, value.path);
    return row?.instance ?? row?.construct?.acquires?.kind ?? null;
  }
  return value.kind === 'global' ? (tables.globalModel(value.path)?.acquires?.kind ?? null) : null;
}

export function methodModel(tables: Tables, kind: KindId, name: string): MethodModel | undefined {
  for (let id: KindId | undefined = kind; id !== undefined; ) {
    const row: ResourceKind = tables.kind(id);
    if (Object.hasOwn(row.methods, name)) return row.methods[name];
    id = row.extends;
  }
  return undefined;
}

/** The nearest kind that two kinds inherit from, themselves included. */
export function commonKind(tables: Tables, left: KindId, right: KindId): KindId | null {
  const ancestors = new Set<KindId>();
  for (let id: KindId | undefined = left; id !== undefined; id = tables.kind(id).extends) ancestors.add(id);
  for (let id: KindId | undefined = right; id !== undefined; id = tables.kind(id).extends) if (ancestors.has(id)) return id;
  return null;
}

export function instanceOf(kind: KindId | null | undefined): Value {
  return kind === null || kind === undefined ? UNKNOWN : { kind: 'instance', of: kind };
}
