import { expect } from 'vitest';
import { openBrowser } from '../../testing/browser.ts';
import { givenPeople, givenPerson, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { followToken } from './issue.follow.links.service.ts';
import { test } from '../../testing/fixtures.ts';

test('a person counts once, however often and at once; the reporter does not, and nobody follows what is not shown', async ({
  app,
  town,
  clerk,
}) => {
  const reporter = await givenPerson(app, town);
  const issue = await givenPublic(app, town, clerk, reporter);
  const [one, other] = await givenPeople(app, town, 2);
  if (one === undefined || other === undefined) throw new Error('nobody');
  const all = await Promise.all(Array.from({ length: 8 }, () => followAs(app, one, issue)));
  expect(all.map(({ userErrors }) => userErrors)).toEqual(all.map(() => []));
  expect(await followAs(app, other, issue)).toMatchObject({
    isConfirmed: true,
    issue: { supporters: 2, viewerFollows: true },
  });
  expect((await followAs(app, reporter, issue)).userErrors).toMatchObject([{ code: 'OWN_ISSUE', path: ['issueId'] }]);
  expect(await countOf(app, issue)).toBe(2);
  expect((await askData(app.port, other, unfollow, { id: issue.id })).unfollowIssue.issue.supporters).toBe(1);
  expect((await askData(app.port, other, unfollow, { id: issue.id })).unfollowIssue.issue.supporters).toBe(1);
  const hidden = await givenIssue(app, town, reporter);
  const refused = await ask(app.port, one, follow, { input: { issueId: hidden.id } });
  expect(refused.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  expect((await followAs(app, clerk, hidden)).userErrors).toMatchObject([{ code: 'NOT_PUBLIC' }]);
});

test('without an account the link confirms: one row for an address, and nothing is counted before', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const issue = await givenPublic(app, town, clerk);
  const email = `follower.${issue.reference.toLowerCase()}@example.org`;
  expect((await visitor(app).askData(follow, { input: { issueId: issue.id } })).followIssue.userErrors).toMatchObject([
    { code: 'EMAIL_REQUIRED', path: ['email'] },
  ]);
  const asked = await visitor(app).askData(follow, { input: { issueId: issue.id, email: email.toUpperCase() } });
  expect(asked.followIssue).toMatchObject({ isConfirmed: false, issue: { supporters: 0 } });
  const token = linkIn((await mail.next(email)).text, 'follow');
  const forged = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect((await askData(app.port, {}, confirm, { token: forged })).confirmFollow.userErrors).toMatchObject([
    { code: 'UNKNOWN_LINK' },
  ]);
  for (let n = 0; n < 2; n++)
    expect((await askData(app.port, {}, confirm, { token })).confirmFollow.issue.supporters).toBe(1);
  const again = await Promise.all(
    [1, 2, 3].map(() => visitor(app).askData(follow, { input: { issueId: issue.id, email } })),
  );
  expect(again.map(({ followIssue }) => followIssue.isConfirmed)).toEqual([false, false, false]);
  expect(await countOf(app, issue)).toBe(1);
  // The proof of one link is not valid for the other.
  expect((await askData(app.port, {}, end, { token })).endFollow.userErrors).toMatchObject([{ code: 'UNKNOWN_LINK' }]);

  await moveTo(app, clerk, issue, 1, 'TRIAGED', { message: 'Wir sehen nach.', reason: 'Nur für den Melder' });
  const news = await mail.next(email);
  expect(news.text).toContain('Wir sehen nach.');
  expect(news.text).not.toContain('Nur für den Melder');
  expect(news.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  const link = linkIn(news.text, 'unfollow');
  const posted = await fetch(`http://127.0.0.1:${app.port}/${town.ags}/unfollow/${link}`, { method: 'POST' });
  expect(posted.status).toBe(200);
  expect(await countOf(app, issue)).toBe(0);
  expect((await askData(app.port, {}, end, { token: link })).endFollow.userErrors).toHaveLength(1);
});

test('whoever reported with an address does not support it with the same one', async ({ app, town, clerk, mail }) => {
  const email = 'melder.und.folger@example.org';
  const input = { email };
  const issue = await givenIssue(app, town, {}, input);
  const confirmIt = 'mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) { userErrors { code } } }';
  await askData(app.port, {}, confirmIt, { input: { token: linkIn((await mail.next(email)).text, 'confirm') } });
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id: issue.id });
  await visitor(app).askData(follow, { input: { issueId: issue.id, email } });
  const token = linkIn((await mail.next(email)).text, 'follow');
  await askData(app.port, {}, confirm, { token });
  expect(await countOf(app, issue)).toBe(0);
});

