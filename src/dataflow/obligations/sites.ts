/**
 * Where obligations begin in one function.
 *
 * Four sources, in the order of their certainty: a row of the tables (the call gives a resource, or makes a dormant one
 * owed), a callee in view that acquires for its caller, a pair of names on one receiver, and belief (a result that the
 * function itself releases on its successful way). Parameters of listeners come from the calls that register them.
 */
import type { Call, CallEffects } from '../effects/types.ts';
import type { Block, FunctionIr, Instruction, Node, Operand, Variable } from '../ir/types.ts';
import { isPackaged, kind as kindById, pairFor } from '../models/index.ts';
import type { Acquisition, CallModel, PairModel, ResourceKind } from '../models/types.ts';
import { isExecutor } from '../resolve/callback-shape.ts';
import { valueOf } from '../resolve/values.ts';
import type { Fresh } from '../summaries/types.ts';
import type { Unit } from '../unit.ts';
import { arrivalOf } from './awaited-events.ts';
import { believedKind, releasedIn, returnedKind } from './belief.ts';
import { isLeftOut } from './optional.ts';
import { belongsElsewhere } from './owners.ts';
import { madeKind } from './makers.ts';
import { isAwaited, landings } from './landings.ts';
import { lenderOf, nobody } from './lenders.ts';
import { promisedBy } from './promised.ts';
import { isReleasedInView, receiverOf } from './receivers.ts';
import type { Known } from '../domain/knowledge.ts';
import { contradict, learn, literal, present, truthy } from '../domain/knowledge.ts';
import { isAttached } from './attached.ts';
import { askOptions } from './options.ts';
import type { Obligation } from './obligation.ts';
import type { Place } from '../domain/places.ts';
import type { Step } from '../findings/types.ts';
import type { State, States } from '../domain/state.ts';
import { addHolder, begun, doubt } from '../domain/state.ts';

/** How we know that something is owed. */
export type Source = 'table' | 'name' | 'callee' | 'pair' | 'belief' | 'parameter';

/** Only names say that something is owed: code that releases it on a condition knows better. */
export const isByName = ({ source, obligation }: Site): boolean => source === 'belief' || source === 'name' || obligation.receiver !== null;

export interface Site {
  readonly obligation: Obligation;
  readonly source: Source;
  /** The call, or the parameter, where a report is placed. */
  readonly node: Node;
  readonly block: Block;
  /** The walk begins after this instruction; -1 for parameters. */
  readonly index: number;
  readonly holders: readonly Place[];
  readonly pending: boolean;
  /** The resource exists only where its result answers so. */
  readonly answer: { readonly place: Place; readonly known: Known } | null;
  /** What the arguments must have been for the callee to acquire at all. */
  readonly given: readonly Given[];
  readonly call: Call | null;
  /** A call of the one that registered this listener: it is not the function itself that decides who catches. */
  readonly listener: boolean;
  /** `elsewhere`: what begins here is a field, a captured name or what a caller gave; `shared`: another listener is handed it too. */
  readonly owner: 'here' | 'elsewhere' | 'shared';
  /** Why what is found of it is a guess from the beginning. */
  readonly doubt: string | null;
}

export interface Given {
  readonly place: Place;
  readonly known: Known;
  /** A parameter that this function's own callers may leave out. */
  readonly optional: boolean;
}

export function findSites(unit: Unit, ir: FunctionIr): Site[] {
  const sites: Site[] = [];
  const released = unit.has('belief-acquisition') ? releasedIn(ir) : new Set<Variable>();
  for (const block of ir.blocks) {
    // A finally that is laid out several times acquires once.
    for (let index = 0; index < block.instructions.length; index += 1) {
      const instruction = block.instructions[index];
      if (instruction === undefined) continue;
      if (instruction.kind !== 'call') {
        const arrival = arrivalSite(instruction, block, index, unit, ir) ?? (instruction.kind === 'await' ? deferredSite(instruction, block, index, unit, ir) : null);
        if (arrival !== null) sites.push(arrival);
        continue;
      }
      const speaks = unit.speaking.begins(instruction);
      // What says nothing by its name can only be believed in.
      if (!speaks && released.size === 0) continue;
      const at: At = { node: instruction.node, block, index, call: instruction, given: [], listener: false, owner: 'here', doubt: null };
      const site = (speaks ? siteOf(instruction, at, unit, ir) : null) ?? beliefSite(instruction, at, released, unit, ir) ?? (speaks ? madeSite(instruction, at, unit, ir) : null);
      if (site !== null) sites.push(site);
      const late = speaks ? lateSite(instruction, block, index, unit, ir) : null;
      if (late !== null) sites.push(late);
    }
  }
  return sites;
}

