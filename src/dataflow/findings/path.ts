/**
 * The path of a finding as plain data, for formatters: code flows, annotations.
 *
 * Guarantee: survives structured cloning and JSON; lines count from 1 and columns from 1, as in ESLint's messages.
 */
import type { Finding, Step } from './types.ts';

export interface PathStep {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly kind: Step['kind'];
  readonly text: string;
}

export function pathOf(finding: Finding): readonly PathStep[] {
  return finding.steps.map(({ kind, node, subject }) => ({
    line: node.loc.start.line,
    column: node.loc.start.column + 1,
    endLine: node.loc.end.line,
    endColumn: node.loc.end.column + 1,
    kind,
    text: subject,
  }));
}
