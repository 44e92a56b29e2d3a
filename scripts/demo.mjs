/** Lints `examples/` with the built plugin and prints what a user would see; fails where nothing is found. */
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const eslint = new ESLint({ cwd, overrideConfigFile: 'examples/eslint.config.js' });
const results = await eslint.lintFiles(['examples/*.js']);
const formatter = await eslint.loadFormatter('stylish');
console.log(await formatter.format(results));
if (results.every(result => result.messages.length === 0)) process.exitCode = 1;
