import 'reflect-metadata';
import { findFileFaults } from './files.ts';

/** Step of `npm run check`: committed migrations are unchanged, and together they produce what the entities declare. */
const faults = findFileFaults(import.meta.dirname);
if (faults.length === 0) faults.push(...(await compareWithEntities()));
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

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