function siteOf(call: Call, at: At, unit: Unit, ir: FunctionIr): Site | null {
  const effects = unit.effects(call, ir);
  const result = unit.places.temp(ir, call.result);
  const acquires = unit.has('package-rows') || !isPackaged(effects.model?.acquires?.kind) ? effects.model?.acquires : undefined;
  const source: Source = effects.callee.kind === 'method' && effects.callee.resource === null ? 'name' : 'table';
  if (acquires !== undefined && effects.model !== null && isAttached(call, effects.model)) return null;
  if (acquires !== undefined && acquires.state === 'open' && (source === 'table' || unit.has('known-by-name'))) {
    if (unit.has('callback-results') && (isTakenByCallback(call, effects.model, ir, unit) || (acquires.async && isPackaged(acquires.kind) && isContinued(call)))) return null;
    const options = askOptions(call, acquires, unit);
    const lender = lenderOf(acquires, call, effects, unit, ir);
    if (options === 'none' || lender === null) return null;
    return { ...at, ...options, ...owed(kindById(acquires.kind), lender), owner: lender.owner, source, holders: [result], pending: acquires.async, answer: answerOf(acquires.when, result, ir) };
  }
  if (effects.callee.kind === 'method' && effects.callee.model?.receiver === 'begins' && effects.callee.resource !== null && (unit.has('package-rows') || !isPackaged(effects.callee.resource))) {
    const receiver = unit.places.of(effects.callee.object, ir);
    const kind = kindById(effects.callee.resource);
    const { lasting = kind.lasting } = effects.callee.model;
    const owner = unit.has('made-elsewhere') && belongsElsewhere(effects.callee.object, ir, unit) ? 'elsewhere' : 'here';
    const pending = effects.callee.model.rejectionProves === 'receiver-closed' && unit.has('failed-beginnings') && isAwaited(call, ir, unit);
    // A promise of the beginning may reject while the resource is there, and so is no name of it.
    const isApart = receiver !== null && effects.callee.model.rejects !== undefined && !pending;
    const holders = receiver === null ? [result] : isApart ? [receiver] : [receiver, result];
    return { ...at, ...owed({ ...kind, lasting }), source: 'table', holders, pending, answer: null, owner };
  }
  if (effects.callee.kind === 'function' && unit.has('callee-fresh')) {
    for (const fresh of unit.fresh(effects.callee.node)) {
      const given = givenBy(call, fresh, unit, ir);
      if (given === null) continue;
      const answer = fresh.result === undefined ? null : { place: result, known: fresh.result };
      return { ...at, ...owed(fresh.resource), source: fresh.byName ? 'name' : 'callee', holders: [result], pending: fresh.async, answer, given };
    }
  }
  const promised = unit.has('promised') ? promisedBy(call, unit, ir) : null;
  if (promised !== null) return { ...at, ...owed(promised), source: 'callee', holders: [result], pending: true, answer: null };
  return promisedSite(call, at, result, unit) ?? pairSite(call, effects, at, result, unit, ir);
}

/** `new Promise(resolve => … resolve(socket))`: whoever waits for it gets what the executor made. */
function promisedSite({ construct, args }: Call, at: At, result: Place, unit: Unit): Site | null {
  const executor = args[0]?.value;
  if (!construct || executor?.kind !== 'function' || !isExecutor(executor.node)) return null;
  const [fresh] = unit.fresh(executor.node, 0);
  return fresh === undefined ? null : { ...at, ...owed(fresh.resource), source: fresh.byName ? 'name' : 'callee', holders: [result], pending: true, answer: null };
}

/** What an event brings to whoever waits for it. */
function arrivalSite(instruction: Instruction, block: Block, index: number, unit: Unit, ir: FunctionIr): Site | null {
  const arrival = arrivalOf(instruction, block, index, ir, unit);
  if (arrival === null) return null;
  const { node, holders, resource, shared } = arrival;
  const owner = shared && unit.has('shared-events') ? 'shared' : 'here';
  return { ...owed(kindById(resource)), node, block, index, holders, owner, source: 'table', call: null, given: [], listener: false, doubt: null, pending: false, answer: null };
}

