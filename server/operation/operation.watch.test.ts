import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeBackup } from '../database/backup/make.ts';
import { forgetSignIn } from '../identity/identity.events.ts';
import { system } from '../kernel/actor.ts';
import { forkContext, type Services } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { givenOperator } from '../testing/replyTo.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { watchBounds } from './operation.rules.ts';
import { look } from './operation.watch.service.ts';

/* Each condition is caused once and its mail is read at a real mail server. The server runs no jobs and no nightly backup. */

const root = mkdtempSync(join(tmpdir(), 'ortsfunk-watch-'));
const backupDir = join(root, 'backups');
let app: TestServer;
let mail: MailServer;
let place: Place;
let operators: Somebody[];

/** The disk of the machine that runs the tests decides nothing. */
const bounds = { ...watchBounds, freeShare: 0, mailSeconds: 0 };

beforeAll(async () => {
  mkdirSync(backupDir);
  mkdirSync(join(root, 'data')); // on PostgreSQL it is made with the first photo
  mail = await startMailServer();
  // A server of its own: its data folder and backups are watched.
  app = await startTestServer({ dataDir: join(root, 'data'), backupDir, smtpUrl: mail.url }, 'web');
  place = await givenPlace(app);
  operators = [await givenOperator(app, place), await givenOperator(app, place)];
  await backUp(0);
});
beforeEach(async () => {
  await look(app.services, bounds);
  mail.mails.splice(0);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  rmSync(root, { recursive: true, force: true });
});

const hour = 3_600_000;

async function backUp(hoursAgo: number): Promise<void> {
  const { config, em, now } = app.services;
  await makeBackup({ config, em, now: () => new Date(now().getTime() - hoursAgo * hour) });
}

const otherIds = [randomUUID(), randomUUID(), randomUUID()];

/** Lets four processes look at once. */
async function lookEverywhere(): Promise<void> {
  const { services } = app;
  const others = otherIds.map((id): Services => ({ ...services, process: { ...services.process, id } }));
  await Promise.all([services, ...others].map((one) => look(one, bounds)));
}

const emailOf = async ({ personId }: Somebody): Promise<string> => {
  const rows: { email: string }[] = await app.services.em
    .fork()
    .execute('select email from person where id = ?', [personId]);
  return rows[0]?.email ?? '';
};

/** Text of the one mail that each operator has got; throws if somebody has got none, or several. */
async function readMails(): Promise<string> {
  const texts: string[] = [];
  for (const operator of operators) {
    const { headers, text } = await mail.next(await emailOf(operator));
    texts.push(`${decode(headers.get('subject') ?? '')}\n${text}`);
  }
  expect(mail.mails).toEqual([]);
  expect(new Set(texts).size).toBe(1);
  return texts[0] ?? '';
}

/** Decodes a header of RFC 2047. */
function decode(header: string): string {
  return header
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?q\?(.*?)\?=/gi, (_all, words: string) =>
      decodeURIComponent(words.replace(/_/g, ' ').replace(/%/g, '%25').replace(/=/g, '%')),
    )
    .replace(/=\?utf-8\?b\?(.*?)\?=/gi, (_all, words: string) => Buffer.from(words, 'base64').toString());
}

const readHealth = async (): Promise<Data> =>
  (
    await askData(
      app.port,
      operators[0]!,
      '{ installationHealth { queue { due oldestDueAt } conditions { kind } mail { refusedSince reason waitingNotices } backup { status sizeMb isEncrypted } } }',
    )
  ).installationHealth;
const kindsOf = async (): Promise<string[]> => (await readHealth()).conditions.map(({ kind }: Data) => kind);

async function givenOldJob(minutes: number): Promise<void> {
  const startAfter = new Date(app.services.now().getTime() - minutes * 60_000);
  await write(forkContext(app.services, system), (tx) =>
    enqueue(tx, forgetSignIn, { id: randomUUID() }, { startAfter }),
  );
}
const dropJobs = () => app.services.em.fork().execute(`delete from jobs.job where name = 'identity.forgetSignIn'`);

test('a job that has been due for eleven minutes: one mail to each operator, none while it lasts, one at its end', async () => {
  await givenOldJob(9);
  await lookEverywhere();
  expect([await kindsOf(), mail.mails]).toEqual([[], []]);
  await givenOldJob(11);
  await lookEverywhere();
  expect(await readMails()).toMatch(/Aufgaben warten seit 11 Minuten\n.*Insgesamt warten 2\..*\/operation/s);
  expect(await readHealth()).toMatchObject({ queue: { due: 2 }, conditions: [{ kind: 'QUEUE_LATE' }] });
  await lookEverywhere();
  await look(app.services, bounds);
  expect(mail.mails).toEqual([]);
  await dropJobs();
  await lookEverywhere();
  expect(await readMails()).toMatch(/Aufgaben laufen wieder rechtzeitig\n/);
  expect(await kindsOf()).toEqual([]);
});

