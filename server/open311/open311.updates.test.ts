import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId, idOf } from '../kernel/ids.ts';
import { Issue } from '../issue/issue.entity.ts';
import { givenPerson, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { comment } from '../testing/comments.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { getOpen311, postOpen311 } from '../testing/open311.ts';
import { givenPhoto } from '../testing/photos.ts';
import { type TestServer } from '../testing/server.ts';
import { quietTest as test } from '../testing/fixtures.ts';

let clerk: Somebody;
let key: string;

test.beforeAll(async ({ app, town }) => {
  clerk = await givenStaff(app, town);
  ({ key } = await givenKey(app, town, ['issues:read', 'issues:write']));
});

test('steps and public answers in the order of their time, with nothing that is not for everybody', async ({
  app,
  town,
}) => {
  const issue = await shown(app, town);
  const { id, reporter } = issue;
  expect(await of(app, town, issue)).toEqual([]); // the report itself is no update
  await moveTo(app, id, 1, 'ASSIGNED', { reason: 'GEHEIM innen', message: 'Wir sehen nach, Tel. 02224 123456.' });
  await comment(app, clerk, id, 'PUBLIC', { text: 'Der Bauhof kommt, bauhof@example.org.' });
  await comment(app, clerk, id, 'PRIVATE', { text: 'GEHEIM für den Melder' });
  await comment(app, clerk, id, 'INTERNAL', { text: 'GEHEIM im Rathaus' });
  await comment(app, reporter, id, 'PRIVATE', { text: 'GEHEIM vom Melder' });
  await moveTo(app, id, 2, 'WAITING_ON_REPORTER', { message: 'GEHEIM: Welche Laterne?' });
  await comment(app, clerk, id, 'PUBLIC', { text: 'Wir warten auf eine Antwort.' });
  await moveTo(app, id, 3, 'ASSIGNED', { message: 'GEHEIM: Die vor Nummer 3.' }, reporter);
  await moveTo(app, id, 4, 'FORWARDED', { addressee: 'GEHEIM, Frau Krause' });
  const expected = [
    'investigating: Wir sehen nach, Tel. […].',
    'investigating: Der Bauhof kommt, […]',
    'investigating: Rückfrage',
    'investigating: Wir warten auf eine Antwort.',
    'investigating: Zugewiesen',
    'in_progress: Weitergegeben',
  ];
  const updates = await of(app, town, issue);
  expect(told(updates)).toEqual(expected);
  expect(JSON.stringify(await read(app, town))).not.toContain('GEHEIM');
  expect(new Set(updates.map((update) => update.update_id)).size).toBe(expected.length);
  expect(await read(app, town, {}, 'xml')).toEqual(await read(app, town));
  // Control: the town hall sees the texts that are excluded here.
  const query = 'query($id: ID!) { node(id: $id) { ... on Issue { comments { text } history { message reason } } } }';
  expect(JSON.stringify(await askData(app.port, clerk, query, { id })).split('GEHEIM')).toHaveLength(7);
});

test('a step that can still be taken back is told afterwards, one that was taken back never; another desk is no update', async ({
  app,
  town,
}) => {
  const issue = await shown(app, town);
  setTime(app, new Date(Date.now() + 60_000).toISOString());
  const { now } = app.services;
  await moveTo(app, issue.id, 1, 'TRIAGED', { isUndoable: true, message: ' ' });
  expect(await of(app, town, issue)).toEqual([]);
  setTime(app, new Date(now().getTime() + 13_000).toISOString());
  const [update] = await of(app, town, issue);
  expect(Date.parse(update.updated_datetime)).toBeGreaterThan(now().getTime() + 11_000);
  await moveTo(app, issue.id, 2, 'ASSIGNED', { isUndoable: true });
  const undo =
    'mutation($id: ID!, $version: Int!) { undoMove(input: { issueId: $id, version: $version }) { userErrors { code } } }';
  expect((await askData(app.port, clerk, undo, { id: issue.id, version: 3 })).undoMove.userErrors).toEqual([]);
  const other = await givenCategory(app, town);
  const reroute = 'mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { userErrors { code } } }';
  const input = { issueId: issue.id, version: 4, categoryId: other, reason: 'lag falsch', tellReporter: false };
  expect((await askData(app.port, clerk, reroute, { input })).rerouteIssue.userErrors).toEqual([]);
  setTime(app, new Date(now().getTime() + 60_000).toISOString());
  expect(told(await of(app, town, issue))).toEqual(['investigating: Geprüft']);
  setTime(app);
});

test('a stretch of time, page by page', async ({ app, town }) => {
  setTime(app, '2026-03-01T09:00:00.000Z');
  const issue = await shown(app, town);
  const moments = ['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:05.500Z', '2026-03-02T10:00:00.000Z'];
  for (const [n, time] of moments.entries()) {
    setTime(app, time);
    await comment(app, clerk, issue.id, 'PUBLIC', { text: `Wort ${n}` });
  }
  const list = async (params: Record<string, string>) => told(await of(app, town, issue, params));
  const first = { start_date: '2026-03-01T10:00:00Z', end_date: '2026-03-01T11:00:05+01:00' };
  expect(await list(first)).toEqual(['open: Wort 0']);
  expect(await list({ start_date: '2026-03-01T10:00:05Z', end_date: '2026-03-01T10:00:06Z' })).toEqual([
    'open: Wort 1',
  ]);
  expect(await list({})).toEqual(['open: Wort 0', 'open: Wort 1', 'open: Wort 2']);
  expect(await list({ page_size: '2' })).toEqual(['open: Wort 0', 'open: Wort 1']);
  expect(await list({ page_size: '2', page: '2' })).toEqual(['open: Wort 2']);
  setTime(app, '2026-06-15T00:00:00.000Z'); // more than 90 days later
  expect(await list({})).toEqual([]);
  setTime(app);
});

test('only reports that everybody may read, and those that the key made itself', async ({ app, town }) => {
  const issue = await shown(app, town);
  await moveTo(app, issue.id, 1, 'ASSIGNED', { message: 'Gesehen.' });
  const made = await postOpen311(app, {
    api_key: key,
    jurisdiction_id: town.ags,
    service_code: idOf('IssueCategory', await givenCategory(app, town)),
    lat: '50.6',
    long: '7.2',
    description: 'Eine Laterne ist dunkel.',
  });
  const own = { reference: String(made.body[0].service_request_id) };
  const em = app.services.em.fork();
  const { id } = await em.findOneOrFail(Issue, { municipality: town.municipalityId, ...own });
  await moveTo(app, toGlobalId('Issue', id), 1, 'ASSIGNED', { message: 'Wir kommen.' });
  const { key: other } = await givenKey(app, town, ['issues:read']);
  const counts = async () => {
    const everybody = await getOpen311(app, 'servicerequestupdates.json', { jurisdiction_id: town.ags });
    const forOthers = await read(app, town, { api_key: other });
    const forUs = await read(app, town);
    return [everybody.body, forOthers, forUs].map((updates: Data[]) => [
      updates.filter((update) => update.service_request_id === issue.reference).length,
      updates.filter((update) => update.service_request_id === own.reference).length,
    ]);
  };
  expect(await counts()).toEqual([
    [1, 0],
    [1, 0],
    [1, 1],
  ]);
  await askData(app.port, clerk, show, { id: issue.id, to: false });
  expect(await counts()).toEqual([
    [0, 0],
    [0, 0],
    [0, 1],
  ]);
});

test('the photo of what became of it, once it is approved', async ({ app, town }) => {
  const issue = await shown(app, town);
  await moveTo(app, issue.id, 1, 'ASSIGNED');
  await moveTo(app, issue.id, 2, 'RESOLVED', { message: 'Repariert.' });
  const photoId = await givenPhoto(app, town, clerk);
  const add = 'mutation($input: AddIssuePhotoInput!) { addIssuePhoto(input: $input) { userErrors { code } } }';
  const input = { issueId: issue.id, photoId, stage: 'AFTER', idempotencyKey: randomUUID() };
  expect((await askData(app.port, clerk, add, { input })).addIssuePhoto.userErrors).toEqual([]);
  const media = async () => (await of(app, town, issue)).map((update) => update.media_url);
  expect(await media()).toEqual(['', '']);
  await askData(
    app.port,
    clerk,
    'mutation($id: ID!) { approvePhoto(input: { photoId: $id }) { userErrors { code } } }',
    {
      id: photoId,
    },
  );
  const [none, url] = await media();
  expect([none, url]).toEqual(['', expect.stringMatching(/^http:\/\//)]);
  expect((await fetch(url)).headers.get('content-type')).toBe('image/webp');
});

test('the rules of requests hold: towns, scopes, values', async ({ app, town, abroad }) => {
  const ask = async (params: Record<string, string>) => {
    const answer = await getOpen311(app, 'servicerequestupdates.xml', { jurisdiction_id: town.ags, ...params });
    return answer.status === 200 ? 200 : `${answer.status} ${answer.body[0].description}`;
  };
  const { key: writer } = await givenKey(app, town, ['issues:write']);
  expect(await ask({})).toBe(200);
  expect(await ask({ api_key: '' })).toBe(200);
  expect(await ask({ api_key: writer })).toBe('403 api_key: lacks the scope issues:read');
  expect(await ask({ api_key: key, jurisdiction_id: abroad.ags })).toMatch(/^404 jurisdiction_id: the key belongs/);
  expect(await ask({ jurisdiction_id: '99999999' })).toMatch(/^404 jurisdiction_id/);
  expect(await ask({ start_date: 'gestern' })).toMatch(/^400 start_date/);
  expect(await ask({ start_date: '2026-01-01T00:00:00Z', end_date: '2026-06-01T00:00:00Z' })).toMatch(/^400 end_date/);
  expect(await ask({ page_size: '1001' })).toMatch(/^400 page_size/);
});

const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const show = `mutation($id: ID!, $to: Boolean!) { setIssueVisibility(input: { issueId: $id, isPublic: $to }) { userErrors { code } } }`;
async function moveTo(
  app: TestServer,
  issueId: string,
  version: number,
  to: string,
  more: object = {},
  who = clerk,
): Promise<void> {
  const done = await askData(app.port, who, move, { input: { issueId, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
}
async function shown(
  app: TestServer,
  town: Place,
  more: object = {},
): Promise<GivenIssue & { readonly reporter: Somebody }> {
  const reporter = await givenPerson(app, town);
  const issue = await givenIssue(app, town, reporter, more);
  await askData(app.port, clerk, show, { id: issue.id, to: true });
  return { ...issue, reporter };
}
/** Reads as a partner, because partners have a higher rate limit. */
async function read(
  app: TestServer,
  town: Place,
  params: Record<string, string> = {},
  format = 'json',
): Promise<Data[]> {
  const asked = { jurisdiction_id: town.ags, api_key: key, ...params };
  const { status, body } = await getOpen311(app, `servicerequestupdates.${format}`, asked);
  expect([status, body]).toEqual([200, expect.any(Array)]);
  return body;
}
const of = async (
  app: TestServer,
  town: Place,
  { reference }: { reference: string },
  params: Record<string, string> = {},
): Promise<Data[]> => (await read(app, town, params)).filter((update) => update.service_request_id === reference);
const told = (updates: readonly Data[]): string[] =>
  updates.map(({ status, description }) => `${status}: ${description}`);
