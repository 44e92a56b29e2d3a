/**
 * Small questions about ESTree syntax: wrappers, property names, enclosing functions.
 *
 * Input: nodes with parent links, as ESLint sets them; `linkParents` sets them where a parser did not.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Node } from '../ir/types.ts';

/** The expression inside parentheses of any kind that change no value: casts, `!`, optional chains, `(0, f)`. */
export function unwrap(node: Node): Node {
  let current = node;
  for (;;) {
    switch (current.type) {
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ChainExpression':
        current = current.expression;
        break;
      case 'SequenceExpression': {
        const last = current.expressions.at(-1);
        if (last === undefined) return current;
        current = last;
        break;
      }
      default:
        return current;
    }
  }
}

export function isFunction(node: Node): node is FunctionNode {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

export function isClass(node: Node): node is ClassNode {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

/** The name a member expression reads, if the text says it; private names keep their `#`. */
export function memberName(node: TSESTree.MemberExpression): string | null {
  return keyName(node.property, node.computed);
}

export function keyName(key: Node, computed: boolean): string | null {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier' && !computed) return key.name;
  if (key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')) return String(key.value);
  if (key.type === 'TemplateLiteral' && key.expressions.length === 0) return key.quasis[0]?.value.cooked ?? null;
  return null;
}

/** The string a node is, if it is one. */
export function stringOf(node: Node | undefined | null): string | null {
  if (node === undefined || node === null) return null;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  return node.type === 'TemplateLiteral' ? keyName(node, true) : null;
}

/** The innermost function or class element whose `this` an expression sees; null at the top of the file. */
export function thisScope(node: Node): FunctionNode | ThisElement | null {
  let current = node;
  for (let parent = current.parent; parent !== undefined && parent !== null; parent = current.parent) {
    if (isFunction(parent) && parent.type !== 'ArrowFunctionExpression') return parent;
    if (parent.type === 'StaticBlock') return parent;
    if ((parent.type === 'PropertyDefinition' || parent.type === 'AccessorProperty') && parent.value === current) return parent;
    current = parent;
  }
  return null;
}
export type ThisElement = TSESTree.StaticBlock | TSESTree.PropertyDefinition | TSESTree.AccessorProperty;

/** The class of a class element. */
export function classOf(element: Node): ClassNode | null {
  const owner = element.parent?.parent;
  return owner !== undefined && owner !== null && isClass(owner) ? owner : null;
}

/** The name under which a method is called: of a class, an object literal, or a property it is assigned to. */
export function methodName(node: FunctionNode): string | null {
  const { parent } = node;
  switch (parent.type) {
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'Property':
      return keyName(parent.key, parent.computed);
    case 'AssignmentExpression':
      return parent.left.type === 'MemberExpression' ? keyName(parent.left.property, parent.left.computed) : null;
    default:
      return null;
  }
}

/** The explicit constructor of a class itself. */
export function constructorOf(node: ClassNode): FunctionNode | null {
  for (const element of node.body.body) {
    if (element.type === 'MethodDefinition' && element.kind === 'constructor' && element.value.type === 'FunctionExpression') return element.value;
  }
  return null;
}

/**
 * Where the most frequent nodes keep what a value can come from, so that it need not be searched for. Types are left out:
 * no value comes from them.
 */
const childKeys: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Identifier: [], PrivateIdentifier: [], Literal: [], ThisExpression: [], Super: [], TemplateElement: [],
    MemberExpression: ['object', 'property'],
    CallExpression: ['callee', 'arguments'],
    ExpressionStatement: ['expression'],
    BlockStatement: ['body'],
    ReturnStatement: ['argument'],
    IfStatement: ['test', 'consequent', 'alternate'],
    AssignmentExpression: ['left', 'right'],
    BinaryExpression: ['left', 'right'],
    LogicalExpression: ['left', 'right'],
    UnaryExpression: ['argument'],
    AwaitExpression: ['argument'],
    VariableDeclaration: ['declarations'],
    VariableDeclarator: ['id', 'init'],
    ObjectExpression: ['properties'],
    Property: ['key', 'value'],
    TemplateLiteral: ['expressions'],
  }),
);

const beside: ReadonlySet<string> = new Set(['parent', 'loc', 'range', 'tokens', 'comments']);

/** The children of a node that a value can come from, in no promised order; parent links are not followed. */
export const children = (node: Node): Node[] => childrenUnder(childKeys.get(node.type) ?? Object.keys(node), node);

function childrenUnder(keys: readonly string[], node: Node): Node[] {
  const found: Node[] = [];
  const fields = node as unknown as Readonly<Record<string, unknown>>;
  // Whole classes are walked with this: no list of entries is made for each node.
  for (const key of keys) {
    if (beside.has(key)) continue;
    const value = fields[key];
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) found.push(value);
      continue;
    }
    for (const child of value as unknown[]) if (isNode(child)) found.push(child);
  }
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Sets the parent links of a tree that has none; a tree that has them is left alone. */
export function linkParents(ast: TSESTree.Program): void {
  const [first] = ast.body;
  if (first === undefined || (first as { parent?: Node | null }).parent) return;
  const stack: Node[] = [ast];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const child of childrenUnder(Object.keys(node), node)) {
      (child as { parent?: Node }).parent = node;
      stack.push(child);
    }
  }
}
