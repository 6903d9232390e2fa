import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Scope } from '../kernel/actor.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, ask, askData, type Data, type Identified } from '../testing/client.ts';
import { test } from '../testing/fixtures.ts';
import { givenCategory, givenIssue, type GivenIssue, reportInput } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { scopes } from '../testing/scopes.ts';
import type { TestServer } from '../testing/server.ts';

interface Town {
  readonly place: Place;
  readonly admin: Somebody;
  readonly citizen: Somebody;
  readonly poll: GivenPoll;
  readonly issue: GivenIssue;
  readonly category: string;
}

let app: TestServer;
let here: Town;
let there: Town;

test.beforeAll(async ({ app: server }) => {
  app = server;
  [here, there] = [await openTown(), await openTown()];
});

async function openTown(): Promise<Town> {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const citizen = await givenPerson(app, place);
  const poll = await givenPoll(app, place, admin);
  const issue = await givenIssue(app, place, citizen);
  return { place, admin, citizen, poll, issue, category: await givenCategory(app, place) };
}

const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions?.code ?? 'OK';
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { id } userErrors { code } } }`;
const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference status text history { by } } claimCode userErrors { code path } } }`;

/** All queries that a key can read, each with its scope and, as a function of the town, its text. */
const reads: readonly (readonly [scope: Scope, query: (town: Town) => string])[] = [
  ['polls:read', ({ place }) => `{ municipality(ags: "${place.ags}") { polls { edges { node { id } } } } }`],
  ['polls:read', ({ poll }) => `{ poll(id: "${poll.id}") { id } }`],
  ['polls:read', ({ poll }) => `{ node(id: "${poll.id}") { id } }`],
  ['polls:read', ({ poll }) => `{ node(id: "${poll.options[0] ?? ''}") { id } }`],
  ['polls:read', ({ poll }) => `{ pollResults(pollId: "${poll.id}") { __typename } }`],
  ['groups:read', ({ place }) => `{ node(id: "${toGlobalId('Group', place.groupId)}") { id } }`],
  ['groups:read', ({ place }) => `{ municipality(ags: "${place.ags}") { townGroup { id } } }`],
  ['groups:read', ({ place }) => `{ municipality(ags: "${place.ags}") { groups { edges { node { id } } } } }`],
  ['groups:read', ({ place }) => `{ group(id: "${toGlobalId('Group', place.groupId)}") { id } }`],
  ['issues:read', ({ place }) => `{ municipality(ags: "${place.ags}") { issues { edges { node { id } } } } }`],
  ['issues:read', ({ place }) => `{ municipality(ags: "${place.ags}") { desks { id } } }`],
  ['issues:read', ({ place }) => `{ municipality(ags: "${place.ags}") { issueCategories { id } } }`],
  ['issues:read', ({ place, issue }) => `{ issue(ags: "${place.ags}", reference: "${issue.reference}") { id } }`],
  ['issues:read', ({ issue }) => `{ node(id: "${issue.id}") { id } }`],
  ['issues:read', ({ category }) => `{ node(id: "${category}") { id } }`],
  ['issues:read', ({ place }) => `{ node(id: "${toGlobalId('Desk', place.deskId)}") { id } }`],
];

test('each way to read opens to its scope only, and to its own town only', async () => {
  let cells = 0;
  for (const own of scopes) {
    const { key } = await givenKey(app, here.place, [own]);
    for (const [scope, query] of reads) {
      const isOpen =
        own === scope || (own === 'issues:write' && /issueCategories|SXNzdWVDYXRlZ29yeT/.test(query(here)));
      const seen = [
        codeOf(await ask(app.port, { key }, query(here))),
        codeOf(await ask(app.port, { key }, query(there))),
      ];
      expect([own, query(here), ...seen]).toEqual([own, query(here), isOpen ? 'OK' : 'FORBIDDEN', 'NOT_FOUND']);
      cells += 2;
    }
  }
  expect(cells).toBe(2 * reads.length * scopes.length);
});

test('every key may know which towns there are', async () => {
  const { key } = await givenKey(app, here.place, ['posts:read']);
  const { ags } = await givenPlace(app, 'Schlüsselfeld');
  const query = `{ municipalities(onPlatform: true, search: "Schlüsselfeld") {
    edges { node { ags name modules centre { lat } } } } }`;
  const { municipalities } = await askData(app.port, { key }, query);
  expect(municipalities.edges).toMatchObject([{ node: { ags, centre: { lat: 50.6 } } }]);
});

test('no key votes, joins, moves, confirms, signs in or makes polls, whatever its scopes', async () => {
  const { key } = await givenKey(app, here.place, scopes);
  for (const { place, poll, issue } of [here, there]) {
    const group = toGlobalId('Group', place.groupId);
    const acts: readonly string[] = [
      `castVote(input: { pollId: "${poll.id}", optionIds: ["${poll.options[0] ?? ''}"] }) { __typename }`,
      `closePoll(input: { pollId: "${poll.id}" }) { __typename }`,
      `joinGroup(input: { groupId: "${group}" }) { __typename }`,
      `leaveGroup(input: { groupId: "${group}" }) { __typename }`,
      `moveIssue(input: { issueId: "${issue.id}", to: WITHDRAWN, version: 1 }) { __typename }`,
      `confirmIssue(input: { token: "x" }) { __typename }`,
      `requestSignIn(input: { email: "a@example.org" }) { __typename }`,
      `confirmSignIn(input: { code: "12345678" }) { __typename }`,
      `signOut { __typename }`,
    ];
    for (const act of acts)
      expect([act, codeOf(await ask(app.port, { key }, `mutation { ${act} }`))]).toEqual([act, 'FORBIDDEN']);
  }
  const permissions = `{ poll(id: "${here.poll.id}") { viewerHasVoted viewerCanVote { code } viewerCanClose { code } } }`;
  const { poll } = await askData(app.port, { key }, permissions);
  expect(poll).toEqual({
    viewerHasVoted: false,
    viewerCanVote: { code: 'FORBIDDEN' },
    viewerCanClose: { code: 'FORBIDDEN' },
  });
});

