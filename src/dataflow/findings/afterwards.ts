/**
 * What is due once the function in which it began has returned: when the operation is settled, and where the last function
 * that could close it has run.
 *
 * Input: the end of a turn. Answer: the exit with its doubts, or null where nothing is owed there. A condition on what
 * other turns write is a guess: their order is not followed.
 */
import type { Armed } from '../domain/armed.ts';
import type { State } from '../domain/state.ts';
import { stepsOf } from '../domain/state.ts';
import type { Call, CallEffects } from '../effects/types.ts';
import { borrowsByName } from '../models/index.ts';
import type { ResourceKind } from '../models/types.ts';
import type { Obligation } from '../obligations/obligation.ts';
import type { Site } from '../obligations/sites.ts';
import type { Unit } from '../unit.ts';
import { asksOthers } from './flags.ts';
import type { ExitKind } from './types.ts';

export interface Late {
  readonly exit: ExitKind;
  readonly state: State;
  readonly doubts: readonly string[];
}

export function dueAfterwards(exit: ExitKind, state: State, turn: Armed | null, site: Site, unit: Unit): Late | null {
  if (state.backing === 'guaranteed' || state.status !== 'open') return null;
  const doubts = [...state.doubts];
  if (site.owner === 'shared') doubts.push('another listener is handed it too');
  if (site.owner === 'elsewhere') doubts.push('it was not made here, and whoever made it may close it');
  if (turn !== null && isGivenUp(turn) && !setsTime.test(unit.text)) doubts.push('nobody in view sets the time after which it is idle');
  if (exit === 'settle') return dueAtSettling(state, doubts, turn, site, unit);
  if (exit === 'return') return turn === null ? null : dueAtLast(state, doubts, turn, site, unit);
  // What was only begun here may have been made under another name.
  if (exit === 'overwrite' && site.holders.length > 1) doubts.push('it may have another name');
  return { exit, state, doubts };
}

/** The operation is over for everybody else: who could still close it? */
function dueAtSettling(state: State, doubts: string[], turn: Armed | null, site: Site, unit: Unit): Late | null {
  const { settled } = state;
  if (settled === null) return null;
  const { resource, receiver } = site.obligation;
  if (settled.way === 'well') {
    if (resource.lasting || site.owner === 'elsewhere' || receiver !== null) return null;
    // What a client that goes on listening is for, nobody sees here.
    if (state.backing !== 'none') doubts.push('a listener goes on with it');
  } else if (settled.way === 'either') doubts.push('whether it ended well depends on an argument');
  if (resource.onlyLate === true && turn?.trigger.kind === 'timer') doubts.push('it may still be answered');
  if (turn !== null && asksOthers(stepsOf(state.trail), turn, unit)) doubts.push(flag);
  return { exit: 'settle', state, doubts };
}

const flag = 'a variable that other code writes decides the way';

/** Nothing that still waits to be called gets at it: who left it open was the last who could close it. */
function dueAtLast(state: State, doubts: string[], turn: Armed, { obligation }: Site, unit: Unit): Late | null {
  if (obligation.resource.onlyLate === true) return null;
  if (isGivenUp(turn)) {
    if (asksOthers(stepsOf(state.trail), turn, unit)) doubts.push(flag);
    return goesOn(turn, obligation, unit) ? null : { exit: 'return', state, doubts };
  }
  if (!turn.once || turn.backing === 'none' || state.backing !== 'none' || state.armed.some(one => one.reaches)) return null;
  if (asksOthers(stepsOf(state.trail), turn, unit)) doubts.push(flag);
  // Where nothing else was ever registered, there is no one to blame for being the last.
  return { exit: turn.trigger.kind === 'executor' ? 'never' : 'return', state, doubts };
}

const setsTime = /\.setTimeout\s*\(|\btimeout\b\s*[:,}]/;

/** The idle time of a resource has passed, and its listener left it as it was. */
const isGivenUp = ({ trigger }: Armed): boolean => trigger.kind === 'event' && trigger.own && trigger.deadline;

/** A listener that does more than take note has not given up: it writes, sets a new time, tells others. */
function goesOn({ node }: Armed, { resource }: Obligation, unit: Unit): boolean {
  const ir = node === null ? null : unit.graph(node);
  return ir === null || ir.blocks.some(block => block.instructions.some(one => one.kind === 'call' && !takesNote(unit.effects(one, ir), one, resource)));
}

function takesNote({ name }: CallEffects, { callee, construct }: Call, resource: ResourceKind): boolean {
  if (name === null) return false;
  if (construct || borrowsByName(name)) return true;
  const row = callee.kind === 'member' && Object.hasOwn(resource.methods, name) ? resource.methods[name] : undefined;
  return row?.receiver === 'ends' || row?.unlistens !== undefined;
}
