/**
 * Whether two connections belong to each other, or one of them serves many of the other.
 *
 * An upstream that is opened once and feeds every client that comes must not be closed because one of them goes.
 */
import type { CodeNode, FunctionNode, Node } from '../ir/types.ts';
import { codeAround, rolesOf } from './roles.ts';
import type { Connection, Survey } from './survey.ts';
import { codeOf } from './survey.ts';

/** May `one` live through several of `others`, one after another or at once? */
export function servesMany(one: Connection, others: Connection, survey: Survey): boolean {
  const [home, place] = beginningOf(one);
  const [start, first] = beginningOf(others);
  if (home === null || start === null) return true;
  if (home !== start && isWithin(home, start)) return false;
  let code: CodeNode | null = start;
  let inner = first;
  while (code !== home) {
    if (code === null || code.type === 'Program' || isRepeated(inner, code, place) || !isFunction(code) || !runsOnce(code, survey)) return true;
    inner = code;
    code = codeAround(code);
  }
  return isRepeated(inner, home, place);
}

/** The code in which a life begins, and where: a name that is declared outside (`upstream = connect()`) is older than what it holds. */
function beginningOf({ variable, made }: Connection): readonly [CodeNode | null, Node] {
  if (made !== null) return [made.ir.node, made.call.node];
  return [codeOf(variable.scope.variableScope.block), variable.defs[0]?.node ?? variable.scope.block];
}

const isFunction = (code: CodeNode): code is FunctionNode => code.type === 'FunctionDeclaration' || code.type === 'FunctionExpression' || code.type === 'ArrowFunctionExpression';

const isWithin = (inner: Node, outer: Node): boolean => outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];

/** A loop of the code goes round it, and not round the other. */
function isRepeated(node: Node, code: CodeNode, other: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined && at !== code; at = at.parent) if (loops.has(at.type) && !isWithin(other, at)) return true;
  return false;
}

const loops: ReadonlySet<string> = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);

/** At most once for each run of the code around it: an event that does not come again, a promise, its executor. */
function runsOnce(code: FunctionNode, survey: Survey): boolean {
  return rolesOf(code, survey).every(role => {
    switch (role.kind) {
      case 'event':
        return role.once;
      case 'later':
        return true;
      case 'called':
        return role.at.call.construct;
      case 'elsewhere':
        return false;
    }
  });
}
