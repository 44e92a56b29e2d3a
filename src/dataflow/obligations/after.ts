/**
 * Where an instruction leaves a state: the states on its normal edge and those on the edge to the handler.
 */
import type { State } from '../domain/state.ts';

export interface After {
  readonly normal: readonly State[];
  readonly thrown: readonly State[];
}

const nobody: readonly State[] = [];

export const goesOn = (state: State): After => ({ normal: [state], thrown: nobody });
export const both = (normal: State, thrown: State | null): After => ({ normal: [normal], thrown: thrown === null ? nobody : [thrown] });
