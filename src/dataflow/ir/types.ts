/**
 * THE model: what a function is once its syntax has been flattened.
 *
 * - A `Block` is a straight list of instructions with exactly one terminal and exactly one `handler`: the block
 *   that control reaches when any instruction of it throws (a `catch`, a `finally` laid out for a throw, or the
 *   function's throw exit). So every instruction has both edges, and neighbours share one exceptional edge.
 * - What an expression computes is an `Operand`: a tree without effects. Only what *does* something (a call, an
 *   await, a store) is an instruction; `a + b.c` costs nothing. Short-circuiting (`&&`, `?:`, `?.`, defaults) is
 *   control flow. An operand is read at the instruction that mentions it.
 * - A function has two exits. `return v` stores `v` into the function's result place and then leaves, so that a
 *   `finally` on the way runs before the value is handed to the caller.
 *
 * Not modelled: getters and implicit conversions (`valueOf`, `toString`) run no code here.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { BlockId, TempId } from '../ids.ts';

/** A name of the source, as ESLint's scope analysis resolved it. */
export type Variable = TSESLint.Scope.Variable;
export type Node = TSESTree.Node;
/** Syntax that has a control-flow graph of its own. */
export type FunctionNode =
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.ArrowFunctionExpression;
/** What one `FunctionIr` was made from: a class stands for its implicit constructor and field initialisers. */
export type CodeNode = TSESTree.Program | FunctionNode | ClassNode;
export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

export interface FunctionIr {
  /** For people: `open`, `Client.connect`, `<arrow>`, `<program>`. */
  readonly name: string;
  readonly node: CodeNode;
  readonly async: boolean;
  readonly generator: boolean;
  /** One entry per formal parameter: the temporary that holds the argument before destructuring and defaults. */
  readonly parameters: readonly Parameter[];
  readonly blocks: readonly Block[];
  readonly entry: BlockId;
  readonly returnExit: BlockId;
  readonly throwExit: BlockId;
  readonly temps: number;
}

export interface Parameter {
  readonly value: TempId;
  readonly rest: boolean;
  /** The binding the argument lands in directly (`(socket) =>`, `(socket = x) =>`); null for a pattern. */
  readonly variable: Variable | null;
  readonly node: Node;
}

export interface Block {
  readonly id: BlockId;
  /** For people and goldens: entry, then, else, loop, body, case, try, catch, finally, after, return, throw … */
  readonly label: string;
  readonly instructions: readonly Instruction[];
  readonly terminal: Terminal;
  readonly handler: BlockId;
  /** Where this code lies: `failure` inside a `catch` clause or a `finally` laid out for a throw. */
  readonly way: 'normal' | 'failure';
}

/** A value, computed without effects. */
export type Operand =
  /** The result of an instruction. */
  | { readonly kind: 'temp'; readonly temp: TempId }
  | { readonly kind: 'variable'; readonly variable: Variable }
  /** A name no scope declares: `setTimeout`, `fetch`. */
  | { readonly kind: 'global'; readonly name: string }
  /** `object.property`; null when the property is computed and not a literal. Private names keep their `#`. */
  | { readonly kind: 'member'; readonly object: Operand; readonly property: string | null; readonly computed: Operand | null }
  | { readonly kind: 'this' }
  | { readonly kind: 'super' }
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean | null | undefined }
  /** A closure; its own graph is asked for by its node. */
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'class'; readonly node: ClassNode }
  /** `{ a, b: x, ...rest }`; key null when computed or a spread. */
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[]; readonly node: Node }
  | { readonly kind: 'array'; readonly elements: readonly Element[]; readonly node: Node }
  /** A comparison or negation used as a value: `const owned = given === undefined`. */
  | { readonly kind: 'test'; readonly test: Test; readonly negated: boolean }
  /** A value made of others that we do not follow (`a + b`, a template, `typeof x`); `parts` are what it was made from. */
  | { readonly kind: 'opaque'; readonly parts: readonly Operand[]; readonly node: Node }
  /** What the function will give back: written by `return`, read at the return exit. */
  | { readonly kind: 'result' };

