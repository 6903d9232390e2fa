import { endAll } from '../../faults/harness/ending.ts';
import { keepSeeded, startTown } from './town.ts';

/** Runs once for all lanes: builds the product and seeds a town whose folder each lane copies. Returns the teardown. */
async function setup(): Promise<() => Promise<void>> {
  try {
    const town = await startTown();
    await town.stop();
    keepSeeded(town.dataDir);
  } catch (error) {
    await endAll();
    throw error;
  }
  return endAll;
}

// eslint-disable-next-line no-restricted-syntax -- Playwright takes the default export
export default setup;
