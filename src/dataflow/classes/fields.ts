/**
 * The fields that owe something: holdings by owner and name, each with the methods of its owner and all uses in the file.
 *
 * Guarantee: one walk over the file for all fields together; the uses of a field are read once.
 */
import type { Node } from '../ir/types.ts';
import type { ResolveContext } from '../resolve/context.ts';
import { thisValue } from '../resolve/receivers.ts';
import type { Owner, Value } from '../resolve/value.ts';
import type { Unit } from '../unit.ts';
import { flagWrites, type FlagWrites } from './flags.ts';
import type { Mention, Mentions } from './mentions.ts';
import { mentionsIn } from './mentions.ts';
import { closingMethods, familiesOf, methodsOf } from './methods.ts';
import type { Field, Holding } from './types.ts';
import type { Use } from './uses.ts';
import { usesOf } from './uses.ts';

export interface FieldFacts {
  readonly field: Field;
  readonly family: readonly Owner[];
  readonly uses: readonly Use[];
  /** Where the file names a field, or a method of an owner. */
  readonly mentions: Mentions;
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
  const kin = new Map([...familiesOf(owners, context)].map(([owner, family]) => [owner, { family, methods: family.flatMap(one => methodsOf(one, context)) }]));
  const names = [...holdings.map(({ field }) => field), ...[...kin.values()].flatMap(({ methods }) => methods.map(({ name }) => name))];
  const flags = flagWrites(unit);
  const mentions = mentionsIn(unit.ast, new Set(names));
  return groupsOf(holdings).map(group => {
    const [{ owner, field: name, as }] = group;
    const { family, methods } = kin.get(owner) ?? { family: [owner], methods: [] };
    const field: Field = { owner, name, as, holdings: group, methods, closing: closingMethods(methods) };
    return { field, family, mentions, context, flags, uses: usesOfField(field, family, mentions, context), opaque: mentions.opaque.some(node => family.some(one => encloses(one, node))) };
  });
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

function usesOfField(field: Field, family: readonly Owner[], mentions: Mentions, context: ResolveContext): readonly Use[] {
  const kept = { field: field.name, family, resource: field.holdings[0].site.obligation.resource };
  const uses: Use[] = [];
  for (const mention of mentions.of(field.name)) {
    if (!isOfOther(mention, family, context)) uses.push(...usesOf({ from: mention, as: field.as }, kept, context));
  }
  // The names that the resource had before it came into the field stay names of it.
  for (const origin of new Set(field.holdings.flatMap(({ origins }) => [...origins]))) uses.push(...usesOf({ from: origin, as: 'resource' }, kept, context));
  return uses;
}

/** The field of an object that is known to be another: a class beside it may use the same name. */
export function isOfOther(mention: Mention, family: readonly Owner[], context: ResolveContext): boolean {
  const object = objectOf(mention);
  if (object === null) return false;
  const value = object.type === 'ThisExpression' ? thisValue(object, context.ask) : context.node(object);
  return value !== null && isAnother(value, family);
}

/** What a field is read of: `this` in `this.socket` and in `{ socket } = this`. */
function objectOf(mention: Mention): Node | null {
  if (mention.type === 'MemberExpression') return mention.object;
  const target = mention.parent.parent;
  if (target?.type === 'VariableDeclarator') return target.init;
  return target?.type === 'AssignmentExpression' ? target.right : null;
}

function isAnother(value: Value, family: readonly Owner[]): boolean {
  switch (value.kind) {
    case 'instance':
      return typeof value.of === 'string' || !family.includes(value.of);
    case 'object':
      return !family.includes(value.node);
    case 'export':
    case 'global':
    case 'namespace':
      return true;
    case 'class':
    case 'function':
    case 'promise':
    case 'either':
    case 'nothing':
    case 'unknown':
      return false;
  }
}

const encloses = (outer: Node, inner: Node): boolean => outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
