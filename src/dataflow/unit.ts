/**
 * One file under analysis: what every stage may ask of the others.
 *
 * The doors are functions, so that a stage depends on an answer and not on the module that computes it; `analyze`
 * opens them in one place. Everything behind them is computed at most once per file and dropped with the unit.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { CallEffects } from './effects/types.ts';
import type { FunctionIndex } from './effects/function-index.ts';
import type { CodeNode, FunctionIr, FunctionNode, Instruction, Variable } from './ir/types.ts';
import type { Mechanism } from './mechanisms.ts';
import type { ResourceKind } from './models/types.ts';
import type { Place, Places } from './domain/places.ts';
import type { Candidates } from './resolve/candidates.ts';
import type { ResolveContext } from './resolve/context.ts';
import type { Settlers } from './resolve/settlers.ts';
import type { Speaking } from './resolve/speaking.ts';
import type { Asked, Entrance, Fresh, Summary } from './summaries/types.ts';

/** What every ESTree parser and scope analyser gives. */
export interface AnalysisInput {
  readonly ast: TSESTree.Program;
  readonly text: string;
  readonly scopeManager: TSESLint.Scope.ScopeManager;
  readonly filename: string;
}

export interface AnalysisSettings {
  /** Which calls are taken to throw. */
  readonly exceptions: 'explicit' | 'likely' | 'all';
  /** Mechanisms that are switched off, to show that a case rests on them. */
  readonly without?: ReadonlySet<Mechanism>;
  /** A fault of ours is thrown instead of counted: tests only. */
  readonly strict?: boolean;
}

/** Calls whose results the file releases, by their last name. */
export interface Makers {
  readonly kinds: ReadonlyMap<string, ResourceKind>;
  /** Code that calls one of them. */
  readonly callers: readonly CodeNode[];
}

export interface Unit {
  readonly text: string;
  readonly ast: TSESTree.Program;
  readonly scopeManager: TSESLint.Scope.ScopeManager;
  readonly settings: AnalysisSettings;
  readonly places: Places;
  readonly has: (mechanism: Mechanism) => boolean;
  /** The graph of a function; null when its syntax could not be modelled (which has been counted). */
  readonly graph: (node: CodeNode) => FunctionIr | null;
  readonly index: (ir: FunctionIr) => FunctionIndex;
  /** What the operands of a graph stand for. */
  readonly resolver: (ir: FunctionIr) => ResolveContext;
  readonly effects: (call: Extract<Instruction, { kind: 'call' }>, ir: FunctionIr) => CallEffects;
  /** What a callee in view does with a resource it is handed. */
  readonly outcome: (callee: FunctionNode, entrance: Entrance, resource: ResourceKind) => Summary;
  /** Resources a callee in view acquires for its caller: by what it returns, or by what it calls one of its parameters with. */
  readonly fresh: (callee: FunctionNode, through?: number | null) => readonly Fresh[];
  /** Calls that give something which the file releases elsewhere. */
  readonly makers: () => Makers;
  /** Where an analysis of the file begins. */
  readonly candidates: () => Candidates;
  /** Which calls can matter for where an obligation begins, by their names alone. */
  readonly speaking: Speaking;
  /** Whether a function gets at a variable, itself or through functions it names. */
  readonly reaches: (node: FunctionNode, variable: Variable) => boolean;
  /** The function itself, and those of the file that it can call by a name. */
  readonly within: (node: FunctionNode) => Iterable<FunctionNode>;
  /** Whether code other than the one at hand may write the place between two of its instructions. */
  readonly volatile: (place: Place, ir: FunctionIr) => boolean;
  /** Whose calls end an operation for everybody else. */
  readonly settlers: Settlers;
  /** Whether a callee in view may throw (an async one: reject). */
  readonly throws: (callee: FunctionNode) => boolean;
  /** Whether control can come back from a callee in view (an async one: whether its promise can resolve). */
  readonly returns: (callee: FunctionNode) => boolean;
  /** What has been asked of callees so far. */
  readonly asked: () => readonly Asked[];
}
