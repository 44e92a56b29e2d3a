/**
 * The rows that speak of an argument of a call: by its position, or because it is the last one.
 */
import type { ArgumentModel } from './types.ts';

type Rows = readonly ArgumentModel[] | undefined;

const none: readonly ArgumentModel[] = [];

/** All of them; a kind of argument may be told in several rows. */
export const rowsAt = (rows: Rows, position: number, count: number): readonly ArgumentModel[] => rows?.filter(row => standsAt(row, position, count)) ?? none;

/** The first of them, which decides. */
export const rowAt = (rows: Rows, position: number, count: number): ArgumentModel | undefined => rows?.find(row => standsAt(row, position, count));

const standsAt = ({ index }: ArgumentModel, position: number, count: number): boolean => (index === 'last' ? count - 1 : index) === position;
