/**
 * How a file is written, so that what a suggestion adds looks like the rest of it.
 *
 * Not handled: styles that a file mixes; the commoner one counts.
 */
export interface Style {
  /** What ends a statement: `;` or nothing. */
  readonly semicolon: string;
  readonly newline: string;
  /** One step of indentation. */
  readonly unit: string;
}

export function styleOf(text: string): Style {
  const lines = text.split('\n');
  return { semicolon: semicolonOf(lines), newline: text.includes('\r\n') ? '\r\n' : '\n', unit: unitOf(lines) };
}

function semicolonOf(lines: readonly string[]): string {
  const count = (pattern: RegExp): number => lines.filter(line => pattern.test(line)).length;
  return count(/;\s*(?:\/\/.*)?$/u) >= count(/^\s*(?:const|let|return|await|import)\b.*[\w$)\]'"`]\s*$/u) ? ';' : '';
}

/** The smallest indentation that some line has: the step of the outermost block. */
function unitOf(lines: readonly string[]): string {
  let unit: string | null = null;
  for (const line of lines) {
    // A single blank is the alignment of a block comment.
    const indent = /^(\t+| {2,})(?=[^\s*])/u.exec(line)?.[1];
    if (indent === undefined) continue;
    if (indent.startsWith('\t')) return '\t';
    if (unit === null || indent.length < unit.length) unit = indent;
  }
  return unit ?? '  ';
}

/** The white space before the first character of the line that holds `offset`. */
export function indentAt(text: string, offset: number): string {
  return /^[\t ]*/u.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of `offset` ends, its line break not included. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** Only white space stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}
