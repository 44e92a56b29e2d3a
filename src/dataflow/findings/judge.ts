/**
 * Which observations of a walk are findings: an obligation that is still due at an exit.
 *
 * Input: a site and what its walk observed. Answer: at most one finding of each kind, for the exit that is most certain and nearest;
 * the others are counted.
 */
import type { ExitKind, Finding, FindingKind, Step } from './types.ts';
import type { State } from '../domain/state.ts';
import type { Armed } from '../domain/armed.ts';
import { isOwed, stepsOf } from '../domain/state.ts';
import type { FunctionIr, Node } from '../ir/types.ts';
import { isForNode, isPackaged } from '../models/index.ts';
import type { Family } from '../models/types.ts';
import { isSlotName } from '../obligations/belief.ts';
import { hasPassed } from '../obligations/closures.ts';
import { isReleasedInView } from '../obligations/receivers.ts';
import type { Observation, Simulation } from '../obligations/simulate.ts';
import type { Site } from '../obligations/sites.ts';
import { isByName } from '../obligations/sites.ts';
import { isFunction } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';
import { adviceFor } from './advice.ts';
import { isMain } from './callers.ts';
import { dueAfterwards } from './afterwards.ts';
import { asksOthers } from './flags.ts';
import { nameOf } from './names.ts';
import { tellStep } from './steps.ts';
import { isTest } from './tests.ts';
import { isEntrusted, isReleasedBefore, isReleasedByFunction, isReleasedOnTheWayOut, isReleasedBySibling } from './releases.ts';

const kinds: Readonly<Record<Family, FindingKind>> = { socket: 'leaked-socket', server: 'leaked-server', slot: 'leaked-slot', response: 'leaked-response' };

const conditional = 'a condition decides whether it is released';

interface Due {
  readonly kind: FindingKind;
  readonly exit: ExitKind;
  readonly state: State;
  readonly doubts: readonly string[];
}

/** At most one finding of each kind. */
export function judge(site: Site, simulation: Simulation, ir: FunctionIr, unit: Unit): readonly Finding[] {
  const discharged = simulation.settled || simulation.observations.some(({ exit, state, turn }) => turn === null && exit === 'return' && isDischarged(state));
  const due = simulation.observations.flatMap(observation => dueAt(observation, discharged, site, ir, unit) ?? []);
  due.sort((left, right) => left.doubts.length - right.doubts.length);
  const firsts = new Map<FindingKind, Due>();
  for (const one of due) if (!firsts.has(one.kind)) firsts.set(one.kind, one);
  return [...firsts.values()].map(first => findingOf(first, simulation, site, ir, unit));
}

function findingOf(first: Due, simulation: Simulation, site: Site, ir: FunctionIr, unit: Unit): Finding {
  const doubts = simulation.complete ? first.doubts : [...first.doubts, 'the function has more ways through it than were walked'];
  const steps = tell(first, ir, unit);
  return {
    kind: first.kind,
    certainty: doubts.length === 0 ? 'certain' : 'possible',
    exit: first.exit,
    noun: site.obligation.resource.noun,
    name: nameOf(site, unit),
    release: adviceFor(site, ir, unit),
    acquire: site.node,
    exitNode: steps.at(-1)?.node ?? site.node,
    steps,
    // Never is said of all ways at once, and a turn is a way of its own.
    morePaths: first.exit === 'never' || first.exit === 'settle' ? 0 : Math.max(0, simulation.ways - 1),
    doubts,
  };
}

/** On some normal way it is closed, handed on or read to its end: then only the others forget it. */
const isDischarged = (state: State): boolean =>
  state.status === 'released' || state.status === 'handed' || state.backing !== 'none' || state.holders.some(holder => holder.root.kind === 'result');

/** A condition before its release may say that it is meant to stay: somebody else has it, or it is for the whole life of the process. */
const mayBeKept = (site: Site): boolean => isByName(site) || site.obligation.resource.lasting;

/** Is the resource owed at this exit, and with which doubts? */
function dueAt({ exit, state, turn }: Observation, discharged: boolean, site: Site, ir: FunctionIr, unit: Unit): Due | null {
  if (!isOwed(state)) return null;
  if (site.obligation.resource.onlyLate === true && !(turn !== null && hasPassed(turn.trigger))) return null;
  const kind = kindOf(turn, site);
  if (turn !== null || exit === 'settle') {
    // What the top level of a module begins lives as long as the process, whatever its listeners do.
    if (ir.node.type === 'Program' && kind !== 'unclosed-timeout' && unit.has('module-end')) return null;
    const found = dueAfterwards(exit, state, turn, site, unit);
    const later = exit === 'settle' && turn === null && mayBeKept(site) && isReleasedOnTheWayOut(site, stepsOf(state.trail), ir, unit) ? [conditional] : [];
    return found === null ? null : { kind, ...found, doubts: [...found.doubts, ...later, ...forgiven(exit, state, site, ir, unit)] };
  }
  const found = dueInside(exit, state, discharged, site, ir, unit);
  return found === null ? null : { kind, ...found, doubts: [...found.doubts, ...forgiven(exit, state, site, ir, unit)] };
}

/** Why one that is forgotten may do no harm, where it is one. */
function forgiven(exit: ExitKind, state: State, { obligation: { resource } }: Site, ir: FunctionIr, unit: Unit): readonly string[] {
  if (resource.forgiving === undefined) return [];
  if (!isLostInLoop(exit, state, ir)) return [resource.forgiving];
  return isForNode(unit.text) ? [] : ['nothing says that this code runs in Node'];
}

