/**
 * Words for what is told apart from any way through the code: joined connections, sockets whose own side is open.
 *
 * Input: the data of the finding and its subject. Guarantee: pieces that fit the sentence "… is left open when …: …".
 */
import { mention } from './mention.ts';
import type { Finding, OneSided, OpenSide } from './types.ts';

export interface Told {
  readonly subject: string;
  readonly reason: string;
  readonly more: string;
}

export function tellAside(aside: NonNullable<Finding['aside']>, subject: string): Told {
  switch (aside.about) {
    case 'pair':
      return tellPair(aside);
    case 'side':
      return { subject, reason: 'the other side ends', more: `, in CLOSE_WAIT: ${causeOf(aside)}` };
  }
}

function tellPair({ fails, stays, mutual, end, failure, piped }: OneSided): Told {
  const ways = end ? (failure ? 'ends, errors or is destroyed' : 'ends') : 'errors or is destroyed';
  const because = piped ? "pipe() forwards only 'end'" : end ? 'its listeners forward only data' : 'nobody forwards that';
  return {
    subject: mutual ? `Either of ${mention(fails)} and ${mention(stays)}` : mention(stays),
    reason: `${mutual ? 'the other' : mention(fails)} ${ways}`,
    more: `: ${because}`,
  };
}

function causeOf({ why, option }: OpenSide): string {
  switch (why) {
    case 'half-open':
      return `${option === null ? 'a plain HTTP server' : mention(option)} leaves it to the program to end its own side, and nothing does`;
    case 'paused':
      return `${mention(option ?? 'pause()')} keeps it from being read, and nobody resumes it`;
    case 'unread':
      return 'nobody reads what arrives before the end';
  }
}
