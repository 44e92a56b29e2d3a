/**
 * What is wrong between connections of a file, beside what one of them owes.
 *
 * Input: the functions that were analysed. Guarantee: a text that mentions no join costs one search.
 */
import type { Finding } from '../findings/types.ts';
import type { Unit } from '../unit.ts';
import { findClosers } from './closers.ts';
import { leavesSight } from './leaves.ts';
import { openSidesIn } from './open-side.ts';
import { oneSidedIn } from './one-sided.ts';
import type { Subject } from './survey.ts';
import { Survey } from './survey.ts';

export function findPairs(subjects: readonly Subject[], unit: Unit): readonly Finding[] {
  const joined = joins.test(unit.text);
  const open = sides.test(unit.text);
  if (!joined && !open) return [];
  const survey = new Survey(subjects, unit, { closers: findClosers, leaves: leavesSight });
  return [...(joined ? oneSidedIn(survey) : []), ...(open ? openSidesIn(survey) : [])];
}

/** An option that leaves a side open, an event that hands over such a socket, a wait for the end of the other side. */
const sides = /allowHalfOpen|pauseOnConnect|['"`](?:upgrade|connect|end)['"`]/;

/** `pipe()`, or a listener for what a connection receives. */
const joins = /\.\s*pipe\s*\(|['"`](?:data|readable|message)['"`]/;
