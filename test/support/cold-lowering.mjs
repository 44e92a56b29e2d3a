/**
 * A process that has lowered nothing before: parses a shape as deep as the parser bears and lowers it.
 *
 * Arguments: the folder of the built `dataflow`, the parser, how often it has parsed something shallow before, and the text of
 * the shape as JSON: what is repeated, what stands inside, what closes. Prints the depth once it is parsed, and `lowered` behind it; the
 * exit code is 1 where lowering failed. A regular expression that the parser compiles near the end of the stack ends the process.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, parser, warm, shape] = process.argv.slice(2);
const [open, inside, close] = JSON.parse(shape);
const require = createRequire(import.meta.url);
const ofESLint = createRequire(createRequire(import.meta.url).resolve('eslint'));
const load = file => import(pathToFileURL(path.join(folder, file)).href);

const parsers = {
  espree(text) {
    const espree = ofESLint('espree');
    const ast = espree.parse(text, { ecmaVersion: 'latest', sourceType: 'script', loc: true, range: true });
    return { ast, scopeManager: ofESLint('eslint-scope').analyze(ast, { ecmaVersion: 2026, sourceType: 'script', childVisitorKeys: espree.VisitorKeys, fallback: Object.keys }) };
  },
  typescript: text => require('@typescript-eslint/parser').parseForESLint(text, { sourceType: 'script', loc: true, range: true }),
};

const at = depth => parsers[parser](open.repeat(depth) + inside + close.repeat(depth));

function deepest() {
  for (let depth = 4000; depth > 100; depth = Math.floor(depth * 0.95)) {
    try {
      return { depth, ...at(depth) };
    } catch {
      // too deep for the parser
    }
  }
  throw new Error('the parser bears next to nothing');
}

for (let round = 0; round < Number(warm); round += 1) at(100);
const { depth, ast, scopeManager } = deepest();
console.log(depth);
const { lower } = await load('lower/lower.js');
const { makeScopes } = await load('lower/scopes.js');
lower(ast, makeScopes(scopeManager));
console.log('lowered');
