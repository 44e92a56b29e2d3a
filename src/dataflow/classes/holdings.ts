/**
 * Which resources are put into fields, and of whom: `this.socket = connect()`, `self.server = server`, `this.clients.add(socket)`.
 *
 * Input: the code that was analysed, with its sites. Guarantee: one pass over the instructions of that code. Not handled: slots,
 * which belong to their giver; fields of static code; what is put in two objects below the owner.
 */
import type { Call } from '../effects/types.ts';
import type { FunctionIr, Instruction, Operand } from '../ir/types.ts';
import type { Site } from '../obligations/sites.ts';
import type { Owner } from '../resolve/value.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import { originsOf } from './origins.ts';
import type { Analysed, Holding, Origin } from './types.ts';

/** A field of an owner that an operand names. */
interface FieldOf {
  readonly owner: Owner;
  readonly field: string;
}

interface Begun {
  readonly site: Site;
  readonly ir: FunctionIr;
}

export function holdingsIn(analysed: readonly Analysed[], unit: Unit): readonly Holding[] {
  const begun = new Map<Origin, Begun[]>();
  const holdings: Holding[] = [];
  for (const { ir, sites } of analysed) {
    for (const site of sites) {
      if (!isKept(site)) continue;
      const origins = originsOfSite(site, ir, unit);
      for (const origin of origins) {
        const known = begun.get(origin);
        if (known === undefined) begun.set(origin, [{ site, ir }]);
        else known.push({ site, ir });
      }
      const direct = begunField(site, ir, unit);
      if (direct !== null) holdings.push({ ...direct, as: 'resource', site, ir, storedIn: ir, stored: site.node, origins });
    }
  }
  if (begun.size === 0) return holdings;
  for (const { ir } of analysed) for (const block of ir.blocks) for (const instruction of block.instructions) holdings.push(...storedBy(instruction, ir, begun, unit));
  return distinct(holdings);
}

/** What belief found has no table that says which of its methods release it; a response is read, and hardly ever kept. */
const isKept = ({ source, obligation: { receiver, resource } }: Site): boolean =>
  receiver === null && (resource.family === 'socket' || resource.family === 'server') && (source === 'table' || source === 'callee' || source === 'parameter');

function originsOfSite(site: Site, ir: FunctionIr, unit: Unit): ReadonlySet<Origin> {
  const { call } = site;
  if (call === null) return new Set(site.holders.flatMap(({ root, object }) => (root.kind === 'variable' && object === null ? [root.variable] : [])));
  const receiver = beginning(call, ir, unit);
  return new Set(receiver === null ? [call.node] : [call.node, ...originsOf(receiver, ir, unit)]);
}

/** The object of a call with which something begins to be owed: `server` of `server.listen()`. */
function beginning(call: Call, ir: FunctionIr, unit: Unit): Operand | null {
  const { callee } = unit.effects(call, ir);
  return callee.kind === 'method' && callee.model?.receiver === 'begins' ? callee.object : null;
}

/** `this.server.listen()`, and the same by a name that the field was given: `const { server } = this`. */
function begunField({ call }: Site, ir: FunctionIr, unit: Unit): FieldOf | null {
  const receiver = call === null ? null : beginning(call, ir, unit);
  if (receiver === null) return null;
  const named = receiver.kind === 'variable' ? unit.index(ir).meaning(receiver.variable) : receiver;
  return named === null ? null : fieldOf(named, ir, unit);
}

/** The field of an object of the file that an operand reads or writes. */
export function fieldOf(operand: Operand, ir: FunctionIr, unit: Unit): FieldOf | null {
  if (operand.kind !== 'member' || operand.property === null) return null;
  if (operand.object.kind !== 'this' && operand.object.kind !== 'variable') return null;
  const value = valueOf(operand.object, unit.resolver(ir));
  if (value.kind === 'instance') return typeof value.of === 'string' ? null : { owner: value.of, field: operand.property };
  return value.kind === 'object' ? { owner: value.node, field: operand.property } : null;
}

function* storedBy(instruction: Instruction, ir: FunctionIr, begun: ReadonlyMap<Origin, readonly Begun[]>, unit: Unit): Generator<Holding> {
  if (instruction.kind === 'store' && instruction.place.kind === 'member') {
    const { place, value, node } = instruction;
    if (value.kind !== 'temp' && value.kind !== 'variable') return;
    const field = fieldOf(place, ir, unit);
    const collection = field === null && place.object.kind === 'member' ? fieldOf(place.object, ir, unit) : null;
    const kept = field ?? collection;
    if (kept === null) return;
    yield* keeping(value, { ...kept, as: field === null ? 'collection' : 'resource', storedIn: ir, stored: node }, begun, unit);
  } else if (instruction.kind === 'call' && instruction.callee.kind === 'member' && adding.has(instruction.callee.property ?? '')) {
    const kept = fieldOf(instruction.callee.object, ir, unit);
    const value = instruction.args.at(-1)?.value;
    if (kept === null || value === undefined || (value.kind !== 'temp' && value.kind !== 'variable')) return;
    yield* keeping(value, { ...kept, as: 'collection', storedIn: ir, stored: instruction.node }, begun, unit);
  }
}

/** Methods of sets, maps and lists that put their last argument in. */
const adding: ReadonlySet<string> = new Set(['add', 'set', 'push', 'unshift']);

/** One holding for each site that the value may come from. */
function* keeping(value: Operand, place: Omit<Holding, 'site' | 'ir' | 'origins'>, begun: ReadonlyMap<Origin, readonly Begun[]>, unit: Unit): Generator<Holding> {
  const origins = originsOf(value, place.storedIn, unit);
  for (const one of new Set([...origins].flatMap(origin => begun.get(origin) ?? []))) yield { ...place, ...one, origins };
}

/** A `finally` that is laid out several times stores once. */
function distinct(holdings: readonly Holding[]): Holding[] {
  const seen = new Map<Owner, Set<string>>();
  return holdings.filter(({ owner, field, as, site, stored }) => {
    const known = seen.get(owner) ?? new Set<string>();
    seen.set(owner, known);
    const key = `${field} ${as} ${site.node.range[0]} ${stored.range[0]}`;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}
