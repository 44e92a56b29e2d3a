/** Two connections joined by `pipe()` or by listeners, of which one stays open when the other is gone. */
import type { RuleRow } from './define-rule.ts';

export const noOneSidedClose: RuleRow = {
  name: 'no-one-sided-close',
  kind: 'one-sided-close',
  description: 'disallow joined connections of which one outlives the other',
  presets: ['recommended', 'strict'],
  fixtures: ['pairs/tunnel-of-a-proxy', 'pairs/forwarder-by-hand'],
};
