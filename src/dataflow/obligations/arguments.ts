/**
 * What a call does to a resource that it is handed as an argument.
 *
 * The order of evidence (DESIGN §6): what the tables say; what a callee in view does; what the code that follows
 * believes (it still releases or returns the resource, so the call borrowed it); what the callee's name says; and at
 * last that an unknown callee owns what it is given.
 */
import type { Call, CallEffects } from '../effects/types.ts';
import type { Use } from '../effects/function-index.ts';
import type { BlockId } from '../ids.ts';
import type { Block, Variable } from '../ir/types.ts';
import { successors } from '../ir/visit.ts';
import { endingVerb } from './belief.ts';
import { borrowsByName, releasesByName, rowAt } from '../models/index.ts';
import type { ArgumentModel } from '../models/types.ts';
import { landings } from './landings.ts';
import type { LastEnds, Run } from './obligation.ts';
import { givesItselfBack, isRelease } from './obligation.ts';
import type { State } from '../domain/state.ts';

export type Handed =
  | { readonly kind: 'borrowed' }
  /** Owed by the callee, on both edges. */
  | { readonly kind: 'taken' }
  /** The call ends the obligation. */
  | { readonly kind: 'released' }
  /** Still owed here if the call fails; owed by the callee (or by what it gives back) if it succeeds. */
  | { readonly kind: 'taken-on-success' }
  /** The result closes it. */
  | { readonly kind: 'wrapped' }
  | { readonly kind: 'in-view'; readonly parameter: number };

const borrowed: Handed = { kind: 'borrowed' };
const taken: Handed = { kind: 'taken' };

export function handed(call: Call, effects: CallEffects, position: number, nested: boolean, state: State, block: Block, run: Run): Handed {
  const { unit } = run;
  const row = rowAt(effects.model?.args, position, call.args.length);
  if (effects.model !== null && (row !== undefined || effects.callee.kind === 'model')) return byRow(row, nested, run);
  if (effects.callee.kind === 'function' && !nested && unit.has('callee-outcomes')) {
    const parameter = parameterAt(position, effects.callee.passes);
    return parameter === null ? taken : { kind: 'in-view', parameter };
  }
  const name = effects.name ?? '';
  if (!nested && !call.construct && releasesByName(name)) return { kind: 'released' };
  if (!nested && name === 'resolve' && unit.has('hand-off')) return taken;
  // To read a response, or to end a request, is all there is to do: whoever is given it does that, whatever other branches do.
  const reads = run.obligation?.resource.family === 'response';
  const belief = unit.has('borrow-belief') && !reads ? believed(call, state, block, run) : null;
  if (belief?.kind === 'borrowed' && !nested && isWrapper(call, run)) return { kind: 'wrapped' };
  if (belief?.kind === 'borrowed' || effects.model !== null) return borrowed;
  if (unit.has('borrow-names') && borrowsByName(name)) return borrowed;
  // Whoever cleans up after a failed call gave the resource away with the call that succeeds.
  if (belief !== null) return belief;
  // The object releases what it keeps by itself: whoever it asks for help only borrows.
  if (run.obligation?.underConstruction === true && !call.construct) return borrowed;
  return unit.has('unknown-takes') ? taken : borrowed;
}

/** `handle.call(this, socket)` hands on what stands behind the first argument; null for a receiver, and for what `apply` hides. */
function parameterAt(position: number, passes: Extract<CallEffects['callee'], { kind: 'function' }>['passes']): number | null {
  if (passes === 'all') return position;
  return passes === 'hidden' || position === 0 ? null : position - 1;
}

/** `const client = new Client(socket)`, where the code closes the client somewhere: that closes the socket. */
function isWrapper(call: Call, { unit, ir }: Run): boolean {
  if (!call.construct || !unit.has('wrappers')) return false;
  return landings(call, ir, unit).some(({ references }) => references.some(({ identifier }) => endingVerb(identifier) !== null));
}

