import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import type { Data } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenPoll, type GivenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import * as voter from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recount-'));
  copyFileSync('web/ballot/recount.mjs', join(folder, 'recount.mjs'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the board of a poll is recounted by the script alone, and a receipt finds its ballot on it', async ({ app }) => {
  const town = await givenPlace(app);
  const admin = await givenStaff(app, town);
  const people = await givenPeople(app, town, 9);
  const poll = await givenPoll(app, town, admin, voter.secretRules);
  const receipts: Data[] = [];
  for (const [n, who] of people.entries()) {
    const paper = await voter.takeBallot(app.port, who, poll.id);
    if (n < 8) receipts.push((await voter.castChoices(app.port, paper, String(n % 3))).receipt);
  }
  await close(app, admin, poll);
  const response = await voter.fetchBulletinBoard(app.port, {}, poll.id);
  const board = await response.text();
  const { count } = await voter.boothOf(app.port, {}, poll.id);
  expect(count).toMatchObject({ eligible: 10, issued: 9, cast: 8 });
  expect(response.headers.get('etag')).toBe(`"${count!.root}"`);
  const [trail]: Data[] = await app.services.em
    .fork()
    .execute(`select facts from domain_event where type = 'ballot.counted' and facts ->> 'pollId' = ?`, [
      voter.uuidOf(poll.id),
    ]);
  expect(trail.facts).toMatchObject({ root: count!.root, eligible: 10, issued: 9, cast: 8 });

  const [status, said] = recount(board, count!.root);
  expect([status, said]).toEqual([0, expect.stringMatching(/ 3 {2}Rutsche\n.* 3 {2}Schaukel\n.* 2 {2}Nichts/)]);
  expect(recount(board, 'f'.repeat(64))[1]).toContain('OTHER_ROOT');
  writeFileSync(join(folder, 'receipt.json'), JSON.stringify(receipts[4]));
  expect(recount(board, '--receipt', 'receipt.json')[1]).toMatch(/your ballot: line \d, choices \[\[1\]\]/);
  for (const [wrong, code] of [
    [{ signature: receipts[3].signature }, 'BAD_RECEIPT'],
    [{ ciphertextHash: receipts[3].ciphertextHash }, 'BAD_RECEIPT'],
    [{ keyHash: '0'.repeat(64) }, 'NOT_FOUND'],
  ] as const) {
    writeFileSync(join(folder, 'receipt.json'), JSON.stringify({ ...receipts[4], ...wrong }));
    expect(recount(board, '--receipt', 'receipt.json')).toEqual([1, expect.stringContaining(code)]);
  }
});

test('the board of a closed group is for those who may see the poll', async ({ app, town, admin }) => {
  const kita = await givenGroup(app, town);
  const member = await givenMember(app, town, kita);
  const [stranger] = await givenPeople(app, town, 1);
  await givenMember(app, town, kita, { who: admin });
  const poll = await givenPoll(app, town, admin, { ...voter.secretRules, groupId: kita.id });
  await voter.castChoices(app.port, await voter.takeBallot(app.port, member, poll.id), '1');
  await close(app, admin, poll);
  const statusFor = async (who: object): Promise<number> =>
    (await voter.fetchBulletinBoard(app.port, who, poll.id)).status;
  expect([await statusFor(member), await statusFor(stranger!), await statusFor({})]).toEqual([200, 404, 404]);
});

const committed = 'server/ballot/board.200.json';

test('a committed board of 200 ballots is in order, and one changed byte is found', () => {
  const board = readFileSync(committed, 'utf8');
  const [status, said] = recount(board);
  expect([status, said]).toEqual([0, expect.stringContaining('cast 200')]);
  let found = 0;
  const tries = 25;
  for (let n = 0; n < tries; n++) {
    const at = Math.floor(((n + 0.5) * board.length) / tries);
    const changed = board.charCodeAt(at) ^ 1;
    if (recount(board.slice(0, at) + String.fromCharCode(changed) + board.slice(at + 1))[0] !== 0) found++;
  }
  console.log(`board: 200 ballots recounted; bytes changed ${tries}, found ${found}`);
  expect(found).toBe(tries);
});

test('a ballot left out, added twice or put elsewhere is found', () => {
  const board = JSON.parse(readFileSync(committed, 'utf8'));
  const { ballots } = board;
  const swapped = [ballots[1], ballots[0], ...ballots.slice(2)];
  for (const wrong of [ballots.slice(1), [ballots[0], ...ballots], swapped])
    expect(recount(JSON.stringify({ ...board, ballots: wrong }))[0]).toBe(1);
  expect(recount(JSON.stringify({ ...board, issued: 199 }))[1]).toContain('WRONG_NUMBERS');
});

const close = (app: TestServer, admin: Somebody, { id }: GivenPoll): Promise<void> =>
  voter.closeAndCount(app.port, admin, id);

/** Runs a copy of recount.mjs outside the repository; returns [exit code, output]. */
function recount(board: string, ...more: readonly string[]): readonly [number | null, string] {
  writeFileSync(join(folder, 'board.json'), board);
  const run = spawnSync(process.execPath, ['recount.mjs', 'board.json', ...more], { cwd: folder, encoding: 'utf8' });
  return [run.status, run.stdout + run.stderr];
}
