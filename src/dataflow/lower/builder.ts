/**
 * The graph of one function while it is being drawn: the only class of this folder.
 *
 * Keeps the block that is being filled, where a throw goes from here (`handler`), which completions an abrupt exit must
 * pass (`frame`) and the scope in which names are looked up. After a jump the builder stands nowhere (`alive` is
 * false): what is emitted then is dropped, so callers need not ask. `finish` is in layout.ts.
 */
import { blockId, tempId } from '../ids.ts';
import type { Element, Instruction, Node, Operand, Place, Test, Variable } from '../ir/types.ts';
import type { Mechanism } from '../mechanisms.ts';
import type { Link } from './chains.ts';
import type { Frame } from './frames.ts';
import { find, type Scope, type Scopes } from './scopes.ts';

/** A block under construction; blocks refer to each other directly until the layout numbers them. */
export interface Draft {
  readonly label: string;
  /** Set when the block ends. */
  instructions: readonly Instruction[];
  terminal: DraftTerminal | null;
  handler: Draft | null;
  way: Way;
  /** How many edges lead here so far. */
  uses: number;
  /** Where generators abandoned inside this block continue. */
  abandons: Abandon[] | null;
  /** Filled by the layout: the block that takes the place of this one, and its number. */
  forward: Draft | null;
  index: number;
}

/** Whether a mechanism is switched on: only tests switch one off. */
export type Has = (mechanism: Mechanism) => boolean;

export type Way = 'normal' | 'failure';
type Yield = { -readonly [K in keyof Extract<Instruction, { kind: 'yield' }>]: Extract<Instruction, { kind: 'yield' }>[K] };
export interface Abandon {
  readonly instruction: Yield;
  readonly target: Draft;
}

export type DraftTerminal =
  | { readonly kind: 'goto'; readonly target: Draft }
  | { readonly kind: 'branch'; readonly test: Test; readonly then: Draft; readonly else: Draft; readonly node: Node }
  | { readonly kind: 'throw'; readonly value: Operand; readonly node: Node }
  | { readonly kind: 'exit'; readonly way: 'return' | 'throw' };

export type Temp = Extract<Operand, { kind: 'temp' }>;

const NONE: readonly Instruction[] = [];

function draft(label: string): Draft {
  return { label, instructions: NONE, terminal: null, handler: null, way: 'normal', uses: 0, abandons: null, forward: null, index: -1 };
}

export class Builder {
  readonly scopes: Scopes;
  readonly has: Has;
  readonly entry: Draft;
  readonly returnExit: Draft;
  readonly throwExit: Draft;
  /** Stands for "nowhere": what is written here is never read. */
  private readonly nowhere: Draft;
  private current: Draft;
  /** The instructions of the block being filled, up to `count`: one buffer for all blocks, so that each keeps exactly what it has. */
  private readonly buffer: Instruction[] = [];
  private count = 0;
  /** Scratch space for walks down a chain: whoever pushes pops as much. */
  readonly links: Link[] = [];
  temps = 0;
  handler: Draft;
  way: Way = 'normal';
  frame: Frame | null = null;
  scope: Scope | null;
  /** What `this` is: another value inside static blocks and static fields. */
  self: Operand = { kind: 'this' };
  /** Runs after `super(…)`: parameter properties and fields. */
  afterSuper: (() => void) | null = null;
  /** Names declared since the innermost loop body began; null outside loops. */
  iteration: Variable[] | null = null;
  /** In a generator that stands for an async function, `yield` is `await`. */
  yieldAwaits = false;
  /** How many times the code being lowered is laid out. */
  copies = 1;

  constructor(scopes: Scopes, scope: Scope | null, has: Has) {
    this.scopes = scopes;
    this.has = has;
    this.scope = scope;
    this.entry = draft('entry');
    this.returnExit = draft('return');
    this.throwExit = draft('throw');
    this.nowhere = draft('nowhere');
    this.returnExit.terminal = { kind: 'exit', way: 'return' };
    this.throwExit.terminal = { kind: 'exit', way: 'throw' };
    this.returnExit.handler = this.throwExit;
    this.throwExit.handler = this.throwExit;
    this.handler = this.throwExit;
    this.entry.handler = this.throwExit;
    this.current = this.entry;
  }

