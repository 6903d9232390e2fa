import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '../../domains.ts';
import { system } from '../../kernel/actor.ts';
import { ConfigError, type Config } from '../../kernel/config.ts';
import { forkContext } from '../../kernel/context.ts';
import { composeDomains, defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { dropOrphan } from '../../media/media.events.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { databaseNamed, onServer } from '../../testing/database.setup.ts';
import { givenPhoto } from '../../testing/photos.ts';
import { givenPoll, type GivenPoll } from '../../testing/polls.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { migrations } from '../migrations/index.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { makeKeys } from './encryption.ts';
import { type BackupSource, makeBackup } from './make.ts';
import { type Backup, listBackups, manifestFile } from './manifest.ts';
import { restoreBackup } from './restore.ts';
import { unfinishedFile } from './unfinished.ts';
import { verifyBackup } from './verify.ts';

/* Backup under load and restore, on the database of the run: PGlite, or PostgreSQL with DATABASE_URL. */

const root = mkdtempSync(join(tmpdir(), 'ortsfunk-backup-'));
const backupDir = join(root, 'backups');
const known = migrations.map(({ name }) => name);
let keys: Awaited<ReturnType<typeof makeKeys>>;
let app: TestServer;
let place: Place;
let admin: Somebody;
let people: Somebody[];
let poll: GivenPoll;
let backup: Backup;
/** Answers to the votes that were cast during the backup. */
let answers: Awaited<ReturnType<typeof vote>>[];
/** People whose vote was acknowledged before the backup began. */
let early: Somebody[];

beforeAll(async () => {
  mkdirSync(backupDir);
  keys = await makeKeys();
  // Without BACKUP_DIR the server makes no nightly backup of its own meanwhile.
  // A server of its own: its data folder is backed up and restored.
  app = await startTestServer({ dataDir: join(root, 'data') });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 40);
  poll = await givenPoll(app, place, admin);
  const photos = await Promise.all(people.slice(0, 4).map((who) => givenPhoto(app, place, who)));
  expect(photos).toHaveLength(4);
  mkdirSync(join(root, 'data', 'keys'), { recursive: true });
  writeFileSync(join(root, 'data', 'keys', 'secret-poll.key'), 'never in a backup');
  await write(forkContext(app.services, system), (tx) =>
    enqueue(tx, dropOrphan, { photoId: randomUUID() }, { startAfter: new Date(Date.now() + 86_400_000) }),
  );
  early = people.slice(0, 10);
  await Promise.all(early.map(vote));
  const load = Promise.all(people.slice(10).map(vote));
  backup = await makeBackup(source());
  answers = await load;
});
afterAll(async () => {
  await app.stop();
  for (const url of targets) {
    const name = new URL(url).pathname.slice(1);
    await onServer(process.env.DATABASE_URL ?? '', `drop database ${name} with (force)`);
  }
  rmSync(root, { recursive: true });
});

const castVote = `mutation($poll: ID!, $options: [ID!]!) {
  castVote(input: { pollId: $poll, optionIds: $options }) { ballot { options { id } } userErrors { code } } }`;
const vote = (who: Somebody) => ask(app.port, who, castVote, { poll: poll.id, options: [poll.options[0]] });
const turnoutOf = async (port: number): Promise<number> => {
  const query = 'query($id: ID!) { poll(id: $id) { results { ... on PollTally { turnout } } } }';
  return (await askData(port, people[0]!, query, { id: poll.id })).poll.results.turnout;
};

const source = (more: Partial<Config> = {}): BackupSource => ({
  config: { ...app.services.config, backupDir, backupRecipients: [keys.recipient], ...more },
  em: app.services.em,
  now: app.services.now,
});

/** Folder for further backups, because a backup removes older ones of the same day. */
function emptyFolder(): string {
  const folder = join(root, `backups-${randomUUID()}`);
  mkdirSync(folder);
  return folder;
}

const targets: string[] = [];
/** An empty folder and, on PostgreSQL, an empty database. */
async function emptyTarget(): Promise<Config> {
  const dataDir = join(root, `data-${randomUUID()}`);
  const server = process.env.DATABASE_URL;
  if (server === undefined) return { ...app.config, dataDir, backupDir };
  const databaseUrl = databaseNamed(server, `restored_${randomUUID().replaceAll('-', '')}`);
  await onServer(server, `create database ${new URL(databaseUrl).pathname.slice(1)}`);
  targets.push(databaseUrl);
  return { ...app.config, dataDir, databaseUrl, backupDir };
}

/** Restores as the command does. */
async function restore(config: Config, folder = backup.folder, identity?: string, names = known): Promise<void> {
  if (config.databaseUrl === undefined) {
    await restoreBackup(folder, { config, migrations: names, em: undefined }, identity);
    return;
  }
  const orm = await openDatabase(config, composeDomains(domains));
  try {
    await restoreBackup(folder, { config, migrations: names, em: entityManager(orm).fork() }, identity);
  } finally {
    await orm.close(true);
  }
}

