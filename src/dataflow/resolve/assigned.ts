/**
 * What the file assigns to properties of a name: `api.open = …`, `C.prototype.close = …`, `exports.x = …`.
 *
 * Input: a variable, or the references of a name that no scope declares. Guarantee: one pass over the references.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { Node, Variable } from '../ir/types.ts';
import { memberName } from './syntax.ts';

export interface AssignedMember {
  /** `['prototype', 'close']`; empty when the name itself is assigned. */
  readonly path: readonly string[];
  readonly value: Node;
}

export function assignedMembers(variable: Variable): readonly AssignedMember[] {
  return assignedTo(variable.references);
}

export function assignedTo(references: readonly TSESLint.Scope.Reference[]): readonly AssignedMember[] {
  const found: AssignedMember[] = [];
  for (const { identifier } of references) {
    const path: string[] = [];
    let current: Node = identifier;
    let parent: Node | undefined = current.parent;
    while (parent?.type === 'MemberExpression' && parent.object === current) {
      const name = memberName(parent);
      if (name === null) break;
      path.push(name);
      current = parent;
      parent = current.parent;
    }
    if (parent?.type === 'AssignmentExpression' && parent.left === current && parent.operator === '=') {
      found.push({ path, value: parent.right });
    }
  }
  return found;
}
