/**
 * Where the walks of one function begin: its sites, each with the states in which control comes past it.
 *
 * Guarantee: at most one start per place of the source, and none where control never comes.
 */
import { throwing } from '../effects/throwing.ts';
import { atLeast } from '../domain/state.ts';
import type { FunctionIr } from '../ir/types.ts';
import type { Unit } from '../unit.ts';
import type { HandedParameter } from './listeners.ts';
import { statesSinceMaking } from './dormant.ts';
import { gatherKnowledge, type Start, unaware } from './simulate.ts';
import type { Site } from './sites.ts';
import { parameterSite } from './parameters.ts';
import { findSites, initialStates } from './sites.ts';

/** Obligations that begin in a function; `parameters` are those in which whoever calls it as a listener hands it a resource. */
export function sitesIn(ir: FunctionIr, parameters: readonly HandedParameter[], unit: Unit): readonly Site[] {
  const handed = unit.has('listener-parameters') ? parameters.flatMap(parameter => parameterSite(unit, ir, parameter) ?? []) : [];
  return [...handed, ...findSites(unit, ir)];
}

export interface Begun {
  readonly site: Site;
  readonly start: Start;
}

/** The caller takes one at a time and may say that a place is settled. */
export function* startsOf(sites: Iterable<Site>, settled: (site: Site) => boolean, ir: FunctionIr, unit: Unit): Generator<Begun> {
  const all = [...sites];
  const knowledge = gatherKnowledge(unit, ir, all.map(({ block }) => block));
  for (const site of all) {
    // A finally that is laid out several times has the same acquisition several times.
    if (settled(site)) continue;
    const before = site.index < 0 ? [unaware] : knowledge(site.block, site.index);
    if (before.length === 0) continue;
    const made = statesSinceMaking(site, ir, unit, knowledge) ?? initialStates(site, before);
    const states = hasSignal(site, ir, unit) ? made.map(state => atLeast(state, 'guaranteed')) : made;
    yield { site, start: { block: site.block, index: tellsItself(site, ir, unit) ? site.index : site.index + 1, states, thrown: isOwedOnFailure(site, ir, unit) } };
  }
}

/** `client.connect(error => …)`: what is told how the beginning went waits from that very call on. */
function tellsItself({ call }: Site, ir: FunctionIr, unit: Unit): boolean {
  if (call === null || !unit.has('failed-beginnings')) return false;
  const { callee } = unit.effects(call, ir);
  if (callee.kind !== 'method' || callee.model?.receiver !== 'begins' || callee.model.rejectionProves !== 'receiver-closed') return false;
  return call.args.at(-1)?.value.kind === 'function';
}

/** A signal among the options closes it in any case. */
function hasSignal({ call, obligation }: Site, ir: FunctionIr, unit: Unit): boolean {
  if (call === null || obligation.resource.family === 'response' || !unit.has('closer-registered') || unit.effects(call, ir).model?.options?.['signal'] !== 'signal-closes') return false;
  return call.args.some(({ value }) => value.kind === 'object' && value.entries.some(({ key }) => key === 'signal'));
}

/** Only with the mechanism switched off: a call that throws has acquired nothing. */
function isOwedOnFailure({ call, block }: Site, ir: FunctionIr, unit: Unit): boolean {
  return call !== null && !unit.has('result-on-normal-edge') && throwing(call, unit.effects(call, ir), block, ir, unit).kind !== 'no';
}
