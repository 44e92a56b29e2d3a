/**
 * Every place of the file that names one of some fields: `this.socket`, `client.socket`, `{ socket } = this`.
 *
 * Input: names of fields. Guarantee: one walk over the file, whatever the number of names; a name within a string or behind a
 * computed key is not found, and `opaque` says where the code reads fields of `this` in such a way.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../ir/types.ts';
import { children, keyName } from '../resolve/syntax.ts';

export type Mention = TSESTree.MemberExpression | TSESTree.Property;

export interface Mentions {
  readonly of: (field: string) => readonly Mention[];
  /** `this[name]`, `Object.values(this)`: may stand for any field. */
  readonly opaque: readonly Node[];
}

export function mentionsIn(ast: TSESTree.Program, fields: ReadonlySet<string>): Mentions {
  const found = new Map<string, Mention[]>();
  const opaque: Node[] = [];
  const note = (name: string | null, node: Mention): void => {
    if (name === null || !fields.has(name)) return;
    const known = found.get(name);
    if (known === undefined) found.set(name, [node]);
    else known.push(node);
  };
  const stack: Node[] = [ast];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'MemberExpression') {
      const name = keyName(node.property, node.computed);
      note(name, node);
      if (name === null && node.object.type === 'ThisExpression') opaque.push(node);
    } else if (node.type === 'Property' && node.parent.type === 'ObjectPattern') note(keyName(node.key, node.computed), node);
    else if (node.type === 'ThisExpression' && isTakenApart(node)) opaque.push(node);
    for (const child of children(node)) stack.push(child);
  }
  return { of: field => found.get(field) ?? [], opaque };
}

/** `Object.values(this)`, `{ ...this }`. */
function isTakenApart({ parent }: TSESTree.ThisExpression): boolean {
  if (parent.type === 'SpreadElement') return true;
  return parent.type === 'CallExpression' && parent.callee.type === 'MemberExpression' && parent.callee.object.type === 'Identifier' && parent.callee.object.name === 'Object';
}
