/**
 * Statements: the switch over their kinds and the straight ones. Branches, loops, `try`, classes and TypeScript have
 * files of their own.
 *
 * Guarantee: each statement begins in a live block and ends in a live block or nowhere; what follows a jump is not
 * lowered, apart from the function declarations that JavaScript hoists out of it.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../ir/types.ts';
import { lowerIf, lowerSwitch } from './branches.ts';
import type { Builder } from './builder.ts';
import { lowerClassDeclaration } from './classes.ts';
import { beginCleanup, endCleanup, lowerJump, returnWay } from './completion.ts';
import { lowerEffects, lowerValue } from './expressions.ts';
import type { Cleanup } from './frames.ts';
import { lowerDoWhile, lowerFor, lowerForEach, lowerWhile } from './loops.ts';
import { lowerExportDefault } from './modules.ts';
import { NotModelled, unknownSyntax } from './not-modelled.ts';
import { UNDEFINED } from './operands.ts';
import { lowerBinding } from './patterns.ts';
import { lowerTry } from './try.ts';
import { lowerEnum, lowerExportAssignment, lowerImportEquals, lowerNamespace } from './typescript.ts';
import { optional } from './wrappers.ts';

/**
 * The statements of a block, in the scope that `opener` opens; null where scope and hoisting are taken care of. `using`
 * declarations among them are disposed of, last first, on every way out. One function for all of it keeps the stack low.
 */
export function lowerList(builder: Builder, body: readonly TSESTree.Statement[], opener: Node | null): void {
  const scope = opener === null ? builder.scope : builder.enterScope(opener);
  if (opener !== null) hoistFunctions(builder, body);
  let disposals: Disposal[] | null = null;
  // A counting loop: on the way down into nested blocks an iterator would double the size of this stack frame.
  for (let index = 0; index < body.length && builder.alive; index++) {
    const statement = body[index];
    if (statement === undefined) continue;
    lowerStatement(builder, statement, NO_LABELS);
    if (statement.type === 'VariableDeclaration' && isUsing(statement)) {
      disposals ??= [];
      beginDisposals(builder, statement, disposals);
    }
  }
  if (disposals !== null) endDisposals(builder, disposals);
  builder.scope = scope;
}

/** A statement that is a body on its own: `if (x) function f() {}` declares where it stands. */
export function lowerBody(builder: Builder, node: TSESTree.Statement): void {
  if (node.type === 'FunctionDeclaration') declareFunction(builder, node);
  else if (node.type === 'BlockStatement') lowerList(builder, node.body, node);
  else lowerStatement(builder, node, NO_LABELS);
}

export interface Disposal {
  readonly frame: Cleanup;
  readonly handler: Builder['handler'];
}

export function isUsing(node: TSESTree.VariableDeclaration): boolean {
  return node.kind === 'using' || node.kind === 'await using';
}

/** From here on the names of a `using` declaration are disposed of on every way out. */
export function beginDisposals(builder: Builder, node: TSESTree.VariableDeclaration, disposals: Disposal[]): void {
  for (const { id } of node.declarations) {
    if (id.type !== 'Identifier') throw new NotModelled(id, 'a pattern in a using declaration');
    const handler = builder.handler;
    const body = { kind: 'dispose', value: builder.name(id.name), await: node.kind === 'await using' } as const;
    const frame = beginCleanup(builder, body, node, true);
    builder.handler = frame.onThrow ?? handler;
    builder.split('using');
    disposals.push({ frame, handler });
  }
}

export function endDisposals(builder: Builder, disposals: Disposal[]): void {
  for (let last = disposals.pop(); last !== undefined; last = disposals.pop()) {
    endCleanup(builder, last.frame, last.handler, builder.reserve('after'));
  }
}

/** Function declarations exist from the start of the list they stand in. */
export function hoistFunctions(builder: Builder, body: readonly TSESTree.Statement[]): void {
  for (const statement of body) {
    const exported = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
    const node = exported ? statement.declaration : statement;
    if (node?.type === 'FunctionDeclaration') declareFunction(builder, node);
  }
}

function declareFunction(builder: Builder, node: TSESTree.FunctionDeclaration): void {
  if (node.id === null) return;
  builder.store(builder.name(node.id.name), { kind: 'function', node }, true, node);
}

