/**
 * Whether a function is the main function of a script: called from the top level of its module and from nowhere else, so
 * that what it leaves open when it fails ends with the process.
 */
import type { CodeNode, Variable } from '../ir/types.ts';
import type { Unit } from '../unit.ts';

export function isMain(node: CodeNode, unit: Unit): boolean {
  const name = nameOf(node, unit);
  if (name === null) return false;
  const uses = name.references.filter(reference => reference.init !== true && !reference.isWrite());
  return uses.length > 0 && uses.every(({ identifier, from }) => {
    const { parent } = identifier;
    return parent.type === 'CallExpression' && parent.callee === identifier && from.variableScope.block.type === 'Program';
  });
}

/** The name by which alone a function of the module can be called. */
function nameOf(node: CodeNode, unit: Unit): Variable | null {
  if (node.type === 'FunctionDeclaration') return isExported(node.parent.type) ? null : (unit.scopeManager.getDeclaredVariables(node)[0] ?? null);
  if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return null;
  const { parent } = node;
  if (parent.type !== 'VariableDeclarator' || parent.init !== node || isExported(parent.parent.parent.type)) return null;
  return unit.scopeManager.getDeclaredVariables(parent)[0] ?? null;
}

const isExported = (type: string): boolean => type === 'ExportNamedDeclaration' || type === 'ExportDefaultDeclaration';
