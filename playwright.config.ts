import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from './e2e/harness/chromium.ts';
import type { ProjectOptions } from './e2e/harness/test.ts';

const isCi = process.env.CI !== undefined;
/** `npm run screens` sets it. */
const hasPictures = process.env.PICTURES !== undefined;

/**
 * The browser suite: the product as `npm start` starts it, in the system's Chromium. The two projects are two lanes side
 * by side: each has one worker, and with it a product and a town of its own. A scenario plays on a phone unless its tags
 * name `@desktop`; with both tags it plays in both.
 */
export default defineConfig<ProjectOptions>({
  testDir: 'e2e',
  testMatch: hasPictures ? '**/screens/*.spec.ts' : '**/e2e/*.spec.ts',
  globalSetup: './e2e/harness/setup.ts',
  outputDir: 'test-results',
  workers: 2,
  timeout: 300_000,
  forbidOnly: isCi,
  retries: isCi ? 1 : 0,
  maxFailures: isCi ? 4 : 0,
  globalTimeout: isCi ? 34 * 60_000 : 0,
  reporter: [['list'], ['./e2e/harness/reporter.ts'], ['json', { outputFile: 'test-results/report.json' }]],
  use: {
    launchOptions: { executablePath: findChromium(), args: chromiumFlags },
    // No screenshots: their frames would cost as much processor time as the scenarios themselves. A trace costs a seventh,
    // so where a failed scenario is tried again, only the second try has one.
    trace: { mode: isCi ? 'on-first-retry' : 'retain-on-failure', screenshots: false, snapshots: true, sources: true },
  },
  projects: [
    { name: 'phone', workers: 1, grep: /@phone|^(?!.*@desktop)/s, use: { device: 'phone' } },
    { name: 'desktop', workers: 1, grep: /@desktop/, use: { device: 'desktop' } },
  ],
});
