/**
 * Where the source releases a resource at all: what belief needs to know beyond the paths.
 */
import type { Use } from '../effects/function-index.ts';
import type { FunctionIr, FunctionNode, Node, Variable } from '../ir/types.ts';
import { releasesByName } from '../models/index.ts';
import { isReleasedInView, receiverOf } from '../obligations/receivers.ts';
import { landings } from '../obligations/landings.ts';
import { isRelease } from '../obligations/obligation.ts';
import type { Step } from './types.ts';
import type { Site } from '../obligations/sites.ts';
import type { Unit } from '../unit.ts';

/** The function releases it on some way. */
export function isReleasedByFunction(site: Site, ir: FunctionIr, unit: Unit): boolean {
  return releasePositions(site, ir, unit).length > 0 || isReleasedByClosure(site, ir, unit);
}

/** A listener of the function gives the slot back: on that way the function means to. */
function isReleasedByClosure({ obligation: { receiver, verbs } }: Site, ir: FunctionIr, unit: Unit): boolean {
  return receiver !== null && isReleasedInView(receiver, verbs, unit.text.slice(ir.node.range[0], ir.node.range[1]));
}

/** On the normal way to this exit the function passes a release: only a condition can have kept it from running. */
export function isReleasedBefore(site: Site, exit: Node, ir: FunctionIr, unit: Unit): boolean {
  const end = exit === ir.node ? exit.range[1] : endOfWay(exit, ir);
  return releasePositions(site, ir, unit, 'normal').some(position => position > site.node.range[1] && position < end);
}

/** A `finally` around what fails holds a release: only a condition can have kept it from running. */
export function isReleasedOnTheWayOut(site: Site, steps: readonly Step[], ir: FunctionIr, unit: Unit): boolean {
  const failed = steps.find(step => step.kind === 'throws' || step.kind === 'rejects' || step.kind === 'settles')?.node;
  if (failed === undefined) return false;
  const positions = releasePositions(site, ir, unit);
  return finallyBlocksAround(failed, ir).some(([from, to]) => positions.some(position => position > from && position < to));
}

/** A `return` runs the `finally` blocks around it before it leaves. */
function endOfWay(exit: Node, ir: FunctionIr): number {
  return Math.max(exit.range[0], ...finallyBlocksAround(exit, ir).map(([, to]) => to));
}

/** Ranges of the `finally` blocks that run when control leaves from here. */
function finallyBlocksAround(node: Node, ir: FunctionIr): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let inside = node;
  for (let at = node.parent; at !== undefined && at !== null && inside !== ir.node; inside = at, at = at.parent) {
    if (at.type === 'TryStatement' && at.finalizer !== null && at.finalizer !== inside) found.push(at.finalizer.range);
  }
  return found;
}

function releasePositions(site: Site, ir: FunctionIr, unit: Unit, way: 'any' | 'normal' = 'any'): number[] {
  const positions: number[] = [];
  const { receiver, verbs } = site.obligation;
  if (receiver !== null) {
    for (const verb of verbs) {
      for (const { call, block } of unit.index(ir).named(verb)) {
        if (receiverOf(call, unit, ir) === receiver && !(way === 'normal' && block.way === 'failure')) positions.push(call.node.range[0]);
      }
    }
  }
  for (const variable of variablesOf(site, ir, unit)) {
    for (const use of unit.index(ir).uses(variable)) {
      if (way === 'normal' && use.block.way === 'failure') continue;
      if (releasesUse(use, site)) positions.push(use.kind === 'returned' ? use.position : use.call.node.range[0]);
    }
  }
  return positions;
}

function releasesUse(use: Use, site: Site): boolean {
  switch (use.kind) {
    case 'method':
      return isRelease(site.obligation, use.name) || site.obligation.verbs.includes(use.name);
    case 'argument': {
      const { callee } = use.call;
      const name = callee.kind === 'member' ? callee.property : callee.kind === 'variable' ? callee.variable.name : null;
      return name !== null && releasesByName(name);
    }
    case 'called':
      return site.obligation.receiver !== null;
    case 'returned':
      return false;
  }
}

/** The variables of the function that the resource is stored in. */
function variablesOf(site: Site, ir: FunctionIr, unit: Unit): readonly Variable[] {
  const held = site.holders.flatMap(holder => (holder.root.kind === 'variable' && holder.object === null ? [holder.root.variable] : []));
  return site.call === null ? held : [...held, ...landings(site.call, ir, unit)];
}

/**
 * A closure that can still run has the resource in hand: it releases it, reads it to its end or gives it to somebody.
 * Where in the function it was created does not matter; it may have been given to the acquiring call itself. Only what is
 * written behind the exit was not there yet, unless it is a function that the whole scope has.
 */
export function isEntrusted(site: Site, exit: Node, ir: FunctionIr, unit: Unit): boolean {
  if (!unit.has('captures')) return false;
  const { resource } = site.obligation;
  const end = Math.max(exit.range[1], exit === ir.node ? 0 : endOfWay(exit, ir));
  return variablesOf(site, ir, unit).some(variable =>
    closuresOver(variable, ir).some(closure => {
      if (closure.range[0] > end && closure.type !== 'FunctionDeclaration') return false;
      const { returns, throws } = unit.outcome(closure, { kind: 'captured', variable }, resource);
      // What a listener returns nobody gets: `() => socket.setNoDelay()` gives the socket to no one.
      const gives = closure.parent.type !== 'CallExpression';
      return [...returns, ...throws].some(outcome => outcome.status !== 'open' || outcome.backing !== 'none' || (gives && outcome.returned));
    }),
  );
}

function closuresOver(variable: Variable, ir: FunctionIr): FunctionNode[] {
  const found = new Set<FunctionNode>();
  for (const reference of variable.references) {
    const { block } = reference.from.variableScope;
    if (block !== ir.node && (block.type === 'ArrowFunctionExpression' || block.type === 'FunctionExpression' || block.type === 'FunctionDeclaration')) found.add(block);
  }
  return [...found];
}

/** Some other code of the file releases the same receiver. */
export function isReleasedBySibling(site: Site, unit: Unit): boolean {
  const { receiver, verbs } = site.obligation;
  return receiver !== null && isReleasedInView(receiver, verbs, unit.text);
}