function byRow(row: ArgumentModel | undefined, nested: boolean, run: Run): Handed {
  if (row === undefined) return borrowed;
  switch (row.does) {
    case 'borrows':
      return borrowed;
    case 'calls':
      // A slot that is a function is given back where it is called.
      return !nested && run.obligation !== null && givesItselfBack(run.obligation) && run.unit.has('hand-off') ? taken : borrowed;
    case 'takes':
      return run.unit.has('hand-off') ? taken : borrowed;
    case 'reads':
      return !nested && run.obligation?.resource.settledBy === 'reading' && run.unit.has('read-to-the-end') ? { kind: 'released' } : borrowed;
    case 'releases':
      return nested || !run.unit.has('releasing-arguments') ? borrowed : { kind: 'released' };
    case 'wraps':
      if (!run.unit.has('wrappers')) return borrowed;
      return nested === (row.property !== undefined) ? { kind: 'wrapped' } : borrowed;
  }
}

/** Does code after the call still release or return the resource itself? Then the call only borrowed it. */
function believed(call: Call, state: State, block: Block, run: Run): Handed | null {
  const position = call.node.range[1];
  let afterFailure = false;
  for (const holder of state.holders) {
    if (holder.root.kind !== 'variable' || holder.object !== null) continue;
    const last = lastEnds(holder.root.variable, run);
    if (last.normal >= position && comesTo(last.blocks, block, run)) return borrowed;
    if (block.way === 'failure' && last.failure >= position) return borrowed;
    if (last.failure >= position) afterFailure = true;
  }
  return afterFailure ? { kind: 'taken-on-success' } : null;
}

/** Ways are followed this far; beyond, any of them may come to a release. */
const farthest = 256;

/** Whether a way leads from the block to one of these: `if (isKnown) serve(socket); else socket.destroy();` releases on the other way only. */
function comesTo(ends: ReadonlySet<BlockId>, from: Block, { ir }: Run): boolean {
  // A set is walked in the order in which it grows.
  const seen = new Set([from.id]);
  for (const id of seen) {
    if (ends.has(id) || seen.size > farthest) return true;
    const block = ir.blocks[id];
    if (block !== undefined) for (const next of successors(block)) seen.add(next);
  }
  return false;
}

/** Where the source last releases or returns what a variable holds, on its normal and on its failing ways. */
function lastEnds(variable: Variable, run: Run): LastEnds {
  let last = run.ends.get(variable);
  if (last !== undefined) return last;
  last = { normal: -1, failure: -1, blocks: new Set() };
  for (const use of run.index.uses(variable)) {
    if (!ends(use, variable, run)) continue;
    const at = use.kind === 'returned' ? use.position : use.call.node.range[0];
    if (use.block.way === 'normal') last = { ...last, normal: Math.max(last.normal, at), blocks: last.blocks.add(use.block.id) };
    else last = { ...last, failure: Math.max(last.failure, at) };
  }
  run.ends.set(variable, last);
  return last;
}

function ends(use: Use, variable: Variable, run: Run): boolean {
  switch (use.kind) {
    case 'returned':
      return true;
    case 'method':
      return run.obligation !== null && isRelease(run.obligation, use.name);
    case 'called':
      return run.obligation !== null && givesItselfBack(run.obligation);
    case 'argument': {
      const { callee, name } = run.unit.effects(use.call, run.ir);
      if (name !== null && releasesByName(name)) return true;
      // To resolve a promise with it is to give it back.
      if (run.unit.settlers.called(use.call.callee)?.settler.settles === 'well') return true;
      if (callee.kind !== 'function' || run.obligation === null) return false;
      const parameter = use.call.args.findIndex(argument => argument.value.kind === 'variable' && argument.value.variable === variable);
      if (parameter < 0) return false;
      const summary = run.unit.outcome(callee.node, { kind: 'parameter', index: parameter }, run.obligation.resource);
      return summary.returns.some(outcome => outcome.status === 'released');
    }
  }
}
