import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBackup } from '../../database/backup/make.ts';
import { restoreBackup } from '../../database/backup/restore.ts';
import { migrations } from '../../database/migrations/index.ts';
import { entityManager, openDatabase } from '../../database/orm.ts';
import { domains } from '../../domains.ts';
import type { Config } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { approved, decide, sendWarning } from '../../testing/alerts.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { databaseNamed, onServer } from '../../testing/database.setup.ts';
import { findTraces } from '../../testing/erasure.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../../testing/mail.ts';
import { makePortrait, readMissing, sendMissing, uploadPortrait } from '../../testing/missing.ts';
import { readPages } from '../../testing/pdf.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

/* Looks for the name and for bytes of the photo everywhere the product writes. */

const root = mkdtempSync(join(tmpdir(), 'ortsfunk-missing-'));
const backupDir = join(root, 'backups');
const centre = 'leitstelle@kreis.example';
let mail: MailServer;
let app: TestServer;
let place: Place;
let admin: Somebody;
let warner: Somebody;
let second: Somebody;
const logged: string[] = [];
const databases: string[] = [];

beforeAll(async () => {
  mkdirSync(backupDir);
  mkdirSync(join(root, 'data')); // with PostgreSQL and without photos the server makes no folder
  mail = await startMailServer();
  // A server of its own: its files, backups and logs are searched.
  app = await startTestServer({
    dataDir: join(root, 'data'),
    backupDir,
    smtpUrl: mail.url,
    logLevel: 'trace',
  });
  const stream = (app.services.log as unknown as Record<symbol, { write: (line: string) => void }>)[
    pino.symbols.streamSym
  ];
  stream!.write = (line) => void logged.push(line);
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  warner = await givenStaff(app, place, 'WARNER');
  second = await givenStaff(app, place, 'WARNER');
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), phone: '02631 1', email: centre };
  const set =
    'mutation($input: SetControlCentreInput!) { it: setControlCentre(input: $input) { userErrors { code } } }';
  expect((await askData(app.port, admin, set, { input })).it.userErrors).toEqual([]);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  for (const name of databases) await onServer(process.env.DATABASE_URL ?? '', `drop database ${name} with (force)`);
  rmSync(root, { recursive: true });
});

interface Named {
  readonly name: string;
  readonly description: string;
}

/** Texts that only the person has: words of the name, the description, and pieces of the photo in three writings. */
function needlesOf({ name, description }: Named, photo: Buffer): string[] {
  const piece = photo.subarray(photo.length / 2, photo.length / 2 + 48);
  const base64 = [0, 1, 2].map((at) => piece.subarray(at, at + 36).toString('base64'));
  return [...name.split(' '), description, piece.toString('latin1'), piece.toString('hex'), ...base64];
}

/** Places that hold one of the texts: database, Redis, files, mails, logs, and everything that strangers can request. */
async function lookEverywhere(texts: readonly string[], received: readonly ReceivedMail[], ids: readonly string[]) {
  const places: [string, string][] = [
    ...received.map(({ raw, text }): [string, string] => ['mails', `${raw}\n${text}`]),
    ['logs', logged.join('')],
  ];
  const ags = place.ags;
  const url = `http://127.0.0.1:${app.port}`;
  const paths = [`${ags}.atom`, `${ags}/current.xml`, ...ids.map((id) => `${ags}/urn:uuid:${id}.xml`)];
  for (const path of paths) places.push(['CAP', await (await fetch(`${url}/cap/${path}`)).text()]);
  for (const id of ids) {
    const pdf = await fetch(`${url}/cap/${ags}/urn:uuid:${id}.pdf`);
    places.push(['PDF', readPages(Buffer.from(await pdf.arrayBuffer())).join(' ')]);
  }
  const query = `query($ags: String!) { municipality(ags: $ags) {
    incidents(first: 20) { edges { node { id alerts { area phone texts { headline description instructions { text } } } } } }
    audit(first: 50) { nodes { kind subject { name } reason } } } }`;
  places.push(['GraphQL', JSON.stringify(await askData(app.port, admin, query, { ags }))]);
  const found = places.flatMap(([where, text]) => texts.filter((one) => text.includes(one)).map(() => where));
  const stored = (await findTraces(app, texts)).map((trace) => trace.slice(0, trace.indexOf(':')));
  return [...new Set([...found, ...stored])].toSorted();
}

/** Files below the folder, also those of the database, that hold one of the texts. */
function lookIntoFiles(folder: string, texts: readonly string[]): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  expect(all.length).toBeGreaterThan(0);
  return all.filter((name) => {
    const text = readFileSync(join(folder, name), 'latin1');
    return texts.some((one) => text.includes(one));
  });
}

async function send(person: Named): Promise<{ incident: Data; photo: Buffer; needles: string[] }> {
  const { id: photoId } = await uploadPortrait(app, place, warner, await makePortrait());
  const written = sendMissing(app, place, warner, { person: { ...person, photoId } });
  const { incident, userErrors } = await approved(app, second, written);
  expect(userErrors).toEqual([]);
  const answer = await readMissing(app, `photo/${photoId}.webp`);
  const photo = Buffer.from(await answer.arrayBuffer());
  expect(photo.length).toBeGreaterThan(2000);
  return { incident, photo, needles: needlesOf(person, photo) };
}

