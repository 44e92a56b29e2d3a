/**
 * What the options say of a connection: of the call that opened it, or of the one that made the server which accepted it.
 *
 * Guarantee: an option counts where it is written out; one that leaves a side open, where it is written out as `true`.
 */
import type { FunctionNode } from '../ir/types.ts';
import type { CallModel } from '../models/types.ts';
import { rolesOf } from './roles.ts';
import type { Connection, Survey } from './survey.ts';
import type { At } from './uses.ts';

type Meaning = NonNullable<CallModel['options']>[string];

/** The name of the option that means this of the connection; null where none does. */
export function optionFor(meaning: Meaning, connection: Connection, survey: Survey): string | null {
  for (const at of originsOf(connection, survey)) {
    const name = optionOf(meaning, at, survey);
    if (name !== null) return name;
  }
  return null;
}

/** Whether the call that opened it was given an option that means this, whatever its value. */
export function isGiven(meaning: Meaning, { made }: Connection, { unit }: Survey): boolean {
  if (made === null) return false;
  const rows = unit.effects(made.call, made.ir).model?.options ?? {};
  const keys = made.call.args.flatMap(({ value }) => (value.kind === 'object' ? value.entries.flatMap(({ key }) => key ?? []) : []));
  return keys.some(key => Object.hasOwn(rows, key) && rows[key] === meaning);
}

/** The calls whose options count for the connection. */
function originsOf({ variable, made, handed }: Connection, survey: Survey): readonly At[] {
  if (made !== null) return [made];
  if (handed === null) return [];
  return rolesOf(variable.scope.block as FunctionNode, survey).flatMap(role => {
    if (role.kind !== 'event') return [];
    const { call, ir } = role.at;
    if (survey.unit.effects(call, ir).model?.acquires !== undefined) return [role.at];
    return call.callee.kind === 'member' ? (survey.makingOf(call.callee.object, ir) ?? []) : [];
  });
}

function optionOf(meaning: Meaning, { call, ir }: At, { unit }: Survey): string | null {
  const rows = unit.effects(call, ir).model?.options ?? {};
  for (const { value } of call.args) {
    if (value.kind !== 'object') continue;
    for (const entry of value.entries) {
      if (entry.key === null || !Object.hasOwn(rows, entry.key) || rows[entry.key] !== meaning) continue;
      if (entry.value.kind === 'literal' && entry.value.value === true) return entry.key;
    }
  }
  return null;
}
