/**
 * Findings about what the fields of a file's classes hold: the entry of this folder.
 *
 * Input: the code that was analysed, with its sites. Guarantee: at most one finding for each place where something begins to be
 * owed; a file whose fields hold nothing costs a look at its sites.
 */
import type { Finding } from '../findings/types.ts';
import type { Unit } from '../unit.ts';
import { closingMisses } from './closing.ts';
import { fieldsOf, type FieldFacts } from './fields.ts';
import { holdingsIn } from './holdings.ts';
import { neverReleased } from './never.ts';
import { replaced } from './replaced.ts';
import type { Analysed } from './types.ts';

export function unclosedFields(analysed: readonly Analysed[], unit: Unit): readonly Finding[] {
  const holdings = holdingsIn(analysed, unit);
  if (holdings.length === 0) return [];
  return fieldsOf(holdings, unit).flatMap(facts => judgeField(facts, unit) ?? []);
}

/** What is said of a field once is not said again in other words: the first that is certain, or else the first. */
function judgeField(facts: FieldFacts, unit: Unit): Finding | null {
  const never = neverReleased(facts, unit);
  if (never !== null) return never;
  const found = [closingMisses(facts, unit), replaced(facts, unit)].flatMap(one => one ?? []);
  return found.find(({ certainty }) => certainty === 'certain') ?? found[0] ?? null;
}
