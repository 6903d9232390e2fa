import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractOf } from './expand.ts';

/** Folder of the migrations, as shown in messages. */
const shownFolder = 'server/database/migrations';
const register = 'run "npm run migration -- --register"';

/** Names of all migrations that have a file in `folder`, oldest first. */
export function listMigrations(folder: string): string[] {
  return globSync('Migration*.ts', { cwd: folder })
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();
}

/** SHA-256 of each migration's file by name; empty if checksums.json does not exist. */
function readChecksums(folder: string): Readonly<Record<string, string>> {
  const file = join(folder, 'checksums.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Current checksum of a migration's file. */
function checksumOf(folder: string, name: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, `${name}.ts`)))
    .digest('hex');
}

/**
 * Writes index.ts and checksums.json for the migrations that have a file in `folder`. The recorded checksums of `kept`,
 * by default of all recorded migrations, remain unchanged.
 */
export function registerMigrations(folder: string, kept?: readonly string[]): void {
  const names = listMigrations(folder);
  const recorded = Object.entries(readChecksums(folder)).filter(([name]) => kept?.includes(name) ?? true);
  const present = names.map((name) => [name, checksumOf(folder, name)]);
  const checksums = Object.fromEntries([...present, ...recorded]);
  writeFileSync(join(folder, 'index.ts'), indexOf(folder, names));
  writeFileSync(join(folder, 'checksums.json'), `${JSON.stringify(checksums, null, 2)}\n`);
}

/** Migrations in the last commit of `folder`'s git repository. */
export function listCommitted(folder: string): string[] {
  const files = execFileSync('git', ['ls-tree', '--name-only', 'HEAD', '.'], { cwd: folder, encoding: 'utf8' });
  return files.split('\n').map((file) => file.replace(/\.ts$/, ''));
}

/** One sentence for each migration that was edited or is not registered; empty if files, index and checksums agree. */
export function findFileFaults(folder: string): string[] {
  const names = listMigrations(folder);
  const checksums = readChecksums(folder);
  const index = readFileSync(join(folder, 'index.ts'), 'utf8');
  const faults = names.flatMap((name) => findFaults(folder, name, index, checksums[name]));
  const lost = Object.keys(checksums).filter((name) => !names.includes(name));
  for (const name of lost) {
    faults.push(`${shownFolder}/${name}.ts is missing although checksums.json names it: ${restore}`);
  }
  if (faults.length === 0 && index !== indexOf(folder, names)) {
    faults.push(`${shownFolder}/index.ts differs from the list of files: ${register}`);
  }
  return faults;
}

function findFaults(folder: string, name: string, index: string, checksum: string | undefined): string[] {
  const faults: string[] = [];
  if (!index.includes(`name: '${name}'`)) {
    faults.push(`${shownFolder}/index.ts does not list ${name}, which therefore is never applied: ${register}`);
  }
  if (checksum === undefined) {
    faults.push(`${shownFolder}/checksums.json has no checksum of ${name}: ${register}`);
  } else if (checksum !== checksumOf(folder, name)) {
    faults.push(`${shownFolder}/${name}.ts was edited: ${advice}`);
  }
  return faults;
}

const restore = `restore it from git; if it was never committed, ${register}`;
const advice =
  'undo the edit and append a migration with "npm run migration -- <name>"' +
  ' (a migration that is not committed yet may be edited: afterwards run "npm run migration -- --register")';

function indexOf(folder: string, names: readonly string[]): string {
  const imports = names.map((name) => `import { ${name} } from './${name}.ts';\n`);
  const entries = names.map((name) => `  { name: '${name}', class: ${name}${contractIn(folder, name)} },\n`);
  return `${imports.join('')}
/** In order of application. Written by \`npm run migration\`; see docs/migrations.md. */
export const migrations = [
${entries.join('')}];
`;
}

/** Part of an entry that names the release from which on nothing needs what the migration removes. */
function contractIn(folder: string, name: string): string {
  const contract = contractOf({ name, source: readFileSync(join(folder, `${name}.ts`), 'utf8') });
  return contract === undefined ? '' : `, contract: '${contract}'`;
}
