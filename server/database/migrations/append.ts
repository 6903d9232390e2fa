import type { MigrationDiff } from '@mikro-orm/core';
import { Migrator, TSMigrationGenerator } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { registerMigrations } from './files.ts';

/**
 * Writes a migration to `folder` that turns the migrated database into what the entities declare, and registers it.
 * `name` consists of words separated by hyphens. Returns the migration's name; undefined if there is no difference.
 */
export async function appendMigration(em: SqlEntityManager, folder: string, name: string): Promise<string | undefined> {
  em.config.set('migrations', {
    ...em.config.get('migrations'),
    generator: AppendedMigration,
    fileName: (timestamp, title = '') => `Migration${timestamp}${title}`,
  });
  const { fileName } = await new Migrator(em).create(folder, false, false, titleOf(name));
  if (fileName === '') return undefined;
  registerMigrations(folder);
  return fileName.replace(/\.ts$/, '');
}

/** Name in the class: "add-contact-note" becomes "AddContactNote". */
function titleOf(name: string): string {
  return name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/**
 * Generator of migrations without `down()`, because migrations are never undone, and with a note where the statements
 * may be wrong.
 */
class AppendedMigration extends TSMigrationGenerator {
  override generateMigrationFile(className: string, diff: MigrationDiff): string {
    const code = super.generateMigrationFile(className.replace('_', ''), { up: diff.up, down: [] });
    const doubts = listDoubts(diff.up).map((doubt) => ` * - ${doubt}\n`);
    if (doubts.length === 0) return code;
    const note = `/**\n * Check these statements, because the generator cannot tell a rename from a removal.\n`;
    return code.replace('export class', `${note}${doubts.join('')} */\nexport class`);
  }
}

/** One sentence for each table whose generated statements lose values if a column or table was renamed. */
function listDoubts(statements: readonly string[]): string[] {
  const gaining = findTables(statements, /^alter table (\S+) add "/);
  const losing = findTables(statements, /^alter table (\S+) drop column /).filter((table) => gaining.includes(table));
  const renamed = findTables(statements, /^alter table (\S+) rename column /);
  const created = findTables(statements, /^create table (\S+) /);
  const dropped = created.length === 0 ? [] : findTables(statements, /^drop table if exists (\S+) /);
  return [
    ...losing.map((table) => `${table} loses and gains columns: if one is renamed, write "rename column … to …".`),
    ...renamed.map((table) => `${table} has a renamed column: if it is a new one, write "drop column …, add …".`),
    ...dropped.map((table) => `${table} is dropped: if it is renamed, write "alter table ${table} rename to …".`),
  ];
}

function findTables(statements: readonly string[], pattern: RegExp): string[] {
  return [...new Set(statements.flatMap((statement) => pattern.exec(statement)?.[1] ?? []))];
}
