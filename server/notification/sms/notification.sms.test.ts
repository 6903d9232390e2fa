import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { defineMessage, enqueueMessage } from '../../kernel/message.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { givenIssue } from '../../testing/issues.ts';
import { deliveriesOf, endPauses, givenGroupOf, givenNews, isSettled } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { chooseSms, givenNumber, setSmsOf, type SmsService, startSmsService } from '../../testing/sms.ts';

/** Emergency for all members of the town's group. */
const alarm = defineMessage({
  kind: 'PLANTED_ALARM',
  class: 'EMERGENCY',
  interest: null,
  description: 'An emergency.',
  module: null,
  audience: `select b.person_id as recipient_id, b.group_id from membership b where b.group_id = m.subject_id`,
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: 'NONE',
  sms: () => Promise.resolve({ text: 'Chemieunfall: Fenster schließen!', page: null }),
});

let sms: SmsService;
let app: TestServer;

beforeAll(async () => {
  sms = await startSmsService();
  const settings = { outsideHosts: [sms.host], smsGateway: sms.generic, smsPrice: 800, deliveryTimeoutMs: 1500 };
  // A server of its own: it has an SMS gateway and a message of the test.
  app = await startTestServer(settings, 'all', [defineDomain({ name: 'planted', messages: [alarm] })]);
});
afterEach(async () => {
  sms.refusalOf = () => undefined;
  sms.delayMs = 0;
  sms.taken.length = 0;
  await endPauses(app);
});
afterAll(async () => {
  await app.stop();
  sms.stop();
});

interface Town extends Place {
  readonly anna: Somebody;
  readonly number: string;
}

/** Town with a member who has a number and wants the news of the town by SMS. */
async function givenTown(mode: string, budgetCents: number): Promise<Town> {
  const place = await givenPlace(app, 'Unkel');
  const [anna = expect.fail()] = await givenPeople(app, place, 1);
  await setSmsOf(app, place, mode, budgetCents);
  await chooseSms(app, [anna], 'GROUP', place.groupId);
  const { number } = await givenNumber(app, anna);
  return { ...place, anna, number };
}

async function settled(subjectId: string) {
  await expect.poll(() => isSettled(app, subjectId), { timeout: 30_000 }).toBe(true);
  return (await deliveriesOf(app, subjectId)).filter(({ channel }) => channel === 'SMS');
}
const news = async (place: Place, title?: string) => settled(await givenNews(app, place, [place.groupId], title));

async function raiseAlarm({ municipalityId, groupId }: Place) {
  await write(forkContext(app.services, system), (tx) =>
    enqueueMessage(tx, alarm, { municipalityId, subjectId: groupId }),
  );
  return settled(groupId);
}

async function spentOf(place: Place): Promise<Data> {
  const admin = await givenStaff(app, place);
  const query = `query($ags: String!) { municipality(ags: $ags) { sms { budgetCents spentCents shownSender } } }`;
  return (await askData(app.port, admin, query, { ags: place.ags })).municipality.sms;
}

test('a post comes with group, title and link, and the town pays the price', async () => {
  const town = await givenTown('CHOSEN', 1000);
  expect(await news(town, 'Wasser in der Linzer Straße abgestellt')).toMatchObject([{ state: 'SENT', attempts: 1 }]);
  const [got = expect.fail()] = sms.taken;
  expect(got).toMatchObject({ to: town.number, from: 'Unkel' });
  expect(got.text).toMatch(/^Unkel: Wasser in der Linzer Straße abgestellt\nhttp:\/\/[^ ]+\/posts\/\w+$/);
  expect(got.token).toMatch(/^[a-z2-7]{16}$/);
  expect(await spentOf(town)).toEqual({ budgetCents: 1000, spentCents: 8, shownSender: 'Unkel' });
});

test('an own report is named, not quoted; a closed group shows the title only', async () => {
  const town = await givenTown('CHOSEN', 1000);
  await chooseSms(app, [town.anna], 'OWN_REPORTS');
  const clerk = await givenStaff(app, town, 'CLERK');
  const issue = await givenIssue(app, town, town.anna);
  await comment(app, clerk, issue.id, 'PRIVATE', { text: 'Bitte kommen Sie vorbei.' });
  await expect.poll(() => sms.taken, { timeout: 20_000 }).toHaveLength(1);
  expect(sms.taken[0]?.text).toMatch(
    /^Meldung M-\d+: Es gibt etwas Neues zu Ihrer Meldung\.\nhttp[^ ]+\/issues\/M-\d+$/,
  );
  const kita = await givenGroupOf(app, town, [town.anna], { name: 'Kita Am Rhein' });
  await chooseSms(app, [town.anna], 'GROUP', kita);
  await settled(await givenNews(app, town, [kita], 'Läuse in der Bärengruppe'));
  expect(sms.taken[1]?.text).toMatch(/^Kita Am Rhein: Läuse in der Bärengruppe\nhttp[^ ]+$/);
});

