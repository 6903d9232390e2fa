import { afterEach, expect } from 'vitest';
import { addAccounts } from '../../recipient/recipient.service.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { test } from '../../testing/fixtures.ts';
import { givenGroupOf, givenNews } from '../../testing/news.ts';
import type { TestServer } from '../../testing/server.ts';
import { givenPhone } from '../../testing/phones.ts';
import type { PushService } from '../../testing/push.ts';

let push: PushService;
let app: TestServer;
let place: Place;

test.beforeAll(async ({ app: server, push: service }) => {
  app = server;
  push = service;
  place = await givenPlace(app);
});
afterEach(() => {
  setTime(app);
});

const read = '{ viewer { quietHours { from to timeZone onlyEmergencies } } }';
const set = `mutation($input: SetQuietHoursInput!) { setQuietHours(input: $input) {
  quietHours { from to timeZone } userErrors { code path } } }`;
const only = `mutation($isOn: Boolean!) { setOnlyEmergencies(input: { isOn: $isOn }) {
  quietHours { onlyEmergencies } userErrors { code } } }`;

const settingsOf = async (who: Somebody): Promise<Data> => (await askData(app.port, who, read)).viewer.quietHours;
const setFor = async (who: Somebody, input: object): Promise<Data> =>
  (await askData(app.port, who, set, { input })).setQuietHours;
const run = (sql: string, values: readonly unknown[]): Promise<Data[]> =>
  app.services.em.fork().execute(sql, [...values]);

test('a new account has quiet hours from 22:00 to 07:00 of the town; each change is kept', async () => {
  const anna = await givenPerson(app, place);
  await run('delete from recipient where id = ?', [anna.personId]); // the builder's has no quiet hours
  await addAccounts({ em: app.services.em.fork(), secret: app.services.secret }, [anna.personId]);
  expect(await settingsOf(anna)).toEqual({ from: '22:00', to: '07:00', timeZone: null, onlyEmergencies: false });
  const wanted = { from: '21:30', to: '06:15', timeZone: 'America/New_York' };
  expect(await setFor(anna, wanted)).toEqual({ quietHours: wanted, userErrors: [] });
  expect((await askData(app.port, anna, only, { isOn: true })).setOnlyEmergencies).toEqual({
    quietHours: { onlyEmergencies: true },
    userErrors: [],
  });
  expect(await settingsOf(anna)).toEqual({ ...wanted, onlyEmergencies: true });
});

test('unknown time zones and bad times are refused together, and nothing is written', async () => {
  const anna = await givenPerson(app, place);
  const before = await settingsOf(anna);
  for (const timeZone of ['Europe/Unkel', '+01:00', 'Europe/Berlin\n', ''])
    expect(await setFor(anna, { from: '22:00', to: '07:00', timeZone })).toEqual({
      quietHours: null,
      userErrors: [{ code: 'UNKNOWN_TIME_ZONE', path: ['timeZone'] }],
    });
  expect((await setFor(anna, { from: '24:00', to: 'früh', timeZone: 'X' })).userErrors).toEqual([
    { code: 'BAD_TIME', path: ['from'] },
    { code: 'BAD_TIME', path: ['to'] },
    { code: 'UNKNOWN_TIME_ZONE', path: ['timeZone'] },
  ]);
  expect(await settingsOf(anna)).toEqual(before);
});

test('what is held follows the new quiet hours, and leaves at once without any', async () => {
  const anna = await givenPerson(app, place);
  await givenPhone(app, push, anna);
  await setFor(anna, { from: '22:00', to: '07:00' });
  const kita = await givenGroupOf(app, place, [anna]);
  await run(`update session set expires_at = '2028-01-01' where person_id = ?`, [anna.personId]);
  setTime(app, '2027-01-12T01:00:00Z');
  const post = await givenNews(app, place, [kita]);
  const shown = async (): Promise<unknown> => {
    const rows = await run(
      `select d.state, extract(epoch from d.due_at)::int as due from delivery d join message m on m.id = d.message_id
       where m.subject_id = ? and d.channel = 'PUSH'`,
      [post],
    );
    return rows.map(({ state, due }) => [state, new Date(1000 * due).toISOString()]);
  };
  const isHeld = (until: string) => expect.poll(shown, { timeout: 15_000 }).toEqual([['HELD', `${until}.000Z`]]);
  await isHeld('2027-01-12T06:00:00');
  await setFor(anna, { from: '22:00', to: '09:00' });
  await isHeld('2027-01-12T08:00:00');
  await setFor(anna, { from: '19:00', to: '21:00', timeZone: 'America/New_York' });
  await isHeld('2027-01-12T02:00:00');
  await setFor(anna, { from: '08:00', to: '08:00' });
  await isHeld('2027-01-12T01:00:00'); // due, its job starts when the database's clock says so
  const jobs = await run(`select from jobs.job where name = 'notification.release' and start_after = ?`, [
    '2027-01-12T01:00:00Z',
  ]);
  expect(jobs.length).toBeGreaterThan(0);
});