const NO_LABELS: readonly string[] = [];

export function lowerStatement(builder: Builder, node: TSESTree.Statement | TSESTree.NamedExportDeclarations, labels: readonly string[]): void {
  switch (node.type) {
    case 'ExpressionStatement':
      return lowerEffects(builder, node.expression);
    case 'VariableDeclaration':
      return lowerVariables(builder, node);
    case 'BlockStatement':
      return lowerList(builder, node.body, node);
    case 'IfStatement':
      return lowerIf(builder, node);
    case 'SwitchStatement':
      return lowerSwitch(builder, node, labels);
    case 'ReturnStatement':
      return lowerReturn(builder, node);
    case 'ThrowStatement':
      return builder.throw(lowerValue(builder, node.argument), node);
    case 'TryStatement':
      return lowerTry(builder, node);
    case 'BreakStatement':
    case 'ContinueStatement':
      return lowerJump(builder, node);
    case 'LabeledStatement':
      return lowerLabeled(builder, node, labels);
    case 'WhileStatement':
      return lowerWhile(builder, node, labels);
    case 'DoWhileStatement':
      return lowerDoWhile(builder, node, labels);
    case 'ForStatement':
      return lowerFor(builder, node, labels);
    case 'ForInStatement':
    case 'ForOfStatement':
      return lowerForEach(builder, node, labels);
    case 'ClassDeclaration':
      return lowerClassDeclaration(builder, node);
    case 'ExportNamedDeclaration':
      return lowerExported(builder, node);
    case 'ExportDefaultDeclaration':
      return lowerExportDefault(builder, node);
    case 'TSEnumDeclaration':
      return lowerEnum(builder, node);
    case 'TSModuleDeclaration':
      return lowerNamespace(builder, node);
    case 'TSImportEqualsDeclaration':
      return lowerImportEquals(builder, node);
    case 'TSExportAssignment':
      return lowerExportAssignment(builder, node);
    // Hoisted by the list they stand in; resolved through the definitions of their names; nothing at run time.
    case 'FunctionDeclaration':
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'EmptyStatement':
    case 'DebuggerStatement':
    case 'TSDeclareFunction':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSNamespaceExportDeclaration':
      return;
    case 'WithStatement':
      throw new NotModelled(node, 'with: names inside it mean what an object says at run time');
    default:
      throw unknownSyntax(node);
  }
}

export function lowerVariables(builder: Builder, node: TSESTree.VariableDeclaration): void {
  if (node.declare) return;
  // A `var` exists from the start of the function: its initialiser is an assignment.
  const declares = node.kind !== 'var';
  for (const declarator of node.declarations) {
    const init = optional<TSESTree.Expression>(declarator.init);
    if (init !== null) {
      lowerBinding(builder, declarator.id, lowerValue(builder, init), declares);
    } else if (declares && declarator.id.type === 'Identifier') {
      builder.store(builder.name(declarator.id.name), UNDEFINED, true, declarator);
    }
  }
}

function lowerExported(builder: Builder, node: TSESTree.ExportNamedDeclaration): void {
  const declaration = optional<TSESTree.NamedExportDeclarations>(node.declaration);
  if (declaration !== null) lowerStatement(builder, declaration, NO_LABELS);
}

function lowerReturn(builder: Builder, node: TSESTree.ReturnStatement): void {
  const argument = optional(node.argument);
  const value = argument === null ? UNDEFINED : lowerValue(builder, argument);
  builder.store({ kind: 'result' }, value, false, node);
  builder.goto(returnWay(builder));
}

/** `a: b: for (…)`: the labels are handed to the statement; any other statement can only be left by them. */
function lowerLabeled(builder: Builder, node: TSESTree.LabeledStatement, outer: readonly string[]): void {
  const labels = [...outer, node.label.name];
  switch (node.body.type) {
    case 'LabeledStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'SwitchStatement':
      return lowerStatement(builder, node.body, labels);
    default: {
      const after = builder.reserve('after');
      const frame = builder.frame;
      builder.frame = { kind: 'target', outer: frame, break: after, continue: null, plain: false, labels };
      lowerBody(builder, node.body);
      builder.frame = frame;
      builder.goto(after);
      builder.enter(after);
    }
  }
}
