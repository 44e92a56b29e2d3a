/**
 * The kind of resource a value is, by its origin: modelled calls, classes that extend a modelled one.
 *
 * Of several alternatives the nearest common ancestor is the kind; alternatives that nobody knows are passed over,
 * because a resource that may also be something else is still handled by its methods.
 */
import type { KindId } from '../models/types.ts';
import type { Answer, Ask } from './questions.ts';
import type { Tables } from './tables.ts';
import { commonKind, instanceOf } from './tables.ts';
import type { Value } from './value.ts';
import { alternatives, NOTHING } from './value.ts';

/** The kind as an instance of it; nothing where there is none. */
export function kindValue(value: Value, ask: Ask, tables: Tables): Answer {
  let common: KindId | null = null;
  for (const each of alternatives(value)) {
    if (each.kind !== 'instance') return NOTHING;
    const kind: Answer = typeof each.of === 'string' ? each : ask.base(each.of);
    if (kind === null) return null;
    if (kind.kind !== 'instance' || typeof kind.of !== 'string') return NOTHING;
    common = common === null ? kind.of : commonKind(tables, common, kind.of);
    if (common === null) return NOTHING;
  }
  return common === null ? NOTHING : instanceOf(common);
}
