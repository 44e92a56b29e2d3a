/**
 * Findings about fields, from a holding and what was seen of it.
 *
 * Guarantee: placed where the resource begins to be owed; the path ends where it is lost sight of.
 */
import type { ExitKind, Finding, OwnerDetail, Step } from '../findings/types.ts';
import { adviceFor } from '../findings/advice.ts';
import { tellStep } from '../findings/steps.ts';
import type { Unit } from '../unit.ts';
import type { FieldFacts } from './fields.ts';
import { ownerName } from './owner-facts.ts';
import type { Holding } from './types.ts';

export interface Seen {
  readonly exit: ExitKind;
  readonly fault: OwnerDetail['fault'];
  /** Behind the acquisition; the last is where a report at the exit is placed. */
  readonly steps: readonly Step[];
  readonly doubts: readonly string[];
  readonly morePaths?: number;
}

export function findingFor({ field, context }: FieldFacts, holding: Holding, seen: Seen, unit: Unit): Finding {
  const { site, ir } = holding;
  const acquired: Step = { kind: 'acquired', node: site.node, subject: '' };
  const steps = [acquired, ...seen.steps].map(step => tellStep(step, unit.text));
  return {
    kind: 'unclosed-field',
    certainty: seen.doubts.length === 0 ? 'certain' : 'possible',
    exit: seen.exit,
    noun: site.obligation.resource.noun,
    name: `this.${field.name}`,
    release: adviceFor(site, ir, unit),
    acquire: site.node,
    exitNode: steps.at(-1)?.node ?? site.node,
    steps,
    morePaths: seen.morePaths ?? 0,
    doubts: seen.doubts,
    owner: { name: ownerName(field.owner, context), fault: seen.fault, many: field.as === 'collection' },
  };
}
