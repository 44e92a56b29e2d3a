/**
 * Summaries by simulation: what a callee does to a resource it is handed, what it acquires for its caller, and whether
 * it may throw.
 */
import { comesBack } from '../effects/coming-back.ts';
import { rejecting } from '../effects/rejections.ts';
import { throwing } from '../effects/throwing.ts';
import type { Place } from '../domain/places.ts';
import { nothing } from '../domain/knowledge.ts';
import type { State } from '../domain/state.ts';
import { addHolder, begun, isOwed } from '../domain/state.ts';
import type { Block, FunctionIr, FunctionNode, Variable } from '../ir/types.ts';
import type { ResourceKind } from '../models/types.ts';
import { namesOfField } from '../obligations/this-names.ts';
import { deliveredThrough } from '../obligations/deliveries.ts';
import type { Obligation } from '../obligations/obligation.ts';
import { startLife } from '../obligations/obligation.ts';
import { gatherKnowledge, simulate } from '../obligations/simulate.ts';
import type { Site, Source } from '../obligations/sites.ts';
import { findSites, initialStates } from '../obligations/sites.ts';
import type { Unit } from '../unit.ts';
import type { Entrance, Exits, Fresh, Outcome, Summary } from './types.ts';

/** Nothing is known of the callee: whoever handed it the resource is not asked for it any more. */
export const unknownSummary: Summary = { returns: [{ status: 'handed', returned: false, backing: 'none', own: 'none', armed: [], settled: null, result: undefined, given: [] }], throws: [] };
const untouched: Outcome = { status: 'open', returned: false, backing: 'none', own: 'none', armed: [], settled: null, result: undefined, given: [] };

export function inferOutcome(callee: FunctionNode, entrance: Entrance, resource: ResourceKind, unit: Unit): Summary {
  const ir = unit.graph(callee);
  if (ir === null) return unknownSummary;
  const holders = placesOf(entrance, ir, unit);
  if (holders === 'rest') return unknownSummary;
  const block = ir.blocks[ir.entry];
  if (block === undefined || (holders.length === 0 && entrance.kind !== 'slot' && entrance.kind !== 'beside')) return { returns: [untouched], throws: [untouched] };
  // The caller keeps its own reference: inside, losing a name loses nothing.
  const caller = unit.places.global('\0caller');
  let state: State = begun('open', [caller], nothing);
  for (const holder of holders) state = addHolder(state, holder);
  const obligation: Obligation = entrance.kind === 'slot' ? { resource, receiver: entrance.receiver, verbs: entrance.verbs, companion: null } : { resource, receiver: null, verbs: [], companion: null };
  const { observations, complete } = simulate(unit, ir, obligation, { block, index: 0, states: [state] }, 'all', { life: startLife(unit, ir), deadline: entrance.kind === 'captured' && entrance.late === true });
  if (!complete) return unknownSummary;
  const at = (exit: 'return' | 'throw'): Outcome[] => distinct(observations.filter(one => one.exit === exit).map(one => outcomeOf(one.state, ir, unit)));
  return { returns: at('return'), throws: at('throw') };
}

function placesOf(entrance: Entrance, ir: FunctionIr, unit: Unit): Place[] | 'rest' {
  if (entrance.kind === 'captured') return [unit.places.variable(entrance.variable)];
  if (entrance.kind === 'field') return namesOfField(entrance.name, ir, unit);
  if (entrance.kind === 'slot' || entrance.kind === 'beside') return [];
  const formal = ir.parameters[entrance.index];
  if (formal === undefined) return ir.parameters.at(-1)?.rest === true ? 'rest' : [];
  if (formal.rest) return 'rest';
  const value = unit.places.temp(ir, formal.value);
  return formal.variable === null ? [value] : [value, unit.places.variable(formal.variable)];
}

function outcomeOf(state: State, ir: FunctionIr, unit: Unit): Outcome {
  const result = unit.places.result(ir);
  const returned = state.holders.includes(result);
  const nested = state.holders.some(holder => holder.root === result.root && holder !== result);
  const status = state.status === 'released' ? 'released' : state.status === 'handed' || nested ? 'handed' : 'open';
  return { status, returned: returned && status === 'open', backing: state.backing, own: state.own, armed: state.armed.slice(0, mostArmed), settled: state.settled, result: returned ? undefined : state.known.get(result), given: givenOf(state, ir, unit) };
}

/** Of very many registrations the first are told. */
const mostArmed = 16;

/** What the way tells about arguments: a parameter that is never assigned still is what the caller passed. */
function givenOf(state: State, ir: FunctionIr, unit: Unit): Outcome['given'] {
  const given: { parameter: number; known: Outcome['given'][number]['known'] }[] = [];
  for (const [parameter, formal] of ir.parameters.entries()) {
    if (formal.variable === null || isAssigned(formal.variable)) continue;
    const known = state.known.get(unit.places.variable(formal.variable));
    if (known !== undefined) given.push({ parameter, known });
  }
  return given;
}

const isAssigned = (variable: Variable): boolean => variable.references.some(reference => reference.isWrite() && reference.init !== true);

