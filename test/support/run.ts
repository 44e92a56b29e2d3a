/**
 * Runs a program to its end without a shell and without input. `run` reports any exit code; `succeed` throws, with
 * everything the program said, unless it is 0.
 */
import { execFile } from 'node:child_process';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of the surrounding test run that would change what a child does. */
const NOT_INHERITED = ['NODE_ENV', 'NODE_OPTIONS', 'NODE_PATH', 'FORCE_COLOR', 'ESLINT_USE_FLAT_CONFIG', 'INIT_CWD'];

function environment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name) && !name.startsWith('VITEST'));
  return { ...Object.fromEntries(inherited), NO_COLOR: '1', ...extra };
}

export function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: environment(env), maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
      else reject(new Error(`${program} did not run to its end: ${error.message}`, { cause: error }));
    });
    child.stdin?.end();
  });
}

export async function succeed(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const outcome = await run(program, args, cwd, env);
  if (outcome.code !== 0) {
    throw new Error(`${program} ${args.join(' ')} in ${cwd} ended with ${String(outcome.code)}\n${outcome.stdout}${outcome.stderr}`);
  }
  return outcome;
}
