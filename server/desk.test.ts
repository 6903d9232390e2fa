import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, expect } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Somebody } from './testing/builders.ts';
import { askData, type Data, type Identified, identify } from './testing/client.ts';
import { setTime } from './testing/clocks.ts';
import { givenCategory, givenIssue, type GivenIssue, reportInput } from './testing/issues.ts';
import { givenKey } from './testing/keys.ts';
import { getOpen311 } from './testing/open311.ts';
import { givenProvenPhoto } from './testing/photos.ts';
import { type TestServer } from './testing/server.ts';
import { quietTest as test } from './testing/fixtures.ts';

/* One test for each guarantee of a desk in the town hall; the fault suite has a control for each (faults/desk.ts). */

let clerk: Somebody;
let citizen: Somebody;
let cells = 0;

test.beforeAll(async ({ app, town: place }) => {
  [clerk, citizen] = [await givenStaff(app, place, 'CLERK'), await givenPerson(app, place)];
});
afterAll(() => {
  console.log(`desk: ${cells} cells looked at`);
});

test('no cell of the list is reckoned', async ({ app }) => {
  const town = await givenPlace(app);
  for (const sign of ['=', '+', '-', '@', '＝']) {
    for (const end of [' und weiter', '\nund eine zweite Zeile']) {
      const text = `${sign}HYPERLINK("https://x.example")${end}`;
      await givenIssue(app, town, await givenPerson(app, town), { text, address: `${sign}1+1` });
    }
  }
  const list = await (await get(app, await givenStaff(app, town), `/boards/${town.ags}/issues.csv`)).text();
  const begins = [...list.matchAll(/(?:^\uFEFF|;|\r\n)"?([^;\r"]?)/g)].map(([, first]) => first);
  expect(begins.length).toBeGreaterThan(100);
  for (const first of begins)
    await look(() => Promise.resolve(expect(['=', '+', '-', '@', '＝']).not.toContain(first)));
});

const moving = `mutation($input: MoveIssuesInput!) { moveIssues(input: $input) {
  results { issue { id } userErrors { code } } userErrors { code } } }`;

test('many at once: the foreign report is refused, what is illegal leaves no trace, and the others are done', async ({
  app,
  town: place,
}) => {
  const abroad = await givenPlace(app, 'Anderswo');
  const foreign = await givenIssue(app, abroad, await givenPerson(app, abroad));
  const own: GivenIssue[] = [];
  for (let n = 0; n < 4; n++) own.push(await givenIssue(app, place, await givenPerson(app, place)));
  const wishes = [own[0], foreign, own[1], own[2], own[3]];
  const moves = wishes.map((issue, n) => ({ issueId: issue?.id, version: 1, to: n === 2 ? 'RESOLVED' : 'ASSIGNED' }));
  const { moveIssues } = await askData(app.port, clerk, moving, { input: { moves } });
  const codes = moveIssues.results.map(({ userErrors }: Data) => userErrors[0]?.code ?? 'done');
  expect(codes).toEqual(['done', 'FORBIDDEN', 'ILLEGAL_MOVE', 'done', 'done']);
  for (const [n, issue] of wishes.entries()) {
    await look(async () => {
      const read = 'select count(*)::int as steps from issue_move m join issue i on i.id = m.issue_id';
      const [{ steps }] = await sql(app, `${read} where i.reference = ? and i.municipality_id = ?`, [
        issue?.reference,
        n === 1 ? abroad.municipalityId : place.municipalityId,
      ]);
      expect(steps).toBe(codes[n] === 'done' ? 2 : 1);
    });
  }
});

test('the clock stands while the reporter is waited for, and its end moves on by that time', async ({
  app,
  town: place,
}) => {
  const clock = 'clock { isPaused state resolution { dueAt state } }';
  const step = async (issue: GivenIssue, version: number, to: string, at: string): Promise<Data> => {
    setTime(app, at);
    const mutation = `mutation($input: MoveIssueInput!) { done: moveIssue(input: $input) { issue { ${clock} } userErrors { code } } }`;
    const input = { issueId: issue.id, version, to, message: 'Wo genau?' };
    return (await askData(app.port, clerk, mutation, { input })).done.issue.clock;
  };
  setTime(app, '2026-03-09T08:00:00Z');
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  const before = await step(issue, 1, 'ASSIGNED', '2026-03-09T09:00:00Z');
  const waiting = await step(issue, 2, 'WAITING_ON_REPORTER', '2026-03-09T10:00:00Z');
  await look(() => Promise.resolve(expect(waiting).toMatchObject({ isPaused: true, state: 'PAUSED' })));
  const after = await step(issue, 3, 'ASSIGNED', '2026-03-10T10:00:00Z');
  await look(() => Promise.resolve(expect(after.isPaused).toBe(false)));
  const moved = Date.parse(after.resolution.dueAt) - Date.parse(before.resolution.dueAt);
  await look(() => Promise.resolve(expect(moved).toBe(86_400_000)));
  setTime(app);
});

