/**
 * Who ends an operation for everybody else: the functions that settle a promise, and callbacks in Node's style.
 *
 * Input: a name. Answer: whether calling it settles the operation of a function, and which function that is: the executor that
 * declares `resolve` and `reject`, the function whose parameter `callback` is, the function that makes a deferred and does not
 * wait for it. Decided on names and scopes alone.
 *
 * Not handled: settlers inside objects other than a deferred, and names that are given a settler in several places.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Settles } from '../domain/settlement.ts';
import type { CodeNode, Node, Operand, Variable } from '../ir/types.ts';

export interface Settler {
  readonly settles: Settles;
  /** The code whose operation ends: what is acquired in it, or in functions inside of it, is due then. */
  readonly owner: Node;
}

export interface Settlers {
  readonly of: (variable: Variable) => Settler | null;
  /** The settlers of the functions around a piece of code, its own included. */
  readonly around: (code: CodeNode) => readonly Variable[];
  /** The settler that a callee stands for: `reject`, `deferred.reject`. */
  readonly called: (callee: Operand) => { readonly variable: Variable; readonly settler: Settler } | null;
}

type Scope = TSESLint.Scope.Scope;

/** What Node's own callbacks, and those written after them, are called. */
const callbackName = /^(?:cb|callback|done|next)$|(?:Callback|Cb)$/;
/** Calls that give a promise together with its settlers. */
const deferring = /^(?:withResolvers|promiseWithResolvers|defer|deferred|Deferred|pDefer|createDeferred|newDeferred|DeferredPromise|makeDeferred)$/;

export function createSettlers(scopeManager: TSESLint.Scope.ScopeManager): Settlers {
  const known = new Map<Variable, Settler | null>();
  const within = new Map<Scope, readonly Variable[]>();
  const of = (variable: Variable): Settler | null => {
    let found = known.get(variable);
    if (found === undefined) {
      known.set(variable, null);
      known.set(variable, (found = parameter(variable) ?? resolver(variable) ?? stored(variable, of)));
    }
    return found;
  };
  const inside = (scope: Scope): readonly Variable[] => {
    let found = within.get(scope);
    if (found === undefined) within.set(scope, (found = scope.variables.filter(variable => of(variable) !== null)));
    return found;
  };
  const around = (code: CodeNode): readonly Variable[] => {
    const found: Variable[] = [];
    // What the top level of a module names ends no operation of one function.
    for (let scope = scopeManager.acquire(code, true); scope !== null && scope.type !== 'module' && scope.type !== 'global'; scope = scope.upper) found.push(...inside(scope));
    return found;
  };
  return { of, around, called: callee => calledSettler(callee, of) };
}

function calledSettler(callee: Operand, of: Settlers['of']): ReturnType<Settlers['called']> {
  if (callee.kind === 'variable') {
    const settler = of(callee.variable);
    return settler === null || isDeferred(callee.variable) ? null : { variable: callee.variable, settler };
  }
  if (callee.kind !== 'member' || callee.object.kind !== 'variable' || !isDeferred(callee.object.variable)) return null;
  const settler = of(callee.object.variable);
  const settles = callee.property === 'resolve' ? 'well' : callee.property === 'reject' ? 'badly' : null;
  return settler === null || settles === null ? null : { variable: callee.object.variable, settler: { ...settler, settles } };
}

/** `(resolve, reject) =>` of an executor, `callback` of any function. */
function parameter(variable: Variable): Settler | null {
  const [definition] = variable.defs;
  if (definition === undefined || variable.defs.length > 1 || String(definition.type) !== 'Parameter') return null;
  const owner: Node = definition.node;
  if (!('params' in owner)) return null;
  const index = (owner.params as readonly Node[]).findIndex(formal => formal === definition.name);
  if (isExecutor(owner)) return index === 0 ? { settles: 'well', owner } : index === 1 ? { settles: 'badly', owner } : null;
  return index >= 0 && callbackName.test(variable.name) && !isReassigned(variable) ? { settles: 'by-argument', owner } : null;
}

