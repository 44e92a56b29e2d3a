/** A response whose body some path neither reads nor discards, and a request that some path never ends. */
import type { RuleRow } from './define-rule.ts';

export const noLeakedResponse: RuleRow = {
  name: 'no-leaked-response',
  kind: 'leaked-response',
  description: 'disallow responses that some path neither reads nor discards, and requests that it never ends',
  presets: ['recommended', 'strict'],
  fixtures: ['responses/redirect-unread', 'responses/never-ended'],
};
