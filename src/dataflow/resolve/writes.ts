/**
 * Where the value of a variable comes from: its declarations and every assignment, as expressions with the property
 * path that a pattern takes out of them.
 *
 * Guarantee: one pass over the definitions and references of the variable; what is not an assignment of an
 * expression (an element of a loop, `n += 1`, an argument) is a source of its own kind, so that no write is missed.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Node, Variable } from '../ir/types.ts';
import { keyName } from './syntax.ts';

export type Source =
  /** `const { a: { b } } = node` gives b the path a, b. */
  | { readonly from: 'expression'; readonly node: Node; readonly path: readonly string[] }
  | { readonly from: 'module'; readonly module: string; readonly path: string }
  | { readonly from: 'function'; readonly node: FunctionNode }
  | { readonly from: 'class'; readonly node: ClassNode }
  | { readonly from: 'namespace'; readonly node: TSESTree.TSModuleDeclaration }
  /** `import connect = net.connect`. */
  | { readonly from: 'entity'; readonly name: TSESTree.EntityName }
  /** The argument of a function, unless a pattern takes it apart. */
  | { readonly from: 'parameter'; readonly function: FunctionNode; readonly index: number; readonly name: TSESTree.Identifier }
  /** Declared without a value: `let socket: net.Socket;`. */
  | { readonly from: 'declared'; readonly annotation: TSESTree.TSTypeAnnotation | undefined }
  | { readonly from: 'unknown' };

const SOMETHING: Source = { from: 'unknown' };

export type SourcesOf = (variable: Variable) => readonly Source[];

/** Looks at the references of a variable once, however often it is asked. */
export function createSources(): SourcesOf {
  const known = new Map<Variable, readonly Source[]>();
  return variable => {
    let sources = known.get(variable);
    if (sources === undefined) known.set(variable, (sources = collect(variable)));
    return sources;
  };
}

function collect(variable: Variable): readonly Source[] {
  const sources: Source[] = [];
  for (const definition of variable.defs) {
    const source = definitionSource(definition);
    if (source !== null) sources.push(source);
  }
  for (const reference of variable.references) {
    if (!reference.isWrite() || reference.init === true) continue;
    sources.push(writeSource(reference.identifier));
  }
  return sources;
}

function definitionSource(definition: Variable['defs'][number]): Source | null {
  const node: Node = definition.node;
  switch (node.type) {
    case 'ImportSpecifier':
      return importSource(node, keyName(node.imported, false) ?? '');
    case 'ImportDefaultSpecifier':
      return importSource(node, 'default');
    case 'ImportNamespaceSpecifier':
      return importSource(node, '');
    case 'TSImportEqualsDeclaration':
      return importEquals(node.moduleReference);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      if (String(definition.type) === 'Parameter') return parameterSource(node, definition.name);
      return { from: 'function', node };
    case 'ClassDeclaration':
    case 'ClassExpression':
      return { from: 'class', node };
    case 'TSModuleDeclaration':
      return { from: 'namespace', node };
    case 'VariableDeclarator':
      return writeSource(definition.name);
    // Overload signatures and type declarations add nothing to the values of a name.
    case 'TSDeclareFunction':
    case 'TSEmptyBodyFunctionExpression':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return null;
    default:
      return SOMETHING;
  }
}

function importSource(node: TSESTree.ImportClause, path: string): Source {
  const declaration: Node = node.parent;
  return declaration.type === 'ImportDeclaration' ? { from: 'module', module: declaration.source.value, path } : SOMETHING;
}

function importEquals(reference: TSESTree.TSImportEqualsDeclaration['moduleReference']): Source {
  if (reference.type !== 'TSExternalModuleReference') return { from: 'entity', name: reference };
  const { expression } = reference;
  return expression.type === 'Literal' && typeof expression.value === 'string'
    ? { from: 'module', module: expression.value, path: '' }
    : SOMETHING;
}

function parameterSource(node: FunctionNode, name: Node): Source {
  const index = node.params.findIndex(parameter => {
    const target = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
    return target === name || (target.type === 'AssignmentPattern' && target.left === name);
  });
  return index >= 0 && name.type === 'Identifier' ? { from: 'parameter', function: node, index, name } : SOMETHING;
}

/** What is written to a name, found by climbing the pattern around it. */
function writeSource(name: Node): Source {
  const path: string[] = [];
  let current = name;
  for (let parent = current.parent; parent !== undefined && parent !== null; current = parent, parent = current.parent) {
    switch (parent.type) {
      case 'ObjectPattern':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
        break;
      case 'AssignmentPattern':
        // A default is written only if nothing else is: its value would be one more source, rarely a telling one.
        if (parent.right === current) return SOMETHING;
        break;
      case 'Property': {
        const key = keyName(parent.key, parent.computed);
        if (key === null || parent.value !== current) return SOMETHING;
        path.push(key);
        break;
      }
      case 'ArrayPattern':
        path.push(String(parent.elements.indexOf(current as TSESTree.DestructuringPattern)));
        break;
      case 'VariableDeclarator':
        return declaratorSource(parent, path.reverse());
      case 'AssignmentExpression':
        if (parent.left !== current || !ASSIGNING.has(parent.operator)) return SOMETHING;
        return { from: 'expression', node: parent.right, path: path.reverse() };
      default:
        return SOMETHING;
    }
  }
  return SOMETHING;
}

/** Operators after which the name holds the right side, or what it held before. */
const ASSIGNING: ReadonlySet<string> = new Set(['=', '??=', '||=', '&&=']);

function declaratorSource(node: TSESTree.VariableDeclarator, path: readonly string[]): Source {
  if (node.init !== null) return { from: 'expression', node: node.init, path };
  const statement: Node = node.parent;
  const loop = statement.parent;
  return loop?.type === 'ForOfStatement' || loop?.type === 'ForInStatement' ? SOMETHING : { from: 'declared', annotation: node.id.typeAnnotation };
}
