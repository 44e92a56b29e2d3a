/**
 * Belief: what a function releases on its successful way it owes on its failing ways too, without any table
 * (Engler et al., "Bugs as deviant behavior").
 *
 * Input: a call nobody knows whose result lands in a variable of this function. Answer: the kind of resource that the
 * function takes it for, or null.
 */
import type { Call, CallEffects } from '../effects/types.ts';
import type { FunctionIr, Operand, Variable } from '../ir/types.ts';
import type { Evidence } from '../models/evidence.ts';
import { beliefVerbs, evidence, lendingVerbs, otherThings, poolNames, poolWords } from '../models/evidence.ts';
import type { MethodModel, ResourceKind } from '../models/types.ts';
import type { Unit } from '../unit.ts';
import { lendsFromPool } from './lending.ts';

/** What kinds rest on that no table has. */
export const believedDoc = 'belief: the function itself releases it on its successful way';

export function believedKind(call: Call, effects: CallEffects, variable: Variable, unit: Unit, ir: FunctionIr): ResourceKind | null {
  if (effects.model !== null || variable.scope.variableScope.block !== ir.node) return null;
  const verbs = new Set<string>();
  let onSuccess: string | null = null;
  for (const use of unit.index(ir).uses(variable)) {
    if (use.kind !== 'method' || !Object.hasOwn(beliefVerbs, use.name)) continue;
    verbs.add(use.name);
    if (use.block.way === 'normal') onSuccess ??= use.name;
  }
  if (onSuccess === null) return returnedKind(call.callee, variable, unit, ir);
  const found = evidenceIn([variable.name, ...wordsOfCallee(call.callee)]);
  if (found === null && !(beliefVerbs[onSuccess]?.slot === true && effects.callee.kind !== 'class' && !isFactoryOfOthers(call.callee))) return null;
  return kindOf(found, onSuccess, takesFromPool(call.callee) || (effects.callee.kind === 'function' && unit.has('lending-helpers') && lendsFromPool(effects.callee.node, unit)));
}

/** What the function gives to its caller when all goes well, and closes itself on some failing way, is its own on the others too. */
export function returnedKind(source: Operand, variable: Variable, unit: Unit, ir: FunctionIr): ResourceKind | null {
  if (!unit.index(ir).uses(variable).some(use => use.kind === 'returned' && use.block.way === 'normal')) return null;
  const found = evidenceIn([variable.name, ...wordsOfCallee(source)]);
  const verb = found?.family === 'socket' ? releasedElsewhere(variable, unit, ir) : null;
  return verb === null ? null : kindOf(found, verb, takesFromPool(source));
}

/** The verb of a release in a handler of the function, or in a closure: `client.on('error', () => socket.destroy())`. */
function releasedElsewhere(variable: Variable, unit: Unit, ir: FunctionIr): string | null {
  for (const use of unit.index(ir).uses(variable)) if (use.kind === 'method' && use.block.way === 'failure' && Object.hasOwn(beliefVerbs, use.name)) return use.name;
  for (const { identifier, from } of variable.references) {
    const verb = from.variableScope.block === ir.node ? null : endingVerb(identifier);
    if (verb !== null && identifier.parent.parent?.type === 'CallExpression') return verb;
  }
  return null;
}

/** `destroy` of `socket.destroy`, where `socket` is the mention at hand: a member that ends such a thing. */
export function endingVerb(mention: Variable['references'][number]['identifier']): string | null {
  const { parent } = mention;
  if (parent.type !== 'MemberExpression' || parent.object !== mention || parent.property.type !== 'Identifier') return null;
  return Object.hasOwn(beliefVerbs, parent.property.name) ? parent.property.name : null;
}

/** What a callback is handed, by its name, by the call that brings it and by the verb that gives it back. */
export function kindByNames(verb: string, name: string, callee: Operand, slot: boolean): ResourceKind | null {
  const found = evidenceIn([name, ...wordsOfCallee(callee)]);
  if (found === null && (!slot || [name, ...wordsOfCallee(callee)].flatMap(splitWords).some(word => otherThings.test(word)))) return null;
  return kindOf(found, verb, takesFromPool(callee));
}

