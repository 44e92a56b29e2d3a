/** A socket that stays open on its own side when the other side has ended: asked for by an option, or because nobody reads it. */
import type { RuleRow } from './define-rule.ts';

export const noHalfOpen: RuleRow = {
  name: 'no-half-open',
  kind: 'half-open',
  description: 'disallow sockets whose own side nobody ends when the other side has ended',
  presets: ['recommended', 'strict'],
  fixtures: ['half-open/collector-of-reports', 'half-open/upgraded-by-hand', 'close-wait/cw-1-answers-and-never-ends', 'go-net/go-2-half-closed'],
};
