/**
 * Turns a finding into one sentence for a person who has never seen this project.
 *
 * Input: a finding, and which end of its path the report is placed at. Guarantee: the id of one of `messages` and a
 * value for each of its placeholders; the filled sentence says what is not done, on what, on which way out and why.
 * Not handled: other languages than English; only the first doubt of a possible finding is told.
 */
import type { Node } from '../ir/types.ts';
import { tellAside } from './asides.ts';
import { mention } from './mention.ts';
import type { Placer, ReportPlace, TextOf } from './placing.ts';
import { placer } from './placing.ts';
import type { Finding, FindingKind } from './types.ts';
import { fieldSubject, ownerReason } from './owner-reasons.ts';
import { conditions, encloses, exitReason, failureReason } from './reasons.ts';
import { turnReason } from './turn-reasons.ts';

/** The sentences. `subject` names the resource, `undone` the release that is missing. */
export const messages = {
  failure: '{{subject}} is {{degree}}never {{undone}} when {{reason}}{{more}}{{doubt}}.',
  exit: '{{subject}} is {{degree}}still {{held}} when {{reason}}{{more}}{{doubt}}.',
  overwrite: '{{subject}} is {{degree}}never {{undone}}: {{reason}}{{more}}{{doubt}}.',
  scope: '{{subject}} is {{degree}}still {{held}} when {{reason}}{{more}}{{doubt}}.',
  stays: '{{subject}} is {{degree}}left open when {{reason}}{{more}}{{doubt}}.',
  never: '{{subject}} is {{degree}}never {{undone}}: {{reason}}{{more}}{{doubt}}.',
} as const;

export type MessageId = keyof typeof messages;

export interface Description {
  readonly messageId: MessageId;
  readonly data: Readonly<Record<'subject' | 'degree' | 'undone' | 'held' | 'reason' | 'more' | 'doubt', string>>;
}

export function describe(finding: Finding, at: ReportPlace, textOf: TextOf): Description {
  const place = placer(at === 'acquire' ? finding.acquire : finding.exitNode);
  if (finding.aside !== undefined) {
    const told = tellAside(finding.aside, subject(finding, place(finding.acquire), textOf));
    const degree = finding.certainty === 'certain' ? '' : 'perhaps ';
    return { messageId: 'stays', data: { ...told, degree, undone: undone(finding), held: held(finding), doubt: doubtOf(finding) } };
  }
  const { messageId, reason } = why(finding, place, textOf);
  return {
    messageId,
    data: {
      subject: subject(finding, place(finding.acquire), textOf),
      degree: finding.certainty === 'certain' ? '' : 'perhaps ',
      undone: undone(finding),
      held: held(finding),
      reason,
      more: further(finding.morePaths),
      doubt: doubtOf(finding),
    },
  };
}

const doubtOf = ({ certainty, doubts }: Finding): string => (certainty === 'certain' || doubts[0] === undefined ? '' : ` (not certain: ${doubts[0]})`);

function why(finding: Finding, place: Placer, textOf: TextOf): { messageId: MessageId; reason: string } {
  const later = turnReason(finding, place, textOf);
  if (later !== null) return { messageId: 'failure', reason: later };
  const failure = failureReason(finding, place, textOf);
  const ofOwner = ownerReason(finding, failure, place, textOf);
  if (ofOwner !== null) return ofOwner;
  switch (finding.exit) {
    case 'return':
    case 'throw':
    case 'settle':
      return failure === null ? { messageId: 'exit', reason: exitReason(finding, place, textOf) } : { messageId: 'failure', reason: failure };
    case 'overwrite':
      return { messageId: 'overwrite', reason: overwriteReason(finding, failure, place) };
    case 'scope':
      return failure === null
        ? { messageId: 'scope', reason: `this round of the loop ends ${place(finding.exitNode, true)}${conditions(finding.steps, finding, textOf)}` }
        : { messageId: 'failure', reason: failure };
    case 'never':
      if (failure !== null) return { messageId: 'failure', reason: failure };
      // At the plain end of a function there is no way out to blame.
      return finding.steps.at(-1)?.kind === 'returns'
        ? { messageId: 'failure', reason: exitReason(finding, place, textOf) }
        : { messageId: 'never', reason: `no code that can still reach it ${remedy(finding)}` };
  }
}

/** What nobody does with it. */
function remedy({ kind, noun, release }: Finding): string {
  if (kind !== 'leaked-response') return `calls ${mention(release)}`;
  return noun === 'request' ? 'ends it' : 'reads or discards its body';
}

