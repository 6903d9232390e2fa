import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage } from '../../kernel/message.ts';
import { givenPeople, givenPerson, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { setTime } from '../../testing/clocks.ts';
import { deliveriesOf, givenGroupOf, givenNews } from '../../testing/news.ts';
import { givenPhone, type Phone } from '../../testing/phones.ts';
import { type PushService, startPushService } from '../../testing/push.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { release } from './notification.release.service.ts';

const night = '2027-01-12T01:00:00Z';
const morning = '2027-01-12T06:00:00Z';

/** News to one person, of use until the evening or until five in the morning. */
const planted = ['LASTING', 'SHORT'].map((kind) =>
  defineMessage({
    kind,
    description: 'News that may be over soon.',
    class: 'BULK',
    interest: 'TAKING_PART',
    module: null,
    audience: 'select m.subject_id as recipient_id, null::uuid as group_id',
    validUntil: kind === 'SHORT' ? `'2027-01-12T05:00:00Z'::timestamptz` : `'2027-01-12T18:00:00Z'::timestamptz`,
    inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
    mail: 'NONE',
    push: () => Promise.resolve({ title: kind, body: '', page: '' }),
  }),
);

let push: PushService;
let app: TestServer;
let place: Place;

beforeAll(async () => {
  push = await startPushService();
  const added = defineDomain({ name: 'planted', messages: planted });
  // A server of its own: it has messages of the test.
  app = await startTestServer({ outsideHosts: [push.host] }, 'all', [added]);
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
});
afterEach(() => {
  setTime(app);
});
afterAll(async () => {
  await app.stop();
  push.stop();
});

const run = (sql: string, values: readonly unknown[] = []): Promise<never[]> =>
  app.services.em.fork().execute(sql, [...values]);

/** Gives the person a phone and quiet hours from 22:00 to 07:00. */
async function givenSleeper(who: Somebody): Promise<Phone> {
  const phone = await givenPhone(app, push, who);
  await run('update recipient set quiet_from = 1320, quiet_to = 420 where id = ?', [who.personId]);
  return phone;
}

async function pushesOf(subjectId: string) {
  const rows = await deliveriesOf(app, subjectId);
  return rows.flatMap(({ channel, state, failure }) => (channel === 'PUSH' ? [[state, failure]] : []));
}
const expectPushes = (subjectId: string, expected: unknown) =>
  expect.poll(() => pushesOf(subjectId), { timeout: 15_000 }).toEqual(expected);
const held = [['HELD', null]];
const sent = [['SENT', null]];
const cancelled = [['CANCELLED', 'NO_LONGER_WANTED']];

/** Lets the night of all recipients end. */
function endNight(): Promise<void> {
  setTime(app, morning);
  return release(forkContext(app.services, system), { dueAt: morning });
}

const shownOn = async ({ subscription }: Phone, count = 1) =>
  (await push.take(subscription, count)).map(({ message: { notification } }) => [
    notification.title,
    notification.navigate.replace(/^.*\/\d{8}\//, ''),
  ]);

test('at night a device gets nothing, the inbox does; in the morning a single message leaves as itself', async () => {
  const anna = await givenPerson(app, place);
  const kita = await givenGroupOf(app, place, [anna], { name: 'Kita' });
  const phone = await givenSleeper(anna);
  setTime(app, night);
  const post = await givenNews(app, place, [kita], 'Neuer Zaun');
  await expectPushes(post, held);
  const [row] = await run(
    `select due_at = ?::timestamptz as "isDue", attempts, claim from delivery d join message m on m.id = d.message_id
     where m.subject_id = ? and channel = 'PUSH'`,
    [morning, post],
  );
  expect(row).toEqual({ isDue: true, attempts: 0, claim: null });
  const inbox = (await deliveriesOf(app, post)).filter(({ channel }) => channel === 'INBOX');
  expect(inbox).toMatchObject([{ state: 'SENT' }]);
  const jobs = await run(`select from jobs.job where name = 'notification.release' and start_after = ?`, [morning]);
  expect(jobs.length).toBeGreaterThan(0);

  await endNight();
  await expectPushes(post, sent);
  expect(await shownOn(phone)).toEqual([['Kita', expect.stringMatching(/^posts\//)]]);
  await endNight(); // a repeated job finds nothing
  expect(await push.take(phone.subscription)).toHaveLength(1);
});

test('by day, and without quiet hours, nothing is held', async () => {
  const [day, owl] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const groups = [await givenGroupOf(app, place, [day]), await givenGroupOf(app, place, [owl])] as const;
  await givenSleeper(day);
  await givenPhone(app, push, owl);
  setTime(app, morning);
  await expectPushes(await givenNews(app, place, [groups[0]]), sent);
  setTime(app, night);
  await expectPushes(await givenNews(app, place, [groups[1]]), sent);
});

test('several held messages are one message on each device, also of two towns, and the inbox opens', async () => {
  const anna = await givenPerson(app, place);
  const elsewhere = await givenPlace(app, 'Andernach');
  const kita = await givenGroupOf(app, place, [anna]);
  const chor = await givenGroupOf(app, elsewhere, [anna]);
  const phones = [await givenSleeper(anna), await givenSleeper(anna)];
  setTime(app, night);
  const posts = [];
  for (let n = 0; n < 3; n++) posts.push(await givenNews(app, place, [kita]));
  posts.push(await givenNews(app, elsewhere, [chor]));
  for (const post of posts) await expectPushes(post, [...held, ...held]);
  await endNight();
  for (const post of posts) await expectPushes(post, [...sent, ...sent]);
  for (const phone of phones) expect(await shownOn(phone)).toEqual([['4 neue Nachrichten', 'inbox']]);
});

test('what a person may or wants to get no longer is cancelled in the morning', async () => {
  const other = await givenPlace(app, 'Stillstadt');
  const people = await givenPeople(app, place, 5);
  const [leaver, reader, resident, off, stays] = people as [Somebody, Somebody, Somebody, Somebody, Somebody];
  const phones = new Map<Somebody, Phone>();
  for (const who of people) phones.set(who, await givenSleeper(who));
  const groupOf = (who: Somebody) => givenGroupOf(app, who === resident ? other : place, [who]);
  const posts = new Map<Somebody, string>();
  for (const who of people) {
    const group = await groupOf(who);
    setTime(app, night);
    posts.set(who, await givenNews(app, who === resident ? other : place, [group]));
  }
  const postOf = (who: Somebody) => posts.get(who) ?? '';
  for (const who of people) await expectPushes(postOf(who), held);
  await run('delete from membership where person_id = ?', [leaver.personId]);
  await run(`update post set state = 'WITHDRAWN' where id = ?`, [postOf(reader)]);
  await run(`update municipality set modules = '{POLLS}' where id = ?`, [other.municipalityId]);
  await run(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), m.person_id, 'GROUP', m.group_id, 'PUSH', 'OFF' from membership m where m.person_id = ?`,
    [off.personId],
  );
  await endNight();
  for (const who of [leaver, reader, resident, off]) await expectPushes(postOf(who), cancelled);
  await expectPushes(postOf(stays), sent); // control
  const shown = people.map((who) =>
    push.pushed.filter(({ path }) => phones.get(who)?.subscription.endpoint.endsWith(path)),
  );
  expect(shown.map(({ length }) => length)).toEqual([0, 0, 0, 0, 1]);
});

/** Sends both planted messages to a person, so that they are held together. */
async function givenPlanted({ personId }: Somebody, kinds: readonly string[]): Promise<void> {
  for (const message of planted.filter(({ kind }) => kinds.includes(kind)))
    await write(forkContext(app.services, system), (tx) =>
      enqueueMessage(tx, message, { municipalityId: place.municipalityId, subjectId: personId }),
    );
}

test('of a bundle only what is still of use leaves; what is left alone leaves as itself', async () => {
  const people = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const [anna, bert] = people;
  const phone = await givenSleeper(anna);
  const silent = await givenSleeper(bert);
  setTime(app, night);
  await givenPlanted(anna, ['LASTING', 'SHORT']);
  await givenPlanted(bert, ['SHORT']);
  await expectPushes(anna.personId, [...held, ...held]);
  await expectPushes(bert.personId, held);
  await endNight();
  const ofAnna = async () => (await pushesOf(anna.personId)).toSorted();
  await expect.poll(ofAnna, { timeout: 15_000 }).toEqual([...cancelled, ...sent]);
  await expectPushes(bert.personId, cancelled);
  expect((await shownOn(phone)).map(([title]) => title)).toEqual(['LASTING']);
  expect(await push.take(silent.subscription, 0)).toEqual([]);
});
