/** A slot of a limiter that a path acquires and never gives back. */
import type { RuleRow } from './define-rule.ts';

export const noLeakedSlot: RuleRow = {
  name: 'no-leaked-slot',
  kind: 'leaked-slot',
  description: 'disallow limiter slots that some path never releases',
  presets: ['recommended', 'strict'],
  fixtures: ['erlmcp/er-2-socket-options', 'erlmcp/er-3-owner-does-not-respond'],
};
