/**
 * A control-flow graph as a DOT drawing.
 *
 * Input: a function's graph, and how to write the lines of a block. Guarantee: valid DOT with one node per block; solid
 * edges are normal control flow, dashed ones what happens when an instruction of the block throws, dotted ones
 * where an abandoned generator continues. Not handled: laying the drawing out; `dot -Tsvg` does that.
 */
import type { Block, FunctionIr, Terminal } from '../ir/types.ts';

/** The lines of a block, without its name. */
export type BlockLines = (block: Block) => readonly string[];

export function dot(ir: FunctionIr, lines: BlockLines = outline): string {
  const body = ir.blocks.flatMap(block => [nodeLine(block, lines(block), ir), ...edgeLines(block)]);
  return [`digraph ${quoted(ir.name)} {`, '  node [shape=box, fontname="monospace"];', ...body.map(line => `  ${line}`), '}', ''].join('\n');
}

/** Without a printer: what each instruction is and where it stands. */
function outline(block: Block): readonly string[] {
  return [...block.instructions.map(instruction => `${instruction.kind} (line ${instruction.node.loc.start.line})`), block.terminal.kind];
}

function nodeLine(block: Block, lines: readonly string[], ir: FunctionIr): string {
  const text = [`b${block.id} ${block.label}`, ...lines].map(line => `${escaped(line)}\\l`).join('');
  const look = block.way === 'failure' ? ', style=filled, fillcolor="#fff0f0"' : '';
  const frame = block.id === ir.entry ? ', penwidth=2' : '';
  return `b${block.id} [label="${text}"${look}${frame}];`;
}

function edgeLines(block: Block): string[] {
  const edges = targets(block.terminal, block).map(([target, label]) => `b${block.id} -> b${target}${label === '' ? '' : ` [label="${label}"]`};`);
  if (block.instructions.some(instruction => mayThrow(instruction.kind))) edges.push(`b${block.id} -> b${block.handler} [style=dashed];`);
  for (const instruction of block.instructions) {
    if (instruction.kind === 'yield') edges.push(`b${block.id} -> b${instruction.abandon} [style=dotted];`);
  }
  return edges;
}

function targets(terminal: Terminal, block: Block): [target: number, label: string][] {
  switch (terminal.kind) {
    case 'goto':
      return [[terminal.target, '']];
    case 'branch':
      return [[terminal.then, 'then'], [terminal.else, 'else']];
    case 'throw':
      return [[block.handler, 'throw']];
    case 'exit':
      return [];
  }
}

/** Stores and scope ends run no code of others. */
function mayThrow(kind: Block['instructions'][number]['kind']): boolean {
  switch (kind) {
    case 'call':
    case 'await':
    case 'yield':
    case 'next':
    case 'close-iterator':
    case 'import':
    case 'dispose':
      return true;
    case 'store':
    case 'caught':
    case 'scope-end':
      return false;
  }
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
const quoted = (text: string): string => `"${escaped(text)}"`;
