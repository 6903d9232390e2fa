import { expect } from 'vitest';
import { givenPerson, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type MailServer, type ReceivedMail } from '../../testing/mail.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('when the one that is worked on ends, everybody of all duplicates is told once', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const owner = await givenPerson(app, town);
  const twice = await givenPerson(app, town);
  const once = await givenPerson(app, town);
  const follower = await givenPerson(app, town);
  const parent = await givenIssue(app, town, owner);
  const first = await givenIssue(app, town, twice);
  const second = await givenIssue(app, town, once);
  const third = await reportedBy(app, town, mail, 'dritte@example.org');
  for (const issue of [parent, first]) await show(app, clerk, issue);
  // One person follows both reports and one follows with an address.
  for (const issue of [parent, first]) await follow(app, issue === parent ? twice : follower, issue);
  await follow(app, follower, parent);
  await follow(app, {}, parent, { email: 'dritte@example.org' });
  const token = linkIn(await mail.next('dritte@example.org'), 'follow');
  await mutate(app, {}, 'confirmFollow(input: { token: $input })', 'String!', token);
  await merge(app, clerk, first, parent);
  await merge(app, clerk, second, parent);
  await merge(app, clerk, third, parent);

  await move(app, clerk, parent, 1, 'ASSIGNED', { tellReporter: false });
  await move(app, clerk, parent, 2, 'RESOLVED', { message: 'Der Bauhof hat es behoben.', reason: 'intern' });
  const addresses = [addressOf(twice), addressOf(once), addressOf(follower), 'dritte@example.org'];
  const letters = await Promise.all(addresses.map((address) => mail.next(address)));
  for (const { text } of letters) {
    expect(text).toContain('Der Bauhof hat es behoben.');
    expect(text).not.toContain('intern');
  }
  // The mail to the reporter of a duplicate names the own report and links to the parent.
  expect(letters[1]?.text).toContain(second.reference);
  expect(letters[1]?.text).toContain(`/issues/${parent.reference}`);
  const own = await mail.next(addressOf(owner));
  expect(own.text).toContain('Der Bauhof hat es behoben.');
  for (const who of [twice, once, follower])
    expect(await inboxOf(app, who)).toEqual([
      expect.objectContaining({ content: { to: 'RESOLVED', message: 'Der Bauhof hat es behoben.' } }),
    ]);
  expect(await inboxOf(app, owner)).toEqual([]);
  await move(app, clerk, await givenIssue(app, town, owner), 1, 'TRIAGED');
  await mail.next(addressOf(owner)); // a second mail would have arrived before
  expect(mail.mails.filter(({ to }) => to.some((address) => addresses.includes(address)))).toEqual([]);
});

test('of a hidden one they hear only that it ended, by way of their own', async ({ app, town, clerk, mail }) => {
  const citizen = await givenPerson(app, town);
  const other = await givenPerson(app, town);
  const child = await givenIssue(app, town, citizen);
  const parent = await givenIssue(app, town, other);
  await merge(app, clerk, child, parent);
  await move(app, clerk, parent, 1, 'ASSIGNED', { message: 'Geheim bis zum Schluss.' });
  await move(app, clerk, parent, 2, 'RESOLVED', { message: 'Nur für den ersten Melder.' });
  const letter = await mail.next(addressOf(citizen));
  expect(letter.text).toContain(child.reference);
  for (const secret of [parent.reference, 'Geheim', 'Nur für']) expect(letter.raw).not.toContain(secret);
  expect(await inboxOf(app, citizen)).toEqual([
    {
      kind: 'ISSUE_FOLLOWED',
      content: { to: 'RESOLVED', message: null },
      subject: { reference: child.reference },
    },
  ]);
});

