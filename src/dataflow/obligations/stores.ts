/**
 * An assignment, as one obligation sees it: another name, a hand-off, or the loss of the last name.
 */
import type { Instruction, Operand } from '../ir/types.ts';
import type { Known } from '../domain/knowledge.ts';
import { forget, learn, truthy } from '../domain/knowledge.ts';
import { isHolder, mentionOf } from './mentions.ts';
import type { Later } from './closures.ts';
import { assignedTo, registered, waitsBeside } from './closures.ts';
import type { Run } from './obligation.ts';
import type { Place } from '../domain/places.ts';
import { isWithin } from '../domain/places.ts';
import { knownOf, wordOf } from './questions.ts';
import type { State } from '../domain/state.ts';
import { addHolder, atLeast, dropHolders, isOwed, walk } from '../domain/state.ts';

export type Store = Extract<Instruction, { kind: 'store' }>;

export interface Stored {
  readonly state: State;
  /** The last name of an open resource was assigned something else here. */
  readonly lost: State | null;
}

export function stepStore(store: Store, state: State, run: Run): Stored {
  const place = run.unit.places.of(store.place, run.ir);
  if (!isOwed(state)) return { state: remember(store, place, state, run), lost: null };
  if (isListener(store, state, run)) return { state: listening(store, atLeast(state, 'reader'), run), lost: null };
  const listened = listening(store, state, run);
  if (listened !== state) return { state: listened, lost: null };
  const whole = isHolder(store.value, state, run) || isReleaser(store, state, run);
  // The message gets its name here; it is the one that the socket came with.
  const named = store.declares && place !== null && place === run.obligation?.companion;
  const kept = place === null || whole || named ? state : overwrite(place, state);
  const lost = kept !== state && isLost(kept, store, run) ? walk(state, { kind: 'overwritten', node: store.node, subject: '' }) : null;
  return { state: remember(store, place, lost === null ? give(store, place, whole, kept, run) : { ...kept, status: 'released' }, run), lost };
}

/** `const [value, release] = await semaphore.acquire()`: a part of what a limiter answers that the code calls as a function. */
function isReleaser({ place, value }: Store, state: State, run: Run): boolean {
  if (run.obligation?.receiver == null || place.kind !== 'variable' || value.kind !== 'member' || !isHolder(value.object, state, run)) return false;
  return run.index.uses(place.variable).some(use => use.kind === 'called');
}

/** `socket.onmessage = …`: a listener for an event that keeps it read. */
function isListener({ place, value }: Store, state: State, run: Run): boolean {
  if (place.kind !== 'member' || place.property?.startsWith('on') !== true || value.kind === 'literal' || !run.unit.has('lasting-reader')) return false;
  return isHolder(place.object, state, run) && run.obligation?.resource.events[place.property.slice(2)]?.reads === 'lasting';
}

/** `socket.onclose = () => …`: what the function does counts when its event comes. */
function listening({ place, value, node }: Store, state: State, run: Run): State {
  const when = assignedTo(place, node.type === 'AssignmentExpression' ? node.right : node, state, run);
  if (when === null) return state;
  const mention = mentionOf(value, state, run);
  if (mention.kind === 'closure') return registered(when, mention.node, mention.through, state, run);
  return mention.kind === 'no' ? waitsBeside(when, value, state, run) : state;
}

/** The places at and below the target do not hold it any more. */
function overwrite(place: Place, state: State): State {
  return dropHolders(state, holder => isWithin(holder, place));
}

/** Nothing with a name holds it: temporaries are used up where they were made. */
function isLost(state: State, store: Store, run: Run): boolean {
  if (!run.unit.has('overwrite') || state.backing !== 'none' || run.obligation === null || run.obligation.receiver !== null) return false;
  return state.holders.every(holder => holder.root.kind === 'temp') && mentionOf(store.value, state, run).kind === 'no';
}

/** Where the value carries the resource, who has it now? */
function give(store: Store, place: Place | null, whole: boolean, state: State, run: Run): State {
  if (whole) return place === null ? handOff(state, run) : placeWhole(store, place, state, run);
  const mention = mentionOf(store.value, state, run);
  switch (mention.kind) {
    case 'no':
    case 'whole':
      return state;
    case 'releaser':
      return isLocal(store, run) ? state : handOff(state, run);
    case 'closure':
      // A local function is no hand-off: what it does counts where it is called or given away.
      return staysHere(store, run) ? state : registered(keptFor(store), mention.node, mention.through, state, run);
    case 'closures':
      return staysHere(store, run) ? state : mention.closures.reduce((one, { node, through }) => registered(keptFor(store), node, through, one, run), state);
    case 'nested':
      return place !== null && isLocal(store, run) && run.unit.has('local-holders') ? placeNested(store.value, place, state, run) : handOff(state, run);
  }
}

