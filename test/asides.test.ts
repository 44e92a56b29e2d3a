/** The words for joined connections and for sockets whose own side is open. */
import { describe, expect, test } from 'vitest';
import { tellAside } from '../src/dataflow/findings/asides.ts';
import type { Finding, OneSided, OpenSide } from '../src/dataflow/findings/types.ts';

const said = (aside: NonNullable<Finding['aside']>): string => {
  const { subject, reason, more } = tellAside(aside, '`socket` received here');
  return `${subject} is left open when ${reason}${more}.`;
};

const pair = (rest: Partial<OneSided>): OneSided => ({ about: 'pair', fails: 'client', stays: 'upstream', mutual: false, end: false, failure: true, piped: true, ...rest });
const side = (why: OpenSide['why'], option: string | null): OpenSide => ({ about: 'side', why, option });

describe('of joined connections', () => {
  test.each([
    [pair({}), "`upstream` is left open when `client` errors or is destroyed: pipe() forwards only 'end'."],
    [pair({ mutual: true }), "Either of `client` and `upstream` is left open when the other errors or is destroyed: pipe() forwards only 'end'."],
    [pair({ piped: false, end: true }), '`upstream` is left open when `client` ends, errors or is destroyed: its listeners forward only data.'],
    [pair({ piped: false, end: true, failure: false }), '`upstream` is left open when `client` ends: its listeners forward only data.'],
    [pair({ piped: false }), '`upstream` is left open when `client` errors or is destroyed: nobody forwards that.'],
  ])('%o', (aside, sentence) => {
    expect(said(aside)).toBe(sentence);
  });
});

describe('of an open side', () => {
  test.each([
    [side('half-open', 'allowHalfOpen'), '`allowHalfOpen` leaves it to the program to end its own side, and nothing does'],
    [side('half-open', null), 'a plain HTTP server leaves it to the program to end its own side, and nothing does'],
    [side('paused', 'pauseOnConnect'), '`pauseOnConnect` keeps it from being read, and nobody resumes it'],
    [side('unread', null), 'nobody reads what arrives before the end'],
  ])('%o', (aside, cause) => {
    expect(said(aside)).toBe(`\`socket\` received here is left open when the other side ends, in CLOSE_WAIT: ${cause}.`);
  });
});
