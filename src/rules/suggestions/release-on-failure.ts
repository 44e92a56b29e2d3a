/**
 * Wraps what stands between an acquisition and its hand-off in `try { … } catch (error) { release; throw error; }`: for
 * functions that open something and give it to their caller.
 *
 * Guarantee: offered only where nothing in the wrapped statements gives the resource away, and nothing behind them
 * needs a name they declare.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Finding } from '../../dataflow/findings/types.ts';
import type { Node } from '../../dataflow/ir/types.ts';
import type { Edit } from '../suggestions.ts';
import type { Owned } from './owned.ts';
import { isPlain } from './release-before-exit.ts';
import { causeOf, contains, functionAround, isCallOfPath, textOf, type Source } from './source.ts';
import { blockOf, releaseOf, type Place } from './stretch.ts';
import { alwaysBefore, usesBetween, type Use } from './uses.ts';
import { wrap } from './wrap.ts';

export function releaseOnFailure(finding: Finding, owned: Owned, source: Source): readonly Edit[] | null {
  const cause = causeOf(finding);
  const place = blockOf(finding.acquire, owned);
  if (finding.exit !== 'throw' || cause === null || place === null || owned.perhapsUnset) return null;
  const { statements } = place;
  const given = handOff(finding, place, owned, cause, source);
  if (given < 0 || !statements.slice(0, given).some(statement => contains(statement, cause))) return null;
  const end = reach(statements, given, source);
  const wrapped = statements.slice(0, end);
  if (end === 0 || !isWhole(statements.slice(0, given), source) || !leavesQuietly(finding, statements.slice(given), source)) return null;
  const from = place.acquiring?.range[1] ?? place.block.range[0] + 1;
  const to = statements[end]?.range[0] ?? place.block.range[1] - 1;
  const { semicolon } = source.style;
  return wrap({ statements: wrapped, from, to, gone: null }, ['} catch (error) {', `${owned.call}${semicolon}`, `throw error${semicolon}`], source);
}

/** The first statement that may give the resource to somebody else, or the end of a run that releases it; else -1. */
function handOff(finding: Finding, { statements }: Place, owned: Owned, cause: Node, source: Source): number {
  const { variable } = owned;
  if (variable === null || !owned.holds) return statements.findIndex(statement => textOf(source, statement).includes(owned.callee));
  const given = statements.findIndex(statement => usesBetween(variable, ...statement.range, functionAround(statement)).some(use => gives(use, finding, cause)));
  if (given >= 0) return given;
  // A release that sends something stays where it is: then the whole run is one that must not fail.
  return statements.some(statement => releaseOf(statement, owned, source) !== null) ? statements.length : -1;
}

function gives(use: Use, finding: Finding, cause: Node): boolean {
  if (use.inClosure) return true;
  if (use.role === 'receiver') return use.leaving !== null;
  if (use.role === 'test') return false;
  if (use.role === 'other') return true;
  return !isCallOfPath(finding, use.node) && !(use.node.range[1] <= cause.range[0] && alwaysBefore(use.node, cause, cause));
}

/** How many statements to wrap: up to the hand-off, or with it where it needs what they declare. 0: neither will do. */
function reach(statements: readonly TSESTree.Statement[], given: number, source: Source): number {
  const rest = statements[given];
  if (rest === undefined) return given;
  const declared = statements.slice(0, given).flatMap(statement => source.code.getDeclaredVariables?.(statement) ?? []);
  const needed = declared.some(variable => variable.references.some(reference => reference.identifier.range[0] >= rest.range[0]));
  if (!needed) return given;
  return isLastReturn(statements, given) ? statements.length : 0;
}

function isLastReturn(statements: readonly TSESTree.Statement[], at: number): boolean {
  const statement = statements[at];
  return statement?.type === 'ReturnStatement' && at === statements.length - 1 && (statement.argument === null || isPlain(statement.argument));
}

/** Control runs through the statements or fails in them. */
function isWhole(statements: readonly TSESTree.Statement[], source: Source): boolean {
  return statements.every(statement => !/\b(?:return|break|continue|yield)\b|^(?:async )?function\b|^class\b/u.test(textOf(source, statement)));
}

/** Further paths can only come from what is wrapped. */
function leavesQuietly(finding: Finding, rest: readonly TSESTree.Statement[], source: Source): boolean {
  return finding.morePaths === 0 || rest.length === 0 || isLastReturn(rest, 0) || (rest.length > 0 && !/\b(?:await|throw)\b/u.test(rest.map(statement => textOf(source, statement)).join('\n')) && finding.kind === 'leaked-slot');
}