/** null where the arguments say that the callee acquires nothing. */
function givenBy(call: Call, fresh: Fresh, unit: Unit, ir: FunctionIr): Site['given'] | null {
  const given: Given[] = [];
  for (const { parameter, known } of fresh.given) {
    const argument = call.args[parameter]?.value ?? { kind: 'literal', value: undefined };
    if (argument.kind === 'literal' && contradict(literal(argument.value), known)) return null;
    const place = unit.places.of(argument, ir);
    if (place !== null) given.push({ place, known, optional: unit.has('optional-parameters') && isLeftOut(argument, known, call) });
  }
  return given;
}

/** What waits for an answer is given up with a timeout, and has to be closed by it. */
function lateSite(call: Call, block: Block, index: number, unit: Unit, ir: FunctionIr): Site | null {
  const late = unit.effects(call, ir).model?.acquires?.late;
  if (late === undefined || !unit.has('deadline')) return null;
  const at: At = { node: call.node, block, index, call, given: [], listener: false, owner: 'here', doubt: null };
  return { ...at, ...owed(kindById(late)), source: 'table', holders: [unit.places.temp(ir, call.result)], pending: false, answer: null };
}

type At = Pick<Site, 'node' | 'block' | 'index' | 'call' | 'given' | 'listener' | 'owner' | 'doubt'>;

export const owed = (resource: ResourceKind, lender = nobody): { readonly obligation: Obligation } => ({
  obligation: { resource, receiver: lender.receiver, verbs: lender.verbs, companion: null },
});

/** `pool.connect().then(…)`: what the continuation does with it is its own affair. */
function isContinued({ node: { parent } }: Call): boolean {
  return parent?.type === 'MemberExpression' && parent.property.type === 'Identifier' && promiseMembers.has(parent.property.name);
}

/** A promise of a resource, or a callback for it, but not both. */
function isTakenByCallback(call: Call, model: CallModel | null, ir: FunctionIr, unit: Unit): boolean {
  if (model?.acquires?.async !== true) return false;
  return (model.args ?? []).some(row => {
    const value = row.does !== 'calls' ? undefined : row.index === 'last' ? call.args.at(-1)?.value : call.args[row.index]?.value;
    if (value === undefined || value.kind === 'object' || value.kind === 'literal' || value.kind === 'temp') return false;
    return isFunction(value, ir, unit) || landings(call, ir, unit).length === 0;
  });
}

function answerOf(when: Acquisition['when'], place: Place, ir: FunctionIr): Site['answer'] {
  if (when === undefined) return null;
  if (when === 'truthy') return { place, known: truthy };
  if (when === 'non-null') return { place, known: present };
  return { place, known: wordFor(when.equals, ir) };
}

/** Of the words that limiters say yes with, the one that the code asks for; where it asks for others, it is none of those. */
function wordFor(words: readonly (string | boolean)[], ir: FunctionIr): Known {
  const refusals: (string | boolean)[] = [];
  for (const { terminal } of ir.blocks) {
    if (terminal.kind !== 'branch' || terminal.test.kind !== 'equal' || terminal.test.other.kind !== 'literal') continue;
    const { value } = terminal.test.other;
    if (typeof value !== 'string' && typeof value !== 'boolean') continue;
    if (words.includes(value)) return literal(value);
    refusals.push(value);
  }
  return refusals.length > 0 ? { kind: 'not', values: refusals } : truthy;
}

function pairSite(call: Call, effects: CallEffects, at: At, result: Place, unit: Unit, ir: FunctionIr): Site | null {
  if (effects.name === null || effects.model !== null || !unit.has('pairs')) return null;
  const pair = pairFor(effects.name);
  const receiver = receiverOf(call, unit, ir);
  if (pair === undefined || receiver === null) return null;
  // A plain function may be called anything; beside its release it is a limiter's.
  const needsRelease = pair.needs === 'release-in-view' || receiver.root.kind === 'global';
  if (needsRelease && !isReleasedInView(receiver, pair.release, unit.text)) return null;
  if (unit.has('callback-results') && isGivenToCallback(call, ir, unit)) return null;
  if (unit.has('requests') && isAskedAtOnce(call, pair)) return null;
  const pending = pair.async === 'always' || (pair.async === 'maybe' && isAwaited(call, ir, unit));
  const answer = unit.has('conditional-acquisition') ? answerOf(pair.when, result, ir) : null;
  return { ...at, obligation: { resource: kindById(pair.kind), receiver, verbs: pair.release, companion: null }, source: 'pair', holders: [result], pending, answer };
}

