/**
 * What a module gives away by a statement of its own. Named exports and imports need no instruction: their names are
 * resolved through their definitions. `export default` of a value is a store into `exports.default`, which outlives the module.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Operand } from '../ir/types.ts';
import type { Builder } from './builder.ts';
import { lowerClass, lowerClassDeclaration } from './classes.ts';
import { lowerValue } from './expressions.ts';
import { member } from './operands.ts';
import { lowerStraight } from './statements.ts';

export function lowerExportDefault(builder: Builder, node: TSESTree.ExportDefaultDeclaration): void {
  const value = exported(builder, node.declaration);
  if (value !== null) builder.store(member({ kind: 'global', name: 'exports' }, 'default'), value, false, node);
}

function exported(builder: Builder, node: TSESTree.ExportDefaultDeclaration['declaration']): Operand | null {
  switch (node.type) {
    case 'FunctionDeclaration':
      return node.id === null ? { kind: 'function', node } : builder.name(node.id.name);
    case 'ClassDeclaration':
      if (node.id === null) return lowerClass(builder, node);
      lowerClassDeclaration(builder, node);
      return builder.name(node.id.name);
    case 'VariableDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
    case 'TSDeclareFunction':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      lowerStraight(builder, node);
      return null;
    default:
      return lowerValue(builder, node);
  }
}
