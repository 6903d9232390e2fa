import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { type Context, forkContext } from '../../kernel/context.ts';
import { givenPlace } from '../../testing/builders.ts';
import { type TestServer } from '../../testing/server.ts';
import { setSmsOf } from '../../testing/sms.ts';
import { countTimeout, monthOf, reserveSms, settleSms, spentIn } from './notification.budget.service.ts';
import { test } from '../../testing/fixtures.ts';

test('20 senders race for a budget that suffices for 10: overspent 0', async ({ app }) => {
  const town = await givenTown(app, 10);
  expect(await raceOf(app, town, () => reserveAndKeep(app, town))).toEqual({ won: 10, amount: 1000 });
  expect(await rowsOf(app, town)).toHaveLength(10);
});

/** Reserves, and settles at once, so that the reservation does not count as unused. */
async function reserveAndKeep(app: TestServer, municipalityId: string): Promise<boolean> {
  const messageId = randomUUID();
  const [one = expect.fail()] = smsOf(1);
  const ctx = newContext(app);
  return ctx.em.transactional(async (em) => {
    const isDone = await reserveSms({ em: em as never }, { messageId, municipalityId, month }, [one], false);
    await em.execute('update sms set is_settled = true where message_id = ?', [messageId]);
    return isDone;
  });
}

test('Control: senders that read the amount first overspend it', async ({ app }) => {
  const town = await givenTown(app, 10);
  const { amount } = await raceOf(app, town, () => reserveByReading(app, town, 1000));
  expect(amount).toBeGreaterThan(1000);
});

test('all SMS of a message are reserved, or none; urgent ones know no limit', async ({ app }) => {
  const town = await givenTown(app, 10);
  expect(await reserve(app, town, smsOf(11))).toBe(false);
  expect(await rowsOf(app, town)).toEqual([]);
  expect(await reserve(app, town, smsOf(11), true)).toBe(true);
  const [row]: { amount: number }[] = await app.services.em
    .fork()
    .execute('select amount from sms_spending where municipality_id = ?', [town]);
  expect(row?.amount).toBe(1100);
  const poor = (await givenPlace(app)).municipalityId;
  expect(await reserve(app, poor)).toBe(false); // no settings: no budget
});

test('the price replaces the reservation, a time-out counts once more, what is never sent is given back', async ({
  app,
}) => {
  const town = await givenTown(app, 10);
  const one = randomUUID();
  const two = randomUUID();
  const three = randomUUID();
  const contactId = randomUUID();
  const payer = { municipalityId: town, month };
  for (const messageId of [one, two, three])
    await reserveSms(newContext(app), { ...payer, messageId }, [{ contactId, cost: 300 }], false);
  // `one` and `two` are settled; `three` has no delivery any more.
  await settleSms(newContext(app), [{ messageId: one, contactId, price: 250, gatewayId: 'g-1' }]);
  await countTimeout(newContext(app), { messageId: two, contactId });
  await settleSms(newContext(app), [{ messageId: two, contactId, price: 250, gatewayId: null }]);
  expect(await spent(app, town)).toBe(250 + 300 + 250);
  await settleSms(newContext(app), [{ messageId: one, contactId, price: 900, gatewayId: null }]); // only once
  expect(await spent(app, town)).toBe(800);
  // 1,100 are booked and 800 spent: the next 200 need the money of `three`.
  expect(await reserve(app, town, smsOf(1, 200))).toBe(true);
  expect(await rowsOf(app, town)).toHaveLength(3);
});

test('a month begins at midnight of the town', () => {
  const at = new Date('2026-10-31T23:30:00Z');
  expect([monthOf(at, 'Europe/Berlin'), monthOf(at, 'UTC')]).toEqual(['2026-11', '2026-10']);
});

const month = '2026-11';
const newContext = (app: TestServer): Context => forkContext(app.services, system);

async function givenTown(app: TestServer, budgetCents: number): Promise<string> {
  const place = await givenPlace(app);
  await setSmsOf(app, place, 'CHOSEN', budgetCents);
  return place.municipalityId;
}

const smsOf = (count: number, cost = 100) => Array.from({ length: count }, () => ({ contactId: randomUUID(), cost }));
const reserve = (app: TestServer, municipalityId: string, planned = smsOf(1), isUrgent = false): Promise<boolean> =>
  reserveSms(newContext(app), { messageId: randomUUID(), municipalityId, month }, planned, isUrgent);
const spent = (app: TestServer, municipalityId: string): Promise<number> =>
  spentIn(newContext(app), municipalityId, month);
/** SMS of a town, whose deliveries do not exist. */
const rowsOf = (app: TestServer, municipalityId: string): Promise<{ amount: number }[]> =>
  app.services.em.fork().execute('select * from sms where municipality_id = ?', [municipalityId]);

/** Reservation by reading first, as it must not be done. */
async function reserveByReading(app: TestServer, municipalityId: string, budget: number): Promise<boolean> {
  const em = app.services.em.fork();
  const [row]: { amount: number }[] = await em.execute('select amount from sms_spending where municipality_id = ?', [
    municipalityId,
  ]);
  if ((row?.amount ?? 0) + 100 > budget) return false;
  await em.execute(
    `insert into sms_spending as s (municipality_id, month, amount) values (?, ?, 100)
     on conflict (municipality_id, month) do update set amount = s.amount + 100`,
    [municipalityId, month],
  );
  return true;
}

async function raceOf(
  app: TestServer,
  town: string,
  one: () => Promise<boolean>,
): Promise<{ won: number; amount: number }> {
  const results = await Promise.all(Array.from({ length: 20 }, one));
  const [row]: { amount: number }[] = await app.services.em
    .fork()
    .execute('select amount from sms_spending where municipality_id = ?', [town]);
  return { won: results.filter(Boolean).length, amount: row?.amount ?? 0 };
}
