/** Writes the generated parts of `docs/rules/` and of the README, and the version constant: the test that checks them does it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'unit', 'test/docs.test.ts'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, UPDATE_DOCS: '1' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