test('followers are told of public steps in public words, in their inbox, and by mail if they like', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const issue = await givenPublic(app, town, clerk);
  const [quiet, loud] = await givenPeople(app, town, 2);
  if (quiet === undefined || loud === undefined) throw new Error('nobody');
  await followAs(app, quiet, issue, { byMail: false });
  await followAs(app, loud, issue);
  await moveTo(app, clerk, issue, 1, 'ASSIGNED', { message: 'Rufen Sie 02224 123456 an.', reason: 'intern: eilt' });
  const [address, silent] = [loud, quiet].map(({ personId }) => `${personId}@example.org`);
  const letter = await mail.next(address ?? '');
  expect(letter.text).toContain('[…]');
  expect(letter.text).toContain('/unfollow/');
  for (const who of [quiet, loud])
    expect(await inboxOf(app, who)).toMatchObject([
      { kind: 'ISSUE_FOLLOWED', content: { to: 'ASSIGNED', reason: null, desk: null }, subject: { desk: null } },
    ]);
  // A question is between the town hall and the reporter.
  await moveTo(app, clerk, issue, 2, 'WAITING_ON_REPORTER', { message: 'Welche Hausnummer?' });
  await moveTo(app, clerk, issue, 3, 'ASSIGNED', { message: 'Danke.' });
  expect((await mail.next(address ?? '')).text).toContain('Danke.');
  expect((await inboxOf(app, quiet)).map(({ content: { message } }) => message)).toEqual([
    'Danke.',
    'Rufen Sie […] an.',
  ]);
  expect(mail.mails.filter(({ to }) => to.includes(silent ?? ''))).toEqual([]);
  const hide =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: false }) { userErrors { code } } }';
  await askData(app.port, clerk, hide, { id: issue.id });
  expect((await inboxOf(app, quiet)).map(({ subject }) => subject)).toEqual([null, null]);
});

test('what I follow is a list of its own; an old link gives nothing away', async ({ app, town, clerk }) => {
  const me = await givenPerson(app, town);
  const issues = [await givenPublic(app, town, clerk), await givenPublic(app, town, clerk)];
  for (const issue of issues) await followAs(app, me, issue);
  const mine = '{ viewer { followedIssues { edges { node { reference viewerFollows } } } } }';
  const list = async (): Promise<string[]> =>
    (await askData(app.port, me, mine)).viewer.followedIssues.edges.map(({ node }: Data) => node.reference);
  expect(await list()).toEqual(issues.map(({ reference }) => reference).reverse());
  const hide =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: false }) { userErrors { code } } }';
  await askData(app.port, clerk, hide, { id: issues[0]?.id });
  expect(await list()).toEqual([issues[1]?.reference]);
  const rows: { id: string }[] = await app.services.em
    .fork()
    .execute('select id from issue_follower where person_id = ? order by created_at', [me.personId]);
  const token = followToken(app.services, 'end', rows[0]?.id ?? '');
  expect(
    (await askData(app.port, {}, confirm, { token: followToken(app.services, 'confirm', rows[0]?.id ?? '') }))
      .confirmFollow,
  ).toMatchObject({ issue: null, userErrors: [{ code: 'UNKNOWN_LINK' }] });
  // The link ends following although the report is hidden.
  expect((await askData(app.port, {}, end, { token })).endFollow).toEqual({ issue: null, userErrors: [] });
  expect((await askData(app.port, {}, end, { token })).endFollow.userErrors).toMatchObject([{ code: 'UNKNOWN_LINK' }]);
});

test('what I follow and is hidden meanwhile I can end, and am told no more of it than anybody', async ({
  app,
  town,
  clerk,
}) => {
  const me = await givenPerson(app, town);
  const issue = await givenPublic(app, town, clerk);
  await followAs(app, me, issue);
  const hide =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: false }) { userErrors { code } } }';
  await askData(app.port, clerk, hide, { id: issue.id });
  expect((await askData(app.port, me, unfollow, { id: issue.id })).unfollowIssue).toEqual({
    issue: null,
    userErrors: [],
  });
  expect((await ask(app.port, me, unfollow, { id: issue.id })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
});

const follow = `mutation($input: FollowIssueInput!) { followIssue(input: $input) {
  issue { supporters viewerFollows } isConfirmed userErrors { code path } } }`;
const unfollow = `mutation($id: ID!) { unfollowIssue(input: { issueId: $id }) { issue { supporters } userErrors { code } } }`;
const confirm = `mutation($token: String!) { confirmFollow(input: { token: $token }) { issue { supporters } userErrors { code } } }`;
const end = `mutation($token: String!) { endFollow(input: { token: $token }) { issue { supporters } userErrors { code } } }`;
const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const supporters = 'query($id: ID!) { node(id: $id) { ... on Issue { supporters } } }';

async function givenPublic(app: TestServer, town: Place, clerk: Somebody, who?: Identified): Promise<GivenIssue> {
  const issue = await givenIssue(app, town, who ?? (await givenPerson(app, town)));
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id: issue.id });
  return issue;
}
async function followAs(app: TestServer, who: Identified, { id }: GivenIssue, more: object = {}): Promise<Data> {
  return (await askData(app.port, who, follow, { input: { issueId: id, ...more } })).followIssue;
}
async function moveTo(
  app: TestServer,
  clerk: Somebody,
  { id }: GivenIssue,
  version: number,
  to: string,
  more: object = {},
): Promise<void> {
  const { moveIssue } = await askData(app.port, clerk, move, { input: { issueId: id, version, to, ...more } });
  expect(moveIssue.userErrors).toEqual([]);
}
const countOf = async (app: TestServer, { id }: GivenIssue): Promise<number> =>
  (await askData(app.port, {}, supporters, { id })).node.supporters;
const inboxOf = async (app: TestServer, who: Identified): Promise<Data[]> => {
  const query = `{ viewer { inbox { edges { node { kind content { ... on IssueMove { to message reason desk { name } } }
    subject { ... on Issue { reference desk { name } } } } } } } }`;
  return (await askData(app.port, who, query)).viewer.inbox.edges.map(({ node }: Data) => node);
};
/** A client with an address of its own, so that the limit per network does not apply. */
const visitor = (app: TestServer) => openBrowser(app.port, `198.51.${byte()}.${byte()}`);
const byte = (): number => Math.floor(Math.random() * 256);
const linkIn = (text: string, word: string): string => new RegExp(`/${word}/([\\w-]+)`).exec(text)?.[1] ?? '';
