/**
 * The connections of a file by the variables that hold them, and everything its functions do with each.
 *
 * Input: the functions that were analysed, with what their listeners are handed. Guarantee: computed on demand, each once;
 * the work is bounded by the number of mentions. Not handled: connections in fields and in destructured patterns.
 */
import type { CodeNode, FunctionIr, FunctionNode, Operand, Variable } from '../ir/types.ts';
import { kind as kindById, someStream } from '../models/index.ts';
import type { Family, MethodModel, ResourceKind } from '../models/types.ts';
import { landings } from '../obligations/landings.ts';
import type { HandedParameter } from '../obligations/listeners.ts';
import type { Unit } from '../unit.ts';
import type { Call } from '../effects/types.ts';
import type { Closer } from './closers.ts';
import { streamRow } from './links.ts';
import { chainStart, collectUses, type At, type FunctionUses, type Use, variableOf } from './uses.ts';

export interface Connection {
  readonly variable: Variable;
  readonly kind: ResourceKind;
  /**
   * How the code came by it: it opened it, an event handed it over, an event lent it, or a caller gave it. Whoever opened it
   * or was handed it owes its end. Of a `presumed` one nothing is known but that it is piped into a connection.
   */
  readonly origin: 'made' | 'handed' | 'lent' | 'given' | 'presumed';
  /** The call that opened it. */
  readonly made: At | null;
  /** The parameter of the listener that was handed it. */
  readonly handed: HandedParameter | null;
}

export interface Subject {
  readonly ir: FunctionIr;
  readonly parameters: readonly HandedParameter[];
}

/** A request is a connection as well, and a response comes over one. */
const families: ReadonlySet<string> = new Set<Family>(['socket', 'response']);

/** More names than this nobody gives one connection. */
const mostNames = 32;

/** What is asked of one connection again and again. */
export interface Asked {
  readonly closers: (connection: Connection, survey: Survey) => readonly Closer[];
  /** Whether it goes out of sight. */
  readonly leaves: (connection: Connection, survey: Survey) => boolean;
}

export class Survey {
  readonly unit: Unit;
  readonly closers: (connection: Connection) => readonly Closer[];
  readonly leaves: (connection: Connection) => boolean;
  readonly #makings = new Map<Variable, At>();
  readonly #connections = new Map<Variable, Connection>();
  readonly #perFunction = new Map<FunctionIr, FunctionUses>();
  readonly #perVariable = new Map<Variable, readonly Use[]>();
  readonly #names = new Map<Variable, ReadonlySet<Variable>>();

  constructor(subjects: readonly Subject[], unit: Unit, asked: Asked) {
    this.unit = unit;
    this.closers = once(connection => asked.closers(connection, this));
    this.leaves = once(connection => asked.leaves(connection, this));
    for (const subject of subjects) this.#collect(subject);
    const held = new Set(this.connections().flatMap(connection => [...this.namesOf(connection.variable)]));
    for (const connection of this.connections()) this.#presumeSources(connection, held);
  }

  /** In the order in which the functions were looked at. */
  connections(): readonly Connection[] {
    return [...this.#connections.values()];
  }

  connection(variable: Variable): Connection | undefined {
    return this.#connections.get(variable);
  }

  uses(ir: FunctionIr): FunctionUses {
    let uses = this.#perFunction.get(ir);
    if (uses === undefined) this.#perFunction.set(ir, (uses = collectUses(ir, this.unit)));
    return uses;
  }

  /** What all functions that mention a variable do with it; where one has no graph, it goes out of sight there. */
  usesOf(variable: Variable): readonly Use[] {
    let uses = this.#perVariable.get(variable);
    if (uses === undefined) this.#perVariable.set(variable, (uses = [...codesOf(variable)].flatMap(code => this.#usesIn(code, variable))));
    return uses;
  }

  #usesIn(code: CodeNode | null, variable: Variable): readonly Use[] {
    const ir = code === null ? null : this.unit.graph(code);
    return ir === null ? [{ kind: 'leaves', node: variable.scope.block }] : this.uses(ir).of(variable);
  }

  /** All names of what a variable holds: its copies, and the parameters of functions in view that are handed it. */
  namesOf(variable: Variable): ReadonlySet<Variable> {
    const known = this.#names.get(variable);
    if (known !== undefined) return known;
    const names = new Set<Variable>([variable]);
    for (const name of names) {
      if (names.size > mostNames) break;
      for (const use of this.usesOf(name)) {
        const other = use.kind === 'alias' ? use.variable : use.kind === 'argument' ? this.parameterFor(use.at, use.position) : null;
        if (other !== null) names.add(other);
      }
    }
    this.#names.set(variable, names);
    return names;
  }