const everything = `{ id reference status stage kind text createdAt version category { name } desk { name }
  place { address point { lat lon } } reporterEmail
  history { at from to by reason message addressee actorName desk { name } } lastMove { actorName reason } }`;

test('the board shows a partner what happened, and nothing about people', async () => {
  const { place, admin, citizen } = await openTown();
  const text = 'Schlagloch, 20 cm tief. Rückruf: 02224 / 12 34 56 oder erika@example.org, seit 24.11.2026.';
  const open = await givenIssue(app, place, citizen, { text, address: 'Linzer Straße 16, Tel. +49 (2224) 123456' });
  const complaint = await givenIssue(app, place, citizen, {
    kind: 'COMPLAINT',
    categoryId: await givenCategory(app, place, 'COMPLAINT'),
  });
  const anonymous = await givenIssue(app, place, {}, { email: 'max@example.org' });
  const steps: readonly (readonly [Identified, object])[] = [
    [admin, { to: 'ASSIGNED', reason: 'Anliegerin Frau Muster drängt', message: 'Kommt auf die Liste.' }],
    [admin, { to: 'WAITING_ON_REPORTER', message: 'Frau Muster, welche Hausnummer?' }],
    [citizen, { to: 'ASSIGNED', message: 'Bei mir, Nummer 16.' }],
    [admin, { to: 'FORWARDED', addressee: 'Herr Beispiel', message: 'Liegt beim Land, Auskunft unter 0261 99887766.' }],
  ];
  for (const [version, [who, step]] of steps.entries()) {
    const { moveIssue } = await askData(app.port, who, move, {
      input: { issueId: open.id, version: version + 1, ...step },
    });
    expect(moveIssue.userErrors).toEqual([]);
  }
  const { key } = await givenKey(app, place, ['issues:read']);
  const board = `{ municipality(ags: "${place.ags}") { issues { edges { node ${everything} } } } }`;
  const { municipality } = await askData(app.port, { key }, board);
  const cards: Data[] = municipality.issues.edges.map(({ node }: Data) => node);
  const card = cards.find(({ id }) => id === open.id);
  expect(cards.map(({ id }) => id)).not.toContain(complaint.id);
  expect(cards.find(({ id }) => id === anonymous.id)).toMatchObject({ status: 'SUBMITTED', reporterEmail: null });
  expect(card).toMatchObject({
    text: 'Schlagloch, 20 cm tief. Rückruf: […] oder […], seit 24.11.2026.',
    place: { address: 'Linzer Straße 16, Tel. […]' },
    reporterEmail: null,
  });
  expect(card.history.map(({ to, message }: Data) => [to, message])).toEqual([
    ['SUBMITTED', null],
    ['ASSIGNED', 'Kommt auf die Liste.'],
    ['WAITING_ON_REPORTER', null],
    ['ASSIGNED', null],
    ['FORWARDED', 'Liegt beim Land, Auskunft unter […].'],
  ]);
  expect(JSON.stringify(cards)).not.toMatch(/example\.org|Muster|Beispiel|Nummer 16|123456/);
  const byNumber = `{ issue(ags: "${place.ags}", reference: "${complaint.reference}") { id } }`;
  expect(codeOf(await ask(app.port, { key }, byNumber))).toBe('NOT_FOUND');
  expect(codeOf(await ask(app.port, { key }, `{ node(id: "${complaint.id}") { id } }`))).toBe('NOT_FOUND');
  const whole = `{ node(id: "${open.id}") { ... on Issue ${everything} } }`;
  expect((await askData(app.port, { key }, whole)).node).toEqual(card);
});

test('a partner reports without contact: the report is at the town hall, is its own, and is made once', async () => {
  const { key } = await givenKey(app, here.place, ['issues:write']);
  const input = reportInput(here.place, here.category);
  const { reportIssue: made } = await askData(app.port, { key }, report, { input });
  expect(made).toMatchObject({
    claimCode: null,
    userErrors: [],
    issue: { status: 'SUBMITTED', history: [{ by: 'PARTNER' }] },
  });
  const { reportIssue: again } = await askData(app.port, { key }, report, { input });
  expect(again.issue.id).toBe(made.issue.id);
  const other = await givenKey(app, here.place, ['issues:write']);
  const { reportIssue: another } = await askData(app.port, { key: other.key }, report, { input });
  expect(another.issue.id).not.toBe(made.issue.id);
  const withContact = reportInput(here.place, here.category, { email: 'max@example.org' });
  const { reportIssue: refused } = await askData(app.port, { key }, report, { input: withContact });
  expect(refused.userErrors).toEqual([{ code: 'NO_CONTACT', path: ['email'] }]);
  const foreign = reportInput(there.place, there.category);
  expect(codeOf(await ask(app.port, { key }, report, { input: foreign }))).toBe('FORBIDDEN');
  const reader = await givenKey(app, here.place, ['issues:read']);
  const mine = { input: { ...input, idempotencyKey: randomUUID() } };
  expect(codeOf(await ask(app.port, { key: reader.key }, report, mine))).toBe('FORBIDDEN');
});