export interface ObjectEntry {
  readonly key: string | null;
  readonly value: Operand;
  readonly spread: boolean;
}

export interface Element {
  readonly value: Operand;
  readonly spread: boolean;
}

/** What a store can write to. */
export type Place = Extract<Operand, { kind: 'variable' | 'global' | 'member' | 'result' | 'temp' }>;

export type Instruction =
  /** `callee(…args)` and `new callee(…args)`; the receiver of a method call is `callee.object`. Tagged templates are calls. */
  | {
      readonly kind: 'call';
      readonly result: TempId;
      readonly callee: Operand;
      readonly args: readonly Element[];
      readonly construct: boolean;
      /** Called as `callee?.(…)` or inside a chain that stops at null. */
      readonly optional: boolean;
      readonly node: Node;
    }
  /** An assignment, a declaration with initial value, an update; `declares` when the place begins to exist here. */
  | { readonly kind: 'store'; readonly place: Place; readonly value: Operand; readonly declares: boolean; readonly node: Node }
  /** The function pauses: it resumes with `result` on the next instruction or rejects to the block's handler. */
  | { readonly kind: 'await'; readonly result: TempId; readonly value: Operand; readonly node: Node }
  /** The same for generators; `abandon` is where `.return()` continues (the `finally` blocks laid out for a return). */
  | {
      readonly kind: 'yield';
      readonly result: TempId;
      readonly value: Operand;
      readonly delegate: boolean;
      readonly abandon: BlockId;
      readonly node: Node;
    }
  /** The next element of a `for … of`, `for await … of`, `for … in`, spread-free; whether there is one is the loop's own test. */
  | { readonly kind: 'next'; readonly result: TempId; readonly iterable: Operand; readonly of: boolean; readonly await: boolean; readonly node: Node }
  /** A `for … of` loop is left before its end: the iterator's `return()` runs. */
  | { readonly kind: 'close-iterator'; readonly iterable: Operand; readonly await: boolean; readonly node: Node }
  /** `import(source)`. */
  | { readonly kind: 'import'; readonly result: TempId; readonly source: Operand; readonly node: Node }
  /** First instruction of a handler: the value that was thrown. */
  | { readonly kind: 'caught'; readonly result: TempId; readonly node: Node }
  /** End of the scope of a `using` (or `await using`) declaration. */
  | { readonly kind: 'dispose'; readonly value: Operand; readonly await: boolean; readonly node: Node }
  /** These variables cease to exist (end of a loop iteration); what only they held is lost. */
  | { readonly kind: 'scope-end'; readonly variables: readonly Variable[]; readonly node: Node };

export type Terminal =
  | { readonly kind: 'goto'; readonly target: BlockId }
  | { readonly kind: 'branch'; readonly test: Test; readonly then: BlockId; readonly else: BlockId; readonly node: Node }
  /** Control continues at the block's handler. */
  | { readonly kind: 'throw'; readonly value: Operand; readonly node: Node }
  /** Only in the two exit blocks. */
  | { readonly kind: 'exit'; readonly way: 'return' | 'throw' };

/** A question with two answers. Negations are gone: they swap the branch's targets. */
export type Test =
  | { readonly kind: 'truthy'; readonly value: Operand }
  /** `value === other`, with `other` a literal where one side is. */
  | { readonly kind: 'equal'; readonly value: Operand; readonly other: Operand; readonly strict: boolean }
  /** null or undefined: `?.`, `??`, `== null`. */
  | { readonly kind: 'nullish'; readonly value: Operand }
  | { readonly kind: 'instanceof'; readonly value: Operand; readonly type: Operand }
  /** `typeof value === 'name'`. */
  | { readonly kind: 'typeof'; readonly value: Operand; readonly name: string }
  /** A loop asks whether there is another element. */
  | { readonly kind: 'more'; readonly iterable: Operand }
  /** Anything else (`a < b`, `'x' in o`): both answers are possible. */
  | { readonly kind: 'opaque'; readonly parts: readonly Operand[] };
