/**
 * The functions that the acquiring call is given itself: `connect(port, onConnect)`, `tls.connect(options, onSecure)`.
 *
 * They are listeners of what the call gives, under the name that its result is given next.
 */
import type { Call } from '../effects/types.ts';
import { addHolder } from '../domain/state.ts';
import { rowAt } from '../models/index.ts';
import type { State } from '../domain/state.ts';
import { registered, waitsBeside, type Later } from './closures.ts';
import { landings } from './landings.ts';
import { mentionOf } from './mentions.ts';
import type { Run } from './obligation.ts';

export function withFirstListeners(call: Call, entry: State, run: Run): State {
  const { model, name } = run.unit.effects(call, run.ir);
  if (model?.acquires === undefined && model?.args === undefined) return entry;
  let state = entry;
  for (const [position, { value }] of call.args.entries()) {
    const row = rowAt(model.args, position, call.args.length);
    if (row?.does !== 'calls' || row.parameters !== undefined || row.timing === 'inline') continue;
    const { node } = call;
    const written = node.type === 'CallExpression' || node.type === 'NewExpression' ? node.arguments[position] : undefined;
    const when: Later = { kind: 'later', trigger: { kind: 'event', own: true, event: name, deadline: false }, once: row.timing === 'later-once', handle: null, node: written ?? node };
    const named = landings(call, run.ir, run.unit).reduce((one, variable) => addHolder(one, run.unit.places.variable(variable)), state);
    const mention = mentionOf(value, named, run);
    if (mention.kind === 'closure') state = { ...registered(when, mention.node, mention.through, named, run), holders: state.holders };
    else if (mention.kind === 'no') state = waitsBeside(when, value, state, run);
  }
  return state;
}
