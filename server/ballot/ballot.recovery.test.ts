import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { readPages } from '../testing/pdf.ts';
import { givenPoll, type GivenPoll } from '../testing/polls.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import * as voter from '../testing/voter.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
let people: Somebody[];
const keyDir = mkdtempSync(join(tmpdir(), 'keys-'));

beforeAll(async () => {
  // A server of its own: it has a folder of keys.
  app = await startTestServer({ keyDir });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 3);
});
afterAll(async () => {
  await app.stop();
  rmSync(keyDir, { recursive: true, force: true });
});

const run = (sql: string, values: unknown[] = []): Promise<Data[]> => app.services.em.fork().execute(sql, values);
const filesOf = ({ id }: GivenPoll): string[] =>
  readdirSync(keyDir)
    .filter((name) => name.startsWith(voter.uuidOf(id)))
    .toSorted();
const take = async ({ id }: GivenPoll): Promise<Data> => {
  const query = 'mutation($id: ID!) { takeRecoverySheet(input: { pollId: $id }) { pdf userErrors { code } } }';
  return (await askData(app.port, admin, query, { id })).takeRecoverySheet;
};
const enter = async ({ id }: GivenPoll, words: string): Promise<string> => {
  const query = `mutation($input: EnterRecoverySheetInput!) { enterRecoverySheet(input: $input) {
    poll { results { ... on HiddenResults { hiddenBecause } } } userErrors { code } } }`;
  const { poll, userErrors } = (await askData(app.port, admin, query, { input: { pollId: id, words } }))
    .enterRecoverySheet;
  return userErrors[0]?.code ?? poll.results.hiddenBecause;
};
/** The 24 words of a sheet, read from its page. */
const wordsIn = (pdf: string): string[] => {
  const text = readPages(Buffer.from(pdf, 'base64')).join(' ');
  return [...text.matchAll(/(?:^|\s)\d{1,2}\.\s+([a-z]{3,8})(?=\s|$)/g)].map(([, word = '']) => word);
};
/** A poll with three ballots, closed after its key was lost. */
const loseKey = async (poll: GivenPoll): Promise<void> => {
  for (const [n, who] of people.entries())
    await voter.castChoices(app.port, await voter.takeBallot(app.port, who, poll.id), String(n % 2));
  for (const file of filesOf(poll)) rmSync(join(keyDir, file));
  await askData(app.port, admin, 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }', {
    id: poll.id,
  });
};
const keyLostAt = async ({ id }: GivenPoll): Promise<string | null> =>
  (await askData(app.port, {}, 'query($id: ID!) { poll(id: $id) { booth { keyLostAt } } }', { id })).poll.booth
    .keyLostAt;

test('each secret poll has two files that only their owner may read, until it is counted', async () => {
  const poll = await givenPoll(app, place, admin, voter.secretRules);
  const id = voter.uuidOf(poll.id);
  expect(filesOf(poll)).toEqual([`${id}.key`, `${id}.slot`]);
  for (const file of filesOf(poll)) expect(statSync(join(keyDir, file)).mode & 0o777).toBe(0o600);
  await voter.castChoices(app.port, await voter.takeBallot(app.port, people[0]!, poll.id), '0');
  await voter.closeAndCount(app.port, admin, poll.id);
  await expect.poll(() => filesOf(poll)).toEqual([]);
});

test('a poll whose key is lost is counted with its recovery sheet, and with no other words', async () => {
  const poll = await givenPoll(app, place, admin, voter.secretRules);
  const other = await givenPoll(app, place, admin, voter.secretRules);
  const { pdf } = await take(poll);
  expect(await take(poll)).toEqual({ pdf: null, userErrors: [{ code: 'RECOVERY_SHEET_TAKEN' }] });
  const words = wordsIn(pdf);
  const others = wordsIn((await take(other)).pdf);
  expect([words.length, others.length]).toEqual([24, 24]);
  expect(await enter(poll, words.join(' '))).toBe('KEY_IS_NOT_LOST');

  await loseKey(poll);
  await expect.poll(() => keyLostAt(poll), { timeout: 20_000 }).not.toBeNull();
  const [first = '', second = '', ...rest] = words;
  const wrong = [[second, first, ...rest], [first, second], ['zzz', second, ...rest], []];
  for (const some of wrong) expect(await enter(poll, some.join(' '))).toBe('BAD_RECOVERY_WORDS');
  expect(await enter(poll, others.join(' '))).toBe('OTHER_RECOVERY_SHEET');
  expect(await enter(poll, ` ${words.join('\n').toUpperCase()} `)).toBe('BEING_COUNTED');
  const counted = async (): Promise<unknown> => (await voter.boothOf(app.port, admin, poll.id)).count;
  await expect.poll(counted, { timeout: 30_000 }).toMatchObject({ issued: 3, cast: 3, invalid: 0 });
  expect(await enter(poll, words.join(' '))).toBe('POLL_IS_COUNTED');
  const audit = await run(`select type from domain_event where type like 'ballot.recovery%' order by id`);
  expect(audit.map(({ type }) => type)).toEqual([
    'ballot.recoverySheetTaken',
    'ballot.recoverySheetTaken',
    'ballot.recoverySheetEntered',
  ]);
});

test('without the key folder no secret poll opens', async () => {
  const before = await run('select count(*)::int as n from poll');
  rmSync(keyDir, { recursive: true });
  await expect(givenPoll(app, place, admin, voter.secretRules)).rejects.toThrow('KEY_FOLDER_MISSING');
  expect(await run('select count(*)::int as n from poll')).toEqual(before);
  mkdirSync(keyDir);
  expect((await givenPoll(app, place, admin, voter.secretRules)).id).toBeTruthy();
});

test('sheet, close and confirmation of a secret poll need a sign-in of the last 15 minutes', async () => {
  const poll = await givenPoll(app, place, admin, { ...voter.secretRules, resultsVisibility: 'AFTER_CONFIRMATION' });
  const everyday = await givenPoll(app, place, admin);
  const call = async (name: string, { id }: GivenPoll): Promise<string[]> => {
    const query = `mutation($id: ID!) { it: ${name}(input: { pollId: $id }) { userErrors { code } } }`;
    return (await askData(app.port, admin, query, { id })).it.userErrors.map(({ code }: Data) => code);
  };
  const signedIn = (minutes: number): Promise<unknown> =>
    run(`update session set proven_at = now() - make_interval(mins => ?) where person_id = ?`, [
      minutes,
      admin.personId,
    ]);
  await signedIn(16);
  expect(await call('takeRecoverySheet', poll)).toEqual(['SIGN_IN_AGAIN']);
  expect(await call('closePoll', poll)).toEqual(['SIGN_IN_AGAIN']);
  expect(await call('closePoll', everyday)).toEqual([]);
  await signedIn(14);
  await voter.closeAndCount(app.port, admin, poll.id);
  await signedIn(16);
  expect(await call('confirmPoll', poll)).toEqual(['SIGN_IN_AGAIN']);
  await signedIn(0);
  expect(await call('confirmPoll', poll)).toEqual([]);
});
