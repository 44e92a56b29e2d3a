/**
 * What test runners (node:test, vitest, jest, mocha, playwright) promise of the functions they are given, by the names of those
 * who are called. Purpose: a test ends long before its process does, and a runner comes back to a fixture whatever the test did.
 * Not handled: runners with names of their own (`scenario`, `step`).
 */

/** Functions and methods (`t.test`, `it.only`) whose last argument is the body of one test. */
const tests: ReadonlySet<string> = new Set(['it', 'test', 'specify']);

export const isTestByName = (name: string): boolean => tests.has(name);

/** `async ({ page }, use) => …`: the second parameter of a fixture lends what it is given for as long as the test runs; its promise never rejects. */
export const fixtureLender = { name: 'use', position: 1 } as const;

/** Events of `process` that tell of its end. */
const ends: ReadonlySet<string> = new Set(['exit', 'beforeExit', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);

export const endsProcess = (event: string | null): boolean => event !== null && ends.has(event);
