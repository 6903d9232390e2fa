import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { type TestServer } from '../../testing/server.ts';
import { appendMigration } from './append.ts';
import { findMissingSql } from './compare.ts';
import { findFileFaults, listMigrations, registerMigrations } from './files.ts';
import { test } from '../../testing/fixtures.ts';

const committed = import.meta.dirname;
let folder: string;

test.beforeAll(async ({ app }) => {
  // Only a server with the extension pg_trgm has these indexes, so no entity declares them.
  await app.services.em
    .fork()
    .execute('drop index if exists issue_search_index, issue_move_search_index, issue_comment_search_index');
});

/** Each test uses a copy of the committed migrations. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ortsfunk-migrations-'));
  const files = [...listMigrations(committed).map((name) => `${name}.ts`), 'index.ts', 'checksums.json'];
  for (const file of files) copyFileSync(join(committed, file), join(folder, file));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the committed migrations are registered, unchanged, and make what the entities declare', async ({ app }) => {
  expect(findFileFaults(committed)).toEqual([]);
  expect(await findMissingSql(app.services.em.fork())).toBe('');
});

test('an entity, a column, a default or a constraint without a migration is found, and so is a forgotten table', async ({
  app,
}) => {
  const altered = [
    'drop table text_answer',
    'alter table person drop column display_name',
    'alter table ballot_box.booth alter column cast_count drop default',
    'alter table post drop constraint post_state_check',
    'create table forgotten (id uuid primary key)',
  ];
  await onAltered(app, altered, (missing) => {
    expect(missing).toContain('create table "text_answer" ("id" uuid not null, ');
    expect(missing).toContain(
      'create index "text_answer_question_id_id_index" on "text_answer" ("question_id", "id");',
    );
    expect(missing).toContain('alter table "person" add "display_name" varchar(255) null;');
    expect(missing).toContain('alter table "ballot_box"."booth" alter column "cast_count" set default 0;');
    expect(missing).toContain('alter table "post" add constraint "post_state_check" check ');
    expect(missing).toContain('drop table if exists "forgotten" cascade;');
  });
  expect(await findMissingSql(app.services.em.fork())).toBe('');
});

test('an edited or deleted migration is found; registering heals it only while no commit holds it', () => {
  const name = newest();
  const file = `server/database/migrations/${name}.ts`;
  appendFileSync(path(`${name}.ts`), '// edited\n');
  const edited = [expect.stringMatching(new RegExp(`^${file} was edited: undo the edit and append a migration `))];
  expect(findFileFaults(folder)).toEqual(edited);
  registerMigrations(folder, [name]);
  expect(findFileFaults(folder)).toEqual(edited);
  registerMigrations(folder, []);
  expect(findFileFaults(folder)).toEqual([]);

  rmSync(path(`${name}.ts`));
  const deleted = [
    expect.stringMatching(new RegExp(`^${file} is missing although checksums.json names it: restore it`)),
  ];
  expect(findFileFaults(folder)).toEqual(deleted);
  registerMigrations(folder, [name]);
  expect(findFileFaults(folder)).toEqual(deleted);
  registerMigrations(folder, []);
  expect(findFileFaults(folder)).toEqual([]);
});

test('a migration that is missing from the index, or that has no checksum, is found until it is registered', () => {
  const name = 'Migration99990101000000Later';
  writeFileSync(path(`${name}.ts`), '');
  expect(findFileFaults(folder)).toEqual([
    `server/database/migrations/index.ts does not list ${name}, which therefore is never applied: run "npm run migration -- --register"`,
    `server/database/migrations/checksums.json has no checksum of ${name}: run "npm run migration -- --register"`,
  ]);
  registerMigrations(folder);
  expect(findFileFaults(folder)).toEqual([]);
});

test('an index that was edited by hand is found', () => {
  const index = readFileSync(path('index.ts'), 'utf8');
  writeFileSync(path('index.ts'), index.replace(`class: ${newest()}`, 'class: Another'));
  expect(findFileFaults(folder)).toEqual([
    'server/database/migrations/index.ts differs from the list of files: run "npm run migration -- --register"',
  ]);
});

test('a migration is appended under its name, registered, and has nothing to note about a new table', async ({
  app,
}) => {
  await onAltered(app, ['drop table text_answer'], async () => {
    const name = (await appendMigration(app.services.em.fork(), folder, 'add-text-answers')) ?? '';
    expect(name).toMatch(/^Migration\d{14}AddTextAnswers$/);
    const code = readFileSync(path(`${name}.ts`), 'utf8');
    expect(code).toContain(`export class ${name} extends Migration {`);
    expect(code).toContain('this.addSql(`create table "text_answer"');
    expect(code).not.toMatch(/down\(|\/\*\*/);
    expect(readFileSync(path('index.ts'), 'utf8')).toContain(`  { name: '${name}', class: ${name} },\n`);
    expect(findFileFaults(folder)).toEqual([]);
  });
  expect(await appendMigration(app.services.em.fork(), folder, 'nothing')).toBeUndefined();
});

test('what may be a rename is named in the header of the appended migration', async ({ app }) => {
  const altered = [
    'alter table person drop column display_name',
    'alter table person add column nickname int',
    'alter table session rename column proven_at to shown_at',
    'alter table issue_counter rename to choice',
  ];
  await onAltered(app, altered, async () => {
    const name = await appendMigration(app.services.em.fork(), folder, 'rename');
    const code = readFileSync(path(`${name}.ts`), 'utf8');
    expect(code).toContain(' * - "person" loses and gains columns: if one is renamed, write "rename column … to …".\n');
    expect(code).toContain(' * - "session" has a renamed column: if it is a new one, write "drop column …, add …".\n');
    expect(code).toContain(' * - "choice" is dropped: if it is renamed, write "alter table "choice" rename to …".\n');
  });
});

const newest = (): string => listMigrations(folder).at(-1) ?? '';
const path = (file: string): string => join(folder, file);

/** Alters the migrated database, calls `work` with the SQL that is then missing, and executes this SQL afterwards. */
async function onAltered(
  app: TestServer,
  statements: readonly string[],
  work: (missing: string) => Promise<void> | void,
) {
  const em = app.services.em.fork();
  for (const statement of statements) await em.execute(statement);
  const missing = await findMissingSql(em);
  await work(missing);
  for (const statement of missing.split(/;\s*/).filter(Boolean)) await em.execute(statement);
}
