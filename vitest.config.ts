import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { testEnvironment } from './scripts/test-run/test-environment.mjs';

// A developer's LIVEKIT_* would become a project or sign a token. The workers inherit this process.
for (const name of Object.keys(process.env)) {
  if (!(name in testEnvironment(process.env))) Reflect.deleteProperty(process.env, name);
}

/** They set the umask, which only a process of their own may do. */
const OWN_PROCESS = ['data-folder', 'file-modes', 'save-loop-kill'].map(
  (name) => `test/unit/adapters/${name}.test.ts`,
);

export default defineConfig({
  test: {
    environment: 'node',
    // Left to itself, Vitest keeps a core free, which is half of the usual build machine.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A shared machine can stall for seconds; the report names what took a second try.
    retry: process.env['CI'] === undefined ? 0 : 1,
    restoreMocks: true,
    // They fail as our own writes do, on the disk that a test breaks.
    server: { deps: { inline: ['electron-store', 'conf', 'atomically', 'stubborn-fs'] } },
    unstubEnvs: true,
    // A thread starts in a third of the time that a process takes: 52 files took 16 s instead of 37.
    projects: [
      {
        extends: true,
        test: {
          name: 'threads',
          pool: 'threads',
          include: ['test/{unit,contract,endpoint,fuzz}/**/*.test.ts'],
          exclude: OWN_PROCESS,
        },
      },
      { extends: true, test: { name: 'own process', pool: 'forks', include: OWN_PROCESS } },
    ],
  },
});