test('control: a watch that forgets that a condition lasts sends a second mail', async () => {
  await givenOldJob(11);
  await lookEverywhere();
  await readMails();
  await app.services.em.fork().execute('delete from watch_condition');
  await lookEverywhere();
  expect(await readMails()).toMatch(/Aufgaben warten seit 11 Minuten/);
  await dropJobs();
});

test('a backup of 27 hours ago is too old; a new one ends it', async () => {
  rmSync(backupDir, { recursive: true });
  mkdirSync(backupDir);
  await backUp(27);
  await lookEverywhere();
  const text = await readMails();
  expect(text).toMatch(/Die letzte Sicherung ist zu alt\n.*ist 27 Stunden alt.*BACKUP_DIR/s);
  await lookEverywhere();
  expect(mail.mails).toEqual([]);
  await backUp(0);
  await lookEverywhere();
  expect(await readMails()).toMatch(/Es gibt wieder eine neue Sicherung/);
  expect((await readHealth()).backup).toEqual({ status: 'FOUND', sizeMb: expect.any(Number), isEncrypted: false });
});

test('a folder of backups that is gone counts as a missing backup', async () => {
  await app.services.em.fork().execute('delete from process_report');
  rmSync(backupDir, { recursive: true });
  await look({ ...app.services, config: { ...app.config, backupDir: join(root, 'elsewhere') } }, bounds);
  expect(await readMails()).not.toContain('Stunden alt');
  mkdirSync(backupDir);
  await backUp(0);
  await lookEverywhere();
  expect(await readMails()).toMatch(/Es gibt wieder eine neue Sicherung/);
});

test('a disk with less free space than the bound, with a reminder after a day', async () => {
  const full = { ...bounds, freeShare: 1.1 };
  await look(app.services, full);
  expect(await readMails()).toMatch(/Der Speicherplatz wird knapp\n.*BACKUP_DIR: \d+ % \(.+\), DATA_DIR: \d+ %/s);
  const now = app.services.now().getTime();
  const at = (hours: number): void => setTime(app, new Date(now + hours * hour).toISOString());
  try {
    at(23.9);
    await look(app.services, full);
    expect(mail.mails).toEqual([]);
    at(24.1);
    await look(app.services, full);
    expect(await readMails()).toMatch(/Erinnerung: .*Der Speicherplatz wird knapp/);
    await look(app.services, full);
    expect(mail.mails).toEqual([]);
    await look(app.services, bounds);
    expect(await readMails()).toMatch(/Es ist wieder genug Speicherplatz frei/);
  } finally {
    setTime(app);
  }
});

test('a mail server that refuses us: shown and logged, and told as soon as mails leave again', async () => {
  const letter = { to: { name: '', address: 'jemand@example.org' }, subject: 'x', text: 'x', messageId: randomUUID() };
  mail.refuseSenders('535 5.7.8 no');
  await expect(app.services.mail.send(letter)).rejects.toThrow('535');
  await lookEverywhere();
  await lookEverywhere();
  expect(mail.mails).toEqual([]);
  expect(await readHealth()).toMatchObject({
    conditions: [{ kind: 'MAIL_REFUSED' }],
    mail: { refusedSince: expect.any(String), reason: expect.stringContaining('535'), waitingNotices: 2 },
  });
  mail.refuseSenders(undefined);
  await look(app.services, bounds);
  expect(await readMails()).toMatch(/Der Mailserver nimmt keine E-Mails an\n.*535/s);
  await look(app.services, bounds);
  expect(await readMails()).toMatch(/Der Mailserver nimmt wieder E-Mails an/);
  expect(await kindsOf()).toEqual([]);
});

test('a refused recipient is no fault of the mail server', async () => {
  const address = `weg-${randomUUID()}@example.org`;
  mail.refusals.set(address, '550 5.1.1 unknown');
  const letter = { to: { name: '', address }, subject: 'x', text: 'x', messageId: randomUUID() };
  await expect(app.services.mail.send(letter)).rejects.toThrow('550');
  await lookEverywhere();
  expect([await kindsOf(), mail.mails]).toEqual([[], []]);
});
