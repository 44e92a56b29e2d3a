/**
 * Two groups of tests: `unit` runs the TypeScript sources as they are; `package` builds, packs and installs the plugin
 * once (see `test/support/installed-package.ts`) and looks at what a user gets.
 */
import { defineConfig } from 'vitest/config';

const ofThePackage = ['test/package*.test.ts', 'test/consumers*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ofThePackage,
          // ends what hangs; on a machine that is busy nothing else may come near it
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'package',
          include: ofThePackage,
          globalSetup: 'test/support/installed-package.ts',
          // each test starts a process or two, on machines that may be busy
          testTimeout: 120_000,
        },
      },
    ],
  },
});
