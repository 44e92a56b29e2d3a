/**
 * Of two joined connections: when the one ends or fails, does anybody close the other?
 *
 * Input: the two and what joins them. Answer: which ends of the one leave the other open, and which guesses that takes.
 * The benefit of a doubt goes to the code: a listener that closes on some condition counts as one that closes.
 */
import type { Node, Operand } from '../ir/types.ts';
import { successors } from '../ir/visit.ts';
import { endsTold, idleTimeouts } from '../models/events.ts';
import { kind as kindById } from '../models/index.ts';
import type { FunctionNode, Variable } from '../ir/types.ts';
import type { Closer } from './closers.ts';
import type { Link } from './links.ts';
import { listenerNode } from './links.ts';
import { isGiven } from './options.ts';
import type { Role } from './roles.ts';
import { textOf } from './roles.ts';
import type { Connection, Survey } from './survey.ts';
import type { At } from './uses.ts';
import { boundTo } from './uses.ts';

/** After which ends of the one the other stays open. */
export interface Gap {
  readonly end: boolean;
  readonly failure: boolean;
  readonly doubts: readonly string[];
}

interface Closing {
  end: boolean;
  failure: boolean;
  readonly doubts: Set<string>;
}

/** null: somebody closes `left` whenever `failing` is over. */
export function gapBetween(failing: Connection, left: Connection, links: readonly Link[], survey: Survey): Gap | null {
  const closing: Closing = { end: links.some(link => link.by === 'pipe' && link.from === failing), failure: false, doubts: new Set() };
  const closers = survey.closers(left);
  for (const closer of closers) consider(closer, failing, left, links, closing, survey);
  const told = listenTo(failing, left, closing, survey) || isClosedAlone(failing, closers, survey);
  // Whoever has the signal may abort it when the other is over.
  if (sharedTaker(failing, left, survey) || isGiven('signal-closes', left, survey)) return null;
  if (closing.end && closing.failure) return null;
  const { doubts } = closing;
  // Who has only the one that fails has no means to close the other.
  if (left.origin === 'given' || left.origin === 'presumed') doubts.add('whoever handed it in may close it');
  if (left.handed !== null && 'shared' in left.handed) doubts.add('another listener is handed it too');
  if (survey.leaves(left)) doubts.add('other code is given it too, and may close it');
  if (!closing.failure && closing.end && !told && crashesUnheard(failing)) doubts.add("an 'error' that nobody listens for ends the process");
  return { end: !closing.end, failure: !closing.failure, doubts: [...doubts] };
}

function consider(closer: Closer, failing: Connection, left: Connection, links: readonly Link[], closing: Closing, survey: Survey): void {
  if (closer.kind === 'direct') {
    if (closer.at === null || links.some(link => comesAfter(closer.at, link.at))) cover(closing);
    return;
  }
  const { role } = closer;
  switch (role.kind) {
    case 'event':
      considerListener(role, failing, left, closing, survey);
      return;
    case 'later':
      cover(closing);
      return;
    case 'called':
      return;
    case 'elsewhere':
      closing.doubts.add('other code in view closes it, and nothing says when');
      return;
  }
}

function cover(closing: Closing): void {
  closing.end = true;
  closing.failure = true;
}

function considerListener({ emitter, emitterKind, event }: Extract<Role, { kind: 'event' }>, failing: Connection, left: Connection, closing: Closing, survey: Survey): void {
  if (emitter !== null && survey.namesOf(failing.variable).has(emitter)) coverBy(event, closing);
  else if (emitter !== null && survey.namesOf(left.variable).has(emitter)) {
    if (event === null || idleTimeouts.has(event)) cover(closing);
  } else if (emitterKind !== null && kindById(emitterKind).family === 'server') closing.doubts.add('the end of a server closes it');
  else if (emitter !== null && survey.connection(emitter) !== undefined && survey.connection(emitter)?.origin !== 'lent') closing.doubts.add('a listener of a third connection closes it');
  // A response, a request, a signal: whoever listens to them means the end of this.
  else cover(closing);
}

/** An event that is not written out may be any. */
function coverBy(event: string | null, closing: Closing): void {
  const ending = event === null ? { end: true, failure: true } : endsTold.get(event);
  closing.end ||= ending?.end === true;
  closing.failure ||= ending?.failure === true;
}

