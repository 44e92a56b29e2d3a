/**
 * What a call does, before anybody asks to which resource: no state is needed to compute it.
 */
import type { Instruction } from '../ir/types.ts';
import type { CallModel } from '../models/types.ts';
import type { Callee } from '../resolve/callee.ts';

export type Call = Extract<Instruction, { kind: 'call' }>;

export interface CallEffects {
  readonly callee: Callee;
  /** The row of the tables that speaks of this call, whatever it is called on. */
  readonly model: CallModel | null;
  /** The last name it is called by: `close` of `this.pool.close()`; null for a computed one. */
  readonly name: string | null;
}

/** Can the instruction leave through its handler? A doubt is the reason why that is a guess. */
export type Throwing = { readonly kind: 'no' } | { readonly kind: 'yes' } | { readonly kind: 'perhaps'; readonly doubt: string };

export const no: Throwing = { kind: 'no' };
export const yes: Throwing = { kind: 'yes' };
export const perhaps = (doubt: string): Throwing => ({ kind: 'perhaps', doubt });