test('a backup under load is complete, encrypted, and holds no key of secret polls', async () => {
  expect(answers.filter(({ data }) => data?.castVote?.ballot != null)).toHaveLength(30);

  expect(backup.manifest.photoList.count).toBe(8); // two sizes of each
  expect(backup.manifest).toMatchObject({ recipients: [keys.recipient], warnings: [] });
  const { isDumpRead } = await verifyBackup(backup.folder, keys.identity);
  expect(isDumpRead).toBe(true);
  const names = readdirSync(backup.folder, { recursive: true }).map(String);
  expect(names.filter((name) => name.includes('key'))).toEqual([]);
  const secret = app.services.secret;
  for (const name of names.filter((one) => /\.(age|json)$/.test(one)))
    expect(readFileSync(join(backup.folder, name)).includes(secret)).toBe(false);
});

test('after a restore counts, photos, sign-in, locked keys and waiting jobs are right, and erasures are replayed at every start', async () => {
  const config = await emptyTarget();
  appendFileSync(join(backupDir, 'erasures.log'), 'first\n\nsecond\n');
  await restore(config, backup.folder, keys.identity);
  const replayed: (readonly string[])[] = [];
  const eraser = defineDomain({
    name: 'eraser',
    replayErasures: [
      (_services, erasures) => {
        replayed.push(erasures);
        return Promise.resolve();
      },
    ],
  });
  // The start unlocks the private key of push services: it would fail with another secret.
  const again = await startTestServer(config, 'web', [eraser]);
  try {
    expect(replayed).toEqual([['first', 'second']]);
    expect(again.services.secret).toBe(app.services.secret);
    expect(again.services.pushKeys).toEqual(app.services.pushKeys);
    expect(await turnoutOf(again.port)).toBeGreaterThanOrEqual(early.length);
    for (const who of early) {
      const { myVote } = await askData(again.port, who, 'query($id: ID!) { myVote(pollId: $id) { options { id } } }', {
        id: poll.id,
      });
      expect(myVote.options).toEqual([{ id: poll.options[0] }]);
    }
    expect(await photoBytes(again)).toEqual(await photoBytes(app));
    const waiting = `select count(*)::int as n from jobs.job where name = '${dropOrphan.name}' and state = 'created'`;
    expect(await numberOf(again.services.em, waiting)).toBe(await numberOf(app.services.em, waiting));
    const rows =
      'select (select count(*) from person) + (select count(*) from photo) + (select count(*) from session) as n';
    expect(Number(await numberOf(again.services.em, rows))).toBe(Number(await numberOf(app.services.em, rows)));
  } finally {
    await again.stop();
  }
  const third = await startTestServer(config, 'web', [eraser]);
  await third.stop();
  expect(replayed).toHaveLength(2);
});

async function photoBytes({ services }: TestServer): Promise<string[]> {
  const rows: { id: string }[] = await services.em.fork().execute('select id from photo order by id');
  const keysOfAll = rows.flatMap(({ id }) => [`${id}-small.webp`, `${id}-large.webp`]);
  const all = await Promise.all(keysOfAll.map((key) => services.files.get(key)));
  expect(all).not.toContain(undefined);
  return all.map((bytes) => bytes?.toString('base64') ?? '');
}

async function numberOf(em: SqlEntityManager, sql: string): Promise<number> {
  const [row]: { n: number }[] = await em.fork().execute(sql);
  return row!.n;
}

/** Copy of the backup that a test may damage. */
function damaged(change: (folder: string) => void): string {
  const folder = join(root, `damaged-${randomUUID()}`);
  cpSync(backup.folder, folder, { recursive: true });
  change(folder);
  return folder;
}

test.each([
  ['a cut dump', 'CHANGED', (folder: string) => truncateSync(join(folder, backup.manifest.dump.name), 3000)],
  [
    'a changed dump',
    'CHANGED',
    (folder: string) => writeFileSync(join(folder, backup.manifest.dump.name), 'x', { flag: 'r+' }),
  ],
  ['no dump', 'FILE_MISSING', (folder: string) => rmSync(join(folder, backup.manifest.dump.name))],
  ['no manifest', 'INCOMPLETE', (folder: string) => rmSync(join(folder, manifestFile))],
  ['a missing photo', 'FILE_MISSING', (folder: string) => rmSync(firstPhoto(folder))],
  ['a changed photo', 'CHANGED', (folder: string) => appendFileSync(firstPhoto(folder), 'x')],
] as const)('%s is refused as %s, and nothing is left', async (_name, code, change) => {
  const config = await emptyTarget();
  const folder = damaged(change);
  await expect(verifyBackup(folder, keys.identity)).rejects.toMatchObject({ code });
  await expect(restore(config, folder, keys.identity)).rejects.toMatchObject({ code });
  expect(existsSync(config.dataDir)).toBe(false);
  if (config.databaseUrl !== undefined) {
    const tables = await onServer(
      config.databaseUrl,
      "select from information_schema.tables where table_schema = 'public'",
    );
    expect(tables).toEqual([]);
  }
});