test('emergencies leave in the mode EMERGENCY_ONLY, nothing does in the mode OFF', async () => {
  const only = await givenTown('EMERGENCY_ONLY', 1000);
  expect(await news(only)).toEqual([]);
  expect(await raiseAlarm(only)).toMatchObject([{ state: 'SENT' }]);
  const off = await givenTown('OFF', 1000);
  expect(await raiseAlarm(off)).toEqual([]);
  expect(sms.taken.map(({ to }) => to)).toEqual([only.number]);
});

test('without money news are cancelled visibly, and an emergency leaves all the same', async () => {
  for (const budgetCents of [0, 7]) {
    const town = await givenTown('CHOSEN', budgetCents);
    expect(await news(town)).toMatchObject([{ state: 'CANCELLED', failure: 'BUDGET', attempts: 0 }]);
    expect(sms.taken).toEqual([]);
    expect(await raiseAlarm(town)).toMatchObject([{ state: 'SENT' }]);
    expect(await spentOf(town)).toMatchObject({ budgetCents, spentCents: 8 });
    sms.taken.length = 0;
  }
});

test('Control: one cent more, and the news leave', async () => {
  const town = await givenTown('CHOSEN', 8);
  expect(await news(town)).toMatchObject([{ state: 'SENT' }]);
  expect(await news(town)).toMatchObject([{ state: 'CANCELLED', failure: 'BUDGET' }]);
});

test('a town that switches SMS off stops what waits, and the money is free again', async () => {
  const town = await givenTown('CHOSEN', 8);
  sms.refusalOf = () => ({ status: 500 });
  const subject = await givenNews(app, town, [town.groupId]);
  const failureOf = async () => (await deliveriesOf(app, subject)).find(({ channel }) => channel === 'SMS')?.failure;
  await expect.poll(failureOf, { timeout: 20_000 }).toBe('HTTP_500');
  expect(await spentOf(town)).toMatchObject({ spentCents: 8 });
  sms.refusalOf = () => undefined;
  await setSmsOf(app, town, 'OFF', 8);
  await app.services.em
    .fork()
    .execute(`update delivery set due_at = now() where state = 'PENDING' and channel = 'SMS'`);
  const other = await givenTown('CHOSEN', 100);
  await news(other); // its job takes everything of the lane that is due
  expect(await settled(subject)).toMatchObject([{ state: 'CANCELLED', failure: 'NO_LONGER_WANTED' }]);
  expect(sms.taken.map(({ to }) => to)).toEqual([other.number]);
  expect(await spentOf(town)).toMatchObject({ spentCents: 0 });
});

test('a number that the gateway refuses costs nothing', async () => {
  const town = await givenTown('CHOSEN', 100);
  sms.refusalOf = () => ({ status: 400 });
  expect(await news(town)).toMatchObject([{ state: 'FAILED', failure: 'HTTP_400' }]);
  expect(await spentOf(town)).toMatchObject({ spentCents: 0 });
});

test('a try without an answer may have been sent, so it is counted, and is repeated under the same token', async () => {
  const town = await givenTown('CHOSEN', 100);
  sms.refusalOf = () => ({ status: Infinity });
  const subject = await givenNews(app, town, [town.groupId]);
  const failureOf = async () => (await deliveriesOf(app, subject)).find(({ channel }) => channel === 'SMS')?.failure;
  await expect.poll(failureOf, { timeout: 20_000 }).toBe('TIMEOUT');
  expect(await spentOf(town)).toMatchObject({ spentCents: 16 });
  sms.refusalOf = () => undefined;
  await endPauses(app);
  await app.services.em
    .fork()
    .execute(`update delivery set due_at = now() where state = 'PENDING' and channel = 'SMS'`);
  await news(await givenTown('CHOSEN', 100));
  expect(await settled(subject)).toMatchObject([{ state: 'SENT', attempts: 2 }]);
  expect(await spentOf(town)).toMatchObject({ spentCents: 16 });
  const tokens = sms.taken.filter(({ to }) => to === town.number).map(({ token }) => token);
  expect([tokens.length, new Set(tokens).size]).toEqual([2, 1]);
});

