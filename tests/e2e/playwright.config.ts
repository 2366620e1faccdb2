import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  globalSetup: '../helpers/electron-setup.ts',
  outputDir: '../output/e2e',
  // Every test opens windows with a renderer and a data process each; two cores carry one at a time.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../output/e2e.json' }]],
});
