import { expect } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import { askData, type Data, type Identified, identify } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { boothOf, castChoices, closeAndCount, secretRules, takeBallot, uuidOf } from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

let voters: Somebody[];

test.beforeAll(async ({ app, town }) => {
  voters = await givenPeople(app, town, 6);
});

test('one sheet says all of a closed poll, is kept by caches and told again only when it changed', async ({
  app,
  town,
  admin,
}) => {
  const poll = await givenPoll(app, town, admin, {
    eligibility: 'MEMBERS',
    description: 'Es geht um den Platz.',
    questions: [
      { text: 'Was zuerst?', kind: 'RANKING', options: ['Bank', 'Baum', 'Brunnen'] },
      { text: 'Was fehlt?', kind: 'TEXT', options: [] },
    ],
  });
  const [bank, baum] = poll.options;
  for (const [i, voter] of voters.entries()) {
    const input = { pollId: poll.id, optionIds: [], ranked: i < 4 ? [bank, baum] : [baum] };
    await askData(app.port, voter, cast, { input });
  }
  expect([(await fetchSheet(app, admin, poll)).status, await linksOf(app, admin, poll)]).toEqual([404, null]);
  await end(app, admin, poll);
  const body = 'Der Rat **berät** im Dezember.';
  const outcome = { pollId: poll.id, body, resolutionUrl: 'https://rat.example/17' };
  await askData(app.port, admin, 'mutation($i: SetOutcomeInput!) { setOutcome(input: $i) { userErrors { code } } }', {
    i: outcome,
  });
  const response = await fetchSheet(app, {}, poll);
  expect(response.headers.get('cache-control')).toBe('public, max-age=60, must-revalidate');
  const sheet: Data = await response.json();
  expect(sheet).toMatchObject({
    format: 'ortsfunk-results-1',
    id: poll.id,
    title: 'Spielplatz am Rheinufer',
    bulletinRoot: null,
    rules: { eligibility: 'MEMBERS', secrecy: 'EVERYDAY', resultsVisibility: 'LIVE', changeAllowed: true },
    numbers: { eligible: 7, issued: null, cast: 6, turnout: 6 / 7 },
    outcome: { body, resolutionUrl: 'https://rat.example/17', revised: null },
  });
  expect(sheet.questions[0].options.map(({ label, votes }: Data) => [label, votes])).toEqual([
    ['Bank', 4],
    ['Baum', 2],
    ['Brunnen', 0],
  ]);
  expect(sheet.questions[0].runOff).toMatchObject({ ballots: 6, winner: 0 });
  expect(Date.parse(sheet.rules.closed)).toBeGreaterThan(Date.parse(sheet.rules.opened));
  expect(JSON.stringify(sheet)).not.toMatch(/@example|personId/);

  const tag = { 'if-none-match': response.headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
  expect((await fetchSheet(app, {}, poll, 'json', tag)).status).toBe(304);
  const { jsonUrl, pdfUrl } = await linksOf(app, {}, poll);
  expect([jsonUrl, pdfUrl]).toEqual(
    ['json', 'pdf'].map((kind) => expect.stringContaining(`/results/${uuidOf(poll.id)}.${kind}`)),
  );
  const pdf = await fetchSheet(app, {}, poll, 'pdf');
  expect(pdf.headers.get('content-type')).toBe('application/pdf');
  expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1')).toMatch(/^%PDF-1\.7[^]*%%EOF\s*$/);
});

test('a secret poll: eligible, issued, cast and the root of its board; confirmed first where that is the rule', async ({
  app,
  town,
  admin,
}) => {
  const poll = await givenPoll(app, town, admin, { ...secretRules, resultsVisibility: 'AFTER_CONFIRMATION' });
  for (const voter of voters.slice(0, 5)) {
    const paper = await takeBallot(app.port, voter, poll.id);
    if (voter !== voters[4]) await castChoices(app.port, paper, '1');
  }
  await closeAndCount(app.port, admin, poll.id);
  for (const who of [{}, admin])
    expect([(await fetchSheet(app, who, poll)).status, await linksOf(app, who, poll)]).toEqual([404, null]);
  await end(app, admin, poll, 'confirmPoll');
  const sheet: Data = await (await fetchSheet(app, {}, poll)).json();
  const { count } = await boothOf(app.port, admin, poll.id);
  expect(sheet.numbers).toMatchObject({ eligible: 7, issued: 5, cast: 4 });
  expect(sheet.bulletinRoot).toBe(count?.root);
  expect(sheet.questions[0].options.map(({ votes }: Data) => votes)).toEqual([0, 4, 0]);
  expect(sheet.rules.confirmed).toEqual(expect.any(String));
});

test('of a closed group its members get it, the town hall does not, and no cache keeps it', async ({ app }) => {
  const town = await givenPlace(app);
  const admin = await givenStaff(app, town);
  const voters = await givenPeople(app, town, 2);
  const group = await givenGroup(app, town, { name: 'Kita' });
  for (const who of [voters[0]!, admin]) await givenMember(app, town, group, { who });
  const poll = await givenPoll(app, town, admin, { groupId: group.id, eligibility: 'MEMBERS' });
  await end(app, admin, poll);
  expect((await fetchSheet(app, {}, poll)).status).toBe(404);
  for (const who of [voters[1]!, await givenStaff(app, town)])
    expect((await fetchSheet(app, who, poll)).status).toBe(404);
  const response = await fetchSheet(app, voters[0]!, poll);
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
  for (const path of ['x.json', `${uuidOf(poll.id)}.exe`, `${uuidOf(poll.id)}`])
    expect((await fetch(`http://127.0.0.1:${app.port}/results/${path}`)).status).toBe(404);
});

test('twenty questions with twenty long answers fill pages, and no line runs off one', async ({ app, town, admin }) => {
  const options = Array.from({ length: 20 }, (_, i) => `${i} ${'Vorschlag mit sehr vielen Worten '.repeat(5)}`.trim());
  const questions = Array.from({ length: 20 }, (_, i) => ({ text: `Frage ${i}?`, kind: 'SINGLE', options }));
  const poll = await givenPoll(app, town, admin, { questions });
  await end(app, admin, poll);
  const began = performance.now();
  const pdf = Buffer.from(await (await fetchSheet(app, {}, poll, 'pdf')).arrayBuffer()).toString('latin1');
  const pages = pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
  console.log(`sheet of 400 answers: ${pages} pages, ${Math.round(performance.now() - began)} ms, ${pdf.length} bytes`);
  expect(pages).toBeGreaterThan(15);
  expect(pages).toBeLessThan(60);
});

const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
const linksOf = async (app: TestServer, who: Identified, { id }: GivenPoll): Promise<Data> =>
  (await askData(app.port, who, 'query($id: ID!) { poll(id: $id) { resultSheet { jsonUrl pdfUrl } } }', { id })).poll
    .resultSheet;
const fetchSheet = (
  app: TestServer,
  who: Identified,
  { id }: GivenPoll,
  kind = 'json',
  headers = {},
): Promise<Response> =>
  fetch(`http://127.0.0.1:${app.port}/results/${uuidOf(id)}.${kind}`, { headers: { ...identify(who), ...headers } });
async function end(app: TestServer, admin: Somebody, { id }: GivenPoll, name = 'closePoll'): Promise<void> {
  await askData(app.port, admin, `mutation($id: ID!) { ${name}(input: { pollId: $id }) { userErrors { code } } }`, {
    id,
  });
}
