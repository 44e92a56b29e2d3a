/**
 * Opaque numbers. Nothing but the makers below turns a plain number into an id, so that a block
 * can never be mistaken for a temporary where both are numbers.
 */
declare const brand: unique symbol;
type Id<Name extends string> = number & { readonly [brand]: Name };

/** Index of a block in `FunctionIr.blocks`. */
export type BlockId = Id<'block'>;
/** A value computed once: numbered from 0 within one function. */
export type TempId = Id<'temp'>;

export const blockId = (index: number): BlockId => checked(index) as BlockId;
export const tempId = (index: number): TempId => checked(index) as TempId;

function checked(index: number): number {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`an id is a whole number from 0 on, not ${index}`);
  return index;
}
