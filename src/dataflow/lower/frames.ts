/**
 * What lies between a statement and the places it can jump to: targets of `break` and `continue`, and completions that
 * every way out must run. A linked list, innermost first. Types only.
 */
import type { Node, Operand } from '../ir/types.ts';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Draft } from './builder.ts';

export type Frame = TargetFrame | Cleanup;

/** A statement that `break` or `continue` can name. */
export interface TargetFrame {
  readonly kind: 'target';
  readonly outer: Frame | null;
  /** Where `break` leads; null where only `continue` ends (the inner half of a loop). */
  readonly break: Draft | null;
  readonly continue: Draft | null;
  /** A plain `break` or `continue` stops here; a labelled statement that is no loop or switch answers to its label alone. */
  readonly plain: boolean;
  readonly labels: readonly string[];
}

/** Code that runs on every way out of a region. */
export interface Cleanup {
  readonly kind: 'cleanup';
  readonly outer: Frame | null;
  readonly body: CleanupBody;
  readonly node: Node;
  /** One entry per destination that some jump has asked for. */
  readonly ways: Map<Draft, WayOut>;
  /** The handler of the region: the completion laid out for a throw; null when a throw needs none. */
  readonly onThrow: Draft | null;
}

export type CleanupBody =
  | { readonly kind: 'finally'; readonly block: TSESTree.BlockStatement }
  | { readonly kind: 'iterator'; readonly iterable: Operand; readonly await: boolean }
  | { readonly kind: 'dispose'; readonly value: Operand; readonly await: boolean };

export interface WayOut {
  /** First block of the completion's copy for this way. */
  readonly entry: Draft;
  readonly destination: Draft;
  /** The frame that the jump ends in: completions inside it run, it and those outside do not. */
  readonly until: Frame | null;
}
