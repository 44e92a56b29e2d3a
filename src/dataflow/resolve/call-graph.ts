/**
 * Which functions of the file a function calls: the edges of the call graph.
 *
 * Guarantee: in source order of the first call, each once. A class without a constructor of its own is no edge here;
 * whoever builds graphs for such classes asks `resolveCallee`.
 */
import type { FunctionIr, FunctionNode } from '../ir/types.ts';
import { resolveCallee } from './callee.ts';
import type { ResolveContext } from './context.ts';

export function localCallees(ir: FunctionIr, context: ResolveContext): readonly FunctionNode[] {
  const found = new Set<FunctionNode>();
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      if (instruction.kind !== 'call') continue;
      const callee = resolveCallee(instruction, context);
      if (callee.kind === 'function') found.add(callee.node);
      if (callee.kind === 'class' && callee.constructor !== null) found.add(callee.constructor);
    }
  }
  return [...found];
}
