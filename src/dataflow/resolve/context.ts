/**
 * Everything resolving keeps about one file: made once per file, computed on demand, dropped with it.
 *
 * Input: the AST and ESLint's scope manager; parent links are added where a parser set none.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { FunctionIr, FunctionNode, Instruction, Node, Variable } from '../ir/types.ts';
import * as models from '../models/index.ts';
import type { KindId } from '../models/types.ts';
import type { TempId } from '../ids.ts';
import type { Environment } from './environment.ts';
import { createEnvironment } from './environment.ts';
import { createAnswerer } from './expressions.ts';
import { createReturned } from './functions.ts';
import { kindValue } from './kinds.ts';
import { isDeclared } from './names.ts';
import type { Ask } from './questions.ts';
import { createAnswers } from './questions.ts';
import { linkParents } from './syntax.ts';
import type { Tables } from './tables.ts';
import type { Value } from './value.ts';
import { globalValue } from './value.ts';
import { createSources } from './writes.ts';

export interface ResolveContext {
  readonly environment: Environment;
  /** Answers at once, never null: for what is shared with the answerers. */
  readonly ask: Ask;
  /** What an expression evaluates to. */
  readonly node: (node: Node) => Value;
  readonly variable: (variable: Variable) => Value;
  /** What calling a function of the file gives. */
  readonly returned: (node: FunctionNode) => Value;
  readonly kindOfValue: (value: Value) => KindId | null;
  /** The graph whose temporaries and `this` are meant; null for the file as a whole. */
  readonly graph: GraphContext | null;
  readonly graphs: Map<FunctionIr, ResolveContext>;
}

export interface GraphContext {
  readonly ir: FunctionIr;
  /** The instructions that give a temporary its value, by its number. */
  readonly definitions: readonly (readonly Instruction[])[];
  readonly temps: Map<TempId, Value>;
}

export interface ResolveInput {
  readonly ast: TSESTree.Program;
  readonly scopeManager: TSESLint.Scope.ScopeManager;
}

export interface ResolveOptions {
  /** Instead of the tables of `models/`. */
  readonly tables?: Tables;
  /** Kinds of parameters that the caller knows from elsewhere. */
  readonly parameterKinds?: ReadonlyMap<Variable, KindId>;
}

export function createResolveContext(input: ResolveInput, options: ResolveOptions = {}): ResolveContext {
  linkParents(input.ast);
  const { tables = models, parameterKinds = new Map<Variable, KindId>() } = options;
  const environment = createEnvironment({ scopeManager: input.scopeManager, tables, parameterKinds });
  const answers = createAnswers(createAnswerer(environment, createSources(), createReturned()));
  const ask: Ask = {
    node: key => answers({ on: 'node', key }),
    variable: key => answers({ on: 'variable', key }),
    returns: key => answers({ on: 'returns', key }),
    thisOf: key => answers({ on: 'this', key }),
    base: key => answers({ on: 'base', key }),
    member: key => answers({ on: 'member', key }),
  };
  return {
    environment,
    ask,
    node: key => answers({ on: 'node', key }),
    variable: key => (isDeclared(key) ? answers({ on: 'variable', key }) : globalValue(key.name)),
    returned: key => answers({ on: 'returns', key }),
    kindOfValue(value) {
      const kind = kindValue(value, ask, tables);
      return kind?.kind === 'instance' && typeof kind.of === 'string' ? kind.of : null;
    },
    graph: null,
    graphs: new Map(),
  };
}

/** The same context, within one graph: temporaries and `this` of its operands mean something there. */
export function inFunction(context: ResolveContext, ir: FunctionIr): ResolveContext {
  let inner = context.graphs.get(ir);
  if (inner === undefined) {
    inner = { ...context, graph: { ir, definitions: definitionsOf(ir), temps: new Map() } };
    context.graphs.set(ir, inner);
  }
  return inner;
}

function definitionsOf(ir: FunctionIr): readonly (readonly Instruction[])[] {
  const table: Instruction[][] = Array.from({ length: ir.temps }, () => []);
  for (const block of ir.blocks) {
    for (const instruction of block.instructions) {
      const temp = definedTemp(instruction);
      if (temp !== null) table[temp]?.push(instruction);
    }
  }
  return table;
}

function definedTemp(instruction: Instruction): TempId | null {
  if (instruction.kind === 'store') return instruction.place.kind === 'temp' ? instruction.place.temp : null;
  return 'result' in instruction ? instruction.result : null;
}
