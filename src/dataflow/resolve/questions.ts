/**
 * Answers questions about values on demand, each once.
 *
 * A question may depend on other questions: its answerer asks, and where the answer is not there yet gives up with
 * null. The missing question is then answered first and the answerer is called again. So a chain of aliases, of base
 * classes or of calls of any length needs no call stack. An answerer gives up at the first answer it misses.
 *
 * Guarantee: every question is answered once; one that depends on itself sees `unknown` in place of its own answer.
 */
import type { ClassNode, FunctionNode, Node, Variable } from '../ir/types.ts';
import type { Owner, Value } from './value.ts';
import { NOTHING, UNKNOWN, join } from './value.ts';

export type Question =
  /** What an expression evaluates to. */
  | { readonly on: 'node'; readonly key: Node }
  | { readonly on: 'variable'; readonly key: Variable }
  /** What calling a function gives. */
  | { readonly on: 'returns'; readonly key: FunctionNode }
  /** What `this` is in the code of a function that is no arrow. */
  | { readonly on: 'this'; readonly key: FunctionNode }
  /** The class of the tables that a class of this file extends, as an instance; nothing if none. */
  | { readonly on: 'base'; readonly key: ClassNode | FunctionNode }
  | { readonly on: 'member'; readonly key: MemberKey };

/** A member of an owner by name; interned by `owners.ts`, so that equal keys are the same object. */
export interface MemberKey {
  readonly owner: Owner;
  readonly name: string;
  readonly isStatic: boolean;
}

/** An answer, or null: not known yet, the question will be put again. */
export type Answer = Value | null;

export interface Ask {
  readonly node: (node: Node) => Answer;
  readonly variable: (variable: Variable) => Answer;
  readonly returns: (node: FunctionNode) => Answer;
  readonly thisOf: (node: FunctionNode) => Answer;
  readonly base: (node: ClassNode | FunctionNode) => Answer;
  readonly member: (key: MemberKey) => Answer;
}

/** How many of the sources of a question are joined already. */
export interface Progress {
  next: number;
  joined: Value;
}

/** Answers one question, possibly by asking others. */
export type Answerer = (question: Question, progress: Progress, ask: Ask) => Answer;

/** Answers a question to the end; never null. */
export type Answers = (question: Question) => Value;

export function createAnswers(answerer: Answerer): Answers {
  const known = new Map<Question['key'], Map<Question['on'], Value>>();
  const stack: { readonly question: Question; readonly progress: Progress }[] = [];

  const recall = (question: Question): Value | undefined => known.get(question.key)?.get(question.on);
  const remember = (question: Question, value: Value): void => {
    const answers = known.get(question.key);
    if (answers === undefined) known.set(question.key, new Map([[question.on, value]]));
    else answers.set(question.on, value);
  };
  const look = (question: Question): Answer => {
    const value = recall(question);
    if (value !== undefined) return value;
    stack.push({ question, progress: { next: 0, joined: NOTHING } });
    // What the question itself will see if it depends on itself.
    remember(question, UNKNOWN);
    return null;
  };
  const ask: Ask = {
    node: key => look({ on: 'node', key }),
    variable: key => look({ on: 'variable', key }),
    returns: key => look({ on: 'returns', key }),
    thisOf: key => look({ on: 'this', key }),
    base: key => look({ on: 'base', key }),
    member: key => look({ on: 'member', key }),
  };

  return question => {
    const first = look(question);
    if (first !== null) return first;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const value = answerer(top.question, top.progress, ask);
      if (value === null) continue;
      remember(top.question, value);
      stack.pop();
    }
    return recall(question) ?? UNKNOWN;
  };
}

/** Joins the answers of many sources, going on where it stopped the last time. */
export function joinAll<T>(sources: readonly T[], progress: Progress, each: (source: T) => Answer): Answer {
  for (; progress.next < sources.length; progress.next += 1) {
    const source = sources[progress.next];
    if (source === undefined) continue;
    const value = each(source);
    if (value === null) return null;
    progress.joined = join(progress.joined, value);
  }
  return progress.joined;
}
