/**
 * The one way in which lowering gives up: syntax whose meaning the model cannot hold (`with`, a node type that no
 * known parser produces). The caller skips that function, counts it and goes on. Never thrown for valid ES2025+,
 * TypeScript or JSX outside sloppy-mode `with`.
 */
import type { Node } from '../ir/types.ts';

export class NotModelled extends Error {
  readonly node: Node;
  readonly reason: string;

  constructor(node: Node, reason: string) {
    super(reason);
    this.name = 'NotModelled';
    this.node = node;
    this.reason = reason;
  }
}

/** For the `default` of a switch over all known node types: what arrives there came from an unknown parser. */
export function unknownSyntax(node: never): NotModelled {
  const stray = node as Node;
  return new NotModelled(stray, `syntax of kind ${stray.type}`);
}
