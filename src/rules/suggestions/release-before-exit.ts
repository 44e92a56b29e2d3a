/**
 * Writes the release in front of the statement that leaves, or at the start of the `catch` clause that swallows the
 * failure.
 *
 * Guarantee: offered only where that is the only leaking path, the name stands for the resource there, nothing on any
 * way to the place may have given the resource away, and nothing after it uses the resource. Not handled: releases
 * that must be awaited.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { Finding } from '../../dataflow/findings/types.ts';
import type { Node } from '../../dataflow/ir/types.ts';
import type { Edit } from '../suggestions.ts';
import { variableAt, type Owned } from './owned.ts';
import { causeOf, contains, functionAround, isCallOfPath, isFunction, textOf, type Source, isNode } from './source.ts';
import { indentAt, lineStart, startsLine } from './style.ts';
import { alwaysBefore, usesBetween, type Use } from './uses.ts';

type Leaving = TSESTree.ReturnStatement | TSESTree.ThrowStatement | TSESTree.ContinueStatement | TSESTree.BreakStatement;

export function releaseBeforeExit(finding: Finding, owned: Owned, source: Source): readonly Edit[] | null {
  if (finding.morePaths > 0 || finding.exit === 'overwrite') return null;
  const { exitNode } = finding;
  if (isLeaving(exitNode)) return isReachable(finding, owned, exitNode, source) && leavesWithout(finding, owned, exitNode) ? [beforeStatement(exitNode, owned.call, source)] : null;
  const clause = finding.steps.findLast(step => step.kind === 'caught')?.node;
  if (clause?.type !== 'CatchClause' || !endsAfter(finding, clause)) return null;
  return isReachable(finding, owned, clause.body, source) && isUnusedFrom(owned, clause, finding) ? [startOf(clause.body, owned.call, source)] : null;
}

function isLeaving(node: Node): node is Leaving {
  return node.type === 'ReturnStatement' || node.type === 'ThrowStatement' || node.type === 'ContinueStatement' || node.type === 'BreakStatement';
}

/** Control falls off the end of the function or of the loop's body. */
function endsAfter(finding: Finding, clause: TSESTree.CatchClause): boolean {
  const last = finding.steps.at(-1);
  return (last?.kind === 'ends' || last?.kind === 'iteration-ends') && (isFunction(last.node) || contains(last.node, clause));
}

/** The name means the resource at `place`, and no way there gave it to somebody else. */
function isReachable(finding: Finding, owned: Owned, place: Node, source: Source): boolean {
  const { acquire } = finding;
  if (place.range[0] < acquire.range[1] || inFinalizer(place)) return false;
  const around = functionAround(place);
  if (owned.variable === null) return around !== null && !mentions(finding, owned, place, source);
  const root = owned.variable.name;
  if (variableAt(place, root, source) !== owned.variable) return false;
  if (!owned.holds || finding.kind === 'leaked-slot') return !mentions(finding, owned, place, source);
  const cause = causeOf(finding);
  return usesBetween(owned.variable, acquire.range[1], place.range[0], around).every(use => keeps(use, finding, place, cause));
}

function keeps(use: Use, finding: Finding, place: Node, cause: Node | null): boolean {
  if (use.role === 'receiver' || use.role === 'test') return true;
  if (use.leaving !== null && !contains(use.leaving, place)) return true;
  if (use.inClosure || use.role === 'other') return false;
  return isCallOfPath(finding, use.node) || alwaysBefore(use.node, place, cause);
}

/** A slot must not be released twice: any earlier mention of its release makes the repair doubtful. */
function mentions(finding: Finding, owned: Owned, place: Node, source: Source): boolean {
  return source.text.slice(finding.acquire.range[1], place.range[0]).includes(owned.callee);
}

function inFinalizer(node: Node): boolean {
  for (let at = node; isNode(at.parent) && !isFunction(at); at = at.parent) {
    if (at.parent.type === 'TryStatement' && at.parent.finalizer === at) return true;
  }
  return false;
}

