/**
 * The words of a name. Purpose: judge `logSocket` by `log` without taking `login` for it.
 * Input: one identifier in camel case, snake case or capitals. Guarantee: lower-case words, none empty. Not handled: words of other alphabets.
 */
export function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}

export const firstWord = (name: string): string => wordsOf(name)[0] ?? '';
