/**
 * When a function of the file runs: as the listener of an event, as a callback, called by name, or nobody knows when.
 *
 * Input: a function. Guarantee: every mention of it is one role; what is not understood is `elsewhere`.
 * Not handled: methods and functions in object literals; they are `elsewhere`.
 */
import type { CodeNode, FunctionNode, Node, Operand, Variable } from '../ir/types.ts';
import { kind as kindById, registersByName, rowAt } from '../models/index.ts';
import type { KindId } from '../models/types.ts';
import { landings } from '../obligations/landings.ts';
import type { Survey } from './survey.ts';
import { codeOf } from './survey.ts';
import type { At } from './uses.ts';
import { variableOf } from './uses.ts';

export type Role =
  | Listening
  /** Run by a timer, a promise or the like. */
  | { readonly kind: 'later'; readonly at: At }
  /** Called by name, or run at once by whoever is handed it. */
  | { readonly kind: 'called'; readonly by: CodeNode; readonly at: At }
  | { readonly kind: 'elsewhere' };

export interface Listening {
  readonly kind: 'event';
  /** Null: no name of the file holds the emitter. */
  readonly emitter: Variable | null;
  readonly emitterKind: KindId | null;
  /** Null: not written out. */
  readonly event: string | null;
  /** It comes once at most. */
  readonly once: boolean;
  readonly at: At;
}

const elsewhere: Role = { kind: 'elsewhere' };

export function rolesOf(node: FunctionNode, survey: Survey): readonly Role[] {
  const direct = calledAtOnce(node, survey) ?? roleAt(node, survey);
  if (direct !== null) return [direct];
  const maker = returnedBy(node);
  if (maker !== null) return rolesOfResults(maker, survey);
  const name = nameOf(node, survey);
  if (name === null) return [elsewhere];
  const roles = name.references.flatMap(reference => (reference.isWrite() ? [] : [roleOfMention(reference.identifier, survey)]));
  // Whoever imports it calls it when he likes; and what nobody in view mentions somebody else does.
  return roles.length === 0 || isExported(node) ? [...roles, elsewhere] : roles;
}

/** `(async () => { … })()`. */
function calledAtOnce(node: FunctionNode, survey: Survey): Role | null {
  const { parent } = node;
  const at = parent.type === 'CallExpression' && parent.callee === node ? callAt(parent, survey) : undefined;
  return at === undefined ? null : { kind: 'called', by: at.ir.node, at };
}

/** The function that gives this one to its callers: `const closing = (other) => () => other.destroy()`. */
function returnedBy(node: FunctionNode): FunctionNode | null {
  const { parent } = node;
  if (parent.type === 'ArrowFunctionExpression' && parent.body === node) return parent;
  const code = parent.type === 'ReturnStatement' ? codeAround(node) : null;
  return code === null || code.type === 'Program' || code.type === 'ClassDeclaration' || code.type === 'ClassExpression' ? null : code;
}

/** What becomes of the functions that calls of a maker give: `socket.on('close', closing(other))`. */
function rolesOfResults(maker: FunctionNode, survey: Survey): readonly Role[] {
  const name = nameOf(maker, survey);
  if (name === null || isExported(maker)) return [elsewhere];
  return name.references.flatMap(({ identifier, init }) => {
    if (init === true) return [];
    const { parent } = identifier;
    return [parent.type === 'CallExpression' && parent.callee === identifier ? (roleAt(parent, survey) ?? elsewhere) : elsewhere];
  });
}

function isExported({ parent }: FunctionNode): boolean {
  const declaration = parent.type === 'VariableDeclarator' ? parent.parent.parent : parent;
  return declaration.type === 'ExportNamedDeclaration' || declaration.type === 'ExportDefaultDeclaration';
}

/** The variable by which a function is known. */
export function nameOf(node: FunctionNode, { unit }: Survey): Variable | null {
  if (node.type === 'FunctionDeclaration') return unit.scopeManager.getDeclaredVariables(node)[0] ?? null;
  const { parent } = node;
  if (parent.type !== 'VariableDeclarator' || parent.id.type !== 'Identifier') return null;
  return unit.scopeManager.getDeclaredVariables(parent)[0] ?? null;
}

