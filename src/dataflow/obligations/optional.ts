/**
 * Arguments that may be absent because a caller may leave them out: `getRunner(given)` with `given` a parameter.
 *
 * Input: an argument of a call and what it has to be for the callee to make something new. Guarantee: yes only for a parameter
 * that is handed on as it came, that nothing before the call takes for granted, and that its type, where it has one, allows to
 * be left out.
 */
import type { Known } from '../domain/knowledge.ts';
import { contradict, literal } from '../domain/knowledge.ts';
import type { Call } from '../effects/types.ts';
import type { Node, Operand } from '../ir/types.ts';

export function isLeftOut(argument: Operand, known: Known, { node }: Call): boolean {
  if (argument.kind !== 'variable' || contradict(literal(undefined), known)) return false;
  const { variable } = argument;
  const [definition, ...others] = variable.defs;
  if (definition === undefined || others.length > 0 || String(definition.type) !== 'Parameter' || !mayBeAbsent(definition.name)) return false;
  return variable.references.every(reference => {
    const { identifier, writeExpr } = reference;
    if (identifier.range[0] >= node.range[0]) return true;
    // `runner = getRunner(runner)` writes what the call gives.
    if (reference.isWrite()) return writeExpr !== null && writeExpr !== undefined && writeExpr.range[0] <= node.range[0] && writeExpr.range[1] >= node.range[1];
    return isOnlyAsked(identifier);
  });
}

/** Without a type any parameter may be left out; with one, those that say so. */
function mayBeAbsent(name: Node): boolean {
  if (name.type !== 'Identifier') return false;
  if (name.typeAnnotation === undefined || name.optional) return true;
  const { typeAnnotation } = name.typeAnnotation;
  return typeAnnotation.type === 'TSUnionType' && typeAnnotation.types.some(one => one.type === 'TSUndefinedKeyword' || one.type === 'TSNullKeyword');
}

/** Not used as something that is there. */
function isOnlyAsked(identifier: Node): boolean {
  let at = identifier;
  while (at.parent?.type === 'TSNonNullExpression' || at.parent?.type === 'TSAsExpression') at = at.parent;
  const { parent } = at;
  return parent?.type !== 'MemberExpression' || parent.object !== at || parent.optional;
}
