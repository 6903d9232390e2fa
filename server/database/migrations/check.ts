import 'reflect-metadata';
import { listReleases } from '../../../scripts/releases.mjs';
import { findContractions } from './expand.ts';
import { findFileFaults } from './files.ts';
import { planMigrations } from './plan.ts';

/**
 * Step of `npm run check`: committed migrations are unchanged, they only add unless they contract, and together they
 * produce what the entities declare.
 */
const faults = findFileFaults(import.meta.dirname);
if (faults.length === 0) faults.push(...(await judgeContractions()), ...(await compareWithEntities()));
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

/** Imported here only, because the import fails while index.ts names a missing file. */
async function judgeContractions(): Promise<string[]> {
  const { migrations } = await import('./index.ts');
  return findContractions(await planMigrations(import.meta.dirname, migrations), listReleases());
}

/**
 * Differences between migrations and entities. The entities are imported here only, because the import fails while
 * index.ts names a missing file.
 */
async function compareWithEntities(): Promise<string[]> {
  const { findMissingSql, onMigratedDatabase } = await import('./compare.ts');
  const missing = await onMigratedDatabase(findMissingSql);
  if (missing === '') return [];
  const fault = 'Entities and migrations differ: run "npm run migration -- <name>", which appends to';
  return [`${fault} server/database/migrations:\n${missing}`];
}