  get alive(): boolean {
    return this.current !== this.nowhere;
  }

  // --- blocks ---

  /** The block being filled: the target of a jump back. */
  here(): Draft {
    return this.current;
  }

  /** A block to be entered later; jumps may lead there already. */
  reserve(label: string): Draft {
    return draft(label);
  }

  /** A block that handles throws: counted as reachable, the layout drops it when nothing can throw. */
  reserveHandler(label: string): Draft {
    const block = draft(label);
    block.uses = 1;
    return block;
  }

  /** Goes on in `block`, under the handler that holds now; nowhere when no jump leads there. */
  enter(block: Draft): void {
    if (block.uses === 0) {
      this.stop();
      return;
    }
    block.handler = this.handler;
    block.way = this.way;
    this.current = block;
  }

  /** Goes on in a new block: needed wherever `handler` or `way` has changed. */
  split(label: string): void {
    const next = draft(label);
    this.goto(next);
    this.enter(next);
  }

  goto(target: Draft): void {
    if (!this.alive) return;
    target.uses++;
    this.end({ kind: 'goto', target });
  }

  branch(test: Test, then: Draft, otherwise: Draft, node: Node): void {
    if (!this.alive) return;
    then.uses++;
    otherwise.uses++;
    this.end({ kind: 'branch', test, then, else: otherwise, node });
  }

  throw(value: Operand, node: Node): void {
    if (this.alive) this.end({ kind: 'throw', value, node });
  }

  private end(terminal: DraftTerminal): void {
    this.current.terminal = terminal;
    if (this.count > 0) this.current.instructions = this.buffer.slice(0, this.count);
    this.stop();
  }

  private stop(): void {
    this.count = 0;
    this.current = this.nowhere;
  }

  // --- instructions ---

  temp(): Temp {
    return { kind: 'temp', temp: tempId(this.temps++) };
  }

  emit(instruction: Instruction): void {
    this.buffer[this.count++] = instruction;
  }

  store(place: Place, value: Operand, declares: boolean, node: Node): void {
    this.emit({ kind: 'store', place, value, declares, node });
  }

  call(callee: Operand, args: readonly Element[], construct: boolean, optional: boolean, node: Node): Temp {
    const result = this.temp();
    this.emit({ kind: 'call', result: result.temp, callee, args, construct, optional, node });
    return result;
  }

  await(value: Operand, node: Node): Temp {
    const result = this.temp();
    this.emit({ kind: 'await', result: result.temp, value, node });
    return result;
  }

  caught(node: Node): Temp {
    const result = this.temp();
    this.emit({ kind: 'caught', result: result.temp, node });
    return result;
  }

  yield(value: Operand, delegate: boolean, target: Draft, node: Node): Temp {
    const result = this.temp();
    const instruction: Yield = { kind: 'yield', result: result.temp, value, delegate, abandon: NOT_YET, node };
    this.emit(instruction);
    if (!this.alive) return result;
    target.uses++;
    (this.current.abandons ??= []).push({ instruction, target });
    return result;
  }

  // --- names ---

  /** Enters the scope that `node` opens, when it opens one; gives back the scope to return to. */
  enterScope(node: Node): Scope | null {
    const before = this.scope;
    const inner = this.scopes.opened(node);
    if (inner === null) return before;
    this.scope = inner;
    if (this.iteration !== null) for (const variable of inner.variables) this.iteration.push(variable);
    return before;
  }

  /** A name as a place: a variable, or a global when no scope declares it. */
  name(name: string): Extract<Operand, { kind: 'variable' | 'global' }> {
    const variable = find(this.scope, name);
    return variable === null ? { kind: 'global', name } : { kind: 'variable', variable };
  }
}

/** Replaced by the layout, which alone knows the numbers. */
const NOT_YET = blockId(0);
