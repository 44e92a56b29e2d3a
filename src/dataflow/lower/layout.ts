/**
 * From drafts to blocks: drops what nothing reaches, jumps over empty blocks, and numbers the rest in reverse
 * postorder (so that a solver meets a block after its predecessors, loops apart). The two exits come last.
 *
 * Guarantee: linear in the size of the graph and without recursion. Blocks of one straight line are not merged: their
 * labels say where in the source one is.
 */
import { blockId } from '../ids.ts';
import type { Block, Terminal } from '../ir/types.ts';
import type { Builder, Draft, DraftTerminal } from './builder.ts';

export interface Layout {
  readonly blocks: readonly Block[];
  readonly returnExit: Block['id'];
  readonly throwExit: Block['id'];
}

export function layOut(builder: Builder): Layout {
  const order = reversePostorder(builder);
  order.push(builder.returnExit, builder.throwExit);
  order.forEach((draft, index) => {
    draft.index = index;
  });
  return {
    blocks: order.map((draft) => toBlock(draft, builder.throwExit)),
    returnExit: blockId(builder.returnExit.index),
    throwExit: blockId(builder.throwExit.index),
  };
}

/** Follows gotos through empty blocks. An empty endless loop ends at itself. */
function settled(from: Draft): Draft {
  let at = from;
  while (at.forward === null) {
    at.forward = at;
    if (at.instructions.length > 0 || at.terminal?.kind !== 'goto') break;
    at = at.terminal.target;
  }
  const end = at.forward;
  // Second walk over the same gotos: whoever comes this way later arrives at once.
  for (let passed = from; passed.forward === passed && passed.instructions.length === 0 && passed.terminal?.kind === 'goto'; ) {
    const next: Draft = passed.terminal.target;
    passed.forward = end;
    passed = next;
    if (passed === end) break;
  }
  return end;
}

/** Gives the reachable blocks without the exits. The last successor is visited first, so `then` comes before `else`. */
function reversePostorder(builder: Builder): Draft[] {
  const postorder: Draft[] = [];
  const stack: Draft[] = [builder.entry];
  const marks = { open: -2, done: -3 };
  builder.returnExit.index = marks.done;
  builder.throwExit.index = marks.done;
  builder.entry.forward = builder.entry;
  for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
    if (at.index === -1) {
      at.index = marks.open;
      pushSuccessors(at, stack);
      continue;
    }
    stack.pop();
    if (at.index !== marks.open) continue;
    at.index = marks.done;
    postorder.push(at);
  }
  return postorder.reverse();
}

function pushSuccessors(draft: Draft, stack: Draft[]): void {
  const terminal = terminalOf(draft);
  if (terminal.kind === 'goto') push(terminal.target, stack);
  if (terminal.kind === 'branch') {
    push(terminal.then, stack);
    push(terminal.else, stack);
  }
  if (draft.abandons !== null) for (const { target } of draft.abandons) push(target, stack);
  if (draft.handler !== null && (draft.instructions.length > 0 || terminal.kind === 'throw')) push(draft.handler, stack);
}

function push(target: Draft, stack: Draft[]): void {
  const end = settled(target);
  if (end.index === -1) stack.push(end);
}

function toBlock(draft: Draft, throwExit: Draft): Block {
  const { label, instructions, way } = draft;
  if (draft.abandons !== null) for (const { instruction, target } of draft.abandons) instruction.abandon = idOf(target);
  // A block that cannot throw may have a handler that nothing else reaches and that was dropped: any valid one will do.
  const handler = draft.handler === null || draft.handler.index < 0 ? throwExit : draft.handler;
  return { id: blockId(draft.index), label, instructions, terminal: toTerminal(terminalOf(draft)), handler: blockId(handler.index), way };
}

function toTerminal(terminal: DraftTerminal): Terminal {
  switch (terminal.kind) {
    case 'goto':
      return { kind: 'goto', target: idOf(terminal.target) };
    case 'branch': {
      const then = idOf(terminal.then);
      const otherwise = idOf(terminal.else);
      // An empty arm: both answers lead to the same place, and asking has no effect.
      if (then === otherwise) return { kind: 'goto', target: then };
      return { kind: 'branch', test: terminal.test, then, else: otherwise, node: terminal.node };
    }
    case 'throw':
      return terminal;
    case 'exit':
      return terminal;
    default:
      throw new TypeError(`no terminal of this kind: ${String(terminal satisfies never)}`);
  }
}

function idOf(draft: Draft): Block['id'] {
  return blockId(settled(draft).index);
}

function terminalOf(draft: Draft): DraftTerminal {
  if (draft.terminal === null) throw new TypeError(`the block "${draft.label}" has no end`);
  return draft.terminal;
}