/** `pool.getConnection((error, connection) => …)`: the callback gets it, and the result is something else. */
function isGivenToCallback(call: Call, ir: FunctionIr, unit: Unit): boolean {
  const last = call.args.at(-1)?.value;
  if (last === undefined) return false;
  return isFunction(last, ir, unit) || (isCallbackName(last) && landings(call, ir, unit).length === 0 && !unit.index(ir).awaited(call.result));
}

function isFunction(value: Operand, ir: FunctionIr, unit: Unit): boolean {
  if (value.kind === 'function') return true;
  return (value.kind === 'variable' || value.kind === 'member') && valueOf(value, unit.resolver(ir)).kind === 'function';
}

const isCallbackName = (operand: Operand): boolean => operand.kind === 'variable' && /^(?:cb|callback|done|next|fn|on[A-Z]\w*)$/.test(operand.variable.name);

/** `pool.acquire().promise`, `semaphore.take(1).pipe(…)`: what is asked for a member of its own is no slot but a request for one. */
function isAskedAtOnce({ node }: Call, pair: PairModel): boolean {
  const { parent } = node;
  if (parent?.type !== 'MemberExpression' || parent.object !== node || parent.property.type !== 'Identifier') return false;
  const { name } = parent.property;
  return !promiseMembers.has(name) && !pair.release.includes(name) && !Object.hasOwn(kindById(pair.kind).methods, name);
}

const promiseMembers: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** The call's result lands in a variable that the function releases. */
function beliefSite(call: Call, at: At, released: ReadonlySet<Variable>, unit: Unit, ir: FunctionIr): Site | null {
  if (released.size === 0) return null;
  for (const variable of landings(call, ir, unit)) {
    const resource = released.has(variable) ? believedKind(call, unit.effects(call, ir), variable, unit, ir) : null;
    if (resource !== null) return believedSite(call, at, resource, unit, ir);
  }
  return null;
}

/** Elsewhere in the file the result of such a call is released. */
function madeSite(call: Call, at: At, unit: Unit, ir: FunctionIr): Site | null {
  const made = unit.has('belief-acquisition') ? madeKind(call, unit.effects(call, ir), unit) : null;
  return made === null ? null : believedSite(call, at, made, unit, ir);
}

function believedSite(call: Call, at: At, resource: ResourceKind, unit: Unit, ir: FunctionIr): Site {
  return { ...at, ...owed(resource), source: 'belief', holders: [unit.places.temp(ir, call.result)], pending: unit.index(ir).awaited(call.result), answer: null };
}

/** `const socket = await ready.promise`: what a deferred brings, where the function gives it on and closes it on a failing way. */
function deferredSite({ value, result, node }: Extract<Instruction, { kind: 'await' }>, block: Block, index: number, unit: Unit, ir: FunctionIr): Site | null {
  if (value.kind !== 'member' || value.property !== 'promise' || !unit.has('belief-acquisition')) return null;
  const [variable, ...others] = unit.index(ir).copies(result);
  if (variable === undefined || typeof variable === 'number' || others.length > 0 || variable.scope.variableScope.block !== ir.node) return null;
  const resource = returnedKind(value.object, variable, unit, ir);
  if (resource === null) return null;
  return { node, block, index, call: null, given: [], listener: false, owner: 'here', doubt: null, ...owed(resource), source: 'belief', holders: [unit.places.temp(ir, result)], pending: false, answer: null };
}

/** Equal for the copies of one acquisition: a finally that is laid out several times has it several times. */
export const keyOf = ({ node, obligation: { resource } }: Site): string => `${node.range[0]}-${node.range[1]} ${resource.id}`;

/** The states in which the walk from a site begins. */
export const initialStates = (site: Site, before: States): States => before.filter(state => agrees(site, state)).map(state => initialState(site, state));

/** Nothing that is known of the arguments speaks against the acquisition. */
function agrees({ given }: Site, { known }: State): boolean {
  return given.every(one => {
    const value = known.get(one.place);
    return value === undefined || !contradict(value, one.known);
  });
}

function initialState(site: Site, before: State): State {
  const step: Step = { kind: 'acquired', node: site.node, subject: '' };
  let state: State = { ...begun(site.pending ? 'pending' : 'open', [], before.known), doubts: site.doubt === null ? [] : [site.doubt], trail: { step, before: null } };
  for (const holder of site.holders) state = addHolder(state, holder);
  if (site.given.some(({ place, optional }) => !optional && !before.known.has(place))) state = doubt(state, 'it depends on what the call is given whether it opens anything');
  const told = site.answer === null ? site.given : [...site.given, site.answer];
  return told.length === 0 ? state : { ...state, known: told.reduce((known, one) => learn(known, one.place, one.known), before.known) };
}