/** A function that is kept somewhere will be called by whoever has it. */
const keptFor = ({ node }: Store): Later => ({ kind: 'later', trigger: { kind: 'call' }, once: false, handle: null, node });

const staysHere = (store: Store, run: Run): boolean => store.place.kind !== 'result' && isLocal(store, run);

function placeWhole(store: Store, place: Place, state: State, run: Run): State {
  if (!isLocal(store, run)) return handOff(addHolder(state, place), run);
  return run.unit.has('aliases') || store.declares || place.root.kind === 'temp' ? addHolder(state, place) : state;
}

/** `const pair = { socket, id }`: the resource is at `pair.socket`. */
function placeNested(value: Operand, place: Place, state: State, run: Run): State {
  let next = state;
  const pending: { readonly value: Operand; readonly place: Place }[] = [{ value, place }];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (isHolder(item.value, state, run)) next = addHolder(next, item.place);
    else if (item.value.kind === 'temp' || item.value.kind === 'variable') next = placeBelow(item.value, item.place, next, run);
    else if (item.value.kind === 'object') {
      for (const entry of item.value.entries) if (entry.key !== null) pending.push({ value: entry.value, place: run.unit.places.property(item.place, entry.key) });
    } else if (item.value.kind === 'array') {
      for (const [index, element] of item.value.elements.entries()) pending.push({ value: element.value, place: run.unit.places.property(item.place, String(index)) });
    }
  }
  return next === state ? handOff(state, run) : next;
}

/** `const db = client.db()`: what the value has as a property the new name has too. */
function placeBelow(value: Operand, place: Place, state: State, run: Run): State {
  const from = run.unit.places.of(value, run.ir);
  const below = state.holders.filter(holder => holder.object === from && holder.object !== null);
  return below.reduce((next, { property }) => (property === null ? next : addHolder(next, run.unit.places.property(place, property))), state);
}

/** The target is a variable of this very function (or a property of an object that only it has), a temporary or the result. */
function isLocal(store: Store, run: Run): boolean {
  let base: Operand = store.place;
  while (base.kind === 'member') base = base.object;
  switch (base.kind) {
    case 'temp':
      return store.place.kind === 'temp';
    case 'result':
      return true;
    case 'variable':
      return base.variable.scope.variableScope.block === run.ir.node && (store.place.kind === 'variable' || isFreshObject(base.variable, run));
    case 'this':
      return run.obligation?.underConstruction === true;
    default:
      return false;
  }
}

/** `const o = {}` that is this function's own. */
function isFreshObject(variable: Extract<Operand, { kind: 'variable' }>['variable'], run: Run): boolean {
  const definition = variable.defs.length === 1 ? variable.defs[0] : undefined;
  if (definition?.type !== 'Variable' || definition.node.type !== 'VariableDeclarator') return false;
  const init = definition.node.init?.type;
  return (init === 'ObjectExpression' || init === 'ArrayExpression') && run.ir.node.type !== 'Program';
}

const handOff = (state: State, run: Run): State => (run.unit.has('hand-off') ? { ...state, status: 'handed' } : state);

/** What is known of the value is known of the place. */
function remember(store: Store, place: Place | null, state: State, run: Run): State {
  if (place === null || !run.unit.has('conditions')) return state;
  const word = wordOf(store.value, state, run.asker);
  const known = word ?? (state.holders.includes(place) ? undefined : valueKnown(store.value, state, run));
  const cleared = forget(state.known, place);
  const next = known === undefined || !isRemembered(place, run) ? cleared : learn(cleared, place, known);
  return next === state.known ? state : { ...state, known: next };
}

/** Merged values (`a ?? b`) and results carry what is known on to whoever asks. */
const isRemembered = (place: Place, run: Run): boolean => place.root.kind === 'temp' || place.root.kind === 'result' || run.index.correlated(place);

function valueKnown(value: Operand, state: State, run: Run): Known | undefined {
  if (value.kind === 'temp' && run.index.definition(value.temp)?.kind === 'call' && isConstruction(value, run)) return truthy;
  return knownOf(value, state, run.asker);
}

function isConstruction(value: Extract<Operand, { kind: 'temp' }>, run: Run): boolean {
  const definition = run.index.definition(value.temp);
  return definition?.kind === 'call' && definition.construct;
}
