import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { givenPerson, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { followToken } from './issue.follow.links.service.ts';
import { forgetAddresses } from './issue.follow.retention.service.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});

test('when nobody can open it again, and thirty days more, no address is left; who follows is counted as before', async ({
  app,
  town,
  clerk,
  at,
}) => {
  const issue = await givenPublic(app, town, clerk);
  await follow(app, town, issue);
  await move(app, clerk, issue, 1, 'ASSIGNED');
  expect(await planned(app, issue)).toEqual([]);
  at(ended);
  await move(app, clerk, issue, 2, 'RESOLVED');
  expect(await planned(app, issue)).toEqual(['2026-05-01']);
  await runJob(app, issue, early);
  expect(await addresses(app, issue)).toHaveLength(1);
  expect(await supporters(app, issue)).toBe(2);
  for (let n = 0; n < 2; n++) await runJob(app, issue, due);
  expect(await addresses(app, issue)).toEqual([]);
  expect(
    await sql(
      app,
      'select 1 from issue_follower where issue_id = ? and person_id is not null',
      idOf('Issue', issue.id),
    ),
  ).toHaveLength(1);
  expect(await supporters(app, issue)).toBe(2);
});

test('what was opened again keeps its followers until its next end; what nobody may open again ends at once', async ({
  app,
  town,
  clerk,
  at,
}) => {
  const open = await givenPublic(app, town, clerk);
  const final = await givenPublic(app, town, clerk);
  for (const issue of [open, final]) await follow(app, town, issue);
  await move(app, clerk, open, 1, 'ASSIGNED');
  at(ended);
  await move(app, clerk, open, 2, 'RESOLVED');
  await move(app, clerk, final, 1, 'NOT_RESPONSIBLE', { reason: 'Das macht der Kreis.' });
  expect(await planned(app, final)).toEqual(['2026-04-01']);
  at('2026-03-20T09:00:00Z');
  await move(app, clerk, open, 3, 'ASSIGNED', { reason: 'Doch nicht.' });
  await runJob(app, open, due);
  expect(await addresses(app, open)).toHaveLength(1);
  at('2026-06-01T09:00:00Z');
  await move(app, clerk, open, 4, 'RESOLVED');
  await runJob(app, open, '2026-07-30T09:00:00Z');
  expect(await addresses(app, open)).toHaveLength(1);
  await runJob(app, open, '2026-07-31T09:00:00Z');
  expect(await addresses(app, open)).toEqual([]);
  await runJob(app, final, '2026-04-01T09:00:00Z');
  expect(await addresses(app, final)).toEqual([]);
});

test('who follows what was merged is told of the other one, and forgotten with it', async ({
  app,
  town,
  clerk,
  at,
}) => {
  const child = await givenPublic(app, town, clerk);
  const parent = await givenPublic(app, town, clerk);
  await follow(app, town, child);
  const input = { issueId: child.id, parentId: parent.id, version: 1, tellReporter: false };
  at(ended);
  await mutate(app, clerk, 'mergeIssue(input: $input)', 'MergeIssueInput!', input);
  await runJob(app, child, due);
  expect(await addresses(app, child)).toHaveLength(1);
  await move(app, clerk, parent, 1, 'ASSIGNED');
  await move(app, clerk, parent, 2, 'RESOLVED');
  await runJob(app, parent, '2026-06-29T09:00:00Z');
  expect(await addresses(app, child)).toHaveLength(1);
  await runJob(app, parent, '2026-06-30T09:00:00Z');
  expect(await addresses(app, child)).toEqual([]);
});

test('an address that is given after the end is forgotten, too', async ({ app, town, clerk, at }) => {
  const issue = await givenPublic(app, town, clerk);
  at(ended);
  await move(app, clerk, issue, 1, 'NOT_RESPONSIBLE', { reason: 'Das macht der Kreis.' });
  await runJob(app, issue, '2026-04-01T09:00:00Z');
  at('2026-04-10T09:00:00Z');
  await follow(app, town, issue);
  expect(await addresses(app, issue)).toHaveLength(1);
  expect(await planned(app, issue)).toEqual(['2026-04-01', '2026-05-10']);
  await runJob(app, issue, '2026-05-10T09:00:00Z');
  expect(await addresses(app, issue)).toEqual([]);
});

test('who follows both of two that were merged is one, before and after the address is forgotten', async ({
  app,
  town,
  clerk,
  at,
}) => {
  const child = await givenPublic(app, town, clerk);
  const parent = await givenPublic(app, town, clerk);
  for (const issue of [child, parent]) await follow(app, town, issue, 'zweimal@example.org');
  at(ended);
  const input = { issueId: child.id, parentId: parent.id, version: 1, tellReporter: false };
  await mutate(app, clerk, 'mergeIssue(input: $input)', 'MergeIssueInput!', input);
  const before = await supporters(app, parent);
  await move(app, clerk, parent, 1, 'NOT_RESPONSIBLE', { reason: 'Das macht der Kreis.' });
  await runJob(app, parent, '2026-06-30T09:00:00Z');
  expect([...(await addresses(app, child)), ...(await addresses(app, parent))]).toEqual([]);
  expect(await supporters(app, parent)).toBe(before);
});

/** 30 days in which the issue can be reopened, and 30 days more. */
const start = '2026-03-01T09:00:00Z';
const ended = '2026-03-02T09:00:00Z';
const early = '2026-05-01T08:59:00Z';
const due = '2026-05-01T09:00:00Z';

async function mutate(app: TestServer, who: Identified, field: string, type: string, input: unknown): Promise<void> {
  const query = `mutation($input: ${type}) { done: ${field} { userErrors { code } } }`;
  expect((await askData(app.port, who, query, { input })).done.userErrors).toEqual([]);
}
const sql = (app: TestServer, text: string, ...params: string[]): Promise<Data[]> =>
  app.services.em.fork().execute(text, params);
const move = (
  app: TestServer,
  clerk: Somebody,
  { id: issueId }: GivenIssue,
  version: number,
  to: string,
  more: object = {},
) => mutate(app, clerk, 'moveIssue(input: $input)', 'MoveIssueInput!', { issueId, version, to, ...more });

async function givenPublic(app: TestServer, town: Place, clerk: Somebody): Promise<GivenIssue> {
  setTime(app, start);
  const issue = await givenIssue(app, town, await givenPerson(app, town));
  await mutate(app, clerk, 'setIssueVisibility(input: { issueId: $input, isPublic: true })', 'ID!', issue.id);
  return issue;
}
/** A confirmed follower without an account, and a follower with one. */
async function follow(
  app: TestServer,
  town: Place,
  issue: GivenIssue,
  email = `f.${issue.reference.toLowerCase()}@example.org`,
): Promise<void> {
  const input = { issueId: issue.id };
  await mutate(app, {}, 'followIssue(input: $input)', 'FollowIssueInput!', { ...input, email });
  const [row] = await sql(
    app,
    'select id from issue_follower where email = ? and issue_id = ?',
    email,
    idOf('Issue', issue.id),
  );
  await mutate(
    app,
    {},
    'confirmFollow(input: { token: $input })',
    'String!',
    followToken(app.services, 'confirm', row?.id),
  );
  await mutate(app, await givenPerson(app, town), 'followIssue(input: $input)', 'FollowIssueInput!', input);
}
async function runJob(app: TestServer, issue: GivenIssue, now: string): Promise<void> {
  setTime(app, now);
  await forgetAddresses(forkContext(app.services, system), { issueId: idOf('Issue', issue.id) });
}
const addresses = async (app: TestServer, { id }: GivenIssue): Promise<string[]> =>
  (await sql(app, 'select email from issue_follower where issue_id = ? and email is not null', idOf('Issue', id))).map(
    ({ email }) => email,
  );
const planned = async (app: TestServer, { id }: GivenIssue): Promise<string[]> =>
  (
    await sql(
      app,
      "select start_after as at from jobs.job where name = 'issue.forgetFollowers' and data->>'issueId' = ?::text order by 1",
      idOf('Issue', id),
    )
  ).map(({ at }) => new Date(at).toISOString().slice(0, 10));
const supporters = async (app: TestServer, { id }: GivenIssue): Promise<number> =>
  (await askData(app.port, {}, 'query($id: ID!) { node(id: $id) { ... on Issue { supporters } } }', { id })).node
    .supporters;