function firstPhoto(folder: string): string {
  const [path] = readdirSync(join(folder, 'files'), { recursive: true })
    .map(String)
    .filter((one) => one.endsWith('.webp'));
  return join(folder, 'files', path!);
}

test('a wrong key, no key, a newer schema and a target with data are refused', async () => {
  const config = await emptyTarget();
  const { identity } = await makeKeys();
  await expect(restore(config, backup.folder, identity)).rejects.toMatchObject({ code: 'WRONG_KEY' });
  await expect(restore(config)).rejects.toMatchObject({ code: 'KEY_NEEDED' });
  const older = restore(config, backup.folder, keys.identity, known.slice(0, -1));
  await expect(older).rejects.toMatchObject({ code: 'SCHEMA_NEWER' });
  mkdirSync(config.dataDir);
  mkdirSync(join(config.dataDir, 'files'));
  await expect(restore(config, backup.folder, keys.identity)).rejects.toMatchObject({ code: 'NOT_EMPTY' });
  expect(readdirSync(config.dataDir)).toEqual(['files']);
  if (app.config.databaseUrl === undefined) return;
  const used = { ...app.config, dataDir: join(root, `data-${randomUUID()}`) };
  await expect(restore(used, backup.folder, keys.identity)).rejects.toMatchObject({ code: 'NOT_EMPTY' });
  expect(existsSync(used.dataDir)).toBe(false);
});

test('a server does not start on an interrupted restore; the restore can be repeated', async () => {
  const config = await emptyTarget();
  mkdirSync(join(config.dataDir, 'files'), { recursive: true });
  writeFileSync(join(config.dataDir, 'files', 'half'), '');
  writeFileSync(unfinishedFile(config.dataDir), '');
  await expect(startTestServer(config)).rejects.toThrow(ConfigError);
  await restore(config, backup.folder, keys.identity);
  expect(existsSync(join(config.dataDir, 'files', 'half'))).toBe(false);
  expect(existsSync(unfinishedFile(config.dataDir))).toBe(false);
});

test('the second backup links unchanged photos and does not read them again; remains of a killed one are removed', async () => {
  const { id } = await app.services.em
    .fork()
    .execute('select id from installation')
    .then(([row]: Data) => row);
  const folder = emptyFolder();
  cpSync(backupDir, folder, { recursive: true });
  const half = join(folder, `.unfinished-${id}-x`);
  mkdirSync(half);
  const second = await makeBackup(source({ backupDir: folder }));
  expect(existsSync(half)).toBe(false);
  expect(second.manifest.photoList.sha256).toBe(backup.manifest.photoList.sha256);
  const all = await listBackups(folder, id);
  expect(all.map((one) => one.folder)).toEqual([second.folder]); // the newest of the day stays
});

test('without a recipient the backup warns, and everybody can read it', async () => {
  const open = await makeBackup(source({ backupDir: emptyFolder(), backupRecipients: [] }));
  expect(open.manifest.warnings).toEqual([expect.stringContaining('BACKUP_RECIPIENT is not set')]);
  expect((await verifyBackup(open.folder)).isDumpRead).toBe(true);
});

test('a missing folder is refused; a second backup at the same time, too', async () => {
  const lost = makeBackup(source({ backupDir: join(root, 'nowhere') }));
  await expect(lost).rejects.toMatchObject({ code: 'BACKUP_DIR_MISSING' });
  const folder = emptyFolder();
  const both = await Promise.allSettled([1, 2].map(() => makeBackup(source({ backupDir: folder }))));
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(both[1]).toMatchObject({ reason: { code: 'ALREADY_RUNNING' } });
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('programs of PostgreSQL that are older than the server, or absent, are refused, and nothing is left', async () => {
  if (app.config.databaseUrl === undefined) return; // PGlite needs no programs
  const folder = join(root, 'programs');
  mkdirSync(folder);
  const path = process.env.PATH ?? '';
  try {
    process.env.PATH = folder;
    await expect(makeBackup(source())).rejects.toMatchObject({ code: 'CLIENT_MISSING' });
    for (const name of ['pg_dump', 'pg_restore', 'psql'])
      writeFileSync(join(folder, name), `#!/bin/sh\necho '${name} (PostgreSQL) 14.9'\n`, { mode: 0o755 });
    await expect(makeBackup(source())).rejects.toMatchObject({ code: 'CLIENT_TOO_OLD' });
  } finally {
    process.env.PATH = path;
  }
  expect(readdirSync(backupDir).filter((name) => name.startsWith('.'))).toEqual([]);
});
