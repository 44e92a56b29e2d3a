/** Command line of `src/dataflow/debug/explain.ts`; runs the built plugin, because Node 20 does not read TypeScript. */
import { readFileSync } from 'node:fs';
import { explain, readArguments } from '../dist/dataflow/debug/explain.js';

const read = readArguments(process.argv.slice(2));
if (typeof read === 'string') {
  console.error(read);
  process.exitCode = 2;
} else {
  process.stdout.write(explain(readFileSync(read.file, 'utf8'), read.file, read.wanted));
}