/** A name that speaks of something that is lent in pieces. */
export const isSlotName = (name: string): boolean => splitWords(name).some(word => poolWords.test(word)) || evidenceIn([name])?.family === 'slot';

/** A name that speaks of a connection and of nothing else. */
export const isConnectionName = (name: string): boolean => evidenceIn([name])?.family === 'socket';

/** Variables on which a method is called that ends such a thing: no other can be believed in. */
export function releasedIn(ir: FunctionIr): ReadonlySet<Variable> {
  const found = new Set<Variable>();
  for (const { instructions } of ir.blocks) {
    for (const instruction of instructions) {
      if (instruction.kind === 'store' && instruction.place.kind === 'result' && instruction.value.kind === 'variable' && isConnectionName(instruction.value.variable.name)) found.add(instruction.value.variable);
      if (instruction.kind !== 'call' || instruction.callee.kind !== 'member' || instruction.callee.object.kind !== 'variable') continue;
      const { object, property } = instruction.callee;
      if (property !== null && Object.hasOwn(beliefVerbs, property)) found.add(object.variable);
    }
  }
  return found;
}

/** The strongest word of the names; null when a name speaks of something else, or of nothing. */
function evidenceIn(names: readonly string[]): Evidence | null {
  const words = names.flatMap(splitWords);
  if (words.some(word => otherThings.test(word))) return null;
  for (const row of evidence) if (words.some(word => row.words.test(word))) return row;
  return null;
}

export function splitWords(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_$#\d]+/)
    .filter(word => word !== '')
    .map(word => word.toLowerCase());
}

function wordsOfCallee(callee: Operand): string[] {
  switch (callee.kind) {
    case 'variable':
      return [callee.variable.name];
    case 'global':
      return [callee.name];
    case 'member':
      return callee.property === null ? [] : [callee.property];
    default:
      return [];
  }
}

/** `pool.getConnection()`, `this.pool.connect()`: closing what a pool lent gives it back. */
function takesFromPool(callee: Operand): boolean {
  const [name] = wordsOfCallee(callee);
  if (name === undefined || poolNames.test(name)) return name !== undefined;
  if (!lendingVerbs.test(name) || callee.kind !== 'member') return false;
  const lender = callee.object.kind === 'variable' ? callee.object.variable.name : callee.object.kind === 'member' ? callee.object.property : null;
  return lender !== null && splitWords(lender).at(-1) === 'pool';
}

const isFactoryOfOthers = (callee: Operand): boolean => wordsOfCallee(callee).flatMap(splitWords).some(word => otherThings.test(word));

function kindOf(found: Evidence | null, verb: string, fromPool: boolean): ResourceKind {
  const slot = fromPool || beliefVerbs[verb]?.slot === true;
  const methods = Object.fromEntries(Object.keys(beliefVerbs).map(name => [name, releasing]));
  return {
    id: `believed ${found?.noun ?? ''} ${verb}`,
    family: slot ? 'slot' : (found?.family ?? 'socket'),
    noun: fromPool ? 'connection' : (found?.noun ?? (slot ? 'slot' : 'connection')),
    advice: `${verb}()`,
    methods,
    status,
    events: {},
    disposal: 'none',
    lasting: false,
    doc: believedDoc,
  };
}

/** What nobody knows may be closed by the other side too, and says so by words of its own: whoever asks it knows better than we do. */
const status: ResourceKind['status'] = {
  destroyed: { truthy: 'closed' },
  closed: { truthy: 'closed' },
  isReleased: { truthy: 'closed' },
  ...Object.fromEntries(['status', 'state', 'readyState', 'open', 'isOpen', 'connected', 'isConnected', 'active', 'alive', 'ended', 'aborted'].map(name => [name, { truthy: 'hint' }] as const)),
};

const releasing: MethodModel = { receiver: 'releases', throws: 'never', doc: 'belief' };
