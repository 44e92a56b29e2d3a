/**
 * What a test says about a path: which of its two answers are possible, and what each of them teaches.
 *
 * Two sources answer: what the path knows of places, and the resource itself (a place that holds an open socket is
 * truthy; `socket.destroyed` is false while it is open).
 */
import type { FunctionIr, Operand, Test } from '../ir/types.ts';
import { declaredLiterals } from './declared.ts';
import { askEmptiness } from './emptiness.ts';
import { allGlobals, goneCodes, hasMethod } from '../models/index.ts';
import type { ResourceKind } from '../models/types.ts';
import type { Unit } from '../unit.ts';
import type { Known, Literal } from '../domain/knowledge.ts';
import { contradict, equality, falsy, learn, literal, nullish, nullness, present, truthiness, truthy } from '../domain/knowledge.ts';
import type { Place, Places } from '../domain/places.ts';
import type { State } from '../domain/state.ts';
import { doubt, isOwed } from '../domain/state.ts';

export interface Asked {
  readonly then: State | null;
  readonly else: State | null;
  /** Neither answer was certain beforehand. */
  readonly undecided: boolean;
}

export interface Asker {
  readonly ir: FunctionIr;
  readonly has: Unit['has'];
  readonly places: Places;
  readonly resource: ResourceKind | null;
  /** What leads to the resource: a request to its response. */
  readonly companion: Place | null;
  /** Whether it is worth remembering what is learned of a place. */
  readonly correlated: (place: Place) => boolean;
  /** What a variable that is written once stands for: a comparison, or another place. */
  readonly meaning: (variable: Extract<Operand, { kind: 'variable' }>) => Operand | null;
  /** A constant that a module of the tables exports: `WebSocket.CLOSED`. */
  readonly constant: (operand: Operand) => Literal | undefined;
}

/** Definitions of definitions are followed this far. */
const deepest = 6;

export function ask(test: Test, state: State, asker: Asker): Asked {
  const status = askEmptiness(test, state, asker) ?? askStatus(test, state, asker) ?? askMethod(test, state, asker) ?? askCode(test, state, asker);
  if (status !== null) return status;
  const answer = answerOf(test, state, asker, 0);
  const otherwise = answer === true ? null : teach(test, false, state, asker, 0);
  const exhausted = otherwise !== null && isExhausted(test, otherwise, asker);
  return {
    then: answer === false ? null : teach(test, true, state, asker, 0),
    else: exhausted ? null : otherwise,
    undecided: answer === undefined && !exhausted,
  };
}

/** Every value that the name was declared with is excluded: `switch (how)` with a case for each. */
function isExhausted(test: Test, state: State, asker: Asker): boolean {
  if (test.kind !== 'equal' || test.value.kind !== 'variable' || !asker.has('declared-values')) return false;
  const known = state.known.get(asker.places.variable(test.value.variable));
  if (known?.kind !== 'not') return false;
  const declared = declaredLiterals(test.value.variable);
  return declared !== null && declared.every(value => known.values.includes(value));
}

const holds = (state: State, place: Place): boolean => isOwed(state) && state.holders.includes(place);

/** Questions about the resource's own status: `destroyed`, `readyState`, `listening`. */
function askStatus(test: Test, state: State, asker: Asker): Asked | null {
  if (state.status !== 'open' || asker.resource === null || !asker.has('status-predicates')) return null;
  if (test.kind !== 'truthy' && test.kind !== 'equal') return null;
  const value = test.value;
  if (value.kind !== 'member' || value.property === null) return null;
  const object = asker.places.of(value.object, asker.ir);
  if (object === null || !holds(state, object)) return null;
  const model = asker.resource.status[value.property];
  if (model === undefined || 'emptyWhen' in model) return null;
  const closed: State = { ...state, status: 'released' };
  if ('closedWhen' in model) {
    const other = test.kind === 'equal' ? constantOf(test.other, asker) : undefined;
    if (other === undefined) return hinted(state);
    const saysClosed = (model.closedWhen as readonly Literal[]).includes(other.value);
    return saysClosed ? { then: closed, else: state, undecided: true } : { then: state, else: hint(state), undecided: true };
  }
  if (test.kind === 'equal') {
    if (test.other.kind !== 'literal' || typeof test.other.value !== 'boolean') return hinted(state);
    const swapped = ask({ kind: 'truthy', value }, state, asker);
    return test.other.value ? swapped : { ...swapped, then: swapped.else, else: swapped.then };
  }
  switch (model.truthy) {
    case 'closed':
      return { then: closed, else: state, undecided: true };
    case 'open':
      return { then: state, else: closed, undecided: true };
    case 'hint':
      return hinted(state);
  }
}

