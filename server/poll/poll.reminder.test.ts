import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { defineDomain } from '../kernel/domain.ts';
import { on, record, write } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { secretRules, takeBallot, uuidOf } from '../testing/voter.ts';
import { pollReminded } from './poll.events.ts';
import { remindIfDue } from './poll.reminder.service.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
let people: Somebody[];
/** While true, the transaction that sends a reminder fails like one whose process was killed. */
let dies = false;

beforeAll(async () => {
  const killer = on(pollReminded, () => {
    if (dies) throw new Error('killed');
  });
  // A server of its own: it has a listener that ends the transaction.
  app = await startTestServer({}, 'all', [defineDomain({ name: 'killer', listeners: [killer] })]);
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 4);
});
afterAll(() => app.stop());

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
const plan = `mutation($input: PlanReminderInput!) { it: planReminder(input: $input) {
  poll { remindsAt remindedAt } userErrors { code path } } }`;

async function planFor(who: Identified, { id }: GivenPoll, more: object = {}): Promise<Data> {
  const { data, errors } = await ask(app.port, who, plan, { input: { pollId: id, isOn: true, ...more } });
  return errors?.[0]?.extensions?.code ?? data.it.userErrors[0]?.code ?? data.it.poll;
}
async function vote(who: Somebody, poll: GivenPoll): Promise<void> {
  await askData(app.port, who, cast, { input: { pollId: poll.id, optionIds: [poll.options[0]] } });
}
const run = (sql: string, values: unknown[]): Promise<Data[]> => app.services.em.fork().execute(sql, values);
const remindersOf = async ({ id }: GivenPoll): Promise<string[]> => {
  const sql = `select d.recipient_id as "personId" from delivery d join message m on m.id = d.message_id
    where m.kind = 'POLL_REMINDER' and m.subject_id = ? and d.channel = 'INBOX'`;
  return (await run(sql, [uuidOf(id)])).map(({ personId }) => personId).sort();
};
const messagesOf = async ({ id }: GivenPoll): Promise<number> => {
  const sql = "select count(*)::int as n from message where kind = 'POLL_REMINDER' and subject_id = ?";
  return (await run(sql, [uuidOf(id)]))[0].n;
};
const remind = ({ id }: GivenPoll): Promise<void> => remindIfDue(forkContext(app.services, system), uuidOf(id));
const idsOf = (...some: readonly (Somebody | undefined)[]): string[] => some.map((one) => one?.personId ?? '').sort();

test('at its time who has not voted is reminded, once; who voted or wants nothing of the group is not', async () => {
  const poll = await givenPoll(app, place, admin, { eligibility: 'MEMBERS' });
  const [voter, silent, idle, late] = people;
  await vote(voter!, poll);
  const off = { groupId: toGlobalId('Group', place.groupId), interest: 'GROUP', channel: 'INBOX', mode: 'OFF' };
  const choose = 'mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }';
  await askData(app.port, silent!, choose, { input: off });
  const [newcomer] = await givenPeople(app, place, 1); // no elector: joined after the opening
  expect(await planFor(admin, poll, { at: inMs(1500) })).toMatchObject({ remindedAt: null });
  await vi.waitUntil(async () => (await remindersOf(poll)).length > 0, { timeout: 20_000, interval: 50 });
  expect(await remindersOf(poll)).toEqual(idsOf(admin, idle, late));
  expect(await remindersOf(poll)).not.toContain(newcomer?.personId);
  await Promise.all(Array.from({ length: 10 }, () => remind(poll)));
  expect(await messagesOf(poll)).toBe(1);
  expect(await planFor(admin, poll)).toBe('ALREADY_REMINDED');
  await askData(app.port, silent!, choose, { input: { ...off, mode: 'NOW' } });
});

test('killed before the commit it is sent by the next try; ten at once send one', async () => {
  const poll = await givenPoll(app, place, admin);
  await run("update poll set reminds_at = now() - interval '1 second' where id = ?", [uuidOf(poll.id)]);
  dies = true;
  await expect(remind(poll)).rejects.toThrow('killed');
  dies = false;
  expect(await messagesOf(poll)).toBe(0);
  await Promise.all(Array.from({ length: 10 }, () => remind(poll)));
  expect(await messagesOf(poll)).toBe(1);
  // For SIGNED_IN the recipients are the members of the group.
  await vi.waitUntil(async () => (await remindersOf(poll)).length > 0, { timeout: 20_000, interval: 50 });
  expect(await remindersOf(poll)).toEqual(expect.arrayContaining(idsOf(...people)));
});

test('the control: without the mark of the poll each try would tell of it', async () => {
  const poll = await givenPoll(app, place, admin);
  const facts = { pollId: uuidOf(poll.id), municipalityId: place.municipalityId };
  for (let i = 0; i < 2; i += 1)
    await write(forkContext(app.services, system), (tx) => record(tx, pollReminded(facts)));
  expect(await messagesOf(poll)).toBe(2);
});

test('of a secret poll who was handed a ballot is not reminded', async () => {
  const poll = await givenPoll(app, place, admin, secretRules);
  await takeBallot(app.port, people[0]!, poll.id);
  await run('update poll set reminds_at = now() where id = ?', [uuidOf(poll.id)]);
  await remind(poll);
  await vi.waitUntil(async () => (await remindersOf(poll)).length > 0, { timeout: 20_000, interval: 50 });
  expect(await remindersOf(poll)).not.toContain(people[0]?.personId);
  expect(await remindersOf(poll)).toContain(people[2]?.personId);
});

test('planned a day before the close, moved, taken back; never outside the time of voting, never of a closed poll', async () => {
  const closesAt = inMs(3 * 86_400_000);
  const poll = await givenPoll(app, place, admin, { closesAt });
  const planned = await planFor(admin, poll);
  expect(Date.parse(closesAt) - Date.parse(planned.remindsAt)).toBe(86_400_000);
  expect(await planFor(admin, poll, { isOn: false })).toEqual({ remindsAt: null, remindedAt: null });
  expect(await planFor(admin, poll, { at: inMs(-1000) })).toBe('IN_THE_PAST');
  expect(await planFor(admin, poll, { at: closesAt })).toBe('REMINDS_TOO_LATE');
  expect(await planFor(admin, await givenPoll(app, place, admin), {})).toBe('IN_THE_PAST'); // it ends within the hour
  expect(await planFor(people[0]!, poll)).toBe('FORBIDDEN');
  await planFor(admin, poll, { at: inMs(60_000) });
  await askData(app.port, admin, `mutation { closePoll(input: { pollId: "${poll.id}" }) { userErrors { code } } }`);
  await run('update poll set reminds_at = now() where id = ?', [uuidOf(poll.id)]);
  await remind(poll);
  expect(await messagesOf(poll)).toBe(0);
  expect(await planFor(admin, poll)).toBe('POLL_NOT_OPEN');
});