/** More ways than this are told without their conditions. */
const mostOutcomes = 6;

function distinct(outcomes: readonly Outcome[]): Outcome[] {
  const byText = new Map(outcomes.map(outcome => [outcomeText(outcome), outcome]));
  if (byText.size <= mostOutcomes) return [...byText.values()];
  const plain = outcomes.map(outcome => ({ ...outcome, result: undefined, given: [] }));
  return [...new Map(plain.map(outcome => [outcomeText(outcome), outcome])).values()];
}

export function outcomeText(outcome: Outcome): string {
  const given = outcome.given.map(({ parameter, known }) => `$${parameter} ${knownText(known)}`).join(', ');
  const armed = outcome.armed.length === 0 ? '' : `, leaves ${outcome.armed.map(one => `${one.registered.range[0]}${one.backing}`).join('+')}`;
  const settles = outcome.settled === null ? '' : `, settles ${outcome.settled.variable.name} ${outcome.settled.way}`;
  const result = outcome.result === undefined ? '' : `, gives ${knownText(outcome.result)}`;
  return `${outcome.status}${outcome.returned ? ', returned' : ''}${outcome.backing === 'none' ? '' : `, ${outcome.backing}`}${settles}${armed}${result}${given === '' ? '' : ` when ${given}`}`;
}

function knownText(known: Outcome['given'][number]['known']): string {
  if (known.kind === 'literal') return String(known.value);
  return known.kind === 'not' ? `not ${known.values.map(String).join('|')}` : known.kind;
}

export function inferFresh(callee: FunctionNode, unit: Unit): readonly Fresh[] {
  const ir = unit.graph(callee);
  if (ir === null || callee.generator || !givesSomething(ir)) return [];
  const sites = findSites(unit, ir).filter(site => gives.has(site.source) && !isOfItsObject(site));
  if (sites.length === 0) return [];
  const found: Fresh[] = [];
  const knowledge = gatherKnowledge(unit, ir, sites.map(({ block }) => block));
  const result = unit.places.result(ir);
  for (const site of sites) {
    const before = knowledge(site.block, site.index);
    if (before.length === 0) continue;
    const { observations } = simulate(unit, ir, site.obligation, { block: site.block, index: site.index + 1, states: initialStates(site, before) });
    for (const { exit, state } of observations) {
      if (exit !== 'return' || !isOwed(state) || !state.holders.includes(result) || state.backing === 'guaranteed') continue;
      found.push({ resource: site.obligation.resource, byName: site.source === 'name', async: callee.async || state.status === 'pending', result: undefined, given: givenOf(state, ir, unit) });
      break;
    }
  }
  return found;
}

const gives: ReadonlySet<Source> = new Set(['table', 'name', 'callee']);

/** `start() { return this.server.listen() }`: whoever calls is shown what stays the object's. */
const isOfItsObject = ({ owner, holders }: Site): boolean => owner === 'elsewhere' && holders.some(holder => holder.root.kind === 'this');

/** What an executor resolves with, or a callee gives to its callback. */
export function inferDelivered(callee: FunctionNode, through: number, unit: Unit): readonly Fresh[] {
  const delivery = deliveredThrough(callee, through, unit);
  return delivery === null ? [] : [{ ...delivery, async: true, result: undefined, given: [] }];
}

function givesSomething(ir: FunctionIr): boolean {
  return ir.blocks.some(block => block.instructions.some(one => one.kind === 'store' && one.place.kind === 'result' && one.value.kind !== 'literal'));
}

export const anyExit: Exits = { returns: true, throws: true };

/** Walks the graph: which exits are reached, past calls that do not come back. */
export function inferExits(callee: FunctionNode, unit: Unit): Exits {
  const ir = unit.graph(callee);
  if (ir === null) return anyExit;
  const seen = new Set<number>([ir.entry]);
  const pending: number[] = [ir.entry];
  const reach = (target: number): void => {
    if (seen.has(target)) return;
    seen.add(target);
    pending.push(target);
  };
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const block = ir.blocks[next];
    if (block === undefined) continue;
    if (!runsThrough(block, ir, unit, reach)) continue;
    const { terminal } = block;
    if (terminal.kind === 'throw') reach(block.handler);
    else if (terminal.kind === 'goto') reach(terminal.target);
    else if (terminal.kind === 'branch') {
      reach(terminal.then);
      reach(terminal.else);
    }
  }
  return { returns: seen.has(ir.returnExit), throws: seen.has(ir.throwExit) };
}

/** Does control come to the end of the block? Where an instruction throws, the handler is reached. */
function runsThrough(block: Block, ir: FunctionIr, unit: Unit, reach: (target: number) => void): boolean {
  for (const instruction of block.instructions) {
    if (instruction.kind === 'call') {
      if (throwing(instruction, unit.effects(instruction, ir), block, ir, unit).kind === 'yes') reach(block.handler);
      if (!comesBack(instruction, ir, unit)) return false;
    } else if (instruction.kind === 'yield') reach(instruction.abandon);
    else if (rejecting(instruction, ir, unit).kind === 'yes') reach(block.handler);
  }
  return true;
}
