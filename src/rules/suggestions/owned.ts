/**
 * What has to be released, and how to write that.
 *
 * Input: a finding. Guarantee: the text of a call that releases the resource wherever `variable` is visible and
 * assigned, or null where the name may stand for something else. Not handled: resources without a name, or kept in a
 * property.
 */
import type { TSESLint } from '@typescript-eslint/utils';
import type { Finding } from '../../dataflow/findings/types.ts';
import type { Node } from '../../dataflow/ir/types.ts';
import { contains, functionAround, textOf, type Source } from './source.ts';

export interface Owned {
  /** The callee of the release: `socket.destroy`, `limiter.release`, `release`. */
  readonly callee: string;
  /** The release as an expression: `socket.destroy()`. */
  readonly call: string;
  /** The variable at the root of `callee`; null for `this`. */
  readonly variable: TSESLint.Scope.Variable | null;
  /** The variable holds the resource itself, not its giver (`limiter`). */
  readonly holds: boolean;
  /** Some way to the place of the repair may not have assigned the variable yet. */
  readonly perhapsUnset: boolean;
}

const path = /^(?:this|[\p{ID_Start}$_][\p{ID_Continue}$]*)(?:\.#?[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

export function ownedBy(finding: Finding, source: Source): Owned | null {
  const body = bodyOf(finding, source);
  if (body !== null) return body;
  const callee = calleeOf(finding, source);
  if (callee === null || !path.test(callee)) return null;
  const root = callee.split('.')[0] ?? callee;
  const slot = finding.kind === 'leaked-slot';
  const given = { callee, call: `${callee}()`, holds: false, perhapsUnset: false };
  if (root === 'this') return slot ? { ...given, variable: null } : null;
  const variable = variableAt(finding.acquire, root, source);
  if (variable === null) return null;
  const assigned = slot && isBegunBy(finding.acquire, variable.name) ? null : assignment(variable, finding.acquire);
  // A slot is released through its giver, which is older than the slot and must still be the same.
  if (slot && assigned === null) return variable.references.some(reference => reference.isWrite() && reference.init !== true) ? null : { ...given, variable };
  if (assigned === null || callee.split('.').length > 2) return null;
  const perhapsUnset = assigned === 'later';
  return { callee, call: perhapsUnset ? `${callee.replace('.', '?.')}()` : `${callee}()`, variable, holds: true, perhapsUnset };
}

/** `await response.body?.cancel()`: a response is discarded through its body, in code that may wait for it. */
function bodyOf({ acquire, exitNode, name, release }: Finding, source: Source): Owned | null {
  if (name === null || release !== 'body?.cancel()' || !path.test(name) || name.includes('.')) return null;
  const variable = variableAt(acquire, name, source);
  if (variable === null || assignment(variable, acquire) !== 'declared' || functionAround(exitNode)?.async !== true) return null;
  return { callee: `${name}.body.cancel`, call: `await ${name}.body?.cancel()`, variable, holds: true, perhapsUnset: false };
}

/** `socket.destroy`; for a slot without a name of its own the release of its giver, if the file knows that release. */
function calleeOf(finding: Finding, source: Source): string | null {
  const release = finding.release.endsWith('()') ? finding.release.slice(0, -2) : finding.release;
  if (release.includes('.') || release === finding.name) return release;
  if (finding.name !== null) return `${finding.name}.${release}`;
  const { acquire } = finding;
  if (finding.kind !== 'leaked-slot' || acquire.type !== 'CallExpression' || acquire.callee.type !== 'MemberExpression') return null;
  const giver = textOf(source, acquire.callee.object);
  // What is given back through itself (`runner.release()`) has no release on the one it came from.
  return source.text.includes(`${giver.split('.').at(-1) ?? giver}.${release}(`) ? `${giver}.${release}` : null;
}

export function variableAt(node: Node, name: string, source: Source): TSESLint.Scope.Variable | null {
  for (let scope: TSESLint.Scope.Scope | null = source.code.getScope(node); scope !== null; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable !== undefined) return variable;
  }
  return null;
}

/** When the variable gets the resource: with its declaration, once later, or (null) not for certain. */
function assignment(variable: TSESLint.Scope.Variable, acquire: Node): 'declared' | 'later' | null {
  const definition = variable.defs[0];
  if (definition === undefined || variable.defs.length > 1) return null;
  const writes = variable.references.filter(reference => reference.isWrite());
  const type: string = definition.type;
  if (type === 'Parameter') return writes.length === 0 && definition.name === acquire ? 'declared' : null;
  if (type !== 'Variable') return null;
  const real = writes.filter(write => !isNothing(write.writeExpr ?? null));
  const write = real[0];
  if (write === undefined || real.length > 1 || !write.writeExpr) return null;
  // `server.listen()`, `socket.connect()`: the name is older than the duty.
  if (write.init === true && isBegunBy(acquire, variable.name)) return 'declared';
  if (!contains(write.writeExpr, acquire)) return null;
  return write.init === true ? 'declared' : 'later';
}

/** The acquisition is a method of the resource itself. */
export function isBegunBy(acquire: Node, name: string): boolean {
  if (acquire.type !== 'CallExpression' || acquire.callee.type !== 'MemberExpression') return false;
  const { object } = acquire.callee;
  return object.type === 'Identifier' && object.name === name;
}

function isNothing(value: Node | null): boolean {
  return value !== null && ((value.type === 'Literal' && value.value === null) || (value.type === 'Identifier' && value.name === 'undefined'));
}
