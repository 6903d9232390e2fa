import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProduct, type Patch } from '../../faults/harness/build.ts';
import { atEnd } from '../../faults/harness/ending.ts';
import { seededFolder, startTown, type Town } from './town.ts';

/** Starts a town on a product with these defects, built from the current sources. */
export async function startPlantedTown(defects: readonly Patch[]): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-planted-'));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return startTown(await buildProduct(folder, defects), {}, { copied: seededFolder() });
}