test('Open311 gives nobody what is set aside or a complaint: not even to the key that sent it', async ({
  app,
  town: place,
}) => {
  const { key } = await givenKey(app, place, ['issues:read', 'issues:write']);
  const shown = await givenIssue(app, place, citizen);
  const aside = await givenIssue(app, place, { key });
  const complaint = { kind: 'COMPLAINT', categoryId: await givenCategory(app, place, 'COMPLAINT') };
  const secret = await givenIssue(app, place, { key }, { ...complaint, text: 'Herr Klein war unfreundlich.' });
  const flag =
    'mutation($id: ID!) { flagIssue(input: { issueId: $id, flag: HIDDEN, reason: "Name" }) { userErrors { code } } }';
  await askData(app.port, clerk, flag, { id: aside.id });
  // Even if staff made them public by mistake.
  const all = [shown, aside, secret].map(({ reference }) => reference);
  const given = [place.municipalityId, JSON.stringify(all)];
  await sql(
    app,
    `update issue set is_public = true where municipality_id = ?
    and reference in (select json_array_elements_text(?::json))`,
    given,
  );
  const town = { jurisdiction_id: place.ags };
  for (const headers of [{}, { authorization: `Bearer ${key}` }] as Record<string, string>[]) {
    for (const more of [{}, { service_request_id: all.join() }] as Record<string, string>[]) {
      for (const format of ['json', 'xml']) {
        const { body } = await getOpen311(app, `requests.${format}`, { ...town, ...more }, headers);
        const told = body.map((one: Data) => one.service_request_id).filter((id: string) => all.includes(id));
        await look(() => Promise.resolve(expect(told).toEqual([shown.reference])));
      }
    }
    for (const { reference } of [aside, secret]) {
      const { status } = await getOpen311(app, `requests/${reference}.json`, town, headers);
      await look(() => Promise.resolve(expect(status).toBe(404)));
    }
  }
});

test('what was made unrecognisable on a photo is to be had at no address, by nobody', async ({ app, town: place }) => {
  const stripes = Buffer.from(Array.from({ length: 300 * 200 * 3 }, (_, n) => (Math.floor(n / 15) % 2) * 255));
  const picture = await sharp(stripes, { raw: { width: 300, height: 200, channels: 3 } })
    .png()
    .toBuffer();
  const photo = await givenProvenPhoto(app, place, picture);
  const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
    claimCode issue { id photos { small { url } large { url } } } } }`;
  const input = reportInput(place, await givenCategory(app, place), {
    ...photo,
    idempotencyKey: randomUUID(),
  });
  const { reportIssue } = await askData(app.port, {}, report, { input });
  const [{ small, large }] = reportIssue.issue.photos;
  const contrastAt = async (who: Identified, url: string): Promise<number> => {
    const answer = await get(app, who, url);
    if (answer.status !== 200) return 0;
    const { channels } = await sharp(Buffer.from(await answer.arrayBuffer())).stats();
    return channels[0]?.stdev ?? 0;
  };
  expect(await contrastAt({}, large.url)).toBeGreaterThan(60); // control: the content was visible before
  const blurring = `mutation($i: ID!, $p: ID!, $b: [BlurBoxInput!]!) { blurIssuePhoto(input: { issueId: $i, photoId: $p, boxes: $b }) {
    photo { small { url } large { url } } userErrors { code } } }`;
  const boxes = [{ x: 0, y: 0, width: 1, height: 1 }];
  const { blurIssuePhoto } = await askData(app.port, clerk, blurring, {
    i: reportIssue.issue.id,
    p: photo.photoIds[0],
    b: boxes,
  });
  const now = blurIssuePhoto.photo;
  const paths = [small.url, large.url, now.small.url, now.large.url].flatMap((url: string) => [
    url,
    url.replace(/[?&]v=\w+/, ''),
    url.replace(/\?.*$/, ''),
    url.replace(/\?.*$/, '?v=00000000'),
  ]);
  for (const who of [{}, citizen, clerk, await givenStaff(app, place)] as Identified[])
    for (const path of paths) await look(async () => expect(await contrastAt(who, path)).toBeLessThan(10));
});

const get = (app: TestServer, who: Identified, path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${app.port}${path}`, { headers: identify(who) });
const sql = (app: TestServer, text: string, params: readonly unknown[]): Promise<Data> =>
  app.services.em.fork().execute(text, [...params]);
async function look(work: () => Promise<unknown>): Promise<void> {
  cells++;
  await work();
}
