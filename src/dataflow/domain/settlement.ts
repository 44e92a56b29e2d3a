/**
 * The end of an operation for everybody else: a promise was settled, a callback was called.
 */
import type { Node, Variable } from '../ir/types.ts';

/** How a settler ends an operation, as far as its name tells. */
export type Settles = 'well' | 'badly' | 'by-argument';

export interface Settlement {
  /** The settler that was called. */
  readonly variable: Variable;
  readonly way: 'well' | 'badly' | 'either';
  readonly node: Node;
}