/** Some listener or timer closes the one and not the other: that tells nobody, and ends no process. */
function isClosedAlone(failing: Connection, ofOther: readonly Closer[], survey: Survey): boolean {
  const both = new Set(ofOther.flatMap(closer => (closer.kind === 'function' ? [closer.node] : [])));
  return survey.closers(failing).some(closer => {
    if (closer.kind === 'direct' || both.has(closer.node)) return false;
    const { role } = closer;
    return role.kind === 'later' || (role.kind === 'event' && role.event !== null && !endsTold.has(role.event) && role.emitter !== null && survey.namesOf(failing.variable).has(role.emitter));
  });
}

/** Reads the listeners that are no functions of the file; answers whether any listens for failures. */
function listenTo(failing: Connection, left: Connection, closing: Closing, survey: Survey): boolean {
  let heard = false;
  for (const name of survey.namesOf(failing.variable)) {
    for (const use of survey.usesOf(name)) {
      const listens = use.kind === 'method' ? survey.method(failing, use.name)?.listens : undefined;
      if (use.kind !== 'method' || listens === undefined) continue;
      const event = textOf(use.at.call.args[listens.event]?.value);
      const listener = use.at.call.args[listens.listener]?.value;
      if (event !== null && !endsTold.has(event)) continue;
      heard ||= event === null || event === 'error';
      if (listener !== undefined) hear(listener, event, left, use.at, closing, survey);
    }
  }
  return heard;
}

function hear(listener: Operand, event: string | null, left: Connection, at: At, closing: Closing, survey: Survey): void {
  const { unit } = survey;
  const node = listenerNode(listener, at, unit);
  // What ends the process, or throws where nobody catches, leaves nothing open.
  if (node !== null && !unit.returns(node)) coverBy(event, closing);
  if (node !== null) return;
  const bound = boundBy(listener, at, survey);
  if (bound !== null && survey.namesOf(left.variable).has(bound)) coverBy(event, closing);
  else if (bound === null && !settles(listener) && !isGlobal(listener)) closing.doubts.add('a listener that is not in view may close it');
}

/** `other.destroy.bind(other)`: the variable that it closes. */
function boundBy(listener: Operand, { ir }: At, { unit }: Survey): Variable | null {
  const made = listener.kind === 'temp' ? unit.index(ir).definition(listener.temp) : undefined;
  return made?.kind === 'call' ? boundTo(made, ir, unit) : null;
}

/** `reject` of the promise around it: that settles, and closes nothing. */
function settles(listener: Operand): boolean {
  if (listener.kind !== 'variable') return false;
  const [definition] = listener.variable.defs;
  if (definition === undefined || String(definition.type) !== 'Parameter') return false;
  const { parent } = definition.node as FunctionNode;
  return parent.type === 'NewExpression' && parent.callee.type === 'Identifier' && parent.callee.name === 'Promise';
}

/** `console.error`. */
function isGlobal(listener: Operand): boolean {
  let at = listener;
  while (at.kind === 'member') at = at.object;
  return at.kind === 'global';
}

/** `pipeline(a, b, …)` and the like: a function of the tables that takes both answers for both. */
function sharedTaker(failing: Connection, left: Connection, survey: Survey): boolean {
  const takers = (connection: Connection): Node[] =>
    [...survey.namesOf(connection.variable)].flatMap(name =>
      survey.usesOf(name).flatMap(use => (use.kind === 'argument' && survey.unit.effects(use.at.call, use.at.ir).callee.kind === 'model' ? [use.at.call.node] : [])),
    );
  const there = new Set(takers(left));
  return takers(failing).some(call => there.has(call));
}

/** A message's error with no listener is dropped; a socket's ends the process. */
function crashesUnheard({ kind }: Connection): boolean {
  return kind.events['error']?.unheard !== 'dropped';
}

/** In the same code: control comes from the link to the statement. In other code: only what waits in between comes later. */
function comesAfter(at: At | null, link: At): boolean {
  if (at === null) return true;
  if (at.ir !== link.ir) return at.ir.async || at.ir.generator;
  if (at.block === link.block && at.block.instructions.indexOf(at.call) > at.block.instructions.indexOf(link.call)) return true;
  const seen = new Set<number>();
  const pending = [...successors(link.block)];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const block = at.ir.blocks[next];
    if (block === undefined) continue;
    if (block === at.block) return true;
    pending.push(...successors(block));
  }
  return false;
}