function overwriteReason(finding: Finding, failure: string | null, place: Placer): string {
  const because = failure === null ? '' : `, when ${failure}`;
  if (encloses(finding.exitNode, finding.acquire)) return `the next round of the loop replaces it${because}`;
  const what = finding.name === null ? 'its only holder' : mention(finding.name);
  return `${what} is assigned again ${place(finding.exitNode)} while the first ${finding.noun} is still ${held(finding)}${because}`;
}

function subject(finding: Finding, where: string, textOf: TextOf): string {
  switch (finding.kind) {
    case 'leaked-slot':
      if (arrives(finding.acquire)) return `The ${finding.noun} ${named(finding)} received ${where}`;
      return `The ${finding.noun} that ${mention(callText(finding.acquire, textOf))} ${finding.noun === 'slot' ? 'takes' : 'gives'} ${where}`;
    case 'leaked-server':
      return `${named(finding)} started ${where}`;
    case 'one-sided-close':
    case 'half-open':
    case 'leaked-socket':
    case 'unclosed-timeout':
      return `${named(finding)} ${arrives(finding.acquire) ? 'received' : 'opened'} ${where}`;
    case 'leaked-response':
      return `${named(finding)} ${finding.noun === 'request' ? 'created' : 'received'} ${where}`;
    case 'unclosed-field':
      return fieldSubject(finding, `${finding.noun === 'server' ? 'started' : arrives(finding.acquire) ? 'received' : 'opened'} ${where}`);
  }
}

/** A call without its arguments: they are in the source, and often long. */
function callText(node: Node, textOf: TextOf): string {
  if (node.type === 'AwaitExpression') return callText(node.argument, textOf);
  return node.type === 'CallExpression' ? `${textOf(node.callee)}()` : textOf(node);
}

function named(finding: Finding): string {
  return finding.name === null ? `The ${finding.noun}` : mention(finding.name);
}

/** A resource acquired at a binding, not at a call, was handed in: the parameter of a listener. */
function arrives(acquire: Node): boolean {
  const type: string = acquire.type;
  return type === 'Identifier' || type === 'AssignmentPattern' || type === 'RestElement' || type === 'ObjectPattern' || type === 'ArrayPattern';
}

/** What a reader misses, by the name of the call that would do it. */
const participles: Readonly<Record<string, string>> = {
  close: 'closed',
  destroy: 'destroyed',
  disconnect: 'disconnected',
  end: 'ended',
  quit: 'closed',
  release: 'released',
  resume: 'read',
  cancel: 'read or cancelled',
  dump: 'read or dumped',
  terminate: 'terminated',
};

/** What is released in two ways is missed in the usual one: a request is ended, and destroyed where that is too late. */
const usually: Readonly<Record<string, string>> = { request: 'ended' };

const states: Readonly<Record<FindingKind, string>> = {
  'leaked-socket': 'open',
  'leaked-server': 'open',
  'leaked-slot': 'held',
  'leaked-response': 'unread',
  'unclosed-timeout': 'open',
  'unclosed-field': 'open',
  'one-sided-close': 'open',
  'half-open': 'open',
};

/** What it is as long as it is owed. */
function held({ kind, noun }: Finding): string {
  return kind === 'leaked-response' && noun === 'request' ? 'not ended' : states[kind];
}

const otherwise: Readonly<Record<FindingKind, string>> = {
  'leaked-socket': 'closed',
  'leaked-server': 'closed',
  'leaked-slot': 'released',
  'leaked-response': 'read',
  'unclosed-timeout': 'closed',
  'unclosed-field': 'closed',
  'one-sided-close': 'closed',
  'half-open': 'closed',
};

function undone(finding: Finding): string {
  if (finding.kind === 'leaked-response' && Object.hasOwn(usually, finding.noun)) return usually[finding.noun] ?? otherwise[finding.kind];
  const name = /([\w$]+)\s*\(/u.exec(finding.release)?.[1] ?? '';
  return Object.hasOwn(participles, name) ? (participles[name] ?? otherwise[finding.kind]) : otherwise[finding.kind];
}

/** The walk stops soon after the first way it is sure of; a large count is a lower bound. */
const mostCounted = 20;

function further(paths: number): string {
  if (paths === 0) return '';
  if (paths > mostCounted) return `, and on more than ${mostCounted} further paths`;
  return paths === 1 ? ', and on 1 further path' : `, and on ${paths} further paths`;
}
