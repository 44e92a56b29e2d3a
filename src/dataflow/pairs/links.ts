/**
 * Which connections are joined: what one of them receives is sent on over the other, by `pipe()` or by a listener.
 *
 * Guarantee: a link is one place of the source and one direction. Not handled: joins through a third stream
 * (`a.pipe(cipher).pipe(b)`), and data that a listener hands on through functions.
 */
import type { FunctionNode, Node, Operand, Variable } from '../ir/types.ts';
import { methodOfStream } from '../models/index.ts';
import type { MethodModel } from '../models/types.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import { textOf } from './roles.ts';
import type { Connection, Survey } from './survey.ts';
import type { At } from './uses.ts';
import { variableOf } from './uses.ts';

export interface Link {
  readonly from: Connection;
  readonly to: Connection;
  readonly by: 'pipe' | 'listener';
  readonly at: At;
}

/** Two connections and what joins them, first in the source first. */
export interface Joint {
  readonly links: readonly [Link, ...Link[]];
}

export function jointsIn(survey: Survey): readonly Joint[] {
  const arrivals = new Arrivals(survey);
  const joints = new Map<Connection, Map<Connection, [Link, ...Link[]]>>();
  for (const from of survey.connections()) {
    let count = 0;
    for (const link of linksFrom(from, arrivals, survey)) {
      const known = joints.get(link.to)?.get(from) ?? joints.get(from)?.get(link.to);
      if (known !== undefined) known.push(link);
      else if ((count += 1) <= mostJoints) joints.set(from, (joints.get(from) ?? new Map<Connection, [Link, ...Link[]]>()).set(link.to, [link]));
    }
  }
  const inOrder = (links: [Link, ...Link[]]): Joint => ({ links: links.sort((left, right) => placeOf(left).range[0] - placeOf(right).range[0]) });
  return [...joints.values()].flatMap(ends => [...ends.values()].map(inOrder));
}

/** What is joined with more than these is a hub, and none of them its other end. */
const mostJoints = 32;

/** Where the link is made; chained calls begin at the same place. */
export const placeOf = ({ at }: Link): Node => at.call.node;

function* linksFrom(from: Connection, arrivals: Arrivals, survey: Survey): Generator<Link> {
  for (const name of survey.namesOf(from.variable)) {
    for (const use of survey.usesOf(name)) {
      if (use.kind !== 'method') continue;
      const row = survey.method(from, use.name);
      const targets = row === undefined ? null : targetsOf(row, from, use.at, survey);
      if (targets === null) continue;
      for (const target of targets.names) {
        for (const to of arrivals.together(from, name, target)) if (to !== from) yield { from, to, by: targets.by, at: use.at };
      }
    }
  }
}

/** Which connections a variable may hold, and with which call each came there. */
class Arrivals {
  readonly #held = new Map<Variable, Connection[]>();
  readonly #handed = new Map<Variable, Map<Node, Connection[]>>();
  readonly #calls = new Map<Connection, Map<Variable, Node[]>>();

  constructor(survey: Survey) {
    for (const connection of survey.connections()) {
      const calls = new Map<Variable, Node[]>();
      this.#calls.set(connection, calls);
      for (const name of survey.namesOf(connection.variable)) {
        add(this.#held, name, connection);
        for (const use of survey.usesOf(name)) {
          const parameter = use.kind === 'argument' ? survey.parameterFor(use.at, use.position) : null;
          if (use.kind === 'argument' && parameter !== null) this.#note(parameter, use.at.call.node, connection, calls);
        }
      }
    }
  }

  /** What `target` may hold where `name` holds the connection: in a helper that many use, what one and the same call hands in. */
  together(connection: Connection, name: Variable, target: Variable): readonly Connection[] {
    const calls = this.#calls.get(connection)?.get(name);
    const handed = this.#handed.get(target);
    if (calls === undefined || handed === undefined) return (this.#held.get(target) ?? []).slice(0, mostJoints);
    return calls.flatMap(call => (handed.get(call) ?? []).slice(0, mostJoints));
  }

  #note(parameter: Variable, call: Node, connection: Connection, calls: Map<Variable, Node[]>): void {
    add(calls, parameter, call);
    const handed = this.#handed.get(parameter) ?? new Map<Node, Connection[]>();
    this.#handed.set(parameter, handed);
    add(handed, call, connection);
  }
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

interface Targets {
  readonly by: Link['by'];
  readonly names: Iterable<Variable>;
}

function targetsOf(row: MethodModel, from: Connection, at: At, survey: Survey): Targets | null {
  const { call, ir } = at;
  if (row.forwards !== undefined) {
    const value = call.args[row.forwards.to]?.value;
    const options = call.args[row.forwards.to + 1]?.value;
    const target = value === undefined ? null : variableOf(value, ir, survey.unit);
    // Whoever says what is not to be forwarded means to close by other ways.
    return target === null || options !== undefined ? null : { by: 'pipe', names: [target] };
  }
  if (row.listens === undefined) return null;
  const event = textOf(call.args[row.listens.event]?.value);
  const listener = call.args[row.listens.listener]?.value;
  if (event === null || listener === undefined || !Object.hasOwn(from.kind.events, event) || from.kind.events[event]?.reads !== 'lasting') return null;
  const node = listenerNode(listener, at, survey.unit);
  return node === null ? null : { by: 'listener', names: sendersIn(node, survey) };
}

export function listenerNode(listener: Operand, { ir }: At, unit: Unit): FunctionNode | null {
  const value = valueOf(listener, unit.resolver(ir));
  return value.kind === 'function' ? value.node : null;
}

/** The variables on which a listener sends. */
function sendersIn(node: FunctionNode, survey: Survey): Set<Variable> {
  const found = new Set<Variable>();
  const ir = survey.unit.graph(node);
  for (const block of ir?.blocks ?? []) {
    for (const call of block.instructions) {
      if (ir === null || call.kind !== 'call' || call.callee.kind !== 'member') continue;
      if (streamRow({ call, block, ir }, survey)?.sends !== true) continue;
      const variable = variableOf(call.callee.object, ir, survey.unit);
      if (variable !== null) found.add(variable);
    }
  }
  return found;
}

/** The row of a method; of a receiver that nothing is known of, what it means if that is a stream. */
export function streamRow({ call, ir }: At, { unit }: Survey): MethodModel | undefined {
  const { callee } = unit.effects(call, ir);
  if (callee.kind !== 'method') return undefined;
  return callee.model ?? (callee.resource === null ? methodOfStream(callee.name) : undefined);
}
