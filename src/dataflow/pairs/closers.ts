/**
 * Who closes a connection, and when: statements of the code that holds it, listeners, timers.
 *
 * Input: a connection. Guarantee: every function that closes one of its names, itself or through functions that it calls,
 * is told with each of its roles; a condition in it is not asked for, because whoever closes sometimes may close then.
 * Not handled: what an unknown callee does with the connection (see `leaves.ts`).
 */
import type { FunctionNode, Variable } from '../ir/types.ts';
import { releasesByName } from '../models/index.ts';
import type { Role } from './roles.ts';
import { nameOf, rolesOf } from './roles.ts';
import type { Connection, Survey } from './survey.ts';
import { codeOf } from './survey.ts';
import type { At, Use } from './uses.ts';
import { isFunction } from '../resolve/syntax.ts';

export type Closer =
  /** The code that holds it does so itself. */
  | { readonly kind: 'direct'; readonly at: At | null }
  /** A function does so in this role. */
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly role: Role };

export function findClosers(connection: Connection, survey: Survey): readonly Closer[] {
  const found: Closer[] = [];
  const home = codeOf(connection.variable.scope.variableScope.block);
  const closing = new Set<FunctionNode>();
  for (const name of survey.namesOf(connection.variable)) {
    for (const use of survey.usesOf(name)) if (isIn(use, home) && closes(use, connection, survey)) found.push({ kind: 'direct', at: 'at' in use ? use.at : null });
    for (const node of functionsThatReach(name, survey)) if (node !== home && closesIn(node, name, connection, survey)) closing.add(node);
  }
  for (const node of closing) {
    for (const role of rolesOf(node, survey)) {
      if (role.kind !== 'called') found.push({ kind: 'function', node, role });
      // What waits before it closes does so at no place of its caller.
      else if (role.by === home) found.push({ kind: 'direct', at: node.async || node.generator ? null : role.at });
      else if (isFunction(role.by)) closing.add(role.by);
    }
  }
  return found;
}


const isIn = (use: Use, home: unknown): boolean => use.kind === 'disposed' || ('at' in use && use.at.ir.node === home);

function closes(use: Use, connection: Connection, survey: Survey): boolean {
  switch (use.kind) {
    case 'method':
      return isRelease(connection, use.name, survey);
    case 'argument':
      return closesArgument(use.at, use.position, connection, survey);
    case 'disposed':
      return true;
    case 'alias':
    case 'iterated':
    case 'leaves':
      return false;
  }
}

function isRelease(connection: Connection, name: string, survey: Survey): boolean {
  const receiver = survey.method(connection, name)?.receiver;
  return receiver === 'releases' || receiver === 'ends';
}

function closesArgument({ call, ir }: At, position: number, { kind }: Connection, { unit }: Survey): boolean {
  const { callee, name, model } = unit.effects(call, ir);
  if (callee.kind !== 'function') return model === null && name !== null && releasesByName(name);
  const { returns, throws } = unit.outcome(callee.node, { kind: 'parameter', index: position }, kind);
  return [...returns, ...throws].some(outcome => outcome.status === 'released');
}

/** Does the function close what the variable holds, on some way? */
function closesIn(node: FunctionNode, variable: Variable, connection: Connection, survey: Survey): boolean {
  const ir = survey.unit.graph(node);
  if (ir === null) return true;
  if (survey.uses(ir).of(variable).some(use => closes(use, connection, survey))) return true;
  if (isParameterOf(variable, node)) return false;
  const { returns, throws } = survey.unit.outcome(node, { kind: 'captured', variable }, connection.kind);
  return [...returns, ...throws].some(outcome => outcome.status === 'released');
}

const isParameterOf = (variable: Variable, node: FunctionNode): boolean => variable.scope.block === node && variable.defs.some(definition => String(definition.type) === 'Parameter');

/** Functions that mention a variable, and those that mention the name of one of them. */
function functionsThatReach(variable: Variable, survey: Survey): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  const mention = ({ references }: Variable): void => {
    for (const { from } of references) {
      const code = codeOf(from.variableScope.block);
      if (code !== null && isFunction(code)) found.add(code);
    }
  };
  mention(variable);
  for (const node of found) {
    const name = nameOf(node, survey);
    if (name !== null && survey.unit.reaches(node, variable)) mention(name);
  }
  return found;
}
