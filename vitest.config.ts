import { defineConfig } from 'vitest/config';
import { testEnvironment } from './scripts/test-run/environment.mjs';

// A developer's LIVEKIT_* would become a project or sign a token. The workers inherit this process.
for (const name of Object.keys(process.env)) {
  if (!(name in testEnvironment(process.env))) Reflect.deleteProperty(process.env, name);
}

export default defineConfig({
  test: {
    include: ['test/{unit,contract,endpoint,fuzz}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A shared machine can stall for seconds; the report names what took a second try.
    retry: process.env['CI'] === undefined ? 0 : 1,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
