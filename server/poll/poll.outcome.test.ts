import { expect, vi } from 'vitest';
import { givenPeople, givenStaff, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { inboxPoll } from '../testing/inbox.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { closeAndCount, secretRules, takeBallot } from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

let admin: Somebody;
let editor: Somebody;

test.beforeAll(async ({ app, town }) => {
  [admin, editor] = [await givenStaff(app, town), await givenStaff(app, town, 'EDITOR')];
});

test('said after the close, shown to everybody, clean; told once to who took part and to nobody else', async ({
  app,
  town,
  mail,
}) => {
  const [voter, other] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  const poll = await givenPoll(app, town, admin);
  const preference = { interest: 'TAKING_PART', channel: 'EMAIL', mode: 'NOW' };
  const choose = 'mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }';
  for (const who of [voter, other]) await askData(app.port, who, choose, { input: preference });
  await vote(app, voter, poll);
  expect(await codesOf(app, editor, poll)).toEqual(['POLL_NOT_CLOSED']);
  await end(app, poll);
  const url = 'https://ratsinfo.example/beschluss/17';
  expect(await codesOf(app, editor, poll, words, url)).toEqual([]);
  const { poll: shown }: Data = await askData(
    app.port,
    {},
    'query($id: ID!) { poll(id: $id) { outcome { html excerpt resolutionUrl revisedAt } } }',
    { id: poll.id },
  );
  expect(shown.outcome).toMatchObject({ resolutionUrl: url, revisedAt: null });
  expect(shown.outcome.html).toContain('<strong>berät</strong>');
  expect(shown.outcome.html).not.toContain('<script>');
  await expect.poll(() => kindsFor(app, voter, poll), inboxPoll).toContain('POLL_OUTCOME');

  expect((await say(app, editor, poll, `${words} Neu.`, url)).data.it.poll.outcome.revisedAt).toEqual(
    expect.any(String),
  );
  await say(app, editor, poll, `${words} Neu.`, url);
  const mine = () =>
    mail.mails.filter(({ to }) => to.includes(`${voter.personId}@example.org`)).map(({ text }) => text);
  await vi.waitUntil(() => mine().some((text) => text.includes('berät')), { timeout: 20_000 });
  expect(mine().find((text) => text.includes('berät'))).toContain(url);
  const second = await givenPoll(app, town, admin); // its message is sent after those of the first poll
  await vote(app, voter, second);
  await end(app, second);
  await expect.poll(() => kindsFor(app, voter, second), inboxPoll).toContain('POLL_CLOSED');
  expect(await kindsFor(app, voter, poll)).toEqual(['POLL_OUTCOME', 'POLL_CLOSED']);
  expect(await kindsFor(app, other, poll)).toEqual([]);
  const toOther = mail.mails.filter(({ to }) => to.includes(`${other.personId}@example.org`));
  const isOpening = (subject = ''): boolean => subject.startsWith('Neue Umfrage: ');
  expect(toOther.filter(({ headers }) => !isOpening(headers.get('subject')))).toEqual([]);
});

test('of a secret poll who was handed a ballot is told, whether it is in the box or not', async ({ app, town }) => {
  const [holder, other] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  const poll = await givenPoll(app, town, admin, secretRules);
  await takeBallot(app.port, holder, poll.id);
  await closeAndCount(app.port, admin, poll.id);
  expect(await codesOf(app, admin, poll)).toEqual([]);
  await expect.poll(() => kindsFor(app, holder, poll), inboxPoll).toContain('POLL_OUTCOME');
  expect(await kindsFor(app, other, poll)).toEqual([]);
});

test('nothing is said of a result that is not confirmed, by strangers, or with a link that is none', async ({
  app,
  town,
}) => {
  const poll = await givenPoll(app, town, admin, { resultsVisibility: 'AFTER_CONFIRMATION' });
  const [stranger] = await givenPeople(app, town, 1);
  await end(app, poll);
  expect(await codesOf(app, admin, poll)).toEqual(['NOT_CONFIRMED']);
  await end(app, poll, 'confirmPoll');
  expect(await codesOf(app, {}, poll)).toEqual(['UNAUTHENTICATED']);
  expect(await codesOf(app, stranger!, poll)).toEqual(['FORBIDDEN']);
  expect(await codesOf(app, admin, poll, 'kurz')).toEqual(['TOO_SHORT body']);
  for (const url of [
    'http://rat.example',
    'https://u:p@rat.example',
    'javascript:alert(1)',
    'rat.example',
    'x'.repeat(501),
  ])
    expect(await codesOf(app, admin, poll, words, url)).toEqual(['NOT_HTTPS resolutionUrl']);
  const { poll: shown }: Data = await askData(app.port, {}, `{ poll(id: "${poll.id}") { outcome { html } } }`);
  expect(shown.outcome).toBeNull();
});

const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
const set = `mutation($input: SetOutcomeInput!) { it: setOutcome(input: $input) {
  poll { outcome { body html excerpt resolutionUrl revisedAt } } userErrors { code path } } }`;
const words = 'Der Rat **berät** am 3. Dezember.\n\n<script>alert(1)</script>';

async function vote(app: TestServer, who: Somebody, poll: GivenPoll): Promise<void> {
  await askData(app.port, who, cast, { input: { pollId: poll.id, optionIds: [poll.options[0]] } });
}
async function end(app: TestServer, { id }: GivenPoll, name = 'closePoll'): Promise<void> {
  const query = `mutation($id: ID!) { ${name}(input: { pollId: $id }) { userErrors { code } } }`;
  expect((await askData(app.port, admin, query, { id }))[name].userErrors).toEqual([]);
}
async function say(
  app: TestServer,
  who: Identified,
  { id }: GivenPoll,
  body = words,
  resolutionUrl: string | null = null,
) {
  return ask(app.port, who, set, { input: { pollId: id, body, resolutionUrl } });
}
async function codesOf(...args: Parameters<typeof say>): Promise<string[]> {
  const { data, errors } = await say(...args);
  const refused = data?.it?.userErrors.map(({ code, path }: Data) => [code, ...path].join(' '));
  return refused ?? errors?.map(({ extensions }) => extensions.code);
}
/** Kinds of the messages about the poll since it closed. */
async function kindsFor(app: TestServer, who: Somebody, { id }: GivenPoll): Promise<string[]> {
  const query = '{ viewer { inbox(first: 100) { edges { node { kind subject { ... on Poll { id } } } } } } }';
  const { viewer }: Data = await askData(app.port, who, query);
  const about = viewer.inbox.edges.filter(({ node }: Data) => node.subject?.id === id && node.kind !== 'POLL_OPENED');
  return about.map(({ node }: Data) => node.kind);
}
