/**
 * The stretch of a block in which a resource lives: from after its acquisition to the end of the block.
 *
 * Guarantee: where one is given, the resource is given away on no way through it, as far as its text tells, so that
 * releasing it whenever the stretch is left is right. Not handled: acquisitions inside a larger expression.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Finding } from '../../dataflow/findings/types.ts';
import type { Node } from '../../dataflow/ir/types.ts';
import { isBegunBy, type Owned } from './owned.ts';
import { contains, functionAround, isCallOfPath, isFunction, textOf, type Source, isNode } from './source.ts';
import { alwaysBefore, usesBetween, type Use } from './uses.ts';

export interface Place {
  readonly block: TSESTree.BlockStatement;
  /** The statement that acquires; null where the resource is a parameter of the function whose body `block` is. */
  readonly acquiring: TSESTree.Statement | null;
  /** What comes after it. */
  readonly statements: readonly TSESTree.Statement[];
}

export interface Stretch extends Place {
  /** The release that the straight way through the stretch ends with, if it has one. */
  readonly release: TSESTree.ExpressionStatement | null;
}

/** Methods that register code for later: what they hear needs the resource open after the stretch. */
const registering: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener', 'addEventListener', 'pipe', 'pipeTo']);
/** Methods that release gracefully: destroying right after them may cut off what is still to be sent. */
const graceful: ReadonlySet<string> = new Set(['end', 'destroySoon']);

