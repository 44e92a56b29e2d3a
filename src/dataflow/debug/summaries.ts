/**
 * The stage of summaries: what the file asked about a function as a callee, and what it was told.
 *
 * Guarantee: one line per question, in the order in which they came up.
 */
import type { FunctionIr } from '../ir/types.ts';
import type { Asked, Entrance, Exits, Fresh, Outcome } from '../summaries/types.ts';
import type { Unit } from '../unit.ts';
import { knownWords, type PlaceWords, placeWords } from './words.ts';
import { numbersOf } from '../ir/print.ts';

export function summariesText(ir: FunctionIr, asked: readonly Asked[], unit: Unit): string {
  if (asked.length === 0) return `nobody asked about ${ir.name}\n`;
  const place = placeWords(ir, unit, numbersOf(ir));
  return asked.map(one => `${ir.name}: ${askedWords(one, ir, place)}\n`).join('');
}

function askedWords({ question, answer }: Asked, ir: FunctionIr, place: PlaceWords): string {
  if ('exits' in answer) return exitsWords(answer.exits, ir);
  if ('fresh' in answer) return freshWords(answer.fresh, ir);
  const what = question.ask === 'outcome' ? `${question.resource.id} ${entranceWords(question.entrance, ir, place)}` : question.ask;
  const { returns, throws } = answer.summary;
  return `${what}: returns with it ${outcomesWords(returns, ir)}; throws with it ${outcomesWords(throws, ir)}`;
}

function exitsWords({ returns, throws }: Exits, { async }: FunctionIr): string {
  const failure = async ? 'reject' : 'throw';
  return `${returns ? 'can return' : 'never returns'}, ${throws ? `can ${failure}` : `never ${failure}s`}`;
}

function freshWords(fresh: readonly Fresh[], ir: FunctionIr): string {
  if (fresh.length === 0) return 'gives its caller nothing to release';
  return fresh.map(({ resource, async, given }) => `gives its caller an open ${resource.id}${async ? ' in a promise' : ''}${givenWords(given, ir)}`).join('; ');
}

const givenWords = (given: Outcome['given'], ir: FunctionIr): string =>
  given.length === 0 ? '' : ` when ${given.map(({ parameter, known }) => `${parameterName(parameter, ir)} ${knownWords(known)}`).join(' and ')}`;

const parameterName = (index: number, ir: FunctionIr): string => ir.parameters[index]?.variable?.name ?? `parameter ${index + 1}`;

function entranceWords(entrance: Entrance, ir: FunctionIr, place: PlaceWords): string {
  switch (entrance.kind) {
    case 'parameter':
      return `in ${parameterName(entrance.index, ir)}`;
    case 'captured':
      return `in captured ${entrance.variable.name}`;
    case 'beside':
      return 'elsewhere';
    case 'field':
      return `in this.${entrance.name}`;
    case 'slot':
      return `of ${place(entrance.receiver)}, given back by ${entrance.verbs.join('|')}`;
  }
}

function outcomesWords(outcomes: readonly Outcome[], ir: FunctionIr): string {
  return outcomes.length === 0 ? 'in no way' : outcomes.map(outcome => outcomeWords(outcome, ir)).sort().join(' | ');
}

function outcomeWords({ status, returned, backing, settled, result, given }: Outcome, ir: FunctionIr): string {
  const gives = returned ? ' and given back' : result === undefined ? '' : ` giving ${knownWords(result)}`;
  return `${status}${backing === 'none' ? '' : ` ${backing}`}${settled === null ? '' : ` after ${settled.variable.name}()`}${gives}${givenWords(given, ir)}`;
}