test('20 SMS at a time', async () => {
  const place = await givenPlace(app, 'Unkel');
  const people = await givenPeople(app, place, 60);
  await setSmsOf(app, place, 'CHOSEN', 100_000);
  await chooseSms(app, people, 'GROUP', place.groupId);
  for (const person of people) await givenNumber(app, person);
  sms.delayMs = 300;
  sms.mostAtOnce = 0;
  const told = await news(place);
  expect(told.filter(({ state }) => state === 'SENT')).toHaveLength(60);
  expect(sms.mostAtOnce).toBeLessThanOrEqual(20);
  expect(sms.mostAtOnce).toBeGreaterThan(6);
  expect(await spentOf(place)).toMatchObject({ spentCents: 480 });
});

test('people choose SMS only where the town lets them', async () => {
  const set = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) {
    preference { mode } userErrors { code path } } }`;
  const listed = `query($id: ID!) { viewer { preferences(municipalityId: $id) { channel } } }`;
  const outcomes: Data[] = [];
  for (const mode of ['OFF', 'EMERGENCY_ONLY', 'CHOSEN']) {
    const place = await givenPlace(app);
    const [anna = expect.fail()] = await givenPeople(app, place, 1);
    await setSmsOf(app, place, mode, 100);
    const choices = [
      { interest: 'GROUP', groupId: toGlobalId('Group', place.groupId), channel: 'SMS', mode: 'NOW' },
      { interest: 'OWN_REPORTS', channel: 'SMS', mode: 'NOW' },
    ];
    for (const input of choices) {
      const { setPreference } = await askData(app.port, anna, set, { input });
      outcomes.push([mode, setPreference.userErrors[0]?.code ?? setPreference.preference.mode]);
    }
    const id = toGlobalId('Municipality', place.municipalityId);
    const { viewer } = await askData(app.port, anna, listed, { id });
    expect(viewer.preferences.some(({ channel }: Data) => channel === 'SMS')).toBe(mode === 'CHOSEN');
    const off = { interest: 'OWN_REPORTS', channel: 'SMS', mode: 'OFF' };
    expect((await askData(app.port, anna, set, { input: off })).setPreference.userErrors).toEqual([]);
  }
  expect(outcomes).toEqual([
    ['OFF', 'CHANNEL_NOT_OFFERED'],
    ['OFF', 'CHANNEL_NOT_OFFERED'],
    ['EMERGENCY_ONLY', 'CHANNEL_NOT_OFFERED'],
    ['EMERGENCY_ONLY', 'CHANNEL_NOT_OFFERED'],
    ['CHOSEN', 'NOW'],
    ['CHOSEN', 'NOW'],
  ]);
});

test('an admin sets mode, budget and sender; wrong values are refused, others see nothing', async () => {
  const place = await givenPlace(app, 'Bad Hönningen');
  const admin = await givenStaff(app, place);
  const [citizen = expect.fail()] = await givenPeople(app, place, 1);
  const set = `mutation($input: SetTownSmsInput!) { setTownSms(input: $input) {
    municipality { smsMode sms { mode budgetCents sender shownSender } } userErrors { code path } } }`;
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const send = async (more: object): Promise<Data> => {
    const input = { municipalityId, mode: 'CHOSEN', budgetCents: 5000, sender: 'Rathaus', ...more };
    return (await askData(app.port, admin, set, { input })).setTownSms;
  };
  expect(await send({})).toEqual({
    municipality: {
      smsMode: 'CHOSEN',
      sms: { mode: 'CHOSEN', budgetCents: 5000, sender: 'Rathaus', shownSender: 'Rathaus' },
    },
    userErrors: [],
  });
  for (const budgetCents of [-1, 1_000_001])
    expect((await send({ budgetCents })).userErrors).toEqual([{ code: 'BAD_BUDGET', path: ['budgetCents'] }]);
  for (const sender of ['zwölf', '12345', 'viel zu lang!', 'a\nb'])
    expect((await send({ sender })).userErrors).toContainEqual({ code: 'BAD_SENDER', path: ['sender'] });
  const after = await send({ sender: '', mode: 'EMERGENCY_ONLY' });
  expect(after.municipality).toMatchObject({
    smsMode: 'EMERGENCY_ONLY',
    sms: { sender: null, shownSender: 'Bad Hoennin' },
  });
  const read = `query($ags: String!) { municipality(ags: $ags) { smsMode sms { budgetCents } } }`;
  const seen = (await askData(app.port, citizen, read, { ags: place.ags })).municipality;
  expect(seen).toEqual({ smsMode: 'EMERGENCY_ONLY', sms: null });
});
