/**
 * Where the source releases a resource at all: what belief needs to know beyond the paths.
 */
import type { Use } from '../effects/function-index.ts';
import type { FunctionIr, Node, Variable } from '../ir/types.ts';
import { releasesByName } from '../models/index.ts';
import { landings } from '../obligations/landings.ts';
import { isRelease } from '../obligations/obligation.ts';
import type { Site } from '../obligations/sites.ts';
import type { Unit } from '../unit.ts';

/** The function releases it on some way. */
export function isReleasedByFunction(site: Site, ir: FunctionIr, unit: Unit): boolean {
  return releasePositions(site, ir, unit).length > 0;
}

/** On the normal way to this exit the function passes a release: only a condition can have kept it from running. */
export function isReleasedBefore(site: Site, exit: Node, ir: FunctionIr, unit: Unit): boolean {
  const end = exit === ir.node ? exit.range[1] : exit.range[0];
  return releasePositions(site, ir, unit).some(position => position > site.node.range[1] && position < end);
}

function releasePositions(site: Site, ir: FunctionIr, unit: Unit): number[] {
  const positions: number[] = [];
  const { receiver, verbs } = site.obligation;
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.kind !== 'call' || instruction.callee.kind !== 'member' || instruction.callee.property === null) continue;
      if (receiver !== null && verbs.includes(instruction.callee.property) && unit.places.of(instruction.callee.object, ir) === receiver) positions.push(instruction.node.range[0]);
    }
  }
  for (const variable of variablesOf(site, ir, unit)) {
    for (const use of unit.index(ir).uses(variable)) {
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

/** Some other code of the file releases the same receiver. */
export function isReleasedBySibling(site: Site, unit: Unit): boolean {
  const { receiver, verbs } = site.obligation;
  const name = receiver?.property ?? (receiver?.root.kind === 'variable' ? receiver.root.variable.name : null);
  return name !== null && verbs.some(verb => unit.text.includes(`${name}.${verb}(`) || unit.text.includes(`${name}?.${verb}(`));
}
