import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { closePoll } from '../poll/poll.opening.service.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { deliveriesOf, givenGroupOf, givenNews, isSettled } from '../testing/news.ts';
import { givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { Preference } from './notification.entity.ts';
import { test } from '../testing/fixtures.ts';

let anna: Somebody;
let bert: Somebody;

test.beforeAll(async ({ app, town: place }) => {
  [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
});

test('only members hear of it, once, by the group that is nearest to them', async ({ app }) => {
  const place = await givenPlace(app);
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const kita = await givenGroupOf(app, place, [anna]);
  const own = await settled(app, await givenNews(app, place, [kita]));
  expect(own).toMatchObject([{ recipientId: anna.personId, channel: 'INBOX', groupId: kita, state: 'SENT' }]);
  const both = await settled(app, await givenNews(app, place, [place.groupId, kita]));
  expect(both.map(({ recipientId, groupId }) => [recipientId, groupId])).toEqual(
    [
      [anna.personId, kita],
      [bert.personId, place.groupId],
    ].sort(),
  );
});

test('what a person said about a group is kept, another group may still bring it', async ({ app, town: place }) => {
  const kita = await givenGroupOf(app, place, [anna, bert]);
  const chor = await givenGroupOf(app, place, [anna]);
  const em = app.services.em.fork();
  const off = { interest: 'GROUP', group: kita, channel: 'INBOX', mode: 'OFF' } as const;
  await em.persist(em.create(Preference, { id: randomUUID(), recipient: anna.personId, ...off })).flush();
  expect((await settled(app, await givenNews(app, place, [kita]))).map(({ recipientId }) => recipientId)).toEqual([
    bert.personId,
  ]);
  const both = await settled(app, await givenNews(app, place, [kita, chor]));
  expect(both.find(({ recipientId }) => recipientId === anna.personId)).toMatchObject({ groupId: chor });
});

test('a part that is switched off, and a post that is withdrawn at once, reach nobody', async ({ app }) => {
  const other = await givenPlace(app, 'Stillstadt');
  await givenPeople(app, other, 1);
  await app.services.em.fork().nativeUpdate(Municipality, other.municipalityId, { modules: ['POLLS'] });
  expect(await settled(app, await givenNews(app, other, [other.groupId]))).toEqual([]);
});

test('a closed poll is told to who took part, not to who left the group since', async ({ app, town: place }) => {
  const admin = await givenStaff(app, place);
  const [voter, leaver, reader] = (await givenPeople(app, place, 3)) as [Somebody, Somebody, Somebody];
  const poll = await givenPoll(app, place, admin);
  const vote = `mutation($id: ID!, $options: [ID!]!) { castVote(input: { pollId: $id, optionIds: $options }) { userErrors { code } } }`;
  for (const who of [voter, leaver]) await askData(app.port, who, vote, { id: poll.id, options: [poll.options[0]] });
  const groupId = toGlobalId('Group', place.groupId);
  await askData(app.port, leaver, leave, { id: groupId });
  const pollId = Buffer.from(poll.id, 'base64url').toString().split(':')[1] ?? '';
  await closePoll(forkContext(app.services, system), pollId);
  const told = await settled(app, pollId, 'POLL_CLOSED');
  expect(told.map(({ recipientId }) => recipientId)).toEqual([voter.personId]);
  expect(told.some(({ recipientId }) => recipientId === reader.personId)).toBe(false);

  await askData(app.port, leaver, join, { id: groupId });
  const next = await settled(app, await givenNews(app, place, [place.groupId]));
  expect(next.some(({ recipientId }) => recipientId === leaver.personId)).toBe(true);
});

test('a step of an own report goes to inbox and mail; a quiet one to nobody', async ({ app, town: place }) => {
  const clerk = await givenStaff(app, place, 'CLERK');
  const reporter = await givenPerson(app, place);
  const issue = await givenIssue(app, place, reporter);
  const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }`;
  const moveTo = (version: number, to: string, tellReporter: boolean) =>
    askData(app.port, clerk, move, { input: { issueId: issue.id, version, to, tellReporter } });
  const issueId = Buffer.from(issue.id, 'base64url').toString().split(':')[1] ?? '';
  await moveTo(1, 'TRIAGED', false);
  await moveTo(2, 'ASSIGNED', true);
  const told = () => deliveriesOf(app, issueId, 'ISSUE_MOVED');
  await expect.poll(async () => (await told()).length, { timeout: 15_000 }).toBe(2);
  expect(await told()).toMatchObject([
    { recipientId: reporter.personId, channel: 'EMAIL', groupId: null },
    { recipientId: reporter.personId, channel: 'INBOX', groupId: null, state: 'SENT' },
  ]);
});

test('a crowd is told in parts, everybody once', async ({ app }) => {
  const town = await givenPlace(app, 'Großstadt');
  await givenPeople(app, town, 2300);
  const told = await settled(app, await givenNews(app, town, [town.groupId]));
  expect([told.length, new Set(told.map(({ recipientId }) => recipientId)).size]).toEqual([2300, 2300]);
  const versions: { n: number }[] = await app.services.em
    .fork()
    .execute(
      `select count(*)::int as n from topic_log l join membership m on l.topic = 'inbox:' || m.person_id where m.group_id = ?`,
      [town.groupId],
    );
  expect(versions[0]?.n).toBe(2300);
});

async function settled(app: TestServer, subjectId: string, kind?: string) {
  await expect.poll(() => isSettled(app, subjectId), { timeout: 15_000 }).toBe(true);
  return deliveriesOf(app, subjectId, kind);
}
const leave = `mutation($id: ID!) { leaveGroup(input: { groupId: $id }) { userErrors { code } } }`;
const join = `mutation($id: ID!) { joinGroup(input: { groupId: $id }) { userErrors { code } } }`;
