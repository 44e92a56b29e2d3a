/** oxlint's default rules over the corpus as one process: a yardstick of another kind (native code, threads, its own parser). */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** GNU time tells the memory and CPU time of a child; without it those columns stay empty. */
const TIME = '/usr/bin/time';

export function runOxlint(from, directory) {
  const config = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'bench-oxlint-')), 'config.json');
  fs.writeFileSync(config, '{}');
  const command = [path.join(from, 'node_modules/.bin/oxlint'), '-c', config, '--quiet', '--silent', '--no-ignore', directory];
  const [program, ...args] = fs.existsSync(TIME) ? [TIME, '-f', '@@%U %S %M', ...command] : command;
  const start = performance.now();
  const { error, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const wall = performance.now() - start;
  fs.rmSync(path.dirname(config), { recursive: true, force: true });
  if (error) throw error;
  const [, user, system, memory] = /@@([\d.]+) ([\d.]+) (\d+)/.exec(stderr) ?? [];
  return { parse: 0, total: wall, wall, cpu: (Number(user) + Number(system)) * 1000, rss: Number(memory) / 1024, load: NaN, heap: NaN, rules: {}, messages: {}, fatal: [] };
}
