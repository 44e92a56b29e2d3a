/** The source files of a corpus, sorted; declarations, dependencies and git's own files are left out. */
import fs from 'node:fs';
import path from 'node:path';

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.[cm]?ts$/;

export const isTypeScript = file => /\.[cm]?tsx?$/.test(file);

export function sourcesUnder(directory, match) {
  const found = [];
  const open = [directory];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.git')) open.push(file);
      else if (entry.isFile() && SOURCE.test(entry.name) && !DECLARATION.test(entry.name) && (!match || match.test(file))) found.push(file);
    }
  }
  return found.sort();
}

/** The nearest tsconfig.json at or above the directory, if there is one. */
export function projectOf(directory) {
  for (let at = directory; ; at = path.dirname(at)) {
    const file = path.join(at, 'tsconfig.json');
    if (fs.existsSync(file)) return file;
    if (at === path.dirname(at)) return undefined;
  }
}
