/**
 * The code of a file that may owe something: where an analysis of the file begins.
 *
 * Code is a candidate when it mentions what a resource comes from (an import of a module that gives resources, a
 * function of the file that returns one, a name that acquires, a global), when it mentions a name that holds one, or
 * when it declares a name that is released and reads like a connection.
 *
 * Input: a text with what is of interest in it (see `marks.ts`) and its scopes. Guarantee: in source order, each once; found from
 * text, scopes and the surroundings of names, linear in their number. It is a first choice and no proof: what a
 * candidate calls or hands over is found by whoever follows it.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { CodeNode, FunctionNode, Variable } from '../ir/types.ts';
import { beliefVerbs, evidence } from '../models/evidence.ts';
import { wordsOf } from '../models/words.ts';
import { callsBack, isExecutor, isNodeStyle } from './callback-shape.ts';
import type { Enclosing } from './enclosing.ts';
import { createEnclosing } from './enclosing.ts';
import { globalReferences } from './environment.ts';
import type { Role } from './flow.ts';
import { flowOf, givesBack } from './flow.ts';
import type { Mark } from './marks.ts';
import type { Names } from './names.ts';
import { createNames } from './names.ts';
import { isFunction, linkParents, methodName } from './syntax.ts';

export interface Candidates {
  readonly code: readonly CodeNode[];
  /** Names of variables and properties under which the file knows what gives resources: aliases, functions that return one. */
  readonly names: ReadonlySet<string>;
  /** Modules of the tables that the file imports, and globals that it mentions. */
  readonly sources: ReadonlySet<string>;
}

export function candidatesIn(text: string, scopeManager: TSESLint.Scope.ScopeManager, marks: readonly Mark[]): Candidates {
  const enclosing = createEnclosing(scopeManager);
  linkParents(enclosing.program);
  const search = new Search(text, enclosing, createNames(scopeManager));
  for (const mark of marks) search.mark(mark);
  search.imports(marks);
  search.spread();
  return { code: search.found(), names: search.names, sources: search.sources };
}

/** Callbacks nest; what is released further inside belongs to an inner one. */
const deepestCallback = 4;

/** Collects candidates; lives for one call of `candidateFunctions`. */
class Search {
  readonly #text: string;
  readonly #scopes: Names;
  readonly #enclosing: Enclosing;
  readonly names = new Set<string>();
  readonly sources = new Set<string>();
  readonly #found = new Set<CodeNode>();
  readonly #roles = new Map<Variable, Role>();
  readonly #pending: Variable[] = [];
  readonly #makers = new Set<FunctionNode>();
  readonly #delivered = new Set<FunctionNode>();
  #methodCalls: ReadonlyMap<string, readonly number[]> | null = null;

  constructor(text: string, enclosing: Enclosing, names: Names) {
    this.#text = text;
    this.#enclosing = enclosing;
    this.#scopes = names;
  }

