/**
 * `await use(server)` in the fixture of a test runner: it comes back when the test is over, and neither throws nor rejects.
 *
 * Input: a call and the function it stands in. Not handled: a fixture that hands its `use` on to a helper.
 */
import type { FunctionIr } from '../ir/types.ts';
import { fixtureLender } from '../models/index.ts';
import type { Unit } from '../unit.ts';
import type { Call } from './types.ts';

export function lendsToTest({ callee }: Call, ir: FunctionIr, unit: Unit): boolean {
  if (callee.kind !== 'variable' || callee.variable.name !== fixtureLender.name || !unit.has('test-fixtures')) return false;
  return ir.async && ir.parameters[fixtureLender.position]?.variable === callee.variable;
}