function roleOfMention(identifier: Node, survey: Survey): Role {
  const { parent } = identifier;
  if (parent?.type === 'CallExpression' && parent.callee === identifier) {
    const at = callAt(parent, survey);
    return at === undefined ? elsewhere : { kind: 'called', by: at.ir.node, at };
  }
  return roleAt(identifier, survey) ?? elsewhere;
}

/** The role of what stands among the arguments of a call, as it is or bound; null where it stands elsewhere. */
function roleAt(node: Node, survey: Survey): Role | null {
  const { parent } = node;
  if (parent?.type === 'MemberExpression' && parent.object === node && parent.parent.type === 'CallExpression' && parent.parent.callee === parent) {
    return parent.property.type === 'Identifier' && parent.property.name === 'bind' ? roleAt(parent.parent, survey) : null;
  }
  if (parent?.type !== 'CallExpression' && parent?.type !== 'NewExpression') return null;
  const position = parent.arguments.findIndex(argument => argument === node);
  const at = position < 0 ? undefined : callAt(parent, survey);
  return at === undefined ? null : roleInCall(at, position, survey);
}

/** The call that syntax became, in the graph of the function around it. */
function callAt(node: Node, survey: Survey): At | undefined {
  const code = codeAround(node);
  const ir = code === null ? null : survey.unit.graph(code);
  return ir === null ? undefined : survey.uses(ir).call(node);
}

export function codeAround(node: Node): CodeNode | null {
  for (let at: Node | undefined = node.parent; at !== undefined; at = at.parent) {
    const code = codeOf(at as Variable['scope']['block']);
    if (code !== null) return code;
    if (at.type === 'PropertyDefinition' || at.type === 'AccessorProperty' || at.type === 'StaticBlock') return null;
  }
  return null;
}

function roleInCall(at: At, position: number, survey: Survey): Role {
  const { call, ir } = at;
  const { unit } = survey;
  const { callee, model, name } = unit.effects(call, ir);
  const emitter = call.callee.kind === 'member' ? variableOf(call.callee.object, ir, unit) : null;
  const row = callee.kind === 'method' ? callee.model : null;
  const listens = row?.listens ?? (name !== null && call.callee.kind === 'member' && registersByName(name) ? byName : undefined);
  if (listens !== undefined && listens.listener === position) {
    const event = textOf(call.args[listens.event]?.value);
    const emitterKind = callee.kind === 'method' ? callee.resource : null;
    return { kind: 'event', emitter, emitterKind, event, once: listens.timing === 'later-once' || comesOnce(emitterKind, event), at };
  }
  if (model?.watches !== undefined && position === call.args.length - 1) return watching(at, model.watches, survey);
  const does = rowAt(model?.args, position, call.args.length);
  if (does?.does !== 'calls') return elsewhere;
  if (does.timing === 'inline') return { kind: 'called', by: ir.node, at };
  if (callee.kind === 'method' && callee.resource !== null) return { kind: 'event', emitter, emitterKind: callee.resource, event: name, once: does.timing === 'later-once', at };
  // The callback of `connect()` and `request()` is a listener of what they give.
  if (model?.acquires !== undefined) {
    const [made = null] = landings(call, ir, unit);
    return { kind: 'event', emitter: made, emitterKind: model.acquires.kind, event: name, once: does.timing === 'later-once', at };
  }
  return { kind: 'later', at };
}

const byName = { event: 0, listener: 1, timing: 'later-many' } as const;

/** `finished(socket, callback)`: as a listener for its 'close'. */
function watching(at: At, watched: number, { unit }: Survey): Role {
  const value = at.call.args[watched]?.value;
  return { kind: 'event', emitter: value === undefined ? null : variableOf(value, at.ir, unit), emitterKind: null, event: 'close', once: true, at };
}

export const textOf = (operand: Operand | undefined): string | null => (operand?.kind === 'literal' && typeof operand.value === 'string' ? operand.value : null);

function comesOnce(kind: KindId | null, event: string | null): boolean {
  if (kind === null || event === null) return false;
  const { events } = kindById(kind);
  return Object.hasOwn(events, event) && events[event]?.once === true;
}
