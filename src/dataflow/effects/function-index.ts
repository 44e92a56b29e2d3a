/**
 * Look-ups over one graph: where a temporary comes from, what a name stands for, who mentions it.
 *
 * Input: a graph. Guarantee: built in one pass over its instructions, linear in their number.
 */
import type { TempId } from '../ids.ts';
import type { Block, FunctionIr, Instruction, Operand, Variable } from '../ir/types.ts';
import type { Call } from './types.ts';

/** A call or a `return` that mentions a variable as a whole: `v.close()`, `f(v)`, `return v`. */
export type Use =
  | { readonly kind: 'method'; readonly name: string; readonly call: Call; readonly block: Block }
  | { readonly kind: 'argument'; readonly call: Call; readonly block: Block }
  | { readonly kind: 'called'; readonly call: Call; readonly block: Block }
  | { readonly kind: 'returned'; readonly position: number; readonly block: Block };

export interface FunctionIndex {
  /** The instruction whose result the temporary is; undefined for parameters and merged values. */
  readonly definition: (temp: TempId) => Instruction | undefined;
  /** The await that takes the temporary and nothing else does. */
  readonly awaited: (temp: TempId) => boolean;
  /** Where the value of a temporary goes as it is: into a variable, or (awaited, chosen) into another temporary. */
  readonly copies: (temp: TempId) => readonly (Variable | TempId)[];
  readonly uses: (variable: Variable) => readonly Use[];
  /** What a variable that is written once in this function was given: a comparison or another place. */
  readonly meaning: (variable: Variable) => Operand | null;
}

const none: readonly Use[] = [];
const nowhere: readonly (Variable | TempId)[] = [];

export function indexFunction(ir: FunctionIr): FunctionIndex {
  const definitions: (Instruction | undefined)[] = [];
  const awaitedTemps = new Set<TempId>();
  const uses = new Map<Variable, Use[]>();
  const copied: (Variable | TempId)[][] = [];
  const meanings = new Map<Variable, Operand | null>();

  const use = (variable: Variable, value: Use): void => {
    const list = uses.get(variable);
    if (list === undefined) uses.set(variable, [value]);
    else list.push(value);
  };
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
          if (callee.kind === 'variable') use(callee.variable, { kind: 'called', call: instruction, block });
          if (callee.kind === 'member' && callee.property !== null && callee.object.kind === 'variable') {
            use(callee.object.variable, { kind: 'method', name: callee.property, call: instruction, block });
          }
          for (const argument of instruction.args) useOfOperand(argument.value, { kind: 'argument', call: instruction, block });
          break;
        }
        case 'await':
          definitions[instruction.result] = instruction;
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
  return {
    definition: temp => definitions[temp],
    awaited: temp => awaitedTemps.has(temp),
    copies: temp => copied[temp] ?? nowhere,
    uses: variable => uses.get(variable) ?? none,
    meaning: variable => (writes(variable) === 1 ? (meanings.get(variable) ?? null) : null),
  };
}

function meaningOf(value: Operand): Operand | null {
  return value.kind === 'test' || value.kind === 'variable' || value.kind === 'member' ? value : null;
}

function writes(variable: Variable): number {
  let count = 0;
  for (const reference of variable.references) if (reference.isWrite()) count += 1;
  return count;
}
