/**
 * Whether a function in view gives what a pool lent: `open()` that returns `pool.getConnection()`, itself or through a getter.
 *
 * Input: a function. Guarantee: looks at what it returns and no further than a few functions deep. Whatever such a function
 * gives goes back to the pool when it is closed, so it is a slot.
 */
import { lastName } from '../ir/names.ts';
import type { FunctionIr, FunctionNode, Operand } from '../ir/types.ts';
import { poolNames } from '../models/evidence.ts';
import { keyName, thisScope } from '../resolve/syntax.ts';
import type { Unit } from '../unit.ts';

/** A method returns a getter, which returns a call. */
const deepest = 3;

export function lendsFromPool(callee: FunctionNode, unit: Unit): boolean {
  let open: readonly FunctionNode[] = [callee];
  for (let depth = 0; depth < deepest && open.length > 0; depth += 1) {
    const next: FunctionNode[] = [];
    for (const node of open) {
      const ir = unit.graph(node);
      for (const value of ir === null ? [] : results(ir)) {
        const given = ir === null ? 'nothing' : source(value, ir, unit);
        if (given === 'pool') return true;
        if (given !== 'nothing') next.push(given);
      }
    }
    open = next;
  }
  return false;
}

const results = (ir: FunctionIr): Operand[] =>
  ir.blocks.flatMap(block => block.instructions.flatMap(one => (one.kind === 'store' && one.place.kind === 'result' ? [one.value] : [])));

/** A call that lends, or the function in view whose result is given on. */
function source(value: Operand, ir: FunctionIr, unit: Unit): 'pool' | 'nothing' | FunctionNode {
  if (value.kind === 'member') return value.object.kind === 'this' ? (getterOf(ir, value.property) ?? 'nothing') : 'nothing';
  const definition = value.kind === 'temp' ? unit.index(ir).definition(value.temp) : undefined;
  const call = definition?.kind === 'await' && definition.value.kind === 'temp' ? unit.index(ir).definition(definition.value.temp) : definition;
  if (call?.kind !== 'call') return 'nothing';
  if (poolNames.test(lastName(call.callee) ?? '')) return 'pool';
  const { callee } = unit.effects(call, ir);
  return callee.kind === 'function' ? callee.node : 'nothing';
}

/** `get connection() { … }` of the class that the function belongs to. */
function getterOf({ node }: FunctionIr, name: string | null): FunctionNode | null {
  if (name === null || node.type === 'Program') return null;
  const method = node.type === 'ArrowFunctionExpression' ? thisScope(node) : node;
  const owner = method?.parent?.parent;
  if (owner?.type !== 'ClassBody') return null;
  for (const element of owner.body) {
    if (element.type === 'MethodDefinition' && element.kind === 'get' && element.value.type === 'FunctionExpression' && keyName(element.key, element.computed) === name) return element.value;
  }
  return null;
}
