/** A socket or server that an object keeps in a field, and that the object's own methods do not close, or not always. */
import type { RuleRow } from './define-rule.ts';

export const requireOwnerClose: RuleRow = {
  name: 'require-owner-close',
  kind: 'unclosed-field',
  description: 'require classes to close what their fields hold',
  presets: ['recommended', 'strict'],
  fixtures: ['owners/disconnect-flips-a-flag', 'owners/close-forgets-its-clients'],
};
