import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { readTables } from '../../kernel/personalData.tables.ts';
import { givenPerson, givenPlace, givenProof, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { dumpAll } from '../../testing/dump.ts';
import { openLink, type ReadExport, readExport } from '../../testing/exports.ts';
import { givenFollower } from '../../testing/followers.ts';
import { openIdea } from '../../testing/ideas.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { givenStoredPhoto } from '../../testing/photos.ts';
import { givenPoll } from '../../testing/polls.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { exportTextsIn } from '../privacy.texts.ts';
import { exportParts, withheld } from './privacy.export.rules.ts';
import { ownRowsSql } from '../erasure/privacy.statements.rules.ts';

let mail: MailServer;
let app: TestServer;
let place: Place;
let admin: Somebody;
let anna: Somebody;
let ben: Somebody;
const dataDir = mkdtempSync(join(tmpdir(), 'export-'));

const exportMutation = `mutation($input: ExportMyDataInput!) { exportMyData(input: $input) { path userErrors { code } } }`;
const voteMutation = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
const emailOf = ({ personId }: Somebody): string => `${personId}@example.org`;
const internal = 'Interne Notiz über den Fall';
const tricky = '<script src="https://evil.example/x.js"></script> & "Grüße"';

async function askExport(who: Somebody, locale = 'de'): Promise<Data> {
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), locale };
  return (await askData(app.port, who, exportMutation, { input })).exportMyData;
}

beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: its data folder is read.
  app = await startTestServer({ dataDir, smtpUrl: mail.url, trustProxy: 1 });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  anna = await givenPerson(app, place);
  ben = await givenPerson(app, place);
  await givenFollower(app, mail, place, [place.groupId], emailOf(anna));
  await givenFollower(app, mail, place, [place.groupId], emailOf(ben));
  for (const who of [anna, ben]) await tellStory(who, who === anna ? 'Anna' : 'Ben');
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  rmSync(dataDir, { recursive: true });
});

/** Everything that a citizen can leave behind, with words that name the citizen. */
async function tellStory(who: Somebody, name: string): Promise<void> {
  const photoIds = [await givenStoredPhoto(app, place, who)];
  const { id: issueId } = await givenIssue(app, place, who, { text: `Schlagloch von ${name} ${tricky}`, photoIds });
  const categoryId = await givenCategory(app, place, 'COMPLAINT');
  const words = { kind: 'COMPLAINT', text: `Beschwerde von ${name}` };
  const { id: complaintId } = await givenIssue(app, place, who, { categoryId, ...words });
  await comment(app, who, complaintId, 'PRIVATE', { text: `Vertrauliches von ${name}` });
  await comment(app, admin, issueId, 'PRIVATE', { text: `Antwort an ${name}` });
  await comment(app, admin, issueId, 'INTERNAL', { text: `${internal} ${name}` });
  await openIdea(app, place, who, admin, {
    title: `Idee von ${name}`,
    text: `Mehr Bänke, sagt ${name}, und zwar überall.`,
  });
  await givenIssue(app, place, {}, { email: emailOf(who), text: `Ohne Konto von ${name}` });
  const { id: pollId, options } = await givenPoll(app, place, admin);
  const input = { pollId, optionIds: [options[0]] };
  expect((await askData(app.port, who, voteMutation, { input })).castVote.userErrors).toEqual([]);
}

/** Values in the database that no export may hold: secrets, and everything that names somebody else. */
async function findForbidden(): Promise<string[]> {
  const rows = await dumpAll(app.services);
  const secrets = rows.flatMap(({ row }) =>
    Object.entries(row as Record<string, unknown>).flatMap(([name, value]) =>
      /hash|token|secret|private|public_key|credential|challenge|nonce|locked/.test(name) && typeof value === 'string'
        ? [value]
        : [],
    ),
  );
  const people: { id: string; email: string }[] = await app.services.em
    .fork()
    .execute('select id, email from person where id <> ?', [anna.personId]);
  const others = people.flatMap(({ id, email }) => [id, email]);
  return [...new Set([...secrets, ...others])].filter((text) => text.length >= 12);
}

async function findLeaks({ all }: ReadExport): Promise<string[]> {
  const forbidden = [...(await findForbidden()), internal, 'von Ben', 'an Ben', 'sagt Ben', anna.token ?? '-'];
  expect(forbidden.length).toBeGreaterThan(20);
  return forbidden.filter((text) => all.includes(text));
}

