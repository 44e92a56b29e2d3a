/**
 * Removes `dist/` before a build: `tsc` never deletes, so without this a module that is gone from `src/`
 * would still be published.
 */
import { rmSync } from 'node:fs';

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
