import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Builds with the toolchains of other languages, so it runs apart from the other suites: `npm run test:sdks`. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/sdks/*.test.ts'],
    reporters: ['verbose'],
    // A first run fetches and compiles.
    testTimeout: 15 * 60_000,
    hookTimeout: 60_000,
  },
});
