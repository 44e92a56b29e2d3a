/**
 * Registrations that are taken back: `clearTimeout(timer)`, `off('data', onData)`, `removeAllListeners()`, also inside a
 * helper of the file (`cleanup()`), of which it is enough that it mentions the timer or the listeners.
 */
import type { Call, CallEffects } from '../effects/types.ts';
import type { Armed } from '../domain/armed.ts';
import type { State } from '../domain/state.ts';
import { disarm } from '../domain/state.ts';
import type { FunctionNode } from '../ir/types.ts';
import { rootOf } from '../domain/places.ts';
import { functionOf, isHolder } from './mentions.ts';
import type { Run } from './obligation.ts';
import { methodOf } from './obligation.ts';

export function withoutRemoved(call: Call, effects: CallEffects, state: State, run: Run): State {
  if (state.armed.length === 0 || !run.unit.has('removal')) return state;
  const cancelled = effects.model?.cancels === undefined ? undefined : call.args[effects.model.cancels]?.value;
  if (cancelled !== undefined) {
    const handle = run.unit.places.of(cancelled, run.ir);
    return handle === null ? state : disarm(state, one => one.handle === handle);
  }
  if (effects.callee.kind === 'function') {
    const { node } = effects.callee;
    return disarm(state, one => isCancelledIn(node, one, run));
  }
  return unlistened(call, effects, state, run);
}

function unlistened(call: Call, { name, callee }: CallEffects, state: State, run: Run): State {
  if (call.callee.kind !== 'member' || name === null || run.obligation === null) return state;
  const own = isHolder(call.callee.object, state, run);
  const row = own ? methodOf(run.obligation, name)?.unlistens : callee.kind === 'method' ? callee.model?.unlistens : undefined;
  if (row === undefined || !own) return state;
  const event = call.args[row.event]?.value;
  if (event === undefined) return disarm(state, one => one.trigger.kind === 'event' && one.trigger.own);
  if (event.kind !== 'literal') return state;
  const listener = row.listener === null ? undefined : call.args[row.listener]?.value;
  const node = listener === undefined ? null : functionOf(listener, run);
  const settler = listener?.kind === 'variable' ? listener.variable : null;
  return disarm(state, one => one.trigger.kind === 'event' && one.trigger.own && one.trigger.event === event.value && (row.listener === null || (one.node === null ? one.settler?.variable === settler : one.node === node)));
}

/** The helper clears the timer, or takes all listeners away. */
function isCancelledIn(node: FunctionNode, { handle, trigger }: Armed, run: Run): boolean {
  if (trigger.kind === 'event') return trigger.own && /\.removeAllListeners\s*\(/.test(textOf(node, run));
  if (handle === null) return false;
  const { root } = rootOf(handle);
  if (root.kind !== 'variable') return handle.property !== null && new RegExp(`\\bclear(?:Timeout|Interval|Immediate)\\s*\\([^)]*\\.${handle.property.replaceAll('$', '\\$')}\\b`).test(textOf(node, run));
  return root.variable.references.some(({ identifier }) => {
    const { parent } = identifier;
    const inside = identifier.range[0] >= node.range[0] && identifier.range[1] <= node.range[1];
    return inside && parent.type === 'CallExpression' && parent.callee.type === 'Identifier' && parent.callee.name.startsWith('clear');
  });
}

const textOf = (node: FunctionNode, run: Run): string => run.unit.text.slice(node.range[0], node.range[1]);
