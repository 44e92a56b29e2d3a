/**
 * The fields that owe something: holdings by owner and name, each with the methods of its owner and all uses in the file.
 *
 * Guarantee: one walk over the file for all fields together; the uses of a field are read once.
 */
import type { Node } from '../ir/types.ts';
import type { ResolveContext } from '../resolve/context.ts';
import type { Owner } from '../resolve/value.ts';
import type { Unit } from '../unit.ts';
import { flagWrites, type FlagWrites } from './flags.ts';
import { byOwner, type OwnedMentions } from './mentions-by-owner.ts';
import { mentionsIn } from './mentions.ts';
import { closingMethods, familiesOf, methodsOf } from './methods.ts';
import type { Field, Holding, Method } from './types.ts';
import type { Use } from './uses.ts';
import { usesOf } from './uses.ts';

export interface FieldFacts {
  readonly field: Field;
  readonly family: readonly Owner[];
  readonly uses: readonly Use[];
  /** Where the file names a field, or a method of an owner. */
  readonly mentions: OwnedMentions;
  /** Code of the owner reads its fields by computed names. */
  readonly opaque: boolean;
  readonly context: ResolveContext;
  readonly flags: FlagWrites;
}

export function fieldsOf(holdings: readonly Holding[], unit: Unit): readonly FieldFacts[] {
  const [first] = holdings;
  if (first === undefined) return [];
  const context = unit.resolver(first.ir);
  const owners = [...new Set(holdings.map(({ owner }) => owner))];
  const kin = new Map([...familiesOf(owners, context)].map(([owner, family]) => [owner, kinOf(family, context)]));
  const names = [...holdings.map(({ field }) => field), ...[...kin.values()].flatMap(({ methods }) => methods.map(({ name }) => name))];
  const flags = flagWrites(unit);
  const found = mentionsIn(unit.ast, new Set(names));
  const mentions = byOwner(found, context);
  return groupsOf(holdings).map(group => {
    const [{ owner, field: name, as }] = group;
    const { family, methods, closing } = kin.get(owner) ?? kinOf([owner], context);
    const field: Field = { owner, name, as, holdings: group, methods, closing };
    return { field, family, mentions, context, flags, uses: usesOfField(field, family, mentions, context), opaque: found.opaque.some(node => family.some(one => encloses(one, node))) };
  });
}

interface Kin {
  readonly family: readonly Owner[];
  readonly methods: readonly Method[];
  readonly closing: readonly Method[];
}

function kinOf(family: readonly Owner[], context: ResolveContext): Kin {
  const methods = family.flatMap(one => methodsOf(one, context));
  return { family, methods, closing: closingMethods(methods) };
}

function groupsOf(holdings: readonly Holding[]): readonly (readonly [Holding, ...Holding[]])[] {
  const groups = new Map<Owner, Map<string, [Holding, ...Holding[]]>>();
  for (const holding of holdings) {
    const { owner, field, as, site } = holding;
    const byName = groups.get(owner) ?? new Map<string, [Holding, ...Holding[]]>();
    groups.set(owner, byName);
    // One field may keep resources of several kinds, each with releases of its own.
    const key = `${as} ${site.obligation.resource.id} ${field}`;
    const group = byName.get(key);
    if (group === undefined) byName.set(key, [holding]);
    else group.push(holding);
  }
  return [...groups.values()].flatMap(byName => [...byName.values()]);
}

function usesOfField(field: Field, family: readonly Owner[], mentions: OwnedMentions, context: ResolveContext): readonly Use[] {
  const kept = { field: field.name, family, resource: field.holdings[0].site.obligation.resource };
  const uses: Use[] = [];
  for (const mention of mentions.of(field.name, family)) uses.push(...usesOf({ from: mention, as: field.as }, kept, context));
  // The names that the resource had before it came into the field stay names of it.
  for (const origin of new Set(field.holdings.flatMap(({ origins }) => [...origins]))) uses.push(...usesOf({ from: origin, as: 'resource' }, kept, context));
  return uses;
}

const encloses = (outer: Node, inner: Node): boolean => outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
