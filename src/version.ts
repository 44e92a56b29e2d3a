/**
 * Name and version as the package says them; a constant, because a bundler cannot follow a read of package.json.
 * `npm run docs` rewrites the version and a test compares it.
 */
export const packageName = 'eslint-plugin-socket-leaks';
export const packageVersion = '0.1.0';