test('an export has the page, the data with reasons, and the photos of the person, and nothing of others', async () => {
  const { path, userErrors } = await askExport(anna);
  expect(userErrors).toEqual([]);
  const found = await readExport(app, anna, path);
  expect(await findLeaks(found)).toEqual([]);
  const { data, files, page } = found;
  expect(data.Person?.rows).toMatchObject([{ email: emailOf(anna), locale: 'de' }]);
  expect(data.Issue?.rows.map(({ text }) => text).toSorted()).toEqual(
    [`Beschwerde von Anna`, `Ohne Konto von Anna`, `Schlagloch von Anna ${tricky}`].toSorted(),
  );
  expect(data.IssueComment?.rows.map(({ text }) => text).toSorted()).toEqual([
    'Antwort an Anna',
    'Vertrauliches von Anna',
  ]);
  expect(data.Idea?.rows).toMatchObject([{ title: 'Idee von Anna', municipality: 'Musterstadt' }]);
  expect(data.Ballot?.rows).toMatchObject([{ optionIds: [expect.any(String)] }]);
  expect(data.Consent?.rows).toMatchObject([{ choice: 'EMAIL', groupIds: [expect.any(String)] }]);
  expect(data.Contact?.rows.map(({ address }) => address)).toContain(emailOf(anna));
  expect(data.Session?.rows).toHaveLength(1);
  expect(data.Issue?.atErasure).toContain('Public reports stay');
  expect([...files.keys()].filter((name) => name.startsWith('photos/'))).toHaveLength(1);
  const photo = [...files].find(([name]) => name.startsWith('photos/'));
  expect(photo?.[1].subarray(8, 12).toString()).toBe('WEBP');
  expect(page).toContain('&#60;script src=');
  expect(page).not.toMatch(/<script|<link|src="http|href="http|@import|url\(/);
  expect(page).toContain(`src="${photo?.[0]}"`);
  expect(page).toContain('<html lang="de">');
});

test('the page is English for readers of English', async () => {
  const { page } = await readExport(app, anna, (await askExport(anna, 'en')).path);
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('<h2>Reports</h2>');
});

test('control: notes of the town hall that the map does not withhold are found', async () => {
  const rules = app.services.registry.personalData as Map<string, object>;
  const rule = rules.get('IssueComment')!;
  rules.set('IssueComment', { ...rule, exports: undefined });
  try {
    expect(await findLeaks(await readExport(app, anna, (await askExport(anna)).path))).toEqual([internal]);
  } finally {
    rules.set('IssueComment', rule);
  }
});

test('a link works once, in the session that asked for it, and is not stored', async () => {
  const { path } = await askExport(anna);
  const codeOf = async (response: Response): Promise<unknown> => {
    const { errors }: Data = await response.json();
    return [response.status, errors[0].extensions.code];
  };
  expect(await codeOf(await openLink(app, ben, path))).toEqual([410, 'UNKNOWN_LINK']);
  expect(await codeOf(await openLink(app, {}, path))).toEqual([410, 'UNKNOWN_LINK']);
  const response = await openLink(app, anna, path);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/zip',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-disposition': expect.stringMatching(/^attachment; filename="meine-daten-[\d-]+\.zip"$/),
  });
  await response.arrayBuffer();
  expect(await codeOf(await openLink(app, anna, path))).toEqual([410, 'UNKNOWN_LINK']);
  const again = await openLink(app, anna, path, 'text/html');
  expect([again.status, await again.text()]).toEqual([410, `${exportTextsIn('de').texts.refused}\n`]);
  const token = path.split('/').at(-1)?.replace('.zip', '');
  expect((await dumpAll(app.services)).filter(({ row }) => JSON.stringify(row).includes(token ?? '-'))).toEqual([]);
});

test('an export needs a sign-in of the last 15 minutes, and each one is recorded without its content', async () => {
  const clara = await givenPerson(app, place);
  expect((await askExport(clara)).userErrors).toEqual([]);
  const events: Data[] = await app.services.em
    .fork()
    .execute(`select actor, facts from domain_event where type = 'privacy.exportRequested' and actor = ?`, [
      clara.personId,
    ]);
  const { municipalityId } = place;
  expect(events).toEqual([{ actor: clara.personId, facts: { personId: clara.personId, municipalityId } }]);
  await givenProof(app, clara, 'BASIC', 16);
  expect(await askExport(clara)).toEqual({ path: null, userErrors: [{ code: 'SIGN_IN_AGAIN' }] });
  const input = { municipalityId: toGlobalId('Municipality', municipalityId) };
  const { errors } = await ask(app.port, {}, exportMutation, { input });
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});

test('each column of what is the person’s has a word on the page or is withheld, and no secret has one', () => {
  const { registry, em } = app.services;
  const map = { tables: readTables(em), rules: registry.personalData };
  const { columns, entities } = exportTextsIn('de').texts;
  const own = map.tables.filter((table) => ownRowsSql(map, table) !== undefined);
  expect(own.length).toBeGreaterThan(25);
  const undecided = own.flatMap(({ entity, columns: all }) =>
    all.filter(({ name }) => !withheld.has(name) && !(name in columns)).map(({ name }) => `${entity}.${name}`),
  );
  expect(undecided).toEqual([]);
  expect(Object.keys(columns).filter((name) => withheld.has(name) || /hash|token|secret|key/i.test(name))).toEqual([]);
  expect(
    exportParts(map, columns)
      .map(({ entity }) => entity)
      .filter((entity) => !(entity in entities)),
  ).toEqual([]);
});