  /** The parameter of a callee in view that an argument arrives in. */
  parameterFor({ call, ir }: At, position: number): Variable | null {
    const { callee } = this.unit.effects(call, ir);
    if (callee.kind !== 'function' || callee.passes !== 'all') return null;
    const formal = this.unit.graph(callee.node)?.parameters[position];
    return formal === undefined || formal.rest ? null : formal.variable;
  }

  /** The call that made what an operand stands for, by its name or in the same chain. */
  makingOf(operand: Operand, ir: FunctionIr): At | null {
    const variable = variableOf(operand, ir, this.unit);
    if (variable !== null) return this.#makings.get(variable) ?? null;
    const call = chainStart(operand, ir, this.unit);
    return (call === null ? undefined : this.uses(ir).call(call.node)) ?? null;
  }

  method({ kind }: Connection, name: string): MethodModel | undefined {
    return Object.hasOwn(kind.methods, name) ? kind.methods[name] : undefined;
  }

  #collect({ ir, parameters }: Subject): void {
    for (const parameter of parameters) {
      const variable = ir.parameters[parameter.index]?.variable ?? null;
      if (variable !== null) this.#add({ variable, kind: parameter.believed ?? kindById(parameter.resource), origin: 'handed', made: null, handed: parameter });
    }
    for (const block of ir.blocks) {
      for (const call of block.instructions) {
        if (call.kind !== 'call') continue;
        const made = this.#madeBy(call, ir);
        if (made === null) continue;
        for (const variable of landings(call, ir, this.unit)) {
          this.#makings.set(variable, { call, block, ir });
          this.#add({ variable, kind: made, origin: 'made', made: { call, block, ir }, handed: null });
        }
      }
    }
    if (ir.node.type === 'Program' || ir.node.type === 'ClassDeclaration' || ir.node.type === 'ClassExpression') return;
    for (const { variable } of ir.parameters) {
      if (variable === null || this.#connections.has(variable)) continue;
      const id = this.unit.resolver(ir).kindOfValue(this.unit.resolver(ir).variable(variable));
      if (id !== null) this.#add({ variable, kind: kindById(id), origin: isListenersParameter(ir.node) ? 'lent' : 'given', made: null, handed: null });
    }
  }

  /** Whatever is piped into a connection is a stream. */
  #presumeSources({ variable }: Connection, held: ReadonlySet<Variable>): void {
    for (const name of this.namesOf(variable)) {
      for (const use of this.usesOf(name)) {
        if (use.kind !== 'argument' || streamRow(use.at, this)?.forwards?.to !== use.position || use.at.call.callee.kind !== 'member') continue;
        const source = variableOf(use.at.call.callee.object, use.at.ir, this.unit);
        if (source !== null && !held.has(source)) this.#add({ variable: source, kind: someStream, origin: 'presumed', made: null, handed: null });
      }
    }
  }

  #madeBy(call: Call, ir: FunctionIr): ResourceKind | null {
    const { model, callee } = this.unit.effects(call, ir);
    if (model?.acquires !== undefined) return kindById(model.acquires.kind);
    return callee.kind === 'function' && this.unit.has('callee-fresh') ? (this.unit.fresh(callee.node)[0]?.resource ?? null) : null;
  }

  #add(connection: Connection): void {
    if (families.has(connection.kind.family) && !this.#connections.has(connection.variable)) this.#connections.set(connection.variable, connection);
  }
}

function once<Answer>(ask: (connection: Connection) => Answer): (connection: Connection) => Answer {
  const known = new Map<Connection, { readonly answer: Answer }>();
  return connection => {
    const answered = known.get(connection) ?? { answer: ask(connection) };
    known.set(connection, answered);
    return answered.answer;
  };
}

/** Written where it is handed over: whoever calls it is an emitter, not a caller in view. */
const isListenersParameter = ({ parent }: FunctionNode): boolean => parent.type === 'CallExpression' || parent.type === 'NewExpression';

/** Null: code of a class (a field, a static block), which has no graph of its own to look at. */
function codesOf(variable: Variable): ReadonlySet<CodeNode | null> {
  return new Set(variable.references.map(({ from }) => codeOf(from.variableScope.block)));
}

export function codeOf(block: Variable['scope']['block']): CodeNode | null {
  switch (block.type) {
    case 'Program':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return block;
    default:
      return null;
  }
}
