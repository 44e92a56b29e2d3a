/**
 * Functions: parameters, then the code of the constructor's class, then the body. `this` as a parameter exists only in
 * types; a parameter property is stored into `this` as well.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Node, Parameter, Variable } from '../ir/types.ts';
import type { Builder, Temp } from './builder.ts';
import { lowerInstanceFields } from './classes.ts';
import { returnWay } from './completion.ts';
import { lowerValue } from './expressions.ts';
import { member } from './operands.ts';
import { lowerBinding } from './patterns.ts';
import { hoistFunctions, lowerList } from './statements.ts';
import { optional } from './wrappers.ts';

export function lowerFunction(builder: Builder, node: FunctionNode): readonly Parameter[] {
  const parameters = lowerParameters(builder, node);
  const owner = constructed(node);
  if (owner !== null) {
    const begin = (): void => {
      storeParameterProperties(builder, node);
      lowerInstanceFields(builder, owner);
    };
    if (owner.superClass === null) begin();
    else builder.afterSuper = begin;
  }
  const body = optional(node.body);
  if (body?.type === 'BlockStatement') {
    lowerList(builder, body.body, null);
  } else if (body !== null) {
    builder.store({ kind: 'result' }, lowerValue(builder, body), false, body);
    builder.goto(returnWay(builder));
  }
  return parameters;
}

function lowerParameters(builder: Builder, node: FunctionNode): readonly Parameter[] {
  const params = node.params.filter((param) => !(param.type === 'Identifier' && param.name === 'this'));
  const temps: Temp[] = params.map(() => builder.temp());
  const body = optional(node.body);
  if (body?.type === 'BlockStatement') hoistFunctions(builder, body.body);
  return params.map((param, index) => {
    const temp = temps[index] ?? builder.temp();
    const target = param.type === 'TSParameterProperty' ? param.parameter : param;
    lowerBinding(builder, target, temp, true);
    return { value: temp.temp, rest: target.type === 'RestElement', variable: directVariable(builder, target), node: param };
  });
}

/** The name that gets the argument itself, possibly after a default. */
function directVariable(builder: Builder, target: Node): Variable | null {
  let at = target;
  if (at.type === 'RestElement') at = at.argument;
  if (at.type === 'AssignmentPattern') at = at.left;
  if (at.type !== 'Identifier') return null;
  const operand = builder.name(at.name);
  return operand.kind === 'variable' ? operand.variable : null;
}

/** The class whose constructor this is. */
function constructed(node: FunctionNode): ClassNode | null {
  const method = optional<Node>(node.parent);
  if (method?.type !== 'MethodDefinition' || method.kind !== 'constructor') return null;
  return method.parent.parent;
}

function storeParameterProperties(builder: Builder, node: FunctionNode): void {
  for (const param of node.params) {
    if (param.type !== 'TSParameterProperty') continue;
    const { parameter } = param;
    const id: TSESTree.BindingName = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
    if (id.type === 'Identifier') builder.store(member({ kind: 'this' }, id.name), builder.name(id.name), false, param);
  }
}
