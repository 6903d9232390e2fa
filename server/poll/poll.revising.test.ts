import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, identify } from '../testing/client.ts';
import { givenPhoto } from '../testing/photos.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { boothOf, secretRules, uuidOf } from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

test('before it opens, everything a poll says and all its rules are written anew', async ({ app, town, admin }) => {
  const poll = await planned(app, town, admin, { eligibility: 'MEMBERS', description: 'Alt' });
  const question = { text: 'Und sonst?', kind: 'MULTIPLE', minChoices: 0, maxChoices: 2, options: ['A', 'B', 'C'] };
  const questions = [{ text: 'Was zuerst?', kind: 'RANKING', options: ['Rutsche', 'Schaukel'] }, question];
  const said = { text: 'What?', options: ['Slide', 'Swing'] };
  const variants = [
    { locale: 'en', title: 'The square', questions: [said, { text: 'What else?', options: ['a', 'b', 'c'] }] },
  ];
  const { poll: shown, userErrors } = await change(app, admin, poll, { questions, variants });
  expect(userErrors).toEqual([]);
  expect(shown).toMatchObject({
    id: poll.id,
    title: 'Was kommt auf den Platz?',
    description: null,
    version: 2,
    state: 'SCHEDULED',
    eligibility: 'SIGNED_IN',
    viewerCanRevise: { allowed: true },
    variants: [{ locale: 'en', title: 'The square' }],
    questions: [
      { kind: 'RANKING', minChoices: 1, maxChoices: 2, options: [{ label: 'Rutsche' }, { label: 'Schaukel' }] },
      { kind: 'MULTIPLE', minChoices: 0, maxChoices: 2 },
    ],
  });
  expect(await run(app, 'select count(*)::int as n from question where poll_id = ?', [uuidOf(poll.id)])).toEqual([
    { n: 2 },
  ]);
  const revisions = `select count(*)::int as n from domain_event where type = 'poll.revised' and facts ->> 'pollId' = ?`;
  expect(await run(app, revisions, [uuidOf(poll.id)])).toEqual([{ n: 1 }]);
});

test('of two drafts on the same version one wins, the other gets the poll as it is now', async ({
  app,
  town,
  admin,
}) => {
  const poll = await planned(app, town, admin);
  const both = await Promise.all(
    ['Erste Fassung', 'Zweite Fassung'].map((title) => change(app, admin, poll, { title })),
  );
  const [winner, loser] = codes(both[0]!).length === 0 ? both : both.toReversed();
  expect(loser).toMatchObject({ userErrors: [{ code: 'CONFLICT', path: ['version'] }] });
  expect(loser!.poll).toMatchObject({ title: winner!.poll.title, version: 2 });
  expect(codes(await change(app, admin, poll, {}, 2))).toEqual([]);
});

test('a draft without an opening opens at once; from then on nothing can be changed', async ({ app, town, admin }) => {
  const poll = await planned(app, town, admin);
  const { poll: open } = await change(app, admin, poll, { opensAt: null });
  expect(open).toMatchObject({ state: 'OPEN', viewerCanRevise: { allowed: false, code: 'POLL_HAS_OPENED' } });
  const attempts = [
    { title: 'Eine andere Frage' },
    { questions: [{ text: 'Andere Antworten', kind: 'SINGLE', options: ['Ja', 'Nein'] }] },
    { resultsVisibility: 'AFTER_CLOSE' },
    { eligibility: 'MEMBERS' },
    { closesAt: inDays(9) },
  ];
  for (const attempt of attempts)
    expect(codes(await change(app, admin, poll, attempt, 2))).toEqual(['POLL_HAS_OPENED']);
  const options = open.questions[0].options.map(({ id }: { id: string }) => id);
  const castBy = async (optionIds: string[]): Promise<string[]> =>
    codes((await askData(app.port, admin, vote, { input: { pollId: poll.id, optionIds } })).castVote);
  expect(await castBy(poll.options.slice(0, 1))).toEqual(['UNKNOWN_OPTION']); // the old options are gone
  expect(await castBy([])).toEqual(['TOO_FEW_CHOICES']);
  expect(await castBy(options)).toEqual(['TOO_MANY_CHOICES']);
  expect(await castBy(options.slice(0, 1))).toEqual([]);
});

test('what cannot be opened is refused by field; nothing of it is written', async ({ app, town, admin }) => {
  const poll = await planned(app, town, admin);
  const one = { text: 'Was kommt hin?', kind: 'SINGLE', options: ['Nur das'] };
  expect((await change(app, admin, poll, { questions: [one] })).userErrors).toEqual([
    { code: 'TOO_FEW_OPTIONS', path: ['questions', '0', 'options'] },
  ]);
  const limits = { ...one, kind: 'MULTIPLE', minChoices: 3, maxChoices: 3, options: ['A', 'B'] };
  expect(codes(await change(app, admin, poll, { questions: [limits] }))).toEqual(['BAD_CHOICE_LIMITS']);
  expect(codes(await change(app, admin, poll, { opensAt: inDays(3) }))).toEqual(['CLOSES_TOO_EARLY']);
  expect(codes((await askData(app.port, admin, close, { id: poll.id })).closePoll)).toEqual(['POLL_NOT_OPEN']);
  const [row] = await run(app, 'select title, version from poll where id = ?', [uuidOf(poll.id)]);
  expect(row).toEqual({ title: 'Spielplatz am Rheinufer', version: 1 });
  await run(app, 'update poll set closes_at = now() where id = ?', [uuidOf(poll.id)]);
  expect(codes(await change(app, admin, poll))).toEqual(['POLL_IS_CLOSED']);
});

