import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { countRunOff } from '../poll/poll.runoff.rules.ts';
import { givenPeople, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { givenPhoto } from '../testing/photos.ts';
import { givenPoll, type GivenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import * as voter from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

let people: Somebody[];
let folder: string;

test.beforeAll(async ({ app, town }) => {
  people = await givenPeople(app, town, 9);
  folder = mkdtempSync(join(tmpdir(), 'ranking-'));
  copyFileSync('web/ballot/recount.mjs', join(folder, 'recount.mjs'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('rankings are cast in secret, counted in rounds at the close, and the script comes to the same', async ({
  app,
  town,
  admin,
}) => {
  const poll = await secret(app, town, admin, [ranking, single]);
  const ballots = ['0,1;0', '0,1;0', '0;1', '1,2;0', '1;0', '2,1;1', '2,1,0;0', '3,2,1;1', '3;0'];
  for (const [n, choices] of ballots.entries()) expect(await cast(app, poll, n, choices)).toBe('in');
  await voter.closeAndCount(app.port, admin, poll.id);
  const read = `query($id: ID!) { poll(id: $id) { results { ... on PollTally { turnout questions {
      options { votes } runOff { ballots winnerId rounds { exhausted eliminatedIds tie votes { votes } } } } } } } }`;
  const { turnout, questions }: Data = (await askData(app.port, admin, read, { id: poll.id })).poll.results;
  expect(turnout).toBe(9);
  expect(questions.map(({ options }: Data) => options.map(({ votes }: Data) => votes))).toEqual([
    [3, 2, 2, 2],
    [6, 3],
  ]);
  const [{ runOff }, { runOff: none }] = questions;
  expect(none).toBeNull();
  // Three options have two votes each: the last on the ballot is eliminated, and one of its ballots counts for the bench.
  // After that the swing has the fewest votes.
  expect(runOff.rounds.map(({ votes }: Data) => votes.map((one: Data) => one.votes))).toEqual([
    [3, 2, 2, 2],
    [3, 2, 3],
    [3, 4],
  ]);
  expect(runOff).toMatchObject({ ballots: 9, winnerId: poll.options[2] });

  const board: Data = await (await voter.fetchBulletinBoard(app.port, {}, poll.id)).json();
  expect(board.counts).toEqual([
    [3, 2, 2, 2],
    [6, 3],
  ]);
  expect(board.runOffs).toMatchObject([{ ballots: 9, winner: 2, rounds: { length: 3 } }, null]);
  const [status, said] = recount(board);
  expect([status, said]).toEqual([0, expect.stringMatching(/round 3: 3 - 4 -, .* 2\n {2}first: Bank/)]);
  const [first] = board.runOffs;
  for (const wrong of [{ ...first, winner: 0 }, { ...first, rounds: first.rounds.slice(1) }, null])
    expect(recount({ ...board, runOffs: [wrong, null] })[1]).toContain('WRONG_RUN_OFF');
});

test('a ranking names each option once, within its limits; a ballot that ranks nothing takes no part in it', async ({
  app,
  town,
  admin,
}) => {
  const poll = await secret(app, town, admin, [{ ...ranking, minChoices: 0, maxChoices: 2 }, single]);
  for (const [n, bad] of ['1,1;0', '4;0', '0,;0', '2,1,0;0'].entries())
    expect(await cast(app, poll, n, bad)).toBe('in');
  expect(await cast(app, poll, 4, ';0')).toBe('in');
  expect(await cast(app, poll, 5, '3,0;1')).toBe('in');
  await voter.closeAndCount(app.port, admin, poll.id);
  const board: Data = await (await voter.fetchBulletinBoard(app.port, {}, poll.id)).json();
  expect([board.cast, board.counts[1]]).toEqual([6, [1, 1]]);
  expect(board.runOffs[0]).toMatchObject({ ballots: 1, winner: 3 });
  expect(recount(board)).toEqual([0, expect.stringContaining('invalid 4')]);
});

test('the script and the server count any rankings alike', async () => {
  const script: Data = await import(join(folder, 'recount.mjs')); // without the repository, as people download it
  const ids = ['a', 'b', 'c', 'd', 'e'];
  let seed = 42;
  let ties = 0;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 300; round++) {
    const options = 2 + random(4);
    const rankings = Array.from({ length: random(12) }, () => {
      const places = Array.from({ length: options }, (_, at) => at).toSorted(() => random(3) - 1);
      return places.slice(0, 1 + random(options));
    });
    const own = countRunOff(
      ids.slice(0, options),
      rankings.map((ranking) => ({ ranked: ranking.map((at) => ids[at]!), count: 1 })),
    );
    const alone = script.countRunOff(options, rankings);
    ties += alone.rounds.filter(({ tie }: Data) => tie !== null).length;
    const name = (at: number | null): string | null => (at === null ? null : ids[at]!);
    expect({ ...alone, winner: name(alone.winner) }).toMatchObject({ ballots: own.ballots, winner: own.winnerId });
    expect(
      alone.rounds.map(({ votes, exhausted, eliminated, tie }: Data) => ({
        votes: votes.flatMap((n: number | null, at: number) => (n === null ? [] : [{ id: ids[at], votes: n }])),
        exhausted,
        eliminated: eliminated.map(name),
        tie,
      })),
    ).toEqual(own.rounds);
  }
  expect(ties).toBeGreaterThan(50);
});

test('the frozen text holds the pictures, the other languages and the order of the ballot', async ({
  app,
  town,
  admin,
}) => {
  const picture = await givenPhoto(app, town, admin, 'Eine Rutsche');
  const question = { ...single, optionOrder: 'SHUFFLED', pictures: [picture, null] };
  const variants = [
    { locale: 'en', title: 'The playground', questions: [{ text: 'This year?', options: ['Yes', 'No'] }] },
  ];
  const poll = await givenPoll(app, town, admin, { ...voter.secretRules, questions: [question], variants });
  const { text } = await voter.boothOf(app.port, admin, poll.id);
  const read = 'query($id: ID!) { poll(id: $id) { questions { options { picture { small { url } } } } } }';
  const shown: Data = (await askData(app.port, admin, read, { id: poll.id })).poll.questions[0].options[0].picture;
  const file = Buffer.from(await (await fetch(`http://127.0.0.1:${app.port}${shown.small.url}`)).arrayBuffer());
  expect(text).toMatchObject({ format: 'ortsfunk-poll-3', variants });
  expect(text.questions[0]).toEqual({
    text: single.text,
    kind: 'SINGLE',
    min: 1,
    max: 1,
    order: 'SHUFFLED',
    options: ['Ja', 'Nein'],
    pictures: [{ sha256: createHash('sha256').update(file).digest('hex'), alt: 'Eine Rutsche' }, null],
  });
});

const ranking = { text: 'Was zuerst?', kind: 'RANKING', options: ['Rutsche', 'Schaukel', 'Bank', 'Baum'] };
const single = { text: 'Noch dieses Jahr?', kind: 'SINGLE', options: ['Ja', 'Nein'] };
const secret = (app: TestServer, town: Place, admin: Somebody, questions: readonly object[]): Promise<GivenPoll> =>
  givenPoll(app, town, admin, { ...voter.secretRules, questions });
const cast = async (app: TestServer, poll: GivenPoll, n: number, choices: string): Promise<string> => {
  const paper = await voter.takeBallot(app.port, people[n]!, poll.id);
  const { receipt, userErrors } = await voter.castChoices(app.port, paper, choices);
  return receipt ? 'in' : userErrors[0].code;
};

function recount(board: unknown): readonly [number | null, string] {
  writeFileSync(join(folder, 'board.json'), JSON.stringify(board));
  const run = spawnSync(process.execPath, ['recount.mjs', 'board.json'], { cwd: folder, encoding: 'utf8' });
  return [run.status, run.stdout + run.stderr];
}
