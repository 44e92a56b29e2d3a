/**
 * How this project lints itself: strict, type-checked TypeScript rules, and its own plugin as a user gets it (the built
 * `dist/`, so build first). Fixtures and examples are left out: they leak on purpose, and tests check every report on them.
 */
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import socketLeaks from 'eslint-plugin-socket-leaks';
import tseslint from 'typescript-eslint';

const typescript = ['**/*.ts'];

export default defineConfig([
  globalIgnores(['dist/', 'coverage/', 'fixtures/', 'examples/']),
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: { URL: 'readonly', console: 'readonly', performance: 'readonly', process: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly' },
    },
  },
  {
    files: typescript,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // the types of nodes are written as the literals that every parser produces, not as the enum of one of them
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // the compiler checks it (noFallthroughCasesInSwitch) and knows functions that never return
      'no-fallthrough': 'off',
    },
  },
  socketLeaks.configs.recommended,
  {
    // these tests leave sockets open on purpose: what Node then does by itself is what they prove
    files: ['test/semantics/**'],
    rules: Object.fromEntries(Object.keys(socketLeaks.rules).map(name => [`socket-leaks/${name}`, 'off'])),
  },
]);
