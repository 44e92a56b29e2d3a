/**
 * Which module of `src/` imports which, read from the text.
 *
 * Guarantee: every static import and re-export of a relative path, with whether it brings types only. Not handled:
 * `import()`, which the sources do not use.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Import {
  /** Paths below `src/`, with forward slashes. */
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

export function importsBelow(folder: string): Import[] {
  return sourcesBelow(folder).flatMap(file => importsOf(path.relative(folder, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')));
}

export function importsOf(from: string, text: string): Import[] {
  return [...text.matchAll(/^(?:import|export)\s+(?:(type)\s+)?([^;'"]*?)\s*from\s*'(\.[^']+)'/gmu)].map(([, type, names = '', to = '']) => ({
    from,
    to: path.posix.join(path.posix.dirname(from), to),
    typeOnly: type === 'type' || everyNameIsType(names),
  }));
}

function everyNameIsType(names: string): boolean {
  const list = /^\{([^}]*)\}$/u.exec(names.trim())?.[1];
  return list !== undefined && list.split(',').filter(name => name.trim() !== '').every(name => name.trim().startsWith('type '));
}

export function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => path.join(entry.parentPath, entry.name));
}
