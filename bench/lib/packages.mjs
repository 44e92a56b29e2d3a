/**
 * Loads packages as they are installed in another folder, also those that can only be imported (which `require.resolve`
 * does not find), so that peers need not be dependencies of this project.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

function importEntry(manifest) {
  let entry = manifest.exports?.['.'] ?? manifest.exports ?? manifest.module ?? manifest.main;
  while (entry !== null && typeof entry === 'object') entry = entry.import ?? entry.node ?? entry.default;
  return entry;
}

/** Where `name` lies when asked for from `folder`; a path is taken from the current directory. */
function locate(folder, name) {
  const require = createRequire(path.join(folder, 'noop.js'));
  if (/^[./]/.test(name)) {
    const file = path.resolve(name);
    return fs.statSync(file).isDirectory() ? require.resolve(file) : file;
  }
  try {
    return require.resolve(name);
  } catch (error) {
    for (let at = folder; ; at = path.dirname(at)) {
      const home = path.join(at, 'node_modules', name);
      const manifest = path.join(home, 'package.json');
      const entry = fs.existsSync(manifest) && importEntry(JSON.parse(fs.readFileSync(manifest, 'utf8')));
      if (entry) return path.join(home, entry);
      if (at === path.dirname(at)) throw error;
    }
  }
}

/** A function that imports a package by name and gives its default export, or its namespace if that has none. */
export function packagesOf(folder) {
  const from = path.resolve(folder);
  return async name => {
    const module = await import(pathToFileURL(locate(from, name)).href);
    return module.default ?? module;
  };
}

export function versionOf(folder, name) {
  return createRequire(path.join(path.resolve(folder), 'noop.js'))(`${name}/package.json`).version;
}
