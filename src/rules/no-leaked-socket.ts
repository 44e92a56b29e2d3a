/** A socket that a path acquires and leaves without closing it, handing it on, or Node having closed it. */
import type { RuleRow } from './define-rule.ts';

export const noLeakedSocket: RuleRow = {
  name: 'no-leaked-socket',
  kind: 'leaked-socket',
  description: 'disallow sockets that some path never closes',
  presets: ['recommended', 'strict'],
  fixtures: ['go-net/go-4-dial-fails', 'close-wait/cw-4-error-path', 'rust-actor/rs-2-retry-loop', 'wifi/wf-8-over-the-limit'],
};