function isExecutor(node: Node): boolean {
  const { parent } = node;
  return parent?.type === 'NewExpression' && parent.arguments[0] === node && parent.callee.type === 'Identifier' && parent.callee.name === 'Promise';
}

const isReassigned = (variable: Variable): boolean => variable.references.some(reference => reference.isWrite() && reference.init !== true);

/** `const { promise, resolve, reject } = Promise.withResolvers()`, `const deferred = defer()`. */
function resolver(variable: Variable): Settler | null {
  const declarator = declaratorOf(variable);
  if (declarator === null || !isDeferring(declarator.init)) return null;
  const owner = variable.scope.variableScope.block as Node;
  if (declarator.id.type === 'Identifier') return isWaitedFor(variable, 'promise') ? null : { settles: 'by-argument', owner };
  if (declarator.id.type !== 'ObjectPattern') return null;
  const settles = propertyOf(declarator.id, variable.name);
  const promise = declarator.id.properties.flatMap(property => (property.type === 'Property' && keyOf(property) === 'promise' && property.value.type === 'Identifier' ? property.value.name : []))[0];
  const waiting = promise === undefined ? undefined : variable.scope.set.get(promise);
  if (settles === null || (waiting !== undefined && isWaitedFor(waiting, null))) return null;
  return { settles, owner };
}

function declaratorOf(variable: Variable): TSESTree.VariableDeclarator | null {
  const [definition] = variable.defs;
  return variable.defs.length === 1 && definition?.node.type === 'VariableDeclarator' && !isReassigned(variable) ? definition.node : null;
}

function isDeferring(init: TSESTree.Expression | null): boolean {
  if (init?.type !== 'CallExpression' && init?.type !== 'NewExpression') return false;
  const { callee } = init;
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
  return deferring.test(name);
}

const isDeferred = (variable: Variable): boolean => {
  const declarator = declaratorOf(variable);
  return declarator !== null && declarator.id.type === 'Identifier' && isDeferring(declarator.init);
};

function propertyOf(pattern: TSESTree.ObjectPattern, name: string): Settles | null {
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.value.type !== 'Identifier' || property.value.name !== name) continue;
    const key = keyOf(property);
    if (key === 'resolve') return 'well';
    if (key === 'reject') return 'badly';
  }
  return null;
}

const keyOf = (property: TSESTree.Property): string | null => (property.key.type === 'Identifier' ? property.key.name : null);

/** The function itself awaits the promise: then its own ways on decide. */
function isWaitedFor(promise: Variable, member: string | null): boolean {
  return promise.references.some(({ identifier }) => {
    let at: Node = identifier;
    if (member !== null) {
      const { parent } = at;
      if (parent?.type !== 'MemberExpression' || parent.object !== at || parent.property.type !== 'Identifier' || parent.property.name !== member) return false;
      at = parent;
    }
    for (let { parent } = at; parent !== undefined && parent !== null; { parent } = parent) {
      if (parent.type === 'AwaitExpression') return true;
      if (parent.type !== 'CallExpression' && parent.type !== 'ArrayExpression' && parent.type !== 'MemberExpression' && parent.type !== 'ConditionalExpression') return false;
    }
    return false;
  });
}

/** `let fail; const p = new Promise((_, reject) => { fail = reject; })`: another name, given once. */
function stored(variable: Variable, of: Settlers['of']): Settler | null {
  const writes = variable.references.filter(reference => reference.isWrite());
  const [write] = writes;
  if (writes.length !== 1 || write?.writeExpr?.type !== 'Identifier') return null;
  const { writeExpr, from } = write;
  const source = from.references.find(reference => reference.identifier === writeExpr)?.resolved ?? null;
  const settler = source === null ? null : of(source);
  return settler === null || write.init === true ? settler : { ...settler, owner: variable.scope.variableScope.block as Node };
}