function dueInside(exit: ExitKind, state: State, discharged: boolean, site: Site, ir: FunctionIr, unit: Unit): Omit<Due, 'kind'> | null {
  // What a program leaves open when its top level ends lives as long as the process.
  if (ir.node.type === 'Program' && unit.has('module-end') && (exit === 'return' || exit === 'throw')) return null;
  if (state.backing === 'guaranteed') return null;
  const doubts = [...state.doubts];
  if (isAskedOfOthers(state, site, ir, unit)) doubts.push('a variable that other code writes decides the way');
  switch (exit) {
    case 'return':
      return dueAtReturn(state, doubts, discharged, site, ir, unit);
    case 'throw':
      if (state.status === 'pending') doubts.push('the resource may not have been there yet');
      if (mayBeKept(site) && isReleasedOnTheWayOut(site, stepsOf(state.trail), ir, unit)) doubts.push(conditional);
      if (isAnyName(site, unit)) doubts.push('nothing in view releases it, and the name may mean something else');
      if (site.owner === 'elsewhere') doubts.push('it was not made here, and whoever made it may close it');
      // A server is what such a script is for; a connection that it forgets is forgotten all the same.
      if (site.obligation.resource.lasting && unit.has('module-end') && isMain(ir.node, unit)) doubts.push('the process may end with the function that failed');
      if (isPackaged(site.obligation.resource.id) && site.obligation.resource.lasting && unit.has('lasting-servers') && !discharged && !isReleasedByFunction(site, ir, unit)) doubts.push('nothing here ever closes it, so that it may be meant to live as long as the process');
      if (site.listener && !ir.async) doubts.push('an exception that nobody catches ends the process');
      return { exit, state, doubts };
    case 'settle':
    case 'overwrite':
    case 'scope':
    case 'never':
      return { exit, state, doubts };
  }
}

/** `if (finished) return;`: where a request has failed already, no response comes that could be forgotten. */
function isAskedOfOthers(state: State, { listener, obligation: { resource } }: Site, { node }: FunctionIr, unit: Unit): boolean {
  return listener && resource.settledBy === 'reading' && isFunction(node) && asksOthers(stepsOf(state.trail), { node }, unit);
}

/** What a deadline has given up on is a matter of its own. */
function kindOf(turn: Armed | null, { obligation: { resource } }: Site): FindingKind {
  return turn !== null && hasPassed(turn.trigger) && resource.family === 'socket' ? 'unclosed-timeout' : kinds[resource.family];
}

/** One after the other is forgotten: what one of them may do without harm adds up. */
function isLostInLoop(exit: ExitKind, state: State, ir: FunctionIr): boolean {
  if (exit !== 'overwrite' && exit !== 'scope') return false;
  for (let at = state.trail?.step.node; at !== undefined && at !== ir.node; at = at.parent ?? undefined) if (loops.has(at.type)) return true;
  return false;
}

const loops: ReadonlySet<string> = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);

/** `scopes.acquire(node)`: a pair of names of which only the first is in view, on something that is not called after slots. */
function isAnyName({ source, obligation: { receiver, verbs } }: Site, unit: Unit): boolean {
  if (source !== 'pair' || receiver === null) return false;
  const name = receiver.property ?? (receiver.root.kind === 'variable' ? receiver.root.variable.name : null);
  return name !== null && !isSlotName(name) && !isReleasedInView(receiver, verbs, unit.text);
}

function dueAtReturn(state: State, doubts: string[], discharged: boolean, site: Site, ir: FunctionIr, unit: Unit): Omit<Due, 'kind'> | null {
  const { resource, receiver } = site.obligation;
  if (site.owner === 'shared') doubts.push('another listener is handed it too');
  const end = exitOf(state, ir);
  if (unit.has('hand-off') && state.holders.some(holder => holder.root.kind === 'result')) return null;
  if (site.owner === 'elsewhere' || state.backing !== 'none' || isEntrusted(site, end, ir, unit)) return null;
  if (state.status === 'pending' && site.source !== 'table' && site.source !== 'name') return null;
  const released = isReleasedByFunction(site, ir, unit);
  if (resource.lasting && !released && unit.has('lasting-servers') && !(unit.has('test-bodies') && isTest(ir.node))) return null;
  if (receiver !== null && !released) {
    if (unit.has('siblings') && isReleasedBySibling(site, unit)) return null;
    doubts.push('nobody in view releases it, and its owner may');
  }
  if (mayBeKept(site) && released && isReleasedBefore(site, end, ir, unit)) doubts.push(conditional);
  return { exit: released || discharged ? 'return' : 'never', state, doubts };
}

/** The `return` that was taken, or the end of the function. */
function exitOf(state: State, ir: FunctionIr): Node {
  for (const step of stepsOf(state.trail).reverse()) if (step.kind === 'returns') return step.node;
  return ir.node;
}

function tell(due: Due, ir: FunctionIr, unit: Unit): Step[] {
  const steps = stepsOf(due.state.trail).map(step => tellStep(step, unit.text));
  const last = steps.at(-1);
  if ((due.exit === 'return' || due.exit === 'never') && last !== undefined && !steps.some(({ kind }) => kind === 'event') && last.kind !== 'returns' && last.kind !== 'abandoned') steps.push({ kind: 'ends', node: ir.node, subject: '' });
  return steps;
}
