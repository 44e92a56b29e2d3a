/** A server that listens and that the code which started it can lose without closing it. */
import type { RuleRow } from './define-rule.ts';

export const noLeakedServer: RuleRow = {
  name: 'no-leaked-server',
  kind: 'leaked-server',
  description: 'disallow servers that some path never closes',
  presets: ['recommended', 'strict'],
  fixtures: ['servers/second-listen-fails'],
};
