/**
 * What a call does to a socket when it is handed the message that came with it: `refuse(request)` may close `request.socket`.
 *
 * Answer: the state behind the call. Calls are known to leave the socket alone where everything goes well, because what
 * reads a request is most of the code of a server; in a handler of errors, for a callee in view that speaks of a socket, and
 * for listeners of an event nobody can say.
 */
import type { Call, CallEffects } from '../effects/types.ts';
import type { Block } from '../ir/types.ts';
import { releasesByName } from '../models/index.ts';
import type { State } from '../domain/state.ts';
import { doubt } from '../domain/state.ts';
import type { Run } from './obligation.ts';

export function passCompanion(call: Call, { callee, name }: CallEffects, block: Block, state: State, run: Run): State {
  if (name !== null && !call.construct && releasesByName(name)) return { ...state, status: 'released' };
  const speaks = callee.kind === 'function' && /socket|connection/i.test(run.unit.text.slice(callee.node.range[0], callee.node.range[1]));
  return speaks || name === 'emit' || block.way === 'failure' ? doubt(state, 'the message that came with it leads to it, and was passed on') : state;
}
