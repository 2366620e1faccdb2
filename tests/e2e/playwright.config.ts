import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  globalSetup: '../helpers/electron-setup.ts',
  outputDir: '../output/e2e',
  // Every test opens windows with a renderer and a data process each; two cores carry one at a time.
  workers: 1,
  // Generous: other tests may run beside them, and nobody waits for a limit that is not met.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: '../output/e2e.json' }]],
});
