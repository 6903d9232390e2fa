import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { followToken } from './issue.follow.links.service.ts';
import { forgetAddresses } from './issue.follow.retention.service.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;

beforeAll(async () => {
  app = await startTestServer({}, 'web'); // role web: the test itself runs the jobs
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'CLERK');
});
afterAll(() => app.stop());

/** 30 days in which the issue can be reopened, and 30 days more. */
const start = '2026-03-01T09:00:00Z';
const ended = '2026-03-02T09:00:00Z';
const early = '2026-05-01T08:59:00Z';
const due = '2026-05-01T09:00:00Z';

async function mutate(who: Identified, field: string, type: string, input: unknown): Promise<void> {
  const query = `mutation($input: ${type}) { done: ${field} { userErrors { code } } }`;
  expect((await askData(app.port, who, query, { input })).done.userErrors).toEqual([]);
}
const sql = (text: string, ...params: string[]): Promise<Data[]> => app.services.em.fork().execute(text, params);
const move = ({ id: issueId }: GivenIssue, version: number, to: string, more: object = {}) =>
  mutate(clerk, 'moveIssue(input: $input)', 'MoveIssueInput!', { issueId, version, to, ...more });

async function givenPublic(): Promise<GivenIssue> {
  setTime(app, start);
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  await mutate(clerk, 'setIssueVisibility(input: { issueId: $input, isPublic: true })', 'ID!', issue.id);
  return issue;
}
/** A confirmed follower without an account, and a follower with one. */
async function follow(issue: GivenIssue, email = `f.${issue.reference.toLowerCase()}@example.org`): Promise<void> {
  const input = { issueId: issue.id };
  await mutate({}, 'followIssue(input: $input)', 'FollowIssueInput!', { ...input, email });
  const [row] = await sql(
    'select id from issue_follower where email = ? and issue_id = ?',
    email,
    idOf('Issue', issue.id),
  );
  await mutate({}, 'confirmFollow(input: { token: $input })', 'String!', followToken(app.services, 'confirm', row?.id));
  await mutate(await givenPerson(app, place), 'followIssue(input: $input)', 'FollowIssueInput!', input);
}
async function runJob(issue: GivenIssue, now: string): Promise<void> {
  setTime(app, now);
  await forgetAddresses(forkContext(app.services, system), { issueId: idOf('Issue', issue.id) });
}
const addresses = async ({ id }: GivenIssue): Promise<string[]> =>
  (await sql('select email from issue_follower where issue_id = ? and email is not null', idOf('Issue', id))).map(
    ({ email }) => email,
  );
const planned = async ({ id }: GivenIssue): Promise<string[]> =>
  (
    await sql(
      "select start_after as at from jobs.job where name = 'issue.forgetFollowers' and data->>'issueId' = ?::text order by 1",
      idOf('Issue', id),
    )
  ).map(({ at }) => new Date(at).toISOString().slice(0, 10));
const supporters = async ({ id }: GivenIssue): Promise<number> =>
  (await askData(app.port, {}, 'query($id: ID!) { node(id: $id) { ... on Issue { supporters } } }', { id })).node
    .supporters;

test('when nobody can open it again, and thirty days more, no address is left; who follows is counted as before', async () => {
  const issue = await givenPublic();
  await follow(issue);
  await move(issue, 1, 'ASSIGNED');
  expect(await planned(issue)).toEqual([]);
  setTime(app, ended);
  await move(issue, 2, 'RESOLVED');
  expect(await planned(issue)).toEqual(['2026-05-01']);
  await runJob(issue, early);
  expect(await addresses(issue)).toHaveLength(1);
  expect(await supporters(issue)).toBe(2);
  for (let n = 0; n < 2; n++) await runJob(issue, due);
  expect(await addresses(issue)).toEqual([]);
  expect(
    await sql('select 1 from issue_follower where issue_id = ? and person_id is not null', idOf('Issue', issue.id)),
  ).toHaveLength(1);
  expect(await supporters(issue)).toBe(2);
});

test('what was opened again keeps its followers until its next end; what nobody may open again ends at once', async () => {
  const open = await givenPublic();
  const final = await givenPublic();
  for (const issue of [open, final]) await follow(issue);
  await move(open, 1, 'ASSIGNED');
  setTime(app, ended);
  await move(open, 2, 'RESOLVED');
  await move(final, 1, 'NOT_RESPONSIBLE', { reason: 'Das macht der Kreis.' });
  expect(await planned(final)).toEqual(['2026-04-01']);
  setTime(app, '2026-03-20T09:00:00Z');
  await move(open, 3, 'ASSIGNED', { reason: 'Doch nicht.' });
  await runJob(open, due);
  expect(await addresses(open)).toHaveLength(1);
  setTime(app, '2026-06-01T09:00:00Z');
  await move(open, 4, 'RESOLVED');
  await runJob(open, '2026-07-30T09:00:00Z');
  expect(await addresses(open)).toHaveLength(1);
  await runJob(open, '2026-07-31T09:00:00Z');
  expect(await addresses(open)).toEqual([]);
  await runJob(final, '2026-04-01T09:00:00Z');
  expect(await addresses(final)).toEqual([]);
});

test('who follows what was merged is told of the other one, and forgotten with it', async () => {
  const child = await givenPublic();
  const parent = await givenPublic();
  await follow(child);
  const input = { issueId: child.id, parentId: parent.id, version: 1, tellReporter: false };
  setTime(app, ended);
  await mutate(clerk, 'mergeIssue(input: $input)', 'MergeIssueInput!', input);
  await runJob(child, due);
  expect(await addresses(child)).toHaveLength(1);
  await move(parent, 1, 'ASSIGNED');
  await move(parent, 2, 'RESOLVED');
  await runJob(parent, '2026-06-29T09:00:00Z');
  expect(await addresses(child)).toHaveLength(1);
  await runJob(parent, '2026-06-30T09:00:00Z');
  expect(await addresses(child)).toEqual([]);
});

test('an address that is given after the end is forgotten, too', async () => {
  const issue = await givenPublic();
  setTime(app, ended);
  await move(issue, 1, 'NOT_RESPONSIBLE', { reason: 'Das macht der Kreis.' });
  await runJob(issue, '2026-04-01T09:00:00Z');
  setTime(app, '2026-04-10T09:00:00Z');
  await follow(issue);
  expect(await addresses(issue)).toHaveLength(1);
  expect(await planned(issue)).toEqual(['2026-04-01', '2026-05-10']);
  await runJob(issue, '2026-05-10T09:00:00Z');
  expect(await addresses(issue)).toEqual([]);
});

test('who follows both of two that were merged is one, before and after the address is forgotten', async () => {
  const child = await givenPublic();
  const parent = await givenPublic();
  for (const issue of [child, parent]) await follow(issue, 'zweimal@example.org');
  setTime(app, ended);
  const input = { issueId: child.id, parentId: parent.id, version: 1, tellReporter: false };
  await mutate(clerk, 'mergeIssue(input: $input)', 'MergeIssueInput!', input);
  const before = await supporters(parent);
  await move(parent, 1, 'NOT_RESPONSIBLE', { reason: 'Das macht der Kreis.' });
  await runJob(parent, '2026-06-30T09:00:00Z');
  expect([...(await addresses(child)), ...(await addresses(parent))]).toEqual([]);
  expect(await supporters(parent)).toBe(before);
});
