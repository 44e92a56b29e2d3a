/**
 * Findings about joined connections: the end of one leaves the other open.
 *
 * Input: the connections of a file. Guarantee: at most one finding for two connections, at the first place that joins them,
 * and at most one at a place.
 * A connection that outlives many others is not reported for the end of one of them.
 */
import type { Finding, OneSided } from '../findings/types.ts';
import type { Node } from '../ir/types.ts';
import type { Gap } from './coverage.ts';
import { gapBetween } from './coverage.ts';
import { servesMany } from './extent.ts';
import type { Joint, Link } from './links.ts';
import { jointsIn, placeOf } from './links.ts';
import type { Connection, Survey } from './survey.ts';

export function oneSidedIn(survey: Survey): readonly Finding[] {
  if (!survey.unit.has('joined-connections')) return [];
  const places = new Map<Node, Finding>();
  for (const joint of jointsIn(survey)) {
    const finding = judge(joint, survey);
    if (finding === null) continue;
    // A helper joins what all of its callers hand in; it is told of one of them.
    const known = places.get(finding.acquire);
    if (known === undefined || (known.certainty === 'possible' && finding.certainty === 'certain')) places.set(finding.acquire, finding);
  }
  return [...places.values()];
}

interface Side extends Gap {
  readonly failing: Connection;
  readonly left: Connection;
}

function judge({ links }: Joint, survey: Survey): Finding | null {
  const [first] = links;
  const sides = [sideOf(first.from, first.to, links, survey), sideOf(first.to, first.from, links, survey)].filter(side => side !== null);
  const certain = sides.filter(side => side.doubts.length === 0);
  const [told, other] = certain.length > 0 ? certain : sides;
  return told === undefined ? null : findingOf(told, other ?? null, links);
}

function sideOf(failing: Connection, left: Connection, links: readonly Link[], survey: Survey): Side | null {
  if (left.origin === 'presumed' && !links.some(link => link.from === failing)) return null;
  if (!isOwed(left, failing, survey) || !mayTell(failing, left, links) || servesMany(left, failing, survey)) return null;
  const gap = gapBetween(failing, left, links, survey);
  if (gap === null) return null;
  // Data that flows one way: whoever sends it may have other things to do once the receiver is gone.
  const alone = !links.some(link => link.from === failing) ? ['it may still be of use without the other'] : [];
  return { ...gap, failing, left, doubts: [...gap.doubts, ...alone] };
}

/** Is it for this code to close it? A message belongs to the connection that it came over. */
function isOwed({ origin, kind, variable }: Connection, failing: Connection, survey: Survey): boolean {
  if (origin === 'lent' || kind.events['error']?.unheard === 'dropped') return false;
  // A parameter that callers in view hand their connection to is judged where they do.
  const isHanded = (one: Connection): boolean => one.origin === 'given' && survey.connections().some(holder => holder !== one && survey.namesOf(holder.variable).has(one.variable));
  return !isHanded(failing) && !(origin === 'given' && survey.connections().some(holder => holder.variable !== variable && survey.namesOf(holder.variable).has(variable)));
}

/** Two connections that listeners join in one direction only may have nothing else in common. */
function mayTell(failing: Connection, left: Connection, links: readonly Link[]): boolean {
  if (links.some(link => link.by === 'pipe')) return true;
  return links.some(link => link.from === failing) && links.some(link => link.from === left);
}

function findingOf(side: Side, other: Side | null, links: readonly [Link, ...Link[]]): Finding {
  const place = placeOf(links[0]);
  const mutual = other !== null && other.end === side.end && other.failure === side.failure;
  const aside: OneSided = {
    about: 'pair',
    fails: side.failing.variable.name,
    stays: side.left.variable.name,
    mutual,
    end: side.end,
    failure: side.failure,
    piped: links.some(link => link.by === 'pipe' && link.from === side.failing),
  };
  return {
    kind: 'one-sided-close',
    certainty: side.doubts.length === 0 ? 'certain' : 'possible',
    exit: 'never',
    noun: side.left.kind.noun,
    name: side.left.variable.name,
    release: side.left.kind.advice,
    acquire: place,
    exitNode: place,
    steps: [{ kind: 'acquired', node: place, subject: '' }],
    morePaths: 0,
    doubts: side.doubts,
    aside,
  };
}