/** What the statement computes neither mentions the resource nor runs code that may still need it. */
function leavesWithout({ kind }: Finding, owned: Owned, exit: Leaving): boolean {
  if (exit.type === 'ContinueStatement' || exit.type === 'BreakStatement') return true;
  if (exit.argument === null) return true;
  const [start, end] = exit.argument.range;
  const mentions = owned.variable?.references.filter(({ identifier: { range } }) => range[0] >= start && range[1] <= end) ?? [];
  // A response that was discarded still knows its status.
  if (!mentions.every(({ identifier }) => kind === 'leaked-response' && identifier.parent.type === 'MemberExpression' && identifier.parent.object === identifier)) return false;
  return isPlain(exit.argument);
}

/** A value that is there already: computing it runs no code. */
export function isPlain(value: Node): boolean {
  switch (value.type) {
    case 'Literal':
    case 'Identifier':
    case 'ThisExpression':
      return true;
    case 'MemberExpression':
      return isPlain(value.object);
    case 'UnaryExpression':
      return isPlain(value.argument);
    case 'TemplateLiteral':
      return value.expressions.every(isPlain);
    case 'BinaryExpression':
      return isPlain(value.left) && isPlain(value.right);
    case 'ArrayExpression':
      return value.elements.every(element => element !== null && isPlain(element));
    case 'ObjectExpression':
      return value.properties.every(property => property.type === 'Property' && !property.computed && isPlain(property.value));
    case 'NewExpression':
      return value.callee.type === 'Identifier' && value.callee.name.endsWith('Error') && value.arguments.every(isPlain);
    default:
      return false;
  }
}

/** Neither the clause nor what follows its statement uses the resource. */
function isUnusedFrom(owned: Owned, clause: TSESTree.CatchClause, finding: Finding): boolean {
  const around = functionAround(clause);
  const end = around?.range[1] ?? Number.POSITIVE_INFINITY;
  if (owned.variable === null || finding.kind === 'leaked-slot') return false;
  return usesBetween(owned.variable, clause.range[0], end, around).length === 0;
}

function beforeStatement(exit: Leaving, call: string, source: Source): Edit {
  const { text, style } = source;
  const [start, end] = exit.range;
  const parent = exit.parent;
  const inList = parent.type === 'BlockStatement' || parent.type === 'Program' || parent.type === 'SwitchCase' || parent.type === 'StaticBlock';
  if (inList) {
    const gap = startsLine(text, start) ? `${style.semicolon}${style.newline}${indentAt(text, start)}` : '; ';
    return { start, end: start, text: `${call}${gap}` };
  }
  const indent = indentAt(text, parent.range[0]);
  const inner = `${indent}${style.unit}`;
  const lines = ['{', `${inner}${call}${style.semicolon}`, `${inner}${textOf(source, exit)}`, `${indent}}`];
  // `if (x)` alone on its line: the brace belongs behind it.
  const from = startsLine(text, start) ? lineStart(text, start) - style.newline.length : start;
  return { start: from, end, text: `${from === start ? '' : ' '}${lines.join(style.newline)}` };
}

function startOf(block: TSESTree.BlockStatement, call: string, { text, style }: Source): Edit {
  const at = block.range[0] + 1;
  const first = block.body[0];
  if (first !== undefined && !startsLine(text, first.range[0])) return { start: at, end: at, text: ` ${call};` };
  const inner = `${indentAt(text, block.range[0])}${style.unit}`;
  if (first === undefined && !text.slice(at, block.range[1]).includes('\n')) {
    return { start: at, end: block.range[1] - 1, text: `${style.newline}${inner}${call}${style.semicolon}${style.newline}${indentAt(text, block.range[0])}` };
  }
  return { start: at, end: at, text: `${style.newline}${inner}${call}${style.semicolon}` };
}
