import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { closeAndCount, secretRules, takeBallot } from '../testing/voter.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
let admin: Somebody;
let editor: Somebody;

beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url });
  place = await givenPlace(app);
  [admin, editor] = [await givenStaff(app, place), await givenStaff(app, place, 'EDITOR')];
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
const set = `mutation($input: SetOutcomeInput!) { it: setOutcome(input: $input) {
  poll { outcome { body html excerpt resolutionUrl revisedAt } } userErrors { code path } } }`;
const words = 'Der Rat **berät** am 3. Dezember.\n\n<script>alert(1)</script>';

async function vote(who: Somebody, poll: GivenPoll): Promise<void> {
  await askData(app.port, who, cast, { input: { pollId: poll.id, optionIds: [poll.options[0]] } });
}
async function end({ id }: GivenPoll, name = 'closePoll'): Promise<void> {
  const query = `mutation($id: ID!) { ${name}(input: { pollId: $id }) { userErrors { code } } }`;
  expect((await askData(app.port, admin, query, { id }))[name].userErrors).toEqual([]);
}
async function say(who: Identified, { id }: GivenPoll, body = words, resolutionUrl: string | null = null) {
  return ask(app.port, who, set, { input: { pollId: id, body, resolutionUrl } });
}
async function codesOf(...args: Parameters<typeof say>): Promise<string[]> {
  const { data, errors } = await say(...args);
  const refused = data?.it?.userErrors.map(({ code, path }: Data) => [code, ...path].join(' '));
  return refused ?? errors?.map(({ extensions }) => extensions.code);
}
/** Kinds of the messages about the poll since it closed. */
async function kindsFor(who: Somebody, { id }: GivenPoll): Promise<string[]> {
  const query = '{ viewer { inbox(first: 100) { edges { node { kind subject { ... on Poll { id } } } } } } }';
  const { viewer }: Data = await askData(app.port, who, query);
  const about = viewer.inbox.edges.filter(({ node }: Data) => node.subject?.id === id && node.kind !== 'POLL_OPENED');
  return about.map(({ node }: Data) => node.kind);
}

test('said after the close, shown to everybody, clean; told once to who took part and to nobody else', async () => {
  const [voter, other] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const poll = await givenPoll(app, place, admin);
  const preference = { interest: 'TAKING_PART', channel: 'EMAIL', mode: 'NOW' };
  const choose = 'mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }';
  for (const who of [voter, other]) await askData(app.port, who, choose, { input: preference });
  await vote(voter, poll);
  expect(await codesOf(editor, poll)).toEqual(['POLL_NOT_CLOSED']);
  await end(poll);
  const url = 'https://ratsinfo.example/beschluss/17';
  expect(await codesOf(editor, poll, words, url)).toEqual([]);
  const { poll: shown }: Data = await askData(
    app.port,
    {},
    'query($id: ID!) { poll(id: $id) { outcome { html excerpt resolutionUrl revisedAt } } }',
    { id: poll.id },
  );
  expect(shown.outcome).toMatchObject({ resolutionUrl: url, revisedAt: null });
  expect(shown.outcome.html).toContain('<strong>berät</strong>');
  expect(shown.outcome.html).not.toContain('<script>');
  await vi.waitUntil(async () => (await kindsFor(voter, poll)).includes('POLL_OUTCOME'), { timeout: 20_000 });

  expect((await say(editor, poll, `${words} Neu.`, url)).data.it.poll.outcome.revisedAt).toEqual(expect.any(String));
  await say(editor, poll, `${words} Neu.`, url);
  const mine = () =>
    mail.mails.filter(({ to }) => to.includes(`${voter.personId}@example.org`)).map(({ text }) => text);
  await vi.waitUntil(() => mine().some((text) => text.includes('berät')), { timeout: 20_000 });
  expect(mine().find((text) => text.includes('berät'))).toContain(url);
  const second = await givenPoll(app, place, admin); // its message is sent after those of the first poll
  await vote(voter, second);
  await end(second);
  await vi.waitUntil(async () => (await kindsFor(voter, second)).includes('POLL_CLOSED'), { timeout: 20_000 });
  expect(await kindsFor(voter, poll)).toEqual(['POLL_OUTCOME', 'POLL_CLOSED']);
  expect(await kindsFor(other, poll)).toEqual([]);
  const toOther = mail.mails.filter(({ to }) => to.includes(`${other.personId}@example.org`));
  const isOpening = (subject = ''): boolean => subject.startsWith('Neue Umfrage: ');
  expect(toOther.filter(({ headers }) => !isOpening(headers.get('subject')))).toEqual([]);
});

test('of a secret poll who was handed a ballot is told, whether it is in the box or not', async () => {
  const [holder, other] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const poll = await givenPoll(app, place, admin, secretRules);
  await takeBallot(app.port, holder, poll.id);
  await closeAndCount(app.port, admin, poll.id);
  expect(await codesOf(admin, poll)).toEqual([]);
  await vi.waitUntil(async () => (await kindsFor(holder, poll)).includes('POLL_OUTCOME'), { timeout: 20_000 });
  expect(await kindsFor(other, poll)).toEqual([]);
});

test('nothing is said of a result that is not confirmed, by strangers, or with a link that is none', async () => {
  const poll = await givenPoll(app, place, admin, { resultsVisibility: 'AFTER_CONFIRMATION' });
  const [stranger] = await givenPeople(app, place, 1);
  await end(poll);
  expect(await codesOf(admin, poll)).toEqual(['NOT_CONFIRMED']);
  await end(poll, 'confirmPoll');
  expect(await codesOf({}, poll)).toEqual(['UNAUTHENTICATED']);
  expect(await codesOf(stranger!, poll)).toEqual(['FORBIDDEN']);
  expect(await codesOf(admin, poll, 'kurz')).toEqual(['TOO_SHORT body']);
  for (const url of [
    'http://rat.example',
    'https://u:p@rat.example',
    'javascript:alert(1)',
    'rat.example',
    'x'.repeat(501),
  ])
    expect(await codesOf(admin, poll, words, url)).toEqual(['NOT_HTTPS resolutionUrl']);
  const { poll: shown }: Data = await askData(app.port, {}, `{ poll(id: "${poll.id}") { outcome { html } } }`);
  expect(shown.outcome).toBeNull();
});