  found(): readonly CodeNode[] {
    return [...this.#found].sort((left, right) => left.range[0] - right.range[0] || right.range[1] - left.range[1]);
  }

  mark(mark: Mark): void {
    switch (mark.kind) {
      case 'acquires':
        this.#acquiring(this.#enclosing.at(mark.at));
        return;
      case 'releases': {
        const variable = lookUp(mark.name, this.#enclosing.scope(mark.at));
        if (variable !== null && this.#isBelieved(variable, mark.verb)) this.#acquiring(this.#enclosing.code(variable.scope));
        this.#inCallback(mark.at);
        return;
      }
      case 'global':
        this.sources.add(mark.name);
        for (const reference of globalReferences(this.#enclosing.global, mark.name)) this.#mentioned(reference, 'maker');
        return;
      case 'gives-back':
        this.#inCallback(mark.at);
        return;
      case 'imports': {
        this.sources.add(mark.module);
        const property = this.#givenTo(mark.at);
        if (property !== null) this.names.add(property);
        return;
      }
    }
  }

  /** A release inside a callback: the code that gives the callback away hands it what it releases. */
  #inCallback(position: number): void {
    let code = this.#enclosing.at(position);
    for (let depth = 0; depth < deepestCallback && isFunction(code); depth += 1) {
      if (isNodeStyle(code)) this.#givenAway(code);
      code = this.#enclosing.at(code.range[0] - 1);
    }
  }

  /** Whoever writes the callback into a call, or gives it away by its name. */
  #givenAway(callback: FunctionNode): void {
    const { parent } = callback;
    if (parent.type === 'CallExpression' && parent.callee !== callback) this.#found.add(this.#enclosing.at(parent.range[1] - 1));
    for (const reference of this.#scopes.variableOf(callback)?.references ?? []) this.#found.add(this.#enclosing.code(reference.from));
  }

  /** The name in `dial: require('net')`, `exports.dial = load(require('net'))`. */
  #givenTo(position: number): string | null {
    return /([\w$]+)\s*[:=]\s*(?:[\w$.]+\s*[(]\s*)+$/.exec(this.#text.slice(Math.max(0, position - 80), position))?.[1] ?? null;
  }

  /** Code that acquires something gives it to its callers if it returns anything that could be it. */
  #acquiring(code: CodeNode): void {
    this.#delivering(code);
    if (this.#found.has(code)) return;
    this.#found.add(code);
    if (isFunction(code) && givesBack(code)) this.#maker(code);
  }

  /** What is made inside an executor, or beside a callback, goes to the code around the one and to the callers of the other. */
  #delivering(code: CodeNode): void {
    let at = code;
    for (let depth = 0; depth < deepestCallback && isFunction(at) && !this.#delivered.has(at); depth += 1) {
      this.#delivered.add(at);
      const around = this.#enclosing.at(at.range[0] - 1);
      if (isExecutor(at)) {
        this.#found.add(around);
        if (isFunction(around) && givesBack(around)) this.#maker(around);
      } else if (callsBack(at, this.#text)) this.#maker(at);
      at = around;
    }
  }

  /** The names that imports bind: where the text mentions a module, the scope there knows what is written from it. */
  imports(marks: readonly Mark[]): void {
    const positions = marks.filter(mark => mark.kind === 'imports').map(mark => mark.at).sort((left, right) => left - right);
    const scopes = new Set(positions.map(position => this.#enclosing.scope(position)));
    for (const scope of scopes) {
      for (const variable of scope.variables) {
        if (variable.defs.some(each => String(each.type) === 'ImportBinding' && holds(positions, (each.parent ?? each.node).range))) this.#role(variable, 'maker');
      }
      for (const reference of scope.references) {
        const value = reference.isWrite() ? reference.writeExpr : null;
        if (value && reference.resolved && holds(positions, value.range)) this.#role(reference.resolved, 'maker');
      }
      this.#found.add(this.#enclosing.code(scope));
    }
  }

  /** Follows names to the code that mentions them and to the names they are written to, until nothing is new. */
  spread(): void {
    for (let variable = this.#pending.pop(); variable !== undefined; variable = this.#pending.pop()) {
      const role = this.#roles.get(variable);
      if (role === undefined) continue;
      for (const reference of variable.references) {
        if (reference.init !== true) this.#mentioned(reference, role);
      }
    }
  }

  #mentioned(reference: TSESLint.Scope.Reference, role: Role): void {
    const code = this.#enclosing.code(reference.from);
    this.#found.add(code);
    this.#delivering(code);
    const flow = flowOf(reference.identifier, role, name => void this.names.add(name));
    if (flow.to === 'names') for (const name of flow.names) this.#named(name, flow.role);
    else if (flow.to === 'class') this.#owner(flow.node);
    else if (flow.to === 'caller') this.#maker(flow.node);
  }

  #named(name: TSESTree.Identifier, role: Role): void {
    const variable = this.#scopes.variableAt(name.name, name);
    if (variable !== null) this.#role(variable, role);
  }

  #owner(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void {
    const variable = this.#scopes.variableOf(node);
    if (variable !== null) this.#role(variable, 'maker');
  }

  #role(variable: Variable, role: Role): void {
    const known = this.#roles.get(variable);
    // What makes resources may also be one; the other way round nothing is gained.
    if (known === role || known === 'maker') return;
    this.#roles.set(variable, role);
    if (role === 'maker') this.names.add(variable.name);
    this.#pending.push(variable);
  }

  /** A function that returns a resource: whoever calls it by its name is a candidate. */
  #maker(node: FunctionNode): void {
    if (this.#makers.has(node)) return;
    this.#makers.add(node);
    const variable = this.#scopes.variableOf(node);
    if (variable !== null) {
      this.names.add(variable.name);
      this.#role(variable, 'maker');
    }
    // A function that is called where it stands gives to the code around it.
    const { parent } = node;
    if (parent.type === 'CallExpression' && parent.callee === node) this.#acquiring(this.#enclosing.at(parent.range[1] - 1));
    const method = methodName(node);
    if (method === null) return;
    this.names.add(method);
    for (const position of this.#callsOf(method)) this.#acquiring(this.#enclosing.at(position));
  }

  #callsOf(method: string): readonly number[] {
    this.#methodCalls ??= indexCalls(this.#text);
    return this.#methodCalls.get(method) ?? [];
  }

  #isBelieved(variable: Variable, verb: string): boolean {
    const isGiven = !variable.defs.some(each => String(each.type) === 'Variable');
    // A parameter holds something of the function's own only where it is assigned: `runner ??= create()`.
    if (isGiven && !variable.references.some(reference => reference.isWrite() && reference.init !== true)) return false;
    if (Object.hasOwn(beliefVerbs, verb) && beliefVerbs[verb]?.slot === true) return true;
    const names = variable.references.flatMap(reference => (reference.writeExpr ? [this.#text.slice(...beginningOf(reference.writeExpr.range))] : []));
    return [variable.name, ...names].some(readsLikeConnection);
  }
}

/** A callee stands at the beginning of what is written; the rest may be a whole program. */
function beginningOf([from, to]: readonly [number, number]): [number, number] {
  return [from, Math.min(to, from + 200)];
}

function readsLikeConnection(name: string): boolean {
  return wordsOf(name).some(word => evidence.some(row => row.words.test(word)));
}

function lookUp(name: string, from: TSESLint.Scope.Scope): Variable | null {
  for (let scope: TSESLint.Scope.Scope | null = from; scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable !== undefined) return variable;
  }
  return null;
}

/** Does one of the sorted positions lie in the range? */
function holds(positions: readonly number[], [from, to]: readonly [number, number]): boolean {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return (positions[low] ?? Infinity) < to;
}

function indexCalls(text: string): ReadonlyMap<string, readonly number[]> {
  const calls = new Map<string, number[]>();
  for (const match of text.matchAll(/[.]\s*(#?[\w$]+)\s*(?:[?][.]\s*)?[(]/g)) {
    const name = match[1] ?? '';
    const positions = calls.get(name);
    if (positions === undefined) calls.set(name, [match.index]);
    else positions.push(match.index);
  }
  return calls;
}
