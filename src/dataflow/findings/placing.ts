/**
 * Where things are, in the words of a sentence that is read at one place of the source.
 */
import type { Node } from '../ir/types.ts';

export type ReportPlace = 'acquire' | 'exit';
/** The source of a node. */
export type TextOf = (node: Node) => string;

/** Where a node is, seen from the node that carries the report. */
export type Placer = (node: Node, end?: boolean) => string;

export function placer(reported: Node): Placer {
  return (node, end = false) => {
    if (node === reported) return 'here';
    const line = end ? node.loc.end.line : node.loc.start.line;
    return line === reported.loc.start.line ? 'on the same line' : `on line ${line}`;
  };
}
