/**
 * Look-ups over one graph: where a temporary comes from, what a name stands for, who mentions it.
 *
 * Input: a graph. Guarantee: built in one pass over its instructions, linear in their number; what only walks
 * need is built when the first of them asks.
 */
import { append, once } from '../collections.ts';
import type { TempId } from '../ids.ts';
import type { Block, FunctionIr, Instruction, Operand, Variable } from '../ir/types.ts';
import type { Place, Places } from '../domain/places.ts';
import { definedTemp, reversePostorder, visitOperands } from '../ir/visit.ts';
import { correlatedPlaces } from './correlation.ts';
import type { Concerns } from './concerns.ts';
import { concernsOf } from './concerns.ts';
import type { Reach } from './reach.ts';
import { lastName } from '../ir/names.ts';
import type { Call } from './types.ts';

/** A call or a `return` that mentions a variable as a whole: `v.close()`, `f(v)`, `return v`. */
export type Use =
  | { readonly kind: 'method'; readonly name: string; readonly call: Call; readonly block: Block }
  | { readonly kind: 'argument'; readonly call: Call; readonly block: Block }
  | { readonly kind: 'called'; readonly call: Call; readonly block: Block }
  | { readonly kind: 'returned'; readonly position: number; readonly block: Block };

/** A call and the block it is made in. */
export interface Placed {
  readonly call: Call;
  readonly block: Block;
}

export interface FunctionIndex extends Concerns {
  /** Positions of the blocks in reverse postorder: control comes to a block after its predecessors, loops aside. */
  readonly order: readonly number[];
  /** Places of temporaries that are still of use in other blocks than their own. */
  readonly crossing: (place: Place) => boolean;
  /** Whether anything mentions the result of a call. */
  readonly used: (temp: TempId) => boolean;
  /** Whether what is learned of a place can decide something again. */
  readonly correlated: (place: Place) => boolean;
  /** Calls by the last name they are made under. */
  readonly named: (name: string) => readonly Placed[];
  /** The instruction whose result the temporary is; undefined for parameters and merged values. */
  readonly definition: (temp: TempId) => Instruction | undefined;
  /** The await that takes the temporary and nothing else does. */
  readonly awaited: (temp: TempId) => boolean;
  /** An await takes what the variable holds. */
  readonly awaitedByName: (variable: Variable) => boolean;
  /** Where the value of a temporary goes as it is: into a variable, or (awaited, chosen) into another temporary. */
  readonly copies: (temp: TempId) => readonly (Variable | TempId)[];
  /** The same the other way round: what a variable, or a merged value, may have been given. */
  readonly sources: (name: Variable | TempId) => readonly (Variable | TempId)[];
  /** Results of the methods that are called on a temporary: `connect().on(…)`. */
  readonly chained: (temp: TempId) => readonly Call[];
  readonly placed: (call: Call) => Placed | undefined;
  readonly uses: (variable: Variable) => readonly Use[];
  /** What a variable that is written once in this function was given: a comparison or another place. */
  readonly meaning: (variable: Variable) => Operand | null;
}

const none: readonly Use[] = [];
const noCalls: readonly Placed[] = [];
const noChain: readonly Call[] = [];
const nowhere: readonly (Variable | TempId)[] = [];

