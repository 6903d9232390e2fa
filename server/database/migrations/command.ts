import 'reflect-metadata';
import { findFileFaults, listCommitted, registerMigrations } from './files.ts';

const usage = `npm run migration -- <name>        appends a migration with what the entities declare and the migrations lack
npm run migration -- --register    lists all migrations and renews the checksums of those that are not committed yet

<name>: words separated by hyphens, e.g. add-contact-note`;

const folder = import.meta.dirname;
const [argument = '', ...others] = process.argv.slice(2);

if (argument === '--register' && others.length === 0) register();
else if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(argument) && others.length === 0) await append(argument);
else fail(usage);

function register(): void {
  registerMigrations(folder, listCommitted(folder));
  const faults = findFileFaults(folder);
  if (faults.length > 0) fail(faults.join('\n'));
}

/**
 * Appends a migration. The entities are imported here only, because the import fails while index.ts names a missing
 * file.
 */
async function append(name: string): Promise<void> {
  const faults = findFileFaults(folder);
  if (faults.length > 0) {
    fail(faults.join('\n'));
    return;
  }
  const { onMigratedDatabase } = await import('./compare.ts');
  const { appendMigration } = await import('./append.ts');
  const appended = await onMigratedDatabase((em) => appendMigration(em, folder, name));
  if (appended === undefined) fail('Entities and migrations agree: there is nothing to append.');
  else console.log(`server/database/migrations/${appended}.ts is appended: read it, and commit it with the entities`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 2;
}
