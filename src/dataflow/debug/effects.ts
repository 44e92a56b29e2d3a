/**
 * The stage of effects: what each instruction does, before anybody asks to which resource.
 *
 * Input: a function. Guarantee: every call says whom it calls and how it can end; every await, whether it can reject.
 */
import { comesBack } from '../effects/coming-back.ts';
import { rejecting } from '../effects/rejections.ts';
import { throwing } from '../effects/throwing.ts';
import type { Call, CallEffects, Throwing } from '../effects/types.ts';
import { print } from '../ir/print.ts';
import type { Block, FunctionIr } from '../ir/types.ts';
import type { Unit } from '../unit.ts';

export function effectsText(ir: FunctionIr, unit: Unit): string {
  return print(ir, (block, index) => {
    const instruction = block.instructions[index];
    if (instruction?.kind === 'call') return callWords(instruction, block, ir, unit);
    return instruction?.kind === 'await' || instruction?.kind === 'next' ? endWords('rejects', rejecting(instruction, ir, unit)) : '';
  });
}

function callWords(call: Call, block: Block, ir: FunctionIr, unit: Unit): string {
  const effects = unit.effects(call, ir);
  const words = [calleeWords(effects), acquiredWords(effects), ...argumentWords(effects), endWords('throws', throwing(call, effects, block, ir, unit))];
  if (!comesBack(call, ir, unit)) words.push('never comes back');
  return words.filter(word => word !== '').join(', ');
}

function calleeWords({ callee, model }: CallEffects): string {
  switch (callee.kind) {
    case 'model':
      return callee.name;
    case 'method':
      if (callee.resource === null) return model === null ? 'unknown method' : `any .${callee.name}`;
      return callee.model === null ? `unknown method of ${callee.resource}` : `${callee.resource}.${callee.name} ${callee.model.receiver}`;
    case 'function':
      return `function on line ${callee.node.loc.start.line}`;
    case 'class':
      return `class on line ${callee.node.loc.start.line}`;
    case 'unknown':
      return 'unknown';
  }
}

function acquiredWords({ model }: CallEffects): string {
  if (model?.acquires === undefined) return '';
  const { kind, state, async } = model.acquires;
  return `acquires ${state === 'dormant' ? 'dormant ' : ''}${kind}${async ? ' in a promise' : ''}`;
}

const argumentWords = ({ model }: CallEffects): string[] => (model?.args ?? []).map(({ index, does }) => `${does} ${index === 'last' ? 'the last argument' : `argument ${index + 1}`}`);

function endWords(verb: 'throws' | 'rejects', way: Throwing): string {
  switch (way.kind) {
    case 'no':
      return '';
    case 'yes':
      return verb;
    case 'perhaps':
      return `${verb} perhaps: ${way.doubt}`;
  }
}
