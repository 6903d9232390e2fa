import { expect, test as base } from '@playwright/test';
import { atEnd, endAll } from '../../faults/harness/ending.ts';
import { startIssuer } from '../../server/testing/issuer.ts';
import { startCounty } from './county.ts';
import { createLane, type Device, type Lane, setStage, type Stage } from './stage.ts';
import { seededFolder, startTown } from './town.ts';

export interface ProjectOptions {
  /** Default device of the pages. */
  device: Device;
}

interface Fixtures {
  /** The town, its people and pages for one scenario; the scenario fails when a page violates the guard. */
  stage: Stage;
}

interface LaneFixtures {
  /** State that the scenarios of a lane share: a product with its town, and the browser. */
  lane: Lane;
}

/** Test function with all fixtures. A project is a lane: its scenarios run one after another. */
export const test = base.extend<ProjectOptions & Fixtures, LaneFixtures>({
  device: ['phone', { option: true }],
  lane: [
    async ({ browser }, use) => {
      try {
        const issuer = await startIssuer();
        atEnd(issuer.stop);
        const county = await startCounty();
        atEnd(county.stop);
        const settings = { IDENTITY_SERVICES: JSON.stringify([issuer.service()]), OUTSIDE_HOSTS: county.host };
        const town = await startTown(undefined, settings, { copied: seededFolder() });
        await use({ ...createLane(browser, town, process.env.FULL === undefined), issuer, county });
      } finally {
        await endAll();
      }
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  stage: async ({ lane, device }, use, testInfo) => {
    const stage = setStage(lane, testInfo.outputDir, device);
    await use(stage);
    if (testInfo.status !== testInfo.expectedStatus) {
      for (const text of await stage.describePages()) console.log(`as it failed: ${text}`);
      console.log(`the server: ${lane.town.output().slice(-1500)}`);
    }
    await stage.end();
    expect(stage.guard.problems, 'what no page may do').toEqual([]);
  },
});
