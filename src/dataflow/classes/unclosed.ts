/**
 * Findings about what the fields of a file's classes hold: the entry of this folder.
 *
 * Input: the code that was analysed, with its sites. Guarantee: at most one finding for each place where something begins to be
 * owed; a file whose fields hold nothing costs a look at its sites.
 */
import type { Finding } from '../findings/types.ts';
import type { Unit } from '../unit.ts';
import { closesNoMember } from './close-all.ts';
import { closingMisses } from './closing.ts';
import { fieldsOf, type FieldFacts } from './fields.ts';
import { holdingsIn } from './holdings.ts';
import { neverReleased } from './never.ts';
import { initFails } from './init.ts';
import { closedMeanwhile } from './meanwhile.ts';
import { replaced } from './replaced.ts';
import type { Owner } from '../resolve/value.ts';
import type { Analysed } from './types.ts';

export function unclosedFields(analysed: readonly Analysed[], unit: Unit): readonly Finding[] {
  const holdings = holdingsIn(analysed, unit);
  if (holdings.length === 0) return [];
  const walked = new Map<Owner, number>();
  return fieldsOf(holdings, unit).flatMap(facts => {
    const { owner } = facts.field;
    const never = neverReleased(facts, unit);
    if (never !== null) return never;
    const count = (walked.get(owner) ?? 0) + 1;
    walked.set(owner, count);
    return count > mostWalked ? [] : (judgeMethods(facts, unit) ?? []);
  });
}

/** Methods are walked for so many fields of one object; nobody keeps more that are closed in different ways. */
const mostWalked = 24;

/** What is said of a field once is not said again in other words: the first that is certain, or else the first. */
function judgeMethods(facts: FieldFacts, unit: Unit): Finding | null {
  const found = [closingMisses(facts, unit), closesNoMember(facts, unit), initFails(facts, unit), replaced(facts, unit), closedMeanwhile(facts, unit)].flatMap(one => one ?? []);
  return found.find(({ certainty }) => certainty === 'certain') ?? found[0] ?? null;
}
