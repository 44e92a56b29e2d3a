/**
 * Statements: the switch over their kinds and the straight ones. Branches, loops, `try`, classes and TypeScript have
 * files of their own.
 *
 * Guarantee: each statement begins in a live block and ends in a live block or nowhere; what follows a jump is not
 * lowered, apart from the function declarations that JavaScript hoists out of it.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Node } from '../ir/types.ts';
import { ifSteps, switchSteps } from './branches.ts';
import type { Builder } from './builder.ts';
import { lowerClassDeclaration } from './classes.ts';
import { beginCleanup, endCleanup, lowerJump, returnWay } from './completion.ts';
import { lowerEffects, lowerValue } from './expressions.ts';
import type { Cleanup } from './frames.ts';
import { doWhileSteps, forEachSteps, forSteps, whileSteps } from './loops.ts';
import { lowerExportDefault } from './modules.ts';
import { NotModelled, unknownSyntax } from './not-modelled.ts';
import { UNDEFINED } from './operands.ts';
import { lowerBinding } from './patterns.ts';
import type { Steps } from './steps.ts';
import { run } from './steps.ts';
import { trySteps } from './try.ts';
import { lowerEnum, lowerExportAssignment, lowerImportEquals, lowerNamespace } from './typescript.ts';
import { optional } from './wrappers.ts';

/** The statements of a body, from whoever is no statement itself. */
export function lowerList(builder: Builder, body: readonly TSESTree.Statement[], opener: Node | null): void {
  run(listSteps(builder, body, opener));
}

/**
 * The statements of a block, in the scope that `opener` opens; null where scope and hoisting are taken care of. `using`
 * declarations among them are disposed of, last first, on every way out.
 */
export function* listSteps(builder: Builder, body: readonly TSESTree.Statement[], opener: Node | null): Steps {
  const scope = opener === null ? builder.scope : builder.enterScope(opener);
  if (opener !== null) hoistFunctions(builder, body);
  let disposals: Disposal[] | null = null;
  for (const statement of body) {
    if (!builder.alive) break;
    const steps = statementSteps(builder, statement, NO_LABELS);
    if (steps !== null) yield steps;
    if (statement.type === 'VariableDeclaration' && isUsing(statement)) {
      disposals ??= [];
      beginDisposals(builder, statement, disposals);
    }
  }
  if (disposals !== null) endDisposals(builder, disposals);
  builder.scope = scope;
}

/** A statement that is a body on its own: `if (x) function f() {}` declares where it stands. Null where all is done. */
export function bodySteps(builder: Builder, node: TSESTree.Statement): Steps | null {
  if (node.type !== 'FunctionDeclaration') return statementSteps(builder, node, NO_LABELS);
  declareFunction(builder, node);
  return null;
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

/** A statement that holds no other is lowered at once, and null is given; any other gives its steps. */
export function statementSteps(builder: Builder, node: TSESTree.Statement | TSESTree.NamedExportDeclarations, labels: readonly string[]): Steps | null {
  switch (node.type) {
    case 'BlockStatement':
      return listSteps(builder, node.body, node);
    case 'IfStatement':
      return ifSteps(builder, node);
    case 'SwitchStatement':
      return switchSteps(builder, node, labels);
    case 'TryStatement':
      return trySteps(builder, node);
    case 'LabeledStatement':
      return labeledSteps(builder, node, labels);
    case 'WhileStatement':
      return whileSteps(builder, node, labels);
    case 'DoWhileStatement':
      return doWhileSteps(builder, node, labels);
    case 'ForStatement':
      return forSteps(builder, node, labels);
    case 'ForInStatement':
    case 'ForOfStatement':
      return forEachSteps(builder, node, labels);
    default:
      lowerStraight(builder, node);
      return null;
  }
}

type Holding = 'BlockStatement' | 'IfStatement' | 'SwitchStatement' | 'TryStatement' | 'LabeledStatement' | 'WhileStatement' | 'DoWhileStatement' | 'ForStatement' | 'ForInStatement' | 'ForOfStatement';
type Straight = Exclude<TSESTree.Statement | TSESTree.NamedExportDeclarations, { type: `${Holding}` }>;

export function lowerStraight(builder: Builder, node: Straight): void {
  switch (node.type) {
    case 'ExpressionStatement':
      return lowerEffects(builder, node.expression);
    case 'VariableDeclaration':
      return lowerVariables(builder, node);
    case 'ReturnStatement':
      return lowerReturn(builder, node);
    case 'ThrowStatement':
      return builder.throw(lowerValue(builder, node.argument), node);
    case 'BreakStatement':
    case 'ContinueStatement':
      return lowerJump(builder, node);
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
  if (declaration !== null) lowerStraight(builder, declaration);
}

function lowerReturn(builder: Builder, node: TSESTree.ReturnStatement): void {
  const argument = optional(node.argument);
  const value = argument === null ? UNDEFINED : lowerValue(builder, argument);
  builder.store({ kind: 'result' }, value, false, node);
  builder.goto(returnWay(builder));
}

/** `a: b: for (…)`: the labels are handed to the statement; any other statement can only be left by them. */
function* labeledSteps(builder: Builder, node: TSESTree.LabeledStatement, outer: readonly string[]): Steps {
  const labels = [...outer, node.label.name];
  let { body } = node;
  for (; body.type === 'LabeledStatement'; { body } = body) labels.push(body.label.name);
  const frame = builder.frame;
  const after = takesLabels.has(body.type) ? null : builder.reserve('after');
  if (after !== null) builder.frame = { kind: 'target', outer: frame, break: after, continue: null, plain: false, labels };
  const steps = after === null ? statementSteps(builder, body, labels) : bodySteps(builder, body);
  if (steps !== null) yield steps;
  if (after === null) return;
  builder.frame = frame;
  builder.goto(after);
  builder.enter(after);
}

const takesLabels: ReadonlySet<string> = new Set(['WhileStatement', 'DoWhileStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'SwitchStatement']);
