/**
 * Expressions: the switch over their kinds, and the ones that need no file of their own.
 *
 * `lowerValue` emits what the expression does and gives its value as an operand; `lowerEffects` is for expressions whose
 * value nobody reads. Recursion follows the nesting of the syntax; chains that grow to the left are walked.
 *
 * Not handled: the implicit `await` of `yield` and `return` in async generators (their own reject edge stands for it);
 * getters, setters and conversions run no code.
 */
import type { TSESTree } from '@typescript-eslint/utils';
import type { ObjectEntry, Operand } from '../ir/types.ts';
import { lowerAssignment, lowerDelete, lowerUpdate } from './assignments.ts';
import { arithmetic } from './binary.ts';
import type { Builder } from './builder.ts';
import { lowerChain, lowerElements, lowerNew, lowerTagged } from './chains.ts';
import { lowerClass } from './classes.ts';
import { returnWay } from './completion.ts';
import { lowerJsx } from './jsx.ts';
import { keyOperand, keyText, literalOperand } from './literals.ts';
import { lowerChoice, lowerChoiceEffects } from './logical.ts';
import { unknownSyntax } from './not-modelled.ts';
import { literal, opaque, UNDEFINED } from './operands.ts';
import { negation } from './tests.ts';
import { bare, optional } from './wrappers.ts';

/** Everything that can stand where a value is computed; patterns are lowered by their assignment. */
export type Computed = TSESTree.Expression | TSESTree.PrivateIdentifier | TSESTree.TSEmptyBodyFunctionExpression | TSESTree.AssignmentPattern;

export function lowerValue(builder: Builder, node: Computed): Operand {
  switch (node.type) {
    case 'Identifier':
      return lowerName(builder, node);
    case 'Literal':
      return literalOperand(node);
    case 'ThisExpression':
      return builder.self;
    case 'Super':
      return { kind: 'super' };
    case 'MemberExpression':
    case 'CallExpression':
    case 'TSNonNullExpression':
      return lowerChain(builder, node, null);
    case 'NewExpression':
      return lowerNew(builder, node);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'function', node };
    case 'ClassExpression':
      return lowerClass(builder, node);
    case 'ObjectExpression':
      return lowerObject(builder, node);
    case 'ArrayExpression':
      return { kind: 'array', elements: lowerElements(builder, node.elements), node };
    case 'AssignmentExpression':
      return lowerAssignment(builder, node);
    case 'UpdateExpression':
      return lowerUpdate(builder, node);
    case 'UnaryExpression':
      return lowerUnary(builder, node);
    case 'BinaryExpression':
      return arithmetic(builder, node);
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'ChainExpression':
      return lowerChoice(builder, node);
    case 'SequenceExpression':
      return lowerSequence(builder, node);
    case 'AwaitExpression':
      return builder.await(lowerValue(builder, node.argument), node);
    case 'YieldExpression':
      return lowerYield(builder, node);
    case 'ImportExpression':
      return lowerImport(builder, node);
    case 'TemplateLiteral':
      return lowerTemplate(builder, node);
    case 'TaggedTemplateExpression':
      return lowerTagged(builder, node);
    case 'JSXElement':
    case 'JSXFragment':
      return lowerJsx(builder, node);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
      return lowerValue(builder, bare(node));
    case 'MetaProperty':
    case 'PrivateIdentifier':
    case 'TSEmptyBodyFunctionExpression':
    case 'ObjectPattern':
    case 'ArrayPattern':
    case 'AssignmentPattern':
      // Patterns are values only in the types: their assignment lowers them.
      return opaque([], node);
    default:
      throw unknownSyntax(node);
  }
}

export function lowerEffects(builder: Builder, node: TSESTree.Expression): void {
  const at = bare(node);
  switch (at.type) {
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'ChainExpression':
      return lowerChoiceEffects(builder, at);
    case 'SequenceExpression':
      for (const expression of at.expressions) lowerEffects(builder, expression);
      return;
    case 'UnaryExpression':
      if (at.operator === 'delete') lowerDelete(builder, at);
      else lowerEffects(builder, at.argument);
      return;
    default:
      lowerValue(builder, at);
  }
}

function lowerName(builder: Builder, node: TSESTree.Identifier): Operand {
  const operand = builder.name(node.name);
  if (operand.kind === 'variable') return operand;
  if (node.name === 'undefined') return UNDEFINED;
  return node.name === 'NaN' || node.name === 'Infinity' ? opaque([], node) : operand;
}

function lowerUnary(builder: Builder, node: TSESTree.UnaryExpression): Operand {
  switch (node.operator) {
    case '!':
      return negation(builder, node);
    case 'void':
      lowerEffects(builder, node.argument);
      return UNDEFINED;
    case 'delete':
      lowerDelete(builder, node);
      return opaque([], node);
    case '-': {
      const value = lowerValue(builder, node.argument);
      return value.kind === 'literal' && typeof value.value === 'number' ? literal(-value.value) : opaque([value], node);
    }
    case '+':
    case '~':
    case 'typeof':
      return opaque([lowerValue(builder, node.argument)], node);
    default:
      throw unknownSyntax(node);
  }
}

function lowerSequence(builder: Builder, node: TSESTree.SequenceExpression): Operand {
  const last = node.expressions.at(-1);
  for (const expression of node.expressions) if (expression !== last) lowerEffects(builder, expression);
  return last === undefined ? UNDEFINED : lowerValue(builder, last);
}

function lowerYield(builder: Builder, node: TSESTree.YieldExpression): Operand {
  const argument = optional(node.argument);
  const value = argument === null ? UNDEFINED : lowerValue(builder, argument);
  if (builder.yieldAwaits && !node.delegate) return builder.await(value, node);
  return builder.yield(value, node.delegate, returnWay(builder), node);
}

function lowerImport(builder: Builder, node: TSESTree.ImportExpression): Operand {
  const source = lowerValue(builder, node.source);
  const options = optional(node.options);
  if (options !== null) lowerEffects(builder, options);
  const result = builder.temp();
  builder.emit({ kind: 'import', result: result.temp, source, node });
  return result;
}

function lowerTemplate(builder: Builder, node: TSESTree.TemplateLiteral): Operand {
  const [only] = node.quasis;
  if (node.expressions.length === 0 && only !== undefined) return literal(only.value.cooked);
  return opaque(
    node.expressions.map((expression) => lowerValue(builder, expression)),
    node,
  );
}

function lowerObject(builder: Builder, node: TSESTree.ObjectExpression): Operand {
  const entries: ObjectEntry[] = [];
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      entries.push({ key: null, value: lowerValue(builder, property.argument), spread: true });
      continue;
    }
    const key = keyText(keyOperand(builder, property));
    const value = lowerValue(builder, property.value);
    // An accessor is no value of the property, but what it captures is held by the object.
    entries.push({ key, value: property.kind === 'init' ? value : opaque([value], property), spread: false });
  }
  return { kind: 'object', entries, node };
}
