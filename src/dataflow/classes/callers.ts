/**
 * Who calls a method, as far as the file tells: a listener that runs when the resource is gone already, the making of the object,
 * or somebody else.
 *
 * Guarantee: read from the mentions of its name on any object; a method that is called by a handler counts as the handler.
 */
import type { Node } from '../ir/types.ts';
import { isFunction, methodName, stringOf } from '../resolve/syntax.ts';
import type { FieldFacts } from './fields.ts';
import type { Mention } from './mentions.ts';
import { isInternal } from './methods.ts';
import type { Field, Method } from './types.ts';

export type Caller = 'gone' | 'constructor' | 'other';

type Facts = Pick<FieldFacts, 'field' | 'mentions' | 'family'>;

export function callersOf(method: Method, facts: Facts): readonly Caller[] {
  return mentionsOf(method.name, facts).map(mention => callerAt(mention, facts));
}

/** On objects that may be the owner's: `net.connect` is no mention of a method `connect`. */
const mentionsOf = (name: string, { mentions, family }: Facts): readonly Mention[] => mentions.of(name, family);

/** All of its callers in view run when the resource is gone, and nobody else is meant to call it. */
export function isOnlyCalledWhenGone(method: Method, facts: Facts): boolean {
  const callers = callersOf(method, facts);
  return callers.length > 0 && isForItselfOnly(method) && callers.every(caller => caller === 'gone');
}

/** `#reset`, `_reset`, `private reset`: code elsewhere is not meant to call it. */
export const isForItselfOnly = ({ name, node }: Method): boolean => isInternal(name) || isPrivate(node);

function isPrivate({ parent }: Node): boolean {
  return parent !== undefined && parent !== null && (parent.type === 'MethodDefinition' || parent.type === 'PropertyDefinition') && parent.accessibility === 'private';
}

function callerAt(mention: Node, facts: Facts): Caller {
  const { field } = facts;
  if (isInListenerOfEnd(mention, field)) return 'gone';
  const home = methodAround(mention, field);
  if (home === null) return 'other';
  if (home.name === 'constructor') return 'constructor';
  return isHandler(home.name) || mentionsOf(home.name, facts).some(other => isInListenerOfEnd(other, field)) ? 'gone' : 'other';
}

/** `onClose`, `handleEnd`, `_onError`: a name for what runs after the fact. */
export const isHandler = (name: string): boolean => /^[#_]*(?:on|handle|when|after)(?=[A-Z_]|$)/u.test(name);

/** Functions nest this deep at most. */
const deepest = 12;

function methodAround(node: Node, { methods }: Field): Method | null {
  let depth = 0;
  for (let at: Node | undefined | null = node.parent; at !== undefined && at !== null && depth < deepest; at = at.parent) {
    if (!isFunction(at)) continue;
    depth += 1;
    const found = methods.find(method => method.node === at);
    if (found !== undefined) return found;
    if (at.type === 'FunctionExpression' && methodName(at) !== null) return { name: methodName(at) ?? '', node: at };
  }
  return null;
}

/** Within an argument of `on('close', …)` of anything: what the event proves of the resource is asked of its kind. */
function isInListenerOfEnd(node: Node, { holdings }: Field): boolean {
  const { events } = holdings[0].site.obligation.resource;
  let inner = node;
  for (let at: Node | undefined | null = node.parent, depth = 0; at !== undefined && at !== null && depth < deepest; inner = at, at = at.parent) {
    if (isFunction(at)) depth += 1;
    if (at.type !== 'CallExpression' || at.callee === inner) continue;
    const event = stringOf(at.arguments[0]);
    if (event !== null && at.arguments.length > 1 && (events[event]?.then === 'closed' || event === 'end')) return true;
  }
  return false;
}