export function indexFunction(ir: FunctionIr, places: Places, outside: Reach['outside']): FunctionIndex {
  const definitions: (Instruction | undefined)[] = [];
  const awaitedTemps = new Set<TempId>();
  const awaitedNames = new Set<Variable>();
  const uses = new Map<Variable, Use[]>();
  const byName = new Map<string, Placed[]>();
  const copied: (Variable | TempId)[][] = [];
  const given = new Map<Variable | TempId, (Variable | TempId)[]>();
  const chains = new Map<TempId, Call[]>();
  const homes = new Map<Call, Placed>();
  const meanings = new Map<Variable, Operand | null>();

  const use = (variable: Variable, value: Use): void => append(uses, variable, value);
  const useOfOperand = (operand: Operand, value: Use): void => {
    if (operand.kind === 'variable') use(operand.variable, value);
    else if (operand.kind === 'object') for (const entry of operand.entries) useOfOperand(entry.value, value);
    else if (operand.kind === 'array') for (const element of operand.elements) useOfOperand(element.value, value);
  };

  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      switch (instruction.kind) {
        case 'call': {
          definitions[instruction.result] = instruction;
          const { callee } = instruction;
          homes.set(instruction, { call: instruction, block });
          if (callee.kind === 'member' && callee.object.kind === 'temp') append(chains, callee.object.temp, instruction);
          const name = lastName(callee);
          if (name !== null) append(byName, name, { call: instruction, block });
          if (callee.kind === 'variable') use(callee.variable, { kind: 'called', call: instruction, block });
          if (callee.kind === 'member' && callee.property !== null && callee.object.kind === 'variable') {
            use(callee.object.variable, { kind: 'method', name: callee.property, call: instruction, block });
          }
          for (const argument of instruction.args) useOfOperand(argument.value, { kind: 'argument', call: instruction, block });
          break;
        }
        case 'await':
          definitions[instruction.result] = instruction;
          if (instruction.value.kind === 'variable') awaitedNames.add(instruction.value.variable);
          if (instruction.value.kind === 'temp') {
            awaitedTemps.add(instruction.value.temp);
            (copied[instruction.value.temp] ??= []).push(instruction.result);
          }
          break;
        case 'yield':
        case 'next':
        case 'import':
        case 'caught':
          definitions[instruction.result] = instruction;
          break;
        case 'store': {
          const { place, value } = instruction;
          noteSource(given, place, value);
          if (value.kind === 'temp' && place.kind === 'variable') (copied[value.temp] ??= []).push(place.variable);
          if (value.kind === 'temp' && place.kind === 'temp') (copied[value.temp] ??= []).push(place.temp);
          if (place.kind === 'variable') meanings.set(place.variable, meanings.has(place.variable) ? null : meaningOf(value));
          if (place.kind === 'result') useOfOperand(value, { kind: 'returned', position: instruction.node.range[0], block });
          break;
        }
        case 'close-iterator':
        case 'dispose':
        case 'scope-end':
          break;
      }
    }
  }
  const correlated = once(() => correlatedPlaces(ir, places));
  const order = once(() => positions(ir));
  const concerns = once(() => concernsOf(ir, places, outside, rootsOfPlaces(correlated())));
  const temps = once(() => temporaries(ir, places));
  return {
    get order() {
      return order();
    },
    concerns: (block, index, bits, held) => concerns().concerns(block, index, bits, held),
    crossing: place => temps().crossing(place),
    used: temp => temps().used(temp),
    correlated: place => correlated().has(place.property?.startsWith('\0') === true && place.object !== null ? place.object : place),
    named: name => byName.get(name) ?? noCalls,
    definition: temp => definitions[temp],
    awaited: temp => awaitedTemps.has(temp),
    awaitedByName: variable => awaitedNames.has(variable),
    copies: temp => copied[temp] ?? nowhere,
    sources: name => given.get(name) ?? nowhere,
    chained: temp => chains.get(temp) ?? noChain,
    placed: call => homes.get(call),
    uses: variable => uses.get(variable) ?? none,
    meaning: variable => {
      const meaning = meanings.get(variable) ?? null;
      return meaning !== null && writes(variable) === 1 ? meaning : null;
    },
  };
}

function noteSource(given: Map<Variable | TempId, (Variable | TempId)[]>, place: Operand, value: Operand): void {
  const target = nameIn(place);
  const source = nameIn(value);
  if (target !== null && source !== null) append(given, target, source);
}

const nameIn = (operand: Operand): Variable | TempId | null => (operand.kind === 'variable' ? operand.variable : operand.kind === 'temp' ? operand.temp : null);

/** Assigning to any of these can change what is known. */
function rootsOfPlaces(found: ReadonlySet<Place>): ReadonlySet<Place['root']> {
  return new Set([...found].map(place => place.root));
}

/** Most temporaries are used up in the block that makes them; only the others are worth carrying on. */
function temporaries(ir: FunctionIr, places: Places): Pick<FunctionIndex, 'crossing' | 'used'> {
  const homes: (Block | undefined)[] = [];
  const used = new Set<TempId>();
  const crossing = new Set<Place>();
  for (const { value } of ir.parameters) crossing.add(places.temp(ir, value));
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      const temp = definedTemp(instruction);
      if (temp !== null) homes[temp] = block;
    }
  }
  for (const block of ir.blocks) {
    visitOperands(block, operand => {
      if (operand.kind !== 'temp') return;
      used.add(operand.temp);
      if (homes[operand.temp] !== block) crossing.add(places.temp(ir, operand.temp));
    });
  }
  return { crossing: place => crossing.has(place), used: temp => used.has(temp) };
}

function positions(ir: FunctionIr): number[] {
  const order: number[] = [];
  for (const [position, block] of reversePostorder(ir).entries()) order[block] = position;
  return order;
}

function meaningOf(value: Operand): Operand | null {
  return value.kind === 'test' || value.kind === 'variable' || value.kind === 'member' ? value : null;
}

function writes(variable: Variable): number {
  let count = 0;
  for (const reference of variable.references) if (reference.isWrite()) count += 1;
  return count;
}