export function stretchOf(finding: Finding, owned: Owned, source: Source): Stretch | null {
  const place = blockOf(finding.acquire, owned);
  if (place === null || place.statements.length === 0) return null;
  if (place.statements.some(statement => statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration')) return null;
  const release = finalRelease(place.statements, owned, source);
  const stretch = { ...place, release };
  if (finding.kind === 'leaked-slot') return isSlotStretch(stretch, owned, source) ? stretch : null;
  return owned.variable !== null && !owned.perhapsUnset && isResourceStretch(finding, stretch, owned, source) ? stretch : null;
}

/** The block in which an acquisition is a statement of its own. */
export function blockOf(acquire: Node, owned: Owned): Place | null {
  const { parent } = acquire;
  if (acquire.type === 'Identifier' && parent !== undefined && isFunction(parent) && parent.body.type === 'BlockStatement') {
    const statements = parent.body.body.filter(statement => !(statement.type === 'ExpressionStatement' && typeof statement.directive === 'string'));
    return { block: parent.body, acquiring: null, statements };
  }
  let statement: Node = acquire;
  while (isNode(statement.parent) && statement.parent.type !== 'BlockStatement') {
    if (isFunction(statement)) return null;
    statement = statement.parent;
  }
  const block = statement.parent;
  if (block?.type !== 'BlockStatement') return null;
  const at = block.body.findIndex(candidate => candidate === statement);
  const acquiring = block.body[at];
  if (acquiring === undefined || !acquiresOnly(acquiring, acquire, owned)) return null;
  return { block, acquiring, statements: block.body.slice(at + 1) };
}

/** A declaration of the one name, a call on its own, or a refusal: `if (!limiter.tryAcquire()) return;`. */
function acquiresOnly(statement: TSESTree.Statement, acquire: Node, owned: Owned): boolean {
  switch (statement.type) {
    case 'VariableDeclaration':
      return statement.declarations.length === 1 && (!owned.holds || statement.declarations[0].id.type === 'Identifier');
    case 'ExpressionStatement':
      return !owned.holds || (owned.variable !== null && isBegunBy(acquire, owned.variable.name));
    case 'IfStatement':
      return !owned.holds && statement.test.type === 'UnaryExpression' && statement.alternate === null && leaves(statement.consequent);
    default:
      return false;
  }
}

function leaves(statement: TSESTree.Statement): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement' || last?.type === 'ContinueStatement';
}

function finalRelease(statements: readonly TSESTree.Statement[], owned: Owned, source: Source): TSESTree.ExpressionStatement | null {
  const last = statements.at(-1);
  const candidate = last?.type === 'ReturnStatement' && isConstant(last.argument) ? statements.at(-2) : last;
  // What is sent with the end may be declared where the end stands.
  return candidate !== undefined && releaseOf(candidate, owned, source)?.arguments.length === 0 && candidate.type === 'ExpressionStatement' ? candidate : null;
}

/** The call of a statement that does nothing but release the resource, also with a farewell: `socket.end('bye')`. */
export function releaseOf(statement: TSESTree.Statement, owned: Owned, source: Source): TSESTree.CallExpression | null {
  if (statement.type !== 'ExpressionStatement') return null;
  const expression = statement.expression.type === 'AwaitExpression' ? statement.expression.argument : statement.expression;
  const call = expression.type === 'ChainExpression' ? expression.expression : expression;
  if (call.type !== 'CallExpression') return null;
  const callee = textOf(source, call.callee).replace('?.', '.');
  if (callee === owned.callee) return call;
  const holder = owned.callee.slice(0, owned.callee.lastIndexOf('.'));
  const method = call.callee.type === 'MemberExpression' && call.callee.property.type === 'Identifier' ? call.callee.property.name : '';
  return owned.holds && graceful.has(method) && callee === `${holder}.${method}` ? call : null;
}

/** Moving the release behind it changes nothing. */
function isConstant(value: Node | null): boolean {
  return value === null || value.type === 'Literal' || value.type === 'Identifier';
}

/** A slot is released exactly once: the only release of the stretch is the one at its end. */
function isSlotStretch(stretch: Stretch, owned: Owned, source: Source): boolean {
  if (stretch.release === null) return false;
  const text = textBetween(stretch, source);
  if (text.split(`${owned.callee}`).length !== 2) return false;
  if (!owned.holds || owned.variable === null) return true;
  return usesBetween(owned.variable, ...rangeOf(stretch), functionAround(stretch.release)).every(use => use.role === 'receiver' && !use.inClosure);
}

function isResourceStretch(finding: Finding, stretch: Stretch, owned: Owned, source: Source): boolean {
  if (owned.variable === null) return false;
  const around = functionAround(stretch.statements[0] ?? stretch.block);
  const uses = usesBetween(owned.variable, ...rangeOf(stretch), around);
  const { release } = stretch;
  const rest = release === null ? uses : uses.filter(use => !contains(release, use.node));
  if (rest.some(use => use.property !== null && graceful.has(use.property))) return false;
  if (release !== null) return rest.every(use => staysOwned(use, finding, stretch));
  // Nobody releases: the resource may live only as long as what is awaited here.
  if (finding.exit === 'throw' || finding.exit === 'overwrite') return false;
  return textBetween(stretch, source).includes('await ') && rest.every(use => isDoneHere(use, finding, stretch));
}

function staysOwned(use: Use, finding: Finding, stretch: Stretch): boolean {
  if (use.leaving !== null) return use.role === 'receiver' && isAwaited(use);
  if (use.role === 'receiver' || use.role === 'test') return true;
  if (use.inClosure || use.role === 'other') return false;
  const end = stretch.statements.at(-1) ?? stretch.block;
  return isCallOfPath(finding, use.node) || alwaysBefore(use.node, end, null);
}

function isDoneHere(use: Use, finding: Finding, stretch: Stretch): boolean {
  if (use.inClosure || (use.property !== null && registering.has(use.property))) return false;
  return use.role === 'argument' ? isAwaited(use) && staysOwned(use, finding, stretch) : staysOwned(use, finding, stretch);
}

/** Some `await` between the use and its statement waits for what the use began. */
function isAwaited(use: Use): boolean {
  for (let at: Node | undefined = use.node; at !== undefined && !isFunction(at); at = at.parent) {
    if (at.type === 'AwaitExpression') return true;
    if (at.type.endsWith('Statement')) return false;
  }
  return false;
}

function rangeOf(stretch: Stretch): [number, number] {
  return [stretch.statements[0]?.range[0] ?? 0, stretch.statements.at(-1)?.range[1] ?? 0];
}

function textBetween(stretch: Stretch, source: Source): string {
  return source.text.slice(...rangeOf(stretch));
}
