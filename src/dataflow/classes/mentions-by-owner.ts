/**
 * Mentions of a name, by the owner whose field or method is meant.
 *
 * Guarantee: what each mention is read of is asked once; many classes of a file that use the same names do not look at each
 * other's mentions.
 */
import type { Node } from '../ir/types.ts';
import type { ResolveContext } from '../resolve/context.ts';
import { thisValue } from '../resolve/receivers.ts';
import type { Owner, Value } from '../resolve/value.ts';
import type { Mention, Mentions } from './mentions.ts';

export interface OwnedMentions {
  /** Mentions on objects of one of the owners, and on objects that may be anybody's. */
  readonly of: (name: string, family: readonly Owner[]) => readonly Mention[];
}

interface Bucket {
  readonly anybody: Mention[];
  readonly owned: Map<Owner, Mention[]>;
}

export function byOwner(mentions: Mentions, context: ResolveContext): OwnedMentions {
  const buckets = new Map<string, Bucket>();
  return {
    of(name, family) {
      let bucket = buckets.get(name);
      if (bucket === undefined) buckets.set(name, (bucket = sorted(mentions.of(name), context)));
      const { anybody, owned } = bucket;
      return [...anybody, ...family.flatMap(owner => owned.get(owner) ?? [])];
    },
  };
}

function sorted(mentions: readonly Mention[], context: ResolveContext): Bucket {
  const bucket: Bucket = { anybody: [], owned: new Map() };
  for (const mention of mentions) {
    const owner = ownerOf(mention, context);
    if (owner === 'anybody') bucket.anybody.push(mention);
    else if (owner !== 'nobody') bucket.owned.set(owner, pushed(bucket.owned.get(owner), mention));
  }
  return bucket;
}

function pushed(list: Mention[] | undefined, mention: Mention): Mention[] {
  if (list === undefined) return [mention];
  list.push(mention);
  return list;
}

function ownerOf(mention: Mention, context: ResolveContext): Owner | 'anybody' | 'nobody' {
  const object = objectOf(mention);
  const value = object === null ? null : object.type === 'ThisExpression' ? thisValue(object, context.ask) : context.node(object);
  return value === null ? 'anybody' : ownerIn(value);
}

/** What a field is read of: `this` in `this.socket` and in `{ socket } = this`. */
function objectOf(mention: Mention): Node | null {
  if (mention.type === 'MemberExpression') return mention.object;
  const target = mention.parent.parent;
  if (target?.type === 'VariableDeclarator') return target.init;
  return target?.type === 'AssignmentExpression' ? target.right : null;
}

function ownerIn(value: Value): Owner | 'anybody' | 'nobody' {
  switch (value.kind) {
    case 'instance':
      return typeof value.of === 'string' ? 'nobody' : value.of;
    case 'object':
      return value.node;
    case 'export':
    case 'global':
    case 'namespace':
      return 'nobody';
    case 'class':
    case 'function':
    case 'promise':
    case 'either':
    case 'nothing':
    case 'unknown':
      return 'anybody';
  }
}
