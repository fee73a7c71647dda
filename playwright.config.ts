import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/test-run/chromium.mjs';
import { testEnvironment } from './scripts/test-run/test-environment.mjs';

// The hosts under test inherit this process: a developer's LIVEKIT_* would become a project of theirs.
for (const name of Object.keys(process.env)) {
  if (!(name in testEnvironment(process.env))) Reflect.deleteProperty(process.env, name);
}

const executablePath = findChromium();

export default defineConfig({
  testDir: 'test',
  outputDir: 'test-results/artifacts',
  forbidOnly: process.env['CI'] !== undefined,
  // A shared machine can stall for seconds. What passes at the second try is named at the end.
  retries: process.env['CI'] === undefined ? 0 : 1,
  workers: 2,
  timeout: 60_000,
  globalTimeout: 30 * 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/reports/playwright.json' }]],
  use: {
    trace: 'off',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    ...(executablePath === undefined ? {} : { launchOptions: { executablePath } }),
  },
  projects: [
    { name: 'headless', testMatch: 'e2e/**/*.spec.ts' },
    // Against a real livekit-server: LIVEKIT_SERVER, or the one on the PATH.
    { name: 'server', testMatch: 'server/**/*.spec.ts' },
    // Two machines on one: for root on Linux, with iproute2.
    { name: 'lan', testMatch: 'lan/**/*.spec.ts' },
    // Each test has a screen, a session bus and a clipboard of its own, so two at once do no harm.
    {
      name: 'desktop',
      testMatch: ['desktop/**/*.spec.ts', 'e2e/window/**/*.spec.ts'],
    },
  ],
});
