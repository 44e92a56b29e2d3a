/**
 * Questions whose answer may be that there is nothing to release: `response.body === null`, `response.status === 204`,
 * `request.destroyed`.
 *
 * Input: a test and a state with a resource at hand. Answer: null where the test asks something else. Guarantee: only the
 * answer that says so ends the duty; the other one proves nothing. Not handled: comparisons that are no equality (`status < 200`).
 */
import type { Operand, Test } from '../ir/types.ts';
import type { State } from '../domain/state.ts';
import type { Asked, Asker } from './questions.ts';

export function askEmptiness(test: Test, state: State, asker: Asker): Asked | null {
  if (state.status !== 'open' || asker.resource === null || !asker.has('status-predicates')) return null;
  if (test.kind !== 'truthy' && test.kind !== 'nullish' && test.kind !== 'equal') return null;
  const empty: State = { ...state, status: 'released' };
  if (test.kind === 'truthy' && saysGone(test.value, asker)) return { then: empty, else: state, undecided: true };
  const property = propertyOfHolder(test.value, state, asker);
  if (property === null) return null;
  const model = asker.resource.status[property];
  if (model !== undefined && 'emptyWhen' in model) {
    const is = test.kind === 'equal' && test.other.kind === 'literal' ? test.other.value : undefined;
    return typeof is === 'number' && model.emptyWhen.includes(is) ? { then: empty, else: state, undecided: true } : null;
  }
  if (asker.resource.parts?.includes(property) !== true || !asker.has('parts')) return null;
  switch (test.kind) {
    case 'truthy':
      return { then: state, else: empty, undecided: true };
    case 'nullish':
      return { then: empty, else: state, undecided: true };
    case 'equal':
      return test.other.kind === 'literal' && test.other.value == null ? { then: empty, else: state, undecided: true } : null;
  }
}

/** `request.destroyed`: the response is gone with it. */
function saysGone(value: Operand, { companion, places, ir }: Asker): boolean {
  if (companion === null || value.kind !== 'member' || (value.property !== 'destroyed' && value.property !== 'aborted')) return false;
  return places.of(value.object, ir) === companion;
}

/** `status` of `response.status`, where `response` is a name of the resource. */
function propertyOfHolder(value: Operand, state: State, asker: Asker): string | null {
  if (value.kind !== 'member') return null;
  const object = asker.places.of(value.object, asker.ir);
  return object !== null && state.holders.includes(object) ? value.property : null;
}
