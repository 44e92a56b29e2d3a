/**
 * Builds findings by hand from a source and pieces of its text, so that wording, placing and suggestions can be tested
 * without the analysis.
 */
import { parse, type ParserServices } from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Finding, Step } from '../../src/dataflow/findings/types.ts';

export type Ast = TSESTree.Program;

export function parsed(source: string): Ast {
  const ast = parse(source, { loc: true, range: true, sourceType: 'module', ecmaVersion: 'latest' }) as Ast & ParserServices;
  const pending: TSESTree.Node[] = [ast];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const child of childrenOf(node)) {
      Object.assign(child, { parent: node });
      pending.push(child);
    }
  }
  return ast;
}

function childrenOf(node: TSESTree.Node): TSESTree.Node[] {
  const values = Object.entries(node).filter(([key]) => key !== 'parent' && key !== 'tokens' && key !== 'comments');
  return values.flatMap(([, value]: [string, unknown]) => (Array.isArray(value) ? (value as unknown[]) : [value])).filter(isNode);
}

/** The outermost node whose text is exactly `text`; `nth` counts from 0 where the text occurs several times. */
export function nodeOf(ast: Ast, source: string, text: string, nth = 0): TSESTree.Node {
  const found: TSESTree.Node[] = [];
  const pending: TSESTree.Node[] = [ast];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (source.slice(...next.range) === text) found.push(next);
    else pending.push(...childrenOf(next));
  }
  // The keys of a node are in no order of the text.
  const node = found.toSorted((one, other) => one.range[0] - other.range[0])[nth];
  if (node === undefined) throw new Error(`no node reads: ${text}`);
  return node;
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'range' in value;
}

export type Way = readonly [kind: Step['kind'], text: string, subject?: string, nth?: number];

/** A finding from the text of its acquisition, along `ways`; what is not given is the plain case of a socket. */
export function findingOf(ast: Ast, source: string, acquire: string, ways: readonly Way[], rest: Partial<Finding> = {}): Finding {
  const acquireNode = nodeOf(ast, source, acquire);
  const steps = ways.map(([kind, text, subject, nth]): Step => ({ kind, node: nodeOf(ast, source, text, nth), subject: subject ?? '' }));
  return {
    kind: 'leaked-socket',
    certainty: 'certain',
    exit: 'return',
    noun: 'socket',
    name: 'socket',
    release: 'destroy()',
    acquire: acquireNode,
    exitNode: steps.at(-1)?.node ?? acquireNode,
    steps: [{ kind: 'acquired', node: acquireNode, subject: acquire }, ...steps],
    morePaths: 0,
    doubts: [],
    ...rest,
  };
}
