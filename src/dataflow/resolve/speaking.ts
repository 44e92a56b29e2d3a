/**
 * Which calls can matter for where an obligation begins, told by the names they are made under: asked before anybody resolves what is called.
 *
 * The names are those of the tables (`spoken-names.ts`), and those under which a file knows what comes from them: aliases, functions that give back what they acquired (`candidates.ts`).
 *
 * Guarantee: a call that is passed over begins nothing and registers nothing, as far as values are followed by names.
 * Not handled: a callee that comes out of a data structure under a name that nothing in the file gives it.
 */
import type { Operand, Variable } from '../ir/types.ts';
import { isCallbackLike } from './callback-shape.ts';
import type { CallInstruction as Call } from './callee.ts';
import type { SpokenNames } from './spoken-names.ts';

export interface Speaking {
  /** May the call acquire something, or make something owed? */
  readonly begins: (call: Call) => boolean;
  /** May it hand a resource to a function that it is given? */
  readonly hands: (call: Call) => boolean;
  /** May what it gives be waited for, and bring what an event brings? */
  readonly waits: (call: Call) => boolean;
  /** May one of its arguments be a node-style callback of the file? */
  readonly callsBack: (call: Call) => boolean;
}

/** The names that count in a file. */
export interface FileNames {
  readonly tables: () => SpokenNames;
  /** Those that only this file uses for what may give a resource. */
  readonly makers: () => ReadonlySet<string>;
  /** Of node-style functions. */
  readonly callbacks: () => ReadonlySet<string>;
}

export function createSpeaking({ tables, makers, callbacks }: FileNames): Speaking {
  const speaks = (call: Call, isSpoken: (name: string) => boolean): boolean => {
    const name = spokenName(call.callee);
    if (typeof name === 'boolean') return name;
    return isSpoken(name) || makers().has(name);
  };
  return {
    begins: call => speaks(call, tables().begins),
    waits: ({ callee }) => {
      const name = spokenName(callee);
      return typeof name === 'boolean' ? name : tables().waits(name);
    },
    hands: call => speaks(call, tables().hands) || registers(call, tables()),
    callsBack: ({ args }) => args.some(({ value }) => isCallbackLike(value, callbacks)),
  };
}

/** The name that decides; or at once whether the call speaks, where no name can. */
function spokenName(callee: Operand): string | boolean {
  switch (callee.kind) {
    case 'variable':
      return isPlain(callee.variable) ? callee.variable.name : true;
    case 'global':
      return callee.name;
    case 'member':
      // `open.call(this)`: the name stands before it.
      if (callee.property === 'call' || callee.property === 'apply') return spokenName(callee.object);
      // Nobody knows what a computed name means.
      return callee.property ?? false;
    default:
      return true;
  }
}

/** Declared as a function, a class or a parameter: what else it may hold, its writes tell, and the file's names follow those. */
function isPlain({ defs }: Variable): boolean {
  return defs.every(({ type }) => String(type) !== 'Variable' && String(type) !== 'ImportBinding');
}

function registers({ callee, args }: Call, names: SpokenNames): boolean {
  if (callee.kind !== 'member' || callee.property === null || !names.registers(callee.property)) return false;
  return args.some(({ value }) => value.kind === 'literal' && typeof value.value === 'string' && names.brings(value.value));
}
