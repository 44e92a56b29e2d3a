/**
 * Makers by belief: a call whose result is released in one function of the file gives the same thing wherever else it is
 * made in that file, also where nobody keeps or releases it (`await createRunner().query(sql)`).
 *
 * Input: the text of the file, for the releases and the calls. Guarantee: only results that go back by `release` count,
 * because closing and ending are said of too many things; a file without such a release costs one search.
 */
import { lastName } from '../ir/names.ts';
import type { Call, CallEffects } from '../effects/types.ts';
import type { FunctionIr, FunctionNode } from '../ir/types.ts';
import { pairFor } from '../models/index.ts';
import type { ResourceKind } from '../models/types.ts';
import { createEnclosing } from '../resolve/enclosing.ts';
import { namesOf } from '../resolve/names.ts';
import { isFunction } from '../resolve/syntax.ts';
import type { Makers, Unit } from '../unit.ts';
import { believedKind, splitWords } from './belief.ts';
import { landings } from './landings.ts';

const none: Makers = { kinds: new Map(), callers: [] };

export function findMakers(unit: Unit): Makers {
  const releases = positionsOf(/\.release\s*\(/g, unit.text);
  if (releases.length === 0) return none;
  const { at } = createEnclosing(unit.scopeManager);
  const kinds = new Map<string, ResourceKind>();
  for (const code of new Set(releases.map(at))) {
    const ir = unit.graph(code);
    if (ir !== null) collect(ir, kinds, unit);
  }
  if (kinds.size === 0) return none;
  const calls = positionsOf(new RegExp(`\\b(?:${[...kinds.keys()].join('|')})\\s*\\(`, 'g'), unit.text);
  return { kinds, callers: [...new Set(calls.map(at))] };
}

/** The names they are called by, and those of the functions that call them and may give on what they got. */
export function namesOfMakers({ kinds, callers }: Makers): readonly string[] {
  return [...kinds.keys(), ...callers.flatMap(code => (isFunction(code) ? namesOf(code) : []))];
}

function collect(ir: FunctionIr, kinds: Map<string, ResourceKind>, unit: Unit): void {
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.kind !== 'call') continue;
      const name = lastName(instruction.callee);
      // `connect`, `open` and `get` are said of many things; two words say what is made.
      if (name === null || !/^\w+$/.test(name) || splitWords(name).length < 2 || pairFor(name) !== undefined) continue;
      for (const variable of landings(instruction, ir, unit)) {
        const resource = believedKind(instruction, unit.effects(instruction, ir), variable, unit, ir);
        if (resource?.advice === 'release()') kinds.set(name, resource);
      }
    }
  }
}

/** What a call gives by belief; callees that the tables know speak for themselves. */
export function madeKind(call: Call, effects: CallEffects, unit: Unit): ResourceKind | null {
  if (effects.model !== null || effects.name === null || call.construct || !unit.has('makers')) return null;
  const { callee } = effects;
  if (callee.kind === 'function' ? !makesNew(call, callee.node, unit) : callee.kind !== 'method' && callee.kind !== 'unknown') return null;
  return isChained(call) ? null : (unit.makers().kinds.get(effects.name) ?? null);
}

/** A callee in view may give back what it was handed or what it keeps; one that gives the result of a call, handed only constants, made it. */
function makesNew(call: Call, callee: FunctionNode, unit: Unit): boolean {
  if (call.args.some(argument => argument.value.kind !== 'literal')) return false;
  const ir = unit.graph(callee);
  if (ir === null) return false;
  const given = ir.blocks.flatMap(block => block.instructions.flatMap(one => (one.kind === 'store' && one.place.kind === 'result' ? [one.value] : [])));
  return given.length > 0 && given.every(value => value.kind === 'temp' && unit.index(ir).definition(value.temp)?.kind === 'call');
}

/** `create().then(…)`: what the continuation does with it is its own affair. */
function isChained({ node: { parent } }: Call): boolean {
  return parent?.type === 'MemberExpression' && parent.property.type === 'Identifier' && /^(?:then|catch|finally)$/.test(parent.property.name);
}

const positionsOf = (expression: RegExp, text: string): number[] => Array.from(text.matchAll(expression), match => match.index);
