/**
 * What one function does with each variable that it mentions, as far as that matters to a connection the variable may hold:
 * methods that are called on it, calls that it is handed to, and places where it goes out of sight.
 *
 * Input: a graph. Guarantee: one pass over its instructions. A chain (`a.on(…).pipe(b)`) counts for the variable that it
 * began with; whether the variable holds a connection at all is for whoever asks. Not handled: fields.
 */
import type { Call } from '../effects/types.ts';
import type { Block, FunctionIr, Instruction, Node, Operand, Variable } from '../ir/types.ts';
import { methodOfStream } from '../models/index.ts';
import type { MethodModel } from '../models/types.ts';
import type { Unit } from '../unit.ts';

export interface At {
  readonly call: Call;
  readonly block: Block;
  readonly ir: FunctionIr;
}

export type Use =
  | { readonly kind: 'method'; readonly name: string; readonly at: At }
  /** Handed to a call as it is. */
  | { readonly kind: 'argument'; readonly position: number; readonly at: At }
  /** Another variable stands for it: a copy, the name of a loop over a literal that it is a member of. */
  | { readonly kind: 'alias'; readonly variable: Variable }
  /** `for await (const chunk of socket)`: read to its end, or closed by leaving the loop. */
  | { readonly kind: 'iterated' }
  /** `using`: closed at the end of its scope. */
  | { readonly kind: 'disposed' }
  /** Stored, returned, yielded, thrown, or put into something. */
  | { readonly kind: 'leaves'; readonly node: Node };

export interface FunctionUses {
  readonly of: (variable: Variable) => readonly Use[];
  /** The call that is written as this syntax. */
  readonly call: (node: Node) => At | undefined;
}

const none: readonly Use[] = [];

export function collectUses(ir: FunctionIr, unit: Unit): FunctionUses {
  const uses = new Map<Variable, Use[]>();
  const calls = new Map<Node, At>();
  const note = (variable: Variable, use: Use): void => {
    const known = uses.get(variable);
    if (known === undefined) uses.set(variable, [use]);
    else known.push(use);
  };
  const leaves = (operand: Operand, node: Node): void => {
    for (const variable of wholesIn(operand, ir, unit)) note(variable, { kind: 'leaves', node });
  };
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      switch (instruction.kind) {
        case 'call':
          calls.set(instruction.node, { call: instruction, block, ir });
          noteCall({ call: instruction, block, ir }, note, leaves, unit);
          break;
        case 'store':
          noteStore(instruction, ir, unit, note, leaves);
          break;
        case 'next':
          if (instruction.await) noteIterated(instruction.iterable, ir, unit, note);
          noteMembers(instruction.iterable, loopName(instruction, ir, unit), instruction.node, ir, unit, note);
          break;
        case 'yield':
          leaves(instruction.value, instruction.node);
          break;
        case 'dispose': {
          const variable = variableOf(instruction.value, ir, unit);
          if (variable !== null) note(variable, { kind: 'disposed' });
          break;
        }
        case 'await':
        case 'close-iterator':
        case 'import':
        case 'caught':
        case 'scope-end':
          break;
      }
    }
    if (block.terminal.kind === 'throw') leaves(block.terminal.value, block.terminal.node);
  }
  return { of: variable => uses.get(variable) ?? none, call: node => calls.get(node) };
}

type Note = (variable: Variable, use: Use) => void;
type Leaves = (operand: Operand, node: Node) => void;

function noteCall(at: At, note: Note, leaves: Leaves, unit: Unit): void {
  const { call, ir } = at;
  const { callee } = call;
  if (callee.kind === 'member') {
    const receiver = variableOf(callee.object, ir, unit);
    if (receiver !== null) note(receiver, callee.property === null ? { kind: 'leaves', node: call.node } : { kind: 'method', name: callee.property, at });
    noteMembers(callee.object, visitorName(call, unit), call.node, ir, unit, note);
  }
  const bound = boundTo(call, ir, unit);
  for (const [position, { value }] of call.args.entries()) {
    const variable = variableOf(value, ir, unit);
    if (variable === null) leaves(value, call.node);
    else if (variable !== bound) note(variable, { kind: 'argument', position, at });
  }
}

/** `x.end.bind(x)`: the method keeps its own receiver, and nobody else gets it. */
export function boundTo({ callee, args }: Call, ir: FunctionIr, unit: Unit): Variable | null {
  if (callee.kind !== 'member' || callee.property !== 'bind' || callee.object.kind !== 'member' || args.length > 1) return null;
  const receiver = variableOf(callee.object.object, ir, unit);
  const first = args[0]?.value;
  return receiver !== null && first !== undefined && variableOf(first, ir, unit) === receiver ? receiver : null;
}

function noteIterated(iterable: Operand, ir: FunctionIr, unit: Unit, note: Note): void {
  const variable = variableOf(iterable, ir, unit);
  if (variable !== null) note(variable, { kind: 'iterated' });
}

