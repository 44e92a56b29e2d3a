/**
 * Which calls may throw: the policy of `exceptions`, in one place.
 *
 * `explicit` believes the tables and callees in view; `likely` adds what the code itself expects to fail; `all` adds
 * every call nobody knows.
 */
import type { Block, FunctionIr, FunctionNode, Operand, Variable } from '../ir/types.ts';
import { constructsSafely, throwsByName } from '../models/index.ts';
import { valueOf } from '../resolve/values.ts';
import type { Unit } from '../unit.ts';
import { lendsToTest } from './test-fixtures.ts';
import type { Call, CallEffects, Throwing } from './types.ts';
import { no, perhaps, yes } from './types.ts';

export function throwing(call: Call, effects: CallEffects, block: Block, ir: FunctionIr, unit: Unit): Throwing {
  if (!unit.has('exception-edges')) return no;
  const { model, callee } = effects;
  if (runsThrower(call, effects, ir, unit)) return yes;
  if (model !== null) {
    switch (model.throws) {
      case 'never':
        return unit.has('harmless-calls') ? no : yes;
      case 'likely':
        return yes;
      case 'unheard':
        return unit.has('heard-errors') && isHeard(call, ir, unit) ? no : yes;
      case 'unlikely':
        return policy(unit) === 'all' ? perhaps('this call seldom throws') : no;
    }
  }
  switch (callee.kind) {
    case 'function':
      return throwsInView(callee.node, unit);
    case 'class':
      return callee.constructor === null ? no : throwsInView(callee.constructor, unit);
    case 'method':
    case 'model':
    case 'unknown':
      return throwsUnknown(call, effects.name, block, ir, unit);
  }
}

/** Somebody in this function listens for 'error', on whatever; of an emitter that other code may reach it is assumed. */
function isHeard({ callee }: Call, ir: FunctionIr, unit: Unit): boolean {
  const receiver = callee.kind === 'member' ? unit.places.of(callee.object, ir) : null;
  if (receiver === null || receiver.object !== null || receiver.root.kind === 'this') return true;
  const registered = ['on', 'once', 'addListener', 'prependListener'].flatMap(name => unit.index(ir).named(name));
  return registered.some(({ call: { args } }) => args[0]?.value.kind === 'literal' && args[0].value.value === 'error');
}

/** `lines.forEach(line => JSON.parse(line))`: what a function throws that runs at once comes out of the call; a promise keeps it in. */
function runsThrower(call: Call, { model }: CallEffects, ir: FunctionIr, unit: Unit): boolean {
  if (model === null || call.construct || model.rejects !== undefined || !unit.has('callee-throws')) return false;
  return (model.args ?? []).some(row => {
    const value = row.does === 'calls' && row.timing === 'inline' && row.index !== 'last' ? call.args[row.index]?.value : undefined;
    const node = value === undefined ? null : functionOf(value, ir, unit);
    return node !== null && throwsInView(node, unit).kind === 'yes';
  });
}

function functionOf(value: Operand, ir: FunctionIr, unit: Unit): FunctionNode | null {
  if (value.kind === 'function') return value.node;
  const found = value.kind === 'variable' ? valueOf(value, unit.resolver(ir)) : null;
  return found?.kind === 'function' ? found.node : null;
}

/** An async function in view does not throw: what it throws is a rejection of its promise. */
function throwsInView(callee: Parameters<Unit['throws']>[0], unit: Unit): Throwing {
  if (callee.async || callee.generator) return no;
  if (!unit.has('callee-throws')) return yes;
  return unit.throws(callee) ? yes : no;
}

function throwsUnknown(call: Call, name: string | null, block: Block, ir: FunctionIr, unit: Unit): Throwing {
  if (policy(unit) === 'explicit') return no;
  if (call.construct && name !== null && constructsSafely(name) && unit.has('harmless-calls')) return no;
  const named = name === null || !unit.has('thrower-names') ? null : throwsByName(name);
  if (named !== null) return named.guess ? perhaps('only its name says that this call may throw') : yes;
  if (unit.has('expected-failure') && expectsFailure(block, ir)) return yes;
  if (unit.has('handed-in') && isHandedIn(call) && !isChained(call) && !lendsToTest(call, ir, unit)) return yes;
  return policy(unit) === 'all' ? perhaps('nothing is known of a call that is taken to throw') : no;
}

const policy = (unit: Unit): Unit['settings']['exceptions'] => (unit.has('exception-policy') ? unit.settings.exceptions : 'likely');

/** Inside a `try` with a `catch`: whoever wrote it expects a call in it to fail. */
function expectsFailure(block: Block, ir: FunctionIr): boolean {
  for (let at = block, seen = 0; at.handler !== ir.throwExit && seen <= ir.blocks.length; seen += 1) {
    const handler = ir.blocks[at.handler];
    if (handler === undefined || handler === at) return false;
    const first = handler.instructions[0];
    if (first?.kind === 'caught' && first.node.type === 'CatchClause') return true;
    at = handler;
  }
  return false;
}

/** Names by which callers hand in continuations: they report, and are not expected to throw. */
const continuation = /^(?:cb|callback|done|next|resolve|reject|res|rej|ok|fail|fulfill?|on[A-Z]\w*|log|logger|debug|emit)$/i;

/** `task()`: a function the caller handed in to do the work. */
function isHandedIn(call: Call): boolean {
  const { callee } = call;
  if (callee.kind !== 'variable' || continuation.test(callee.variable.name)) return false;
  return isParameter(callee.variable) && !settles(callee.variable);
}

/** `new Promise((ok, no) => …)`: whatever it calls them, they settle and throw nothing. */
function settles({ defs: [definition] }: Variable): boolean {
  const parent = definition?.node.parent;
  return parent?.type === 'NewExpression' && parent.callee.type === 'Identifier' && parent.callee.name === 'Promise';
}

/** `task().finally(…)`: what gives a promise fails by rejecting it, and the chain says what happens then. */
function isChained({ node: { parent, range } }: Call): boolean {
  if (parent?.type !== 'MemberExpression' || parent.object.range[0] !== range[0] || parent.property.type !== 'Identifier') return false;
  return ['then', 'catch', 'finally'].includes(parent.property.name);
}

/** Of this function or of one around it. */
function isParameter(variable: Variable): boolean {
  return variable.defs.length === 1 && variable.defs.every(definition => String(definition.type) === 'Parameter');
}
