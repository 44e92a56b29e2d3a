/**
 * Opens the doors of a unit: every stage computes on demand, once, and forgets with the file.
 */
import { once } from './collections.ts';
import { Places } from './domain/places.ts';
import { indexFunction } from './effects/function-index.ts';
import { inferCall } from './effects/infer.ts';
import { createReach } from './effects/reach.ts';
import type { CallEffects } from './effects/types.ts';
import { createVolatility } from './effects/volatility.ts';
import type { CodeNode, FunctionIr, FunctionNode, Instruction, Node } from './ir/types.ts';
import { lower } from './lower/lower.ts';
import { NotModelled } from './lower/not-modelled.ts';
import { makeScopes } from './lower/scopes.ts';
import { nodeStyleNames } from './resolve/callback-shape.ts';
import { createResolveContext, inFunction } from './resolve/context.ts';
import { createSettlers } from './resolve/settlers.ts';
import { candidatesIn } from './resolve/candidates.ts';
import type { Mark } from './resolve/marks.ts';
import { createSpeaking } from './resolve/speaking.ts';
import { spokenNames } from './resolve/spoken-names.ts';
import { findMakers, namesOfMakers } from './obligations/makers.ts';
import { createAnswers } from './summaries/answers.ts';
import { anyExit, inferDelivered, inferExits, inferFresh, inferOutcome, outcomeText, unknownSummary } from './summaries/infer.ts';
import type { Answer, Entrance, Exits, Question } from './summaries/types.ts';
import { noOutcome } from './summaries/types.ts';
import type { AnalysisInput, AnalysisSettings, Unit } from './unit.ts';

type Skip = (node: Node, name: string, reason: string) => void;

export function createUnit(input: AnalysisInput, marks: readonly Mark[], settings: AnalysisSettings, skip: Skip): Unit {
  const scopes = makeScopes(input.scopeManager);
  const resolver = createResolveContext({ ast: input.ast, scopeManager: input.scopeManager });
  const resolverOf = (ir: FunctionIr) => inFunction(resolver, ir);
  const effectsOf = memo((_call: Instruction) => new Map<FunctionIr, CallEffects>());
  const places = new Places();
  const has: Unit['has'] = mechanism => settings.without?.has(mechanism) !== true;
  const reach = createReach(input.scopeManager);
  const makers = once(() => findMakers(unit));
  const candidates = once(() => candidatesIn(input.text, input.scopeManager, marks));
  const unit: Unit = {
    text: input.text,
    ast: input.ast,
    scopeManager: input.scopeManager,
    settings,
    places,
    has,
    graph: memo((node: CodeNode) => graphOf(node, scopes, settings, has, skip)),
    index: memo((ir: FunctionIr) => indexFunction(ir, places, reach.outside)),
    resolver: resolverOf,
    effects: (call, ir) => {
      const known = effectsOf(call);
      let effects = known.get(ir);
      if (effects === undefined) known.set(ir, (effects = inferCall(call, resolverOf(ir))));
      return effects;
    },
    makers,
    candidates,
    speaking: createSpeaking({
      tables: once(() => spokenNames(candidates().sources)),
      makers: once(() => new Set([...candidates().names, ...(has('makers') ? namesOfMakers(makers()) : [])])),
      callbacks: once(() => nodeStyleNames(input.scopeManager)),
    }),
    reaches: reach.reaches,
    within: reach.within,
    volatile: createVolatility(input.text),
    settlers: createSettlers(input.scopeManager),
    ...summaries(() => unit),
  };
  return unit;
}

function memo<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return key => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = compute(key)));
    return value;
  };
}

function graphOf(node: CodeNode, scopes: ReturnType<typeof makeScopes>, settings: AnalysisSettings, has: Unit['has'], skip: Skip): FunctionIr | null {
  try {
    return lower(node, scopes, has);
  } catch (error) {
    if (error instanceof NotModelled) skip(error.node, 'function', error.message);
    else if (settings.strict === true) throw error;
    else skip(node, 'function', `fault: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** The three questions share one table of answers, because each may depend on the others. */
function summaries(unit: () => Unit): Pick<Unit, 'outcome' | 'fresh' | 'throws' | 'returns' | 'asked'> {
  const { ask, asked } = createAnswers<Question, Answer>({
    key: question => keyOf(question, unit()),
    bottom(question) {
      if (question.ask === 'outcome') return { summary: noOutcome };
      return question.ask === 'fresh' ? { fresh: [] } : { exits: { returns: false, throws: false } };
    },
    unsettled(question) {
      if (question.ask === 'outcome') return { summary: unknownSummary };
      return question.ask === 'fresh' ? { fresh: [] } : { exits: anyExit };
    },
    compute(question) {
      if (question.ask === 'outcome') return { summary: inferOutcome(question.callee, question.entrance, question.resource, unit()) };
      return question.ask === 'fresh' ? { fresh: question.through === null ? inferFresh(question.callee, unit()) : inferDelivered(question.callee, question.through, unit()) } : { exits: inferExits(question.callee, unit()) };
    },
    same: (left, right) => textOf(left) === textOf(right),
  });
  const exits = (callee: FunctionNode): Exits => {
    const answer = ask({ ask: 'exits', callee });
    return 'exits' in answer ? answer.exits : anyExit;
  };
  return {
    outcome(callee, entrance, resource) {
      const answer = ask({ ask: 'outcome', callee, entrance, resource });
      return 'summary' in answer ? answer.summary : unknownSummary;
    },
    fresh(callee, through = null) {
      const answer = ask({ ask: 'fresh', callee, through });
      return 'fresh' in answer ? answer.fresh : [];
    },
    throws: callee => exits(callee).throws,
    returns: callee => exits(callee).returns,
    asked,
  };
}

function textOf(answer: Answer): string {
  if ('exits' in answer) return `${String(answer.exits.returns)} ${String(answer.exits.throws)}`;
  if ('fresh' in answer) return answer.fresh.map(fresh => `${fresh.resource.id}${fresh.async ? '?' : ''}`).join();
  const sides = [answer.summary.returns, answer.summary.throws];
  return sides.map(outcomes => outcomes.map(outcomeText).sort().join('; ')).join(' | ');
}

function keyOf(question: Question, unit: Unit): string {
  const at = placeOf(question.callee);
  if (question.ask === 'fresh') return `fresh ${at} ${question.through ?? 'result'}`;
  if (question.ask !== 'outcome') return `${question.ask} ${at}`;
  const { entrance } = question;
  return `outcome ${at} ${entranceText(entrance, unit)} ${question.resource.id}`;
}

function entranceText(entrance: Entrance, unit: Unit): string {
  switch (entrance.kind) {
    case 'parameter':
      return `$${entrance.index}`;
    case 'captured':
      return `v${unit.places.variable(entrance.variable).id}${entrance.late === true ? ' late' : ''}`;
    case 'beside':
      return 'b';
    case 'field':
      return `.${entrance.name}`;
    case 'slot':
      return `s${entrance.receiver.id}.${entrance.verbs.join('|')}`;
  }
}

/** Two functions of one file never begin and end at the same places, except a method and its own value. */
const placeOf = (node: FunctionNode): string => `${node.range[0]}-${node.range[1]}`;