/** Questions about what the resource can do: `stream.setHeader` is asked to tell a request from a socket, and `close?.()` asks too. */
function askMethod(test: Test, state: State, asker: Asker): Asked | null {
  if (asker.resource === null || !asker.has('status-predicates')) return null;
  if (test.kind !== 'truthy' && test.kind !== 'nullish' && !(test.kind === 'typeof' && test.name === 'function')) return null;
  if (test.value.kind !== 'member' || test.value.property === null) return null;
  const object = asker.places.of(test.value.object, asker.ir);
  if (object === null || !holds(state, object)) return null;
  const has = hasMethod(asker.resource, test.value.property);
  if (has === undefined) return null;
  return has === (test.kind === 'nullish') ? { then: null, else: state, undecided: false } : { then: state, else: null, undecided: false };
}

/** `error.code === 'ECONNRESET'`: of which connection, only the code around it knows. */
function askCode(test: Test, state: State, asker: Asker): Asked | null {
  if (test.kind !== 'equal' || test.other.kind !== 'literal' || typeof test.other.value !== 'string' || !asker.has('status-predicates')) return null;
  if (test.value.kind !== 'member' || test.value.property !== 'code' || !goneCodes.has(test.other.value) || state.status !== 'open') return null;
  return { then: doubt(state, 'the error says that a connection is gone'), else: state, undecided: true };
}

const hint = (state: State): State => doubt(state, 'a property of the resource decides the way, and it does not prove that the resource is closed');
const hinted = (state: State): Asked => ({ then: hint(state), else: hint(state), undecided: true });

function answerOf(test: Test, state: State, asker: Asker, depth: number): boolean | undefined {
  switch (test.kind) {
    case 'truthy': {
      const known = knownOf(test.value, state, asker, depth);
      return known === undefined ? undefined : truthiness(known);
    }
    case 'nullish': {
      const known = knownOf(test.value, state, asker, depth);
      return known === undefined ? undefined : nullness(known);
    }
    case 'equal':
      return answerEqual(test, state, asker, depth);
    case 'instanceof': {
      const value = knownOf(test.value, state, asker, depth);
      if (value !== undefined && nullness(value) === true) return false;
      const place = facet(test.value, `instanceof ${nameOf(test.type)}`, asker);
      const known = place === null ? undefined : state.known.get(place);
      return known === undefined ? undefined : truthiness(known);
    }
    case 'typeof': {
      const known = knownOf(test.value, state, asker, depth);
      if (test.name === 'undefined' && known !== undefined) return known.kind === 'literal' ? known.value === undefined : nullness(known) === false ? false : undefined;
      if (known?.kind === 'literal') return typeof known.value === test.name;
      const place = facet(test.value, `typeof ${test.name}`, asker);
      const fact = place === null ? undefined : state.known.get(place);
      return fact === undefined ? undefined : truthiness(fact);
    }
    case 'more':
    case 'opaque':
      return undefined;
  }
}

function answerEqual(test: Extract<Test, { kind: 'equal' }>, state: State, asker: Asker, depth: number): boolean | undefined {
  if (isAnother(test, state, asker)) return false;
  const value = constantOf(test.other, asker);
  const known = wordOf(test.value, state, asker) ?? knownOf(test.value, state, asker, depth);
  if (known === undefined) return undefined;
  if (value !== undefined) {
    return !test.strict && (value.value === null || value.value === undefined) ? nullness(known) : equality(known, value.value);
  }
  const other = knownOf(test.other, state, asker, depth);
  if (other === undefined) return undefined;
  return other.kind === 'literal' ? equality(known, other.value) : contradict(known, other) ? false : undefined;
}

/** `browser !== given`: what was opened here is not what a name has that never held it. */
function isAnother({ value, other }: Extract<Test, { kind: 'equal' }>, state: State, asker: Asker): boolean {
  if (other.kind === 'literal' || !asker.has('holder-truth')) return false;
  const left = asker.places.of(value, asker.ir);
  const right = asker.places.of(other, asker.ir);
  if (left === null || right === null) return false;
  return (holds(state, left) && right.fixed && !holds(state, right)) || (holds(state, right) && left.fixed && !holds(state, left));
}

/** What a slot was granted with: its holder is not just truthy, it is a word, or none of some words. */
export function wordOf(operand: Operand, state: State, asker: Asker): Known | undefined {
  const place = asker.places.of(operand, asker.ir);
  const known = place !== null && holds(state, place) ? state.known.get(place) : undefined;
  return known?.kind === 'literal' || known?.kind === 'not' ? known : undefined;
}

