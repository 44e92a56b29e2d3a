/** A stage in words, or as a drawing. Input: what a run hands to its hook. */
import { numbersOf, print } from '../ir/print.ts';
import { printInstruction, printTerminal } from '../ir/print-parts.ts';
import type { Stage } from '../stages.ts';
import { dot } from './dot.ts';
import { effectsText } from './effects.ts';
import { factsText } from './facts.ts';
import { findingsText } from './findings.ts';
import { summariesText } from './summaries.ts';

export function stageText(stage: Stage): string {
  const { ir, unit } = stage;
  switch (stage.name) {
    case 'ir':
      return print(ir);
    case 'effects':
      return effectsText(ir, unit);
    case 'facts':
      return factsText(ir, stage.parameters, unit);
    case 'summaries':
      return summariesText(ir, stage.asked, unit);
    case 'findings':
      return findingsText(ir, stage.findings, unit);
  }
}

export function stageDrawing({ ir }: Stage): string {
  const numbers = numbersOf(ir);
  return dot(ir, block => [...block.instructions.map(instruction => printInstruction(numbers, instruction)), block.terminal.kind === 'exit' ? 'exit' : printTerminal(numbers, block.terminal)]);
}
