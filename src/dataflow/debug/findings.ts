/** The stage of findings: the sentence of each, and below it the path, one step per line. */
import { describe, messages } from '../findings/describe.ts';
import type { Finding, Step } from '../findings/types.ts';
import type { FunctionIr, Node } from '../ir/types.ts';
import { tellStep } from '../findings/steps.ts';
import type { Unit } from '../unit.ts';

export function findingsText(ir: FunctionIr, findings: readonly Finding[], unit: Unit): string {
  return findings.length === 0 ? `nothing to report in ${ir.name}\n` : findings.map(finding => findingText(finding, unit)).join('');
}

function findingText(finding: Finding, { text }: Unit): string {
  const { messageId, data } = describe(finding, 'acquire', node => text.slice(...node.range));
  const words: Readonly<Record<string, string>> = data;
  const sentence = messages[messageId].replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => words[name] ?? '');
  const head = `${at(finding.acquire)} ${finding.kind} ${finding.exit} ${finding.certainty}: ${sentence}\n`;
  return `${head}${finding.steps.map(step => `  ${stepText(step, text)}\n`).join('')}${finding.doubts.map(doubt => `  doubt: ${doubt}\n`).join('')}`;
}

function stepText(step: Step, text: string): string {
  const { subject } = tellStep(step, text);
  return `${at(step.node)} ${step.kind}${subject === '' ? '' : ` ${subject.replaceAll(/\s+/gu, ' ')}`}`;
}

const at = ({ loc: { start } }: Node): string => `${start.line}:${start.column + 1}`;
