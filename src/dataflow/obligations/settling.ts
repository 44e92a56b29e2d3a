/**
 * Calls that end the operation for everybody else: `resolve(value)`, `reject(error)`, `callback(error)`.
 */
import type { Call } from '../effects/types.ts';
import type { Operand } from '../ir/types.ts';
import type { Armed } from '../domain/armed.ts';
import type { Settlement, Settles } from '../domain/settlement.ts';
import type { Known } from '../domain/knowledge.ts';
import { nullness, truthiness } from '../domain/knowledge.ts';
import type { State } from '../domain/state.ts';
import { isOwed, walk } from '../domain/state.ts';
import type { Run } from './obligation.ts';
import { knownOf } from './questions.ts';

/** The settler that the call calls, if it ends the operation that this walk is about. */
export function settlementOf(call: Call, state: State, run: Run): Settlement | null {
  if (run.life.settlers.length === 0) return null;
  const found = run.unit.settlers.called(call.callee);
  if (found === null || !run.life.settlers.includes(found.variable)) return null;
  const way = wayOf(found.settler.settles, call, state, run);
  return way === null ? null : { variable: found.variable, way, node: call.node };
}

/** The first settlement counts: settling twice changes nothing. */
export function settle(state: State, settlement: Settlement): State {
  if (!isOwed(state) || state.settled !== null) return state;
  return { ...walk(state, { kind: 'settles', node: settlement.node, subject: '' }), settled: settlement };
}

const errorName = /^(?:e|ex|er|err|error|reason|cause|failure)$|(?:Err|Error|Exception)$/;

/** A callback that is given something other than an error or nothing in its first place may be called again. */
function wayOf(settles: Settles, call: Call, state: State, run: Run): Settlement['way'] | null {
  if (settles !== 'by-argument') return settles;
  const first = call.args[0];
  if (first === undefined) return 'well';
  if (first.spread) return null;
  const known = knownOf(first.value, state, run.asker);
  if (known !== undefined && nullness(known) === true) return 'well';
  if (isError(first.value, run)) return isThere(first.value, known, run) ? 'badly' : 'either';
  return null;
}

/** What was made here or caught here is no null. */
function isThere(value: Operand, known: Known | undefined, run: Run): boolean {
  if (known !== undefined && truthiness(known) === true) return true;
  if (value.kind === 'variable') return value.variable.defs.some(({ type }) => type === 'CatchClause');
  return value.kind === 'temp' && isError(value, run);
}

function isError(value: Operand, run: Run): boolean {
  if (value.kind === 'temp') {
    const made = run.index.definition(value.temp);
    return made?.kind === 'call' && made.construct && nameOf(made.callee).endsWith('Error');
  }
  return isNamed(value);
}

const isNamed = (value: Operand): boolean => (value.kind === 'variable' || value.kind === 'member') && errorName.test(nameOf(value));

function nameOf(operand: Operand): string {
  if (operand.kind === 'variable') return operand.variable.name;
  if (operand.kind === 'global') return operand.name;
  return operand.kind === 'member' ? (operand.property ?? '') : '';
}

/** A settler that is called because it was registered itself: what it is called with nobody sees. */
export function settledBy({ settler, registered }: Armed): Settlement | null {
  if (settler === null) return null;
  return { variable: settler.variable, way: settler.settles === 'by-argument' ? 'either' : settler.settles, node: registered };
}