/** The members of a literal that is gone through get the name for its members; where there is none, or a member is a literal itself, they go out of sight. */
function noteMembers(operand: Operand, name: Variable | null, node: Node, ir: FunctionIr, unit: Unit, note: Note): void {
  if (operand.kind !== 'array') return;
  for (const { value, spread } of operand.elements) {
    const member = spread ? null : variableOf(value, ir, unit);
    if (member !== null) note(member, name === null ? { kind: 'leaves', node } : { kind: 'alias', variable: name });
    else for (const variable of wholesIn(value, ir, unit)) note(variable, { kind: 'leaves', node });
  }
}

/** `for (const socket of [a, b])`. */
function loopName({ result }: Extract<Instruction, { kind: 'next' }>, ir: FunctionIr, unit: Unit): Variable | null {
  const [name] = unit.index(ir).copies(result);
  return name === undefined || typeof name === 'number' ? null : name;
}

/** `[a, b].forEach(socket => …)`. */
function visitorName({ callee, args }: Call, unit: Unit): Variable | null {
  const visitor = args[0]?.value;
  if (callee.kind !== 'member' || callee.property !== 'forEach' || visitor?.kind !== 'function') return null;
  return unit.graph(visitor.node)?.parameters[0]?.variable ?? null;
}

function noteStore(store: Extract<Instruction, { kind: 'store' }>, ir: FunctionIr, unit: Unit, note: Note, leaves: Leaves): void {
  const { place, value, node } = store;
  // What a choice or `a && b` leaves behind is of no account where nobody reads it.
  if (place.kind === 'temp' && !unit.index(ir).used(place.temp)) return;
  if (place.kind === 'result' && givesToNobody(ir)) return;
  const variable = variableOf(value, ir, unit);
  if (variable === null) leaves(value, node);
  else if (place.kind === 'variable' && place.variable === variable) return;
  else if (place.kind === 'variable' && isWrittenOnce(place.variable)) note(variable, { kind: 'alias', variable: place.variable });
  else note(variable, { kind: 'leaves', node });
}

/** What `() => a.pipe(b)` gives back nobody means to give. */
function givesToNobody({ node }: FunctionIr): boolean {
  return node.type === 'ArrowFunctionExpression' && node.body.type === 'CallExpression' && node.parent.type === 'CallExpression';
}

export const isWrittenOnce = (variable: Variable): boolean => variable.references.filter(reference => reference.isWrite()).length <= 1;

/** Chains are as long as the source makes them; nobody joins connections behind more calls than this. */
const longestChain = 64;

/** The variable whose value an operand is, seen through calls that give back their receiver or an argument. */
export function variableOf(operand: Operand, ir: FunctionIr, unit: Unit): Variable | null {
  const source = sourceOf(operand, ir, unit);
  if (source?.kind === 'variable') return source.variable;
  if (source?.kind !== 'temp' || unit.index(ir).definition(source.temp) !== undefined) return null;
  return ir.parameters.find(parameter => parameter.value === source.temp)?.variable ?? null;
}

/** The call with which a chain begins: `createServer()` of `createServer().on(…)`. */
export function chainStart(operand: Operand, ir: FunctionIr, unit: Unit): Call | null {
  const source = sourceOf(operand, ir, unit);
  const made = source?.kind === 'temp' ? unit.index(ir).definition(source.temp) : undefined;
  return made?.kind === 'call' ? made : null;
}

/** Where a value comes from: past calls that only give back what they were called on or given. */
function sourceOf(operand: Operand, ir: FunctionIr, unit: Unit): Operand | null {
  let at = operand;
  for (let step = 0; step < longestChain; step += 1) {
    const made = at.kind === 'temp' ? unit.index(ir).definition(at.temp) : undefined;
    const before = made?.kind === 'call' ? givenBack(made, ir, unit) : undefined;
    if (before === undefined) return at;
    at = before;
  }
  return null;
}

function givenBack(call: Call, ir: FunctionIr, unit: Unit): Operand | undefined {
  const { model, callee } = unit.effects(call, ir);
  const row: Pick<MethodModel, 'returns'> | null = model ?? (callee.kind === 'method' && callee.resource === null ? (methodOfStream(callee.name) ?? null) : null);
  if (row?.returns === 'receiver') return call.callee.kind === 'member' ? call.callee.object : undefined;
  return row?.returns === undefined || !('argument' in row.returns) ? undefined : call.args[row.returns.argument]?.value;
}

/** Variables that are in a value as they are: in literals and choices, not in texts and properties made from them. */
function wholesIn(operand: Operand, ir: FunctionIr, unit: Unit): Variable[] {
  const found: Variable[] = [];
  const pending: Operand[] = [operand];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'object') pending.push(...next.entries.map(entry => entry.value));
    else if (next.kind === 'array') pending.push(...next.elements.map(element => element.value));
    else {
      const variable = variableOf(next, ir, unit);
      if (variable !== null) found.push(variable);
    }
  }
  return found;
}