export function knownOf(operand: Operand, state: State, asker: Asker, depth = 0): Known | undefined {
  switch (operand.kind) {
    case 'literal':
      return literal(operand.value);
    case 'function':
    case 'class':
    case 'object':
    case 'array':
      return truthy;
    case 'test': {
      const answer = answerOf(operand.test, state, asker, depth + 1);
      return answer === undefined ? undefined : literal(answer !== operand.negated);
    }
    case 'variable':
    case 'temp':
    case 'member': {
      const place = asker.places.of(operand, asker.ir);
      if (place === null) return undefined;
      if (holds(state, place)) return asker.has('holder-truth') ? truthy : undefined;
      const known = state.known.get(place);
      if (known !== undefined || operand.kind !== 'variable' || depth >= deepest) return known;
      const meaning = asker.meaning(operand);
      return meaning === null ? undefined : knownOf(meaning, state, asker, depth + 1);
    }
    case 'global':
    case 'this':
    case 'super':
    case 'opaque':
    case 'result':
      return undefined;
  }
}

/** The state once the test has answered so. */
function teach(test: Test, answer: boolean, state: State, asker: Asker, depth: number): State {
  switch (test.kind) {
    case 'truthy':
      return teachValue(test.value, answer ? truthy : falsy, answer, state, asker, depth);
    case 'nullish':
      return know(test.value, answer ? nullish : present, state, asker);
    case 'equal': {
      const value = constantOf(test.other, asker);
      if (value === undefined) return state;
      const isNull = value.value === null || value.value === undefined;
      if (isNull) return know(test.value, answer ? (test.strict ? literal(value.value) : nullish) : present, state, asker);
      const known: Known = answer ? literal(value.value) : { kind: 'not', values: [value.value] };
      return typeof value.value === 'boolean'
        ? teachValue(test.value, known, answer === value.value, state, asker, depth)
        : know(test.value, known, state, asker);
    }
    case 'instanceof':
      return teachFacet(facet(test.value, `instanceof ${nameOf(test.type)}`, asker), answer, state, asker);
    case 'typeof': {
      if (test.name === 'undefined') return know(test.value, answer ? nullish : present, state, asker);
      const taught = answer && test.name === 'function' ? know(test.value, truthy, state, asker) : state;
      return teachFacet(facet(test.value, `typeof ${test.name}`, asker), answer, taught, asker);
    }
    case 'more':
    case 'opaque':
      return state;
  }
}

/** A truth value: what it was computed from is known with it. */
function teachValue(value: Operand, known: Known, truth: boolean, state: State, asker: Asker, depth: number): State {
  if (value.kind === 'test') return teach(value.test, truth !== value.negated, state, asker, depth + 1);
  const taught = know(value, known, state, asker);
  if (value.kind !== 'variable' || depth >= deepest) return taught;
  const meaning = asker.meaning(value);
  return meaning === null ? taught : teachValue(meaning, truth ? truthy : falsy, truth, taught, asker, depth + 1);
}

function know(value: Operand, known: Known, state: State, asker: Asker): State {
  const place = asker.places.of(value, asker.ir);
  if (place === null || !asker.correlated(place)) return state;
  const learned = learn(state.known, place, known);
  return learned === state.known ? state : { ...state, known: learned };
}

/** `x instanceof E` and the like are kept as truth of a made-up property of x. */
function facet(value: Operand, name: string, asker: Asker): Place | null {
  const place = asker.places.of(value, asker.ir);
  return place === null ? null : asker.places.property(place, `\0${name}`);
}

function teachFacet(place: Place | null, answer: boolean, state: State, asker: Asker): State {
  return place === null || !asker.correlated(place) ? state : { ...state, known: learn(state.known, place, answer ? truthy : falsy) };
}

/** The literal a test compares with; a constant named by a path (`Status.Ok`) is as good as one. */
function constantOf(operand: Operand, asker: Asker): { readonly value: Literal } | undefined {
  if (operand.kind === 'literal') return operand;
  if (operand.kind !== 'member' || operand.property === null) return undefined;
  const owner = operand.object;
  const named = owner.kind === 'variable' && /^[A-Z]/.test(owner.variable.name) ? owner.variable.name : owner.kind === 'global' ? owner.name : null;
  if (named === null) return undefined;
  const known = owner.kind === 'global' ? allGlobals.get(`${named}.${operand.property}`)?.value : asker.constant(operand);
  return { value: known ?? `\0${named}.${operand.property}` };
}

function nameOf(operand: Operand): string {
  if (operand.kind === 'variable') return operand.variable.name;
  if (operand.kind === 'global') return operand.name;
  return operand.kind === 'member' ? `${nameOf(operand.object)}.${operand.property ?? '?'}` : '?';
}
