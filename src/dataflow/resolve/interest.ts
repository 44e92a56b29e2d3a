/**
 * The first question about a file, for the tables as they are: is anything in its text worth looking at?
 *
 * Guarantee: a file without anything of interest costs one search of its text.
 */
import type { Mark } from './marks.ts';
import { createInterest, tableVocabulary } from './marks.ts';

const tables = createInterest(tableVocabulary());

/** What a text is worth looking at for; nothing at all in most of them. */
export const marksIn = (text: string): readonly Mark[] => tables.marks(text);
