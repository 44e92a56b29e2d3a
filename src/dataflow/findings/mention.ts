/**
 * The single place that quotes source text in a message.
 *
 * Input: a piece of source of any length. Guarantee: one line, at most `longest` characters, in backticks that the
 * text itself cannot close. Not handled: nothing is parsed, so a cut may fall inside a string or a call.
 */
const longest = 48;

export function mention(source: string): string {
  const line = source.replaceAll(/\s+/gu, ' ').replaceAll('`', "'").trim();
  const characters = [...line];
  const text = characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line;
  return `\`${text}\``;
}