test('what the town hall says for everybody reaches them once, in public words; what it says to others or itself does not', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const owner = await givenPerson(app, town);
  const twice = await givenPerson(app, town);
  const loud = await givenPerson(app, town);
  const quiet = await givenPerson(app, town);
  const parent = await givenIssue(app, town, owner);
  const child = await givenIssue(app, town, twice);
  const hidden = await givenIssue(app, town, owner);
  await show(app, clerk, parent);
  await follow(app, loud, parent);
  await follow(app, quiet, parent, { byMail: false });
  const email = 'vierte@example.org';
  await follow(app, {}, parent, { email });
  const token = linkIn(await mail.next(email), 'follow');
  await mutate(app, {}, 'confirmFollow(input: { token: $input })', 'String!', token);
  await merge(app, clerk, child, parent);
  await merge(app, clerk, await reportedBy(app, town, mail, 'fuenfte@example.org'), hidden);
  const say = (reach: 'PUBLIC' | 'PRIVATE' | 'INTERNAL', text: string, tellReporter = true, { id } = parent) =>
    comment(app, clerk, id, reach, { text, tellReporter });
  await say('PRIVATE', 'Nur für den Melder.');
  await say('INTERNAL', 'Nur für uns.');
  await say('PUBLIC', 'Still auf die Seite.', false);
  await say('PUBLIC', 'Nichts davon dringt hinaus.', true, hidden);
  await say('PUBLIC', 'Der Kran kommt am Montag, Auskunft unter 02224 123456.');
  const letters = await Promise.all([addressOf(loud), email, addressOf(twice)].map((to) => mail.next(to)));
  for (const { text } of letters) expect(text).toContain('Der Kran kommt am Montag, Auskunft unter […].');
  expect(letters.map(({ text }) => text.includes('/unfollow/'))).toEqual([true, true, false]);
  expect(letters[2]?.text).toContain(child.reference);
  for (const who of [twice, loud, quiet])
    expect(await inboxOf(app, who)).toEqual([
      {
        kind: 'ISSUE_FOLLOWED_ANSWERED',
        subject: { reference: parent.reference },
        content: { text: 'Der Kran kommt am Montag, Auskunft unter […].', by: 'STAFF', desk: null },
      },
    ]);
  expect(await inboxOf(app, owner)).toEqual([]);
  const others = [loud, quiet, twice].map(addressOf).concat(email, 'fuenfte@example.org');
  expect(mail.mails.filter(({ to }) => to.some((address) => others.includes(address)))).toEqual([]);
  await mutate(app, clerk, 'setIssueVisibility(input: { issueId: $input, isPublic: false })', 'ID!', parent.id);
  expect(await inboxOf(app, loud)).toMatchObject([{ content: null, subject: null }]);
  expect(await inboxOf(app, twice)).toMatchObject([{ content: null, subject: { reference: child.reference } }]);
});

test('who was parted again hears no more of it', async ({ app, town, clerk, mail }) => {
  const citizen = await givenPerson(app, town);
  const child = await givenIssue(app, town, citizen);
  const parent = await givenIssue(app, town, await givenPerson(app, town));
  await show(app, clerk, parent);
  await merge(app, clerk, child, parent);
  await move(app, clerk, child, 2, 'ASSIGNED', { reason: 'doch etwas anderes', tellReporter: false });
  await move(app, clerk, parent, 1, 'ASSIGNED');
  await move(app, clerk, child, 3, 'IN_PROGRESS');
  expect((await mail.next(addressOf(citizen))).text).toContain(child.reference);
  expect(await inboxOf(app, citizen)).toEqual([]);
});

const mutate = async (app: TestServer, who: Identified, field: string, type: string, input: unknown): Promise<void> => {
  const query = `mutation($input: ${type}) { done: ${field} { userErrors { code } } }`;
  expect((await askData(app.port, who, query, { input })).done.userErrors).toEqual([]);
};
const show = (app: TestServer, clerk: Somebody, { id }: GivenIssue) =>
  mutate(app, clerk, 'setIssueVisibility(input: { issueId: $input, isPublic: true })', 'ID!', id);
const follow = (app: TestServer, who: Identified, { id: issueId }: GivenIssue, more: object = {}) =>
  mutate(app, who, 'followIssue(input: $input)', 'FollowIssueInput!', { issueId, ...more });
const merge = (app: TestServer, clerk: Somebody, child: GivenIssue, parent: GivenIssue, version = 1) =>
  mutate(app, clerk, 'mergeIssue(input: $input)', 'MergeIssueInput!', {
    issueId: child.id,
    parentId: parent.id,
    version,
    tellReporter: false,
  });
const move = (app: TestServer, clerk: Somebody, issue: GivenIssue, version: number, to: string, more: object = {}) =>
  mutate(app, clerk, 'moveIssue(input: $input)', 'MoveIssueInput!', { issueId: issue.id, version, to, ...more });
const linkIn = ({ text }: ReceivedMail, word: string): string => new RegExp(`/${word}/([\\w-]+)`).exec(text)?.[1] ?? '';
const addressOf = ({ personId }: Somebody): string => `${personId}@example.org`;

async function inboxOf(app: TestServer, who: Identified): Promise<Data[]> {
  const query = `{ viewer { inbox { edges { node { kind content { ... on IssueMove { to message } ... on IssueComment { text by desk { name } } } subject { ... on Issue { reference } } } } } } }`;
  const { edges } = (await askData(app.port, who, query)).viewer.inbox;
  return edges.map(({ node }: Data) => node).filter(({ kind }: Data) => kind.startsWith('ISSUE_FOLLOWED'));
}

/** A report without an account, with a confirmed address. */
async function reportedBy(app: TestServer, town: Place, mail: MailServer, email: string): Promise<GivenIssue> {
  const issue = await givenIssue(app, town, {}, { email });
  const token = linkIn(await mail.next(email), 'confirm');
  await mutate(app, {}, 'confirmIssue(input: $input)', 'ConfirmIssueInput!', { token });
  return issue;
}