test('it opens and closes at the new times, also where they are earlier', async ({ app, town, admin }) => {
  const poll = await planned(app, town, admin);
  const soon = { opensAt: inDays(1 / 86_400), closesAt: inDays(4 / 86_400) };
  expect(codes(await change(app, admin, poll, soon))).toEqual([]);
  const read = 'query($id: ID!) { poll(id: $id) { openedAt closedAt } }';
  await expect
    .poll(async () => (await askData(app.port, {}, read, { id: poll.id })).poll.closedAt, { timeout: 30_000 })
    .not.toBeNull();
  const { openedAt, closedAt } = (await askData(app.port, {}, read, { id: poll.id })).poll;
  expect(Date.parse(openedAt)).toBeGreaterThanOrEqual(Date.parse(soon.opensAt));
  expect(Date.parse(closedAt)).toBeGreaterThanOrEqual(Date.parse(soon.closesAt));
});

test('pictures stay, come and go with the draft; those of others are not taken', async ({ app, town, admin }) => {
  const first = await givenPhoto(app, town, admin, 'Eine Rutsche');
  const options = ['Rutsche', 'Schaukel'];
  const asked = (pictures: (string | null)[]): object => ({
    questions: [{ text: 'Was?', kind: 'SINGLE', options, pictures }],
  });
  const poll = await planned(app, town, admin, asked([first, null]));
  const second = await givenPhoto(app, town, admin, 'Eine Schaukel');
  const { poll: shown } = await change(app, admin, poll, asked([first, second]));
  const [slide, swing] = shown.questions[0].options.map(({ picture }: Data) => picture);
  expect([slide.alt, swing.alt]).toEqual(['Eine Rutsche', 'Eine Schaukel']);
  expect(codes(await change(app, admin, poll, asked([first, first]), 2))).toEqual(['UNKNOWN_PHOTO']);
  const other = await planned(app, town, admin);
  expect(codes(await change(app, admin, other, asked([first, null])))).toEqual(['UNKNOWN_PHOTO']);
  expect(codes(await change(app, admin, poll, asked([null, slide.id]), 2))).toEqual([]);
  const headers = identify(admin);
  const statusOf = async ({ small }: Data) =>
    (await fetch(`http://127.0.0.1:${app.port}${small.url}`, { headers })).status;
  expect([await statusOf(slide), await statusOf(swing)]).toEqual([200, 404]);
});

test('a secret poll that was revised has the booth of what it says now', async ({ app, town, admin }) => {
  const poll = await planned(app, town, admin, secretRules);
  const question = { text: 'Soll gebaut werden?', kind: 'SINGLE', options: ['Ja', 'Nein'] };
  expect(codes(await change(app, admin, poll, { ...secretRules, questions: [question], opensAt: null }))).toEqual([]);
  const { text } = await boothOf(app.port, admin, poll.id);
  expect(text.questions).toMatchObject([{ text: 'Soll gebaut werden?', options: ['Ja', 'Nein'] }]);
});

test('only editors of the town revise', async ({ app, town, admin }) => {
  const poll = await planned(app, town, admin);
  const input = { pollId: poll.id, version: 1, ...draft() };
  const codeFor = async (who: object, given: object = input): Promise<unknown> =>
    (await ask(app.port, who, revise, { input: given })).errors?.[0]?.extensions?.code;
  expect(await codeFor({})).toBe('UNAUTHENTICATED');
  expect(await codeFor(await givenPerson(app, town))).toBe('FORBIDDEN');
  expect(await codeFor(await givenStaff(app, await givenPlace(app, 'Anderswo')))).toBe('FORBIDDEN');
  expect(await codeFor(admin, { ...input, pollId: toGlobalId('Poll', randomUUID()) })).toBe('NOT_FOUND');
});

const facts = `id title description version state opensAt closesAt eligibility secrecy resultsVisibility
  viewerCanRevise { allowed code } variants { locale title }
  questions { text kind minChoices maxChoices options { id label picture { id alt small { url } } } }`;
const revise = `mutation($input: RevisePollInput!) { revisePoll(input: $input) { poll { ${facts} } userErrors { code path } } }`;
const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';
const vote = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const draft = (more: object = {}): object => ({
  title: 'Was kommt auf den Platz?',
  resultsVisibility: 'LIVE',
  eligibility: 'SIGNED_IN',
  questions: [{ text: 'Was kommt auf den Platz?', kind: 'SINGLE', options: ['Bank', 'Baum'] }],
  opensAt: inDays(1),
  closesAt: inDays(2),
  ...more,
});

const planned = (app: TestServer, town: Place, admin: Somebody, more: object = {}): Promise<GivenPoll> =>
  givenPoll(app, town, admin, { opensAt: inDays(1), closesAt: inDays(3), ...more });
const change = async (
  app: TestServer,
  admin: Somebody,
  { id: pollId }: GivenPoll,
  more: object = {},
  version = 1,
): Promise<Data> => (await askData(app.port, admin, revise, { input: { pollId, version, ...draft(more) } })).revisePoll;
const codes = ({ userErrors }: Data): string[] => userErrors.map(({ code }: { code: string }) => code);
const run = (app: TestServer, sql: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(sql, values);
