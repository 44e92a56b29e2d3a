/**
 * Findings about sockets whose own side nobody ends: the other side has ended, and the socket stays in CLOSE_WAIT.
 *
 * Three causes: it was asked to stay open on its own side (`allowHalfOpen`, the 'upgrade' of a plain http server) and nothing
 * ends that; it waits for somebody to read it (`pauseOnConnect`) and nobody does; or nobody reads it although the code
 * relies on being told of its end. Input: the connections of a file. Guarantee: a socket that goes out of sight, that is piped
 * or that something is piped into is not reported. Not handled: options that are not written out.
 */
import type { Finding, OpenSide } from '../findings/types.ts';
import type { FunctionNode, Node } from '../ir/types.ts';
import { endsTold, idleTimeouts } from '../models/events.ts';
import { listenerNode, streamRow } from './links.ts';
import { optionFor } from './options.ts';
import type { Role } from './roles.ts';
import { textOf } from './roles.ts';
import type { Connection, Survey } from './survey.ts';
import type { At } from './uses.ts';

export function openSidesIn(survey: Survey): readonly Finding[] {
  if (!survey.unit.has('half-open')) return [];
  return survey.connections().flatMap(connection => judge(connection, survey) ?? []);
}

function judge(connection: Connection, survey: Survey): Finding | null {
  if (!isStream(connection) || neverComesBack(connection, survey)) return null;
  const side = sideOf(connection, survey);
  if (side === null || survey.leaves(connection)) return null;
  const life = lifeOf(connection, survey);
  if (life.closed) return null;
  const doubts = [...life.doubts];
  if (connection.handed !== null && 'shared' in connection.handed) doubts.push('another listener is handed it too');
  if (side.why === 'paused') return life.read ? null : findingOf(connection, side, doubts);
  if (side.why === 'half-open' && !life.atEnd) return findingOf(connection, side, doubts);
  // Its end closes it, and nobody reads up to there.
  if (life.read || !life.atEnd || connection.origin !== 'handed') return null;
  return findingOf(connection, { ...side, why: 'unread' }, [...doubts, 'the end of a peer that sends nothing is seen all the same']);
}

/** A listener that always throws is another matter: so does the process end, unless somebody catches. */
function neverComesBack({ handed, variable }: Connection, { unit }: Survey): boolean {
  return handed !== null && !unit.returns(variable.scope.block as FunctionNode);
}

/** What can be read and told not to be read. */
function isStream({ origin, kind }: Connection): boolean {
  return (origin === 'handed' || origin === 'made') && Object.values(kind.methods).some(method => method.reads === 'stops');
}

function sideOf(connection: Connection, survey: Survey): OpenSide | null {
  const paused = optionFor('paused', connection, survey);
  if (paused !== null) return { about: 'side', why: 'paused', option: paused };
  const halfOpen = optionFor('half-open', connection, survey);
  if (halfOpen !== null || connection.handed?.halfOpen === true) return { about: 'side', why: 'half-open', option: halfOpen };
  return connection.origin === 'handed' ? { about: 'side', why: 'unread', option: null } : null;
}

/** What the code does with a socket, as far as its end depends on it. */
interface Life {
  /** Somebody closes it at once, after a time, or with something else. */
  closed: boolean;
  /** A listener closes it when the other side has ended. */
  atEnd: boolean;
  /** Somebody reads it for as long as it lives. */
  read: boolean;
  readonly doubts: Set<string>;
}

function lifeOf(connection: Connection, survey: Survey): Life {
  const life: Life = { closed: false, atEnd: false, read: false, doubts: new Set() };
  const names = survey.namesOf(connection.variable);
  for (const closer of survey.closers(connection)) {
    if (closer.kind === 'function' && closer.role.kind === 'event' && closer.role.emitter !== null && names.has(closer.role.emitter)) hear(closer.role, connection, life);
    else life.closed = true;
  }
  for (const name of names) {
    for (const use of survey.usesOf(name)) {
      if (use.kind === 'iterated') life.closed = true;
      else if (use.kind === 'argument') life.closed ||= streamRow(use.at, survey)?.forwards?.to === use.position;
      else if (use.kind === 'method') note(use.name, use.at, connection, life, survey);
    }
  }
  return life;
}

/** One of its own listeners closes it. */
function hear({ event }: Extract<Role, { kind: 'event' }>, { kind }: Connection, life: Life): void {
  if (event === null || idleTimeouts.has(event)) life.closed = true;
  else if (Object.hasOwn(kind.events, event) && kind.events[event]?.then === 'closed') return;
  else if (endsTold.get(event)?.end === true) life.atEnd = true;
  else life.doubts.add('another of its listeners may close it before');
}

function note(name: string, at: At, connection: Connection, life: Life, survey: Survey): void {
  const row = survey.method(connection, name);
  if (row === undefined) return;
  if (row.forwards !== undefined) life.closed = true;
  if (row.reads === 'lasting') life.read = true;
  if (row.listens === undefined) return;
  const event = textOf(at.call.args[row.listens.event]?.value);
  const model = event !== null && Object.hasOwn(connection.kind.events, event) ? connection.kind.events[event] : undefined;
  if (model?.reads === 'lasting') life.read = true;
  const listener = at.call.args[row.listens.listener]?.value;
  const node = listener === undefined ? null : listenerNode(listener, at, survey.unit);
  // A listener from elsewhere, or one that asks for `this`, has the socket without naming it.
  if (model?.then !== 'closed' && (node === null || (node.type !== 'ArrowFunctionExpression' && /\bthis\b/.test(survey.unit.text.slice(...node.range))))) life.closed = true;
}

function findingOf(connection: Connection, side: OpenSide, doubts: readonly string[]): Finding {
  const { variable, made, kind } = connection;
  const place: Node = made?.call.node ?? variable.defs[0]?.name ?? variable.scope.block;
  return {
    kind: 'half-open',
    certainty: doubts.length === 0 ? 'certain' : 'possible',
    exit: 'never',
    noun: kind.noun,
    name: variable.name,
    release: side.why === 'half-open' ? 'end()' : 'resume()',
    acquire: place,
    exitNode: place,
    steps: [{ kind: 'acquired', node: place, subject: '' }],
    morePaths: 0,
    doubts,
    aside: side,
  };
}
