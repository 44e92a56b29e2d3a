/**
 * The shape of node-style callbacks. Purpose: tell `(error, connection) => …` from other functions by names alone.
 * Input: a function. Guarantee: an error first and something after it. Not handled: parameters that are patterns.
 */
import type { FunctionNode } from '../ir/types.ts';

/** Parameters that say by being there that nothing else is. A lone `e` is as often an element or an event. */
export const failureName = /^_*(?:err|error|ex|exc|exception|fault|failure)\d*_*$|[a-z](?:Err|Error)\d*$/;

export function isNodeStyle({ params: [error, value] }: FunctionNode): boolean {
  return error?.type === 'Identifier' && value?.type === 'Identifier' && failureName.test(error.name);
}