const end = ({ id: incidentId }: Data) =>
  decide(app, warner, 'endIncident', 'EndIncidentInput', {
    incidentId,
    isFalseAlarm: false,
    idempotencyKey: randomUUID(),
  });
const alertIds = ({ alerts }: Data): string[] => alerts.map(({ id }: Data) => idOf('Alert', id));

test('while the incident goes on only the page shows the person; after the end nothing does', async () => {
  const person = { name: 'Lieselotte Quandt', description: 'Narbe an der linken Hand' };
  const { incident, needles } = await send(person);
  const page = await (await readMissing(app, `${incident.id}.json`)).text();
  expect(page).toContain(person.name);
  const received = [await mail.next(centre)];
  expect(await lookEverywhere(needles, received, alertIds(incident))).toEqual([]);
  const backup = await makeBackup({ config: app.services.config, em: app.services.em, now: app.services.now });
  expect(lookIntoFiles(root, needles)).toEqual([]);

  const began = performance.now();
  const ended = (await end(incident)).incident;
  expect((await readMissing(app, `${incident.id}.json`)).status).toBe(404);
  console.log(`name and photo are gone ${Math.round(performance.now() - began)} ms after the end was asked for`);
  received.push(await mail.next(centre));
  expect(await lookEverywhere(needles, received, alertIds(ended))).toEqual([]);
  expect(lookIntoFiles(root, needles)).toEqual([]);
  const [left]: { n: number }[] = await app.services.em.fork().execute('select count(*)::int as n from missing_person');
  expect(left).toEqual({ n: 0 });

  // A backup from before the end brings nobody back; control: without the tombstone it does.
  expect(await countRestored(backup.folder)).toEqual({ rows: 0, page: 404 });
  const bare = join(root, 'bare');
  mkdirSync(bare);
  cpSync(backup.folder, join(bare, basename(backup.folder)), { recursive: true });
  expect(await countRestored(join(bare, basename(backup.folder)))).toEqual({ rows: 1, page: 200 });

  async function countRestored(folder: string): Promise<{ rows: number; page: number }> {
    const again = await restoreFrom(folder);
    try {
      const [row]: { n: number }[] = await again.services.em
        .fork()
        .execute('select count(*)::int as n from missing_person');
      return { rows: row?.n ?? -1, page: (await readMissing(again, `${incident.id}.json`)).status };
    } finally {
      await again.stop();
    }
  }
}, 180_000);

/** Restores the backup into an empty installation and starts it, with the list of erased people beside the backup. */
async function restoreFrom(folder: string): Promise<TestServer> {
  const dataDir = join(root, `restored-${randomUUID()}`);
  const server = process.env.DATABASE_URL;
  const base: Config = { ...app.config, dataDir, backupDir: join(folder, '..') };
  const names = migrations.map(({ name }) => name);
  if (server === undefined) {
    await restoreBackup(folder, { config: base, migrations: names, em: undefined });
    return startTestServer(base, 'web');
  }
  const databaseUrl = databaseNamed(server, `restored_${randomUUID().replaceAll('-', '')}`);
  const name = new URL(databaseUrl).pathname.slice(1);
  await onServer(server, `create database ${name}`);
  databases.push(name);
  const config = { ...base, databaseUrl };
  const orm = await openDatabase(config, composeDomains(domains));
  try {
    await restoreBackup(folder, { config, migrations: names, em: entityManager(orm).fork() });
  } finally {
    await orm.close(true);
  }
  return startTestServer(config, 'web');
}

test('control: plain copies in a text, a file, and a log are found', async () => {
  const person = { name: 'Roswitha Zwiebelfeld', description: 'Muttermal am rechten Arm' };
  const { incident, photo, needles } = await send(person);
  await mail.next(centre);
  await end(incident);
  const received = [await mail.next(centre)];
  expect(await lookEverywhere(needles, received, alertIds(incident))).toEqual([]);
  // The template of a flood does not check its words.
  const texts = [{ locale: 'de', headline: 'Suche', description: `Gesucht: ${person.name}`, instructions: [] }];
  const flood = (await sendWarning(app, place, warner, { texts, severity: 'MODERATE' })).incident;
  received.push(await mail.next(centre));
  expect(await lookEverywhere(needles, received, alertIds(flood))).toEqual(
    expect.arrayContaining(['CAP', 'GraphQL', 'PDF', 'mails', 'public.alert']),
  );
  await app.services.files.put('planted', photo);
  app.services.log.info({ words: person.description }, 'planted');
  expect(await lookEverywhere(needles, [], [])).toEqual(expect.arrayContaining(['files', 'logs']));
  expect(lookIntoFiles(root, needles).some((name) => name.includes('planted'))).toBe(true);
});
