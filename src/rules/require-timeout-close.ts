/** A deadline that passes, and leaves open what it gave up on. */
import type { RuleRow } from './define-rule.ts';

export const requireTimeoutClose: RuleRow = {
  name: 'require-timeout-close',
  kind: 'unclosed-timeout',
  description: 'require a timeout to close the connection that it gives up on',
  presets: ['recommended', 'strict'],
  fixtures: ['timeouts/late-banner', 'timeouts/polite-end'],
};
