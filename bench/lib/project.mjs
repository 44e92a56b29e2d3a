/** Where this project lies, and the build of it that is measured. */
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
export const builtPlugin = path.join(root, 'dist/index.js');
