import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { givenFollower } from '../testing/followers.ts';
import { type TestServer } from '../testing/server.ts';
import { type GivenStreet, givenStreet } from '../testing/streets.ts';
import { givenDates, givenDistrict, givenKind } from '../testing/waste.ts';
import { sendReminder } from './waste.reminder.jobs.ts';
import { test } from '../testing/fixtures.ts';

test('all bins of tomorrow come in one mail at 18:00, once, and to nobody who did not choose it', async ({
  app,
  mail,
}) => {
  const town = await givenTown(app, 'Erinnerstadt');
  const [chosen, other] = await givenPeople(app, town.place, 2);
  const address = await follow(app, chosen!, town);
  await askData(app.port, other!, following, { input: { streetId: town.street.id, byEmail: true } });
  setTime(app, '2027-01-03T10:00:00Z');
  try {
    await givenDates(app, town.place, town.admin, ['05.01.2027;Nord;Bio', '05.01.2027;Nord;Rest']);
    expect(await plannedAt(app, town)).toBe('2027-01-03T17:00:00.000Z');
    await runPlanned(app, town); // too early: nothing happens
    expect(await plannedAt(app, town)).toBe('2027-01-03T17:00:00.000Z');
    setTime(app, '2027-01-03T17:00:01Z');
    await runPlanned(app, town); // no bins on the next day
    setTime(app, '2027-01-04T17:00:01Z');
    const at = await plannedAt(app, town);
    expect(at).toBe('2027-01-04T17:00:00.000Z');
    const job = { municipalityId: town.place.municipalityId, at };
    // The worker was killed after its commit, so that the job comes again; and two workers run it side by side.
    await Promise.all([1, 2].map(() => sendReminder(forkContext(app.services, system), job)));
    await sendReminder(forkContext(app.services, system), job);
    const received = await mail.next(address);
    expect(received.headers.get('subject')).toContain('Morgen: Bio, Rest');
    expect(received.text).toContain('Dienstag, 5. Januar');
    await vi.waitUntil(async () => Object.keys(await sentMails(app, town)).length > 0, 20_000);
    expect(await sentMails(app, town)).toEqual({ '20270105 SENT': 1 });
  } finally {
    setTime(app);
  }
});

test.for<[string, string, string[]]>([
  [
    'spring',
    '2027-03-26T09:00:00Z',
    ['2027-03-27T17:00:00.000Z', '2027-03-28T16:00:00.000Z', '2027-03-29T16:00:00.000Z'],
  ],
  [
    'autumn',
    '2027-10-29T09:00:00Z',
    ['2027-10-30T16:00:00.000Z', '2027-10-31T17:00:00.000Z', '2027-11-01T17:00:00.000Z'],
  ],
])(
  'in the week of the change of the clocks in %s each reminder comes once at 18:00',
  async ([_season, start, evenings], { app, mail }) => {
    const town = await givenTown(app, 'Uhrenstadt');
    const address = await follow(app, await givenPerson(app, town.place), town);
    setTime(app, start);
    try {
      const days = evenings.map((at) => new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10));
      const rows = days.map((day) => `${day};Nord;Bio`);
      await givenDates(app, town.place, town.admin, rows);
      setTime(app, new Date(Date.parse(start) + 9 * 3_600_000).toISOString());
      await runPlanned(app, town); // the evening of the start has no bins
      for (const at of evenings) {
        expect(await plannedAt(app, town)).toBe(at);
        setTime(app, new Date(Date.parse(at) + 1000).toISOString());
        const job = { municipalityId: town.place.municipalityId, at };
        await sendReminder(forkContext(app.services, system), job);
        await sendReminder(forkContext(app.services, system), job);
        expect((await mail.next(address)).headers.get('subject')).toContain('Bio');
      }
      const sent = Object.fromEntries(days.map((day) => [`${day.replaceAll('-', '')} SENT`, 1]));
      expect(await sentMails(app, town)).toEqual(sent);
    } finally {
      setTime(app);
    }
  },
);

test('a worker that comes late sends until 06:00 of the day and not after it', async ({ app, mail }) => {
  const town = await givenTown(app, 'Spätstadt');
  const address = await follow(app, await givenPerson(app, town.place), town);
  setTime(app, '2027-02-01T09:00:00Z');
  try {
    const days = ['02.02.2027', '03.02.2027', '05.02.2027'];
    await givenDates(
      app,
      town.place,
      town.admin,
      days.map((day) => `${day};Nord;Bio`),
    );
    setTime(app, '2027-02-02T05:30:00Z'); // after 06:00 of the 2nd: its reminder is useless
    await runPlanned(app, town);
    expect(await plannedAt(app, town)).toBe('2027-02-02T17:00:00.000Z');
    setTime(app, '2027-02-03T04:30:00Z'); // 05:30 of the 3rd: caught up
    await runPlanned(app, town);
    expect((await mail.next(address)).text).toContain('3. Februar');
    setTime(app, '2027-02-04T23:00:00Z'); // a day without bins was missed, tonight is caught up
    await runPlanned(app, town);
    await runPlanned(app, town);
    expect((await mail.next(address)).text).toContain('5. Februar');
    expect(await sentMails(app, town)).toEqual({ '20270203 SENT': 1, '20270205 SENT': 1 });
  } finally {
    setTime(app);
  }
});

test('a letter that would leave after 06:00 of the day is cancelled', async ({ app }) => {
  const town = await givenTown(app, 'Verfallstadt');
  await follow(app, await givenPerson(app, town.place), town);
  setTime(app, '2027-02-08T09:00:00Z');
  try {
    await givenDates(app, town.place, town.admin, ['09.02.2027;Nord;Bio']);
    const at = await plannedAt(app, town);
    setTime(app, '2027-02-09T04:59:59Z');
    const ctx = { ...forkContext(app.services, system), now: () => new Date('2027-02-09T04:59:59Z') };
    setTime(app, '2027-02-09T05:00:01Z'); // before the jobs of the message run
    await sendReminder(Object.assign(forkContext(app.services, system), { now: ctx.now }), {
      municipalityId: town.place.municipalityId,
      at,
    });
    await vi.waitUntil(async () => Object.keys(await sentMails(app, town)).length > 0, 20_000);
    expect(await sentMails(app, town)).toEqual({ '20270209 CANCELLED': 1 });
  } finally {
    setTime(app);
  }
});

test('followers are told of a near date that an import moves, and not of a far one', async ({ app, mail }) => {
  const town = await givenTown(app, 'Umzugsstadt');
  const address = await follow(app, await givenPerson(app, town.place), town);
  setTime(app, '2027-03-20T09:00:00Z');
  try {
    await givenDates(app, town.place, town.admin, [
      '29.03.2027;Nord;Bio',
      '17.05.2027;Nord;Bio',
      '30.03.2027;Nord;Rest',
    ]);
    const moved = ['30.03.2027;Nord;Bio;verschoben von 29.03.2027', '18.05.2027;Nord;Bio', '30.03.2027;Nord;Rest'];
    await givenDates(app, town.place, town.admin, moved);
    const { text, headers } = await mail.next(address);
    expect(headers.get('subject')).toContain('Abfuhr verschoben');
    expect(text).toContain('Bio: Dienstag, 30. März statt Montag, 29. März');
    expect(text).not.toContain(' Mai');
    expect(text).not.toContain('Rest:');
  } finally {
    setTime(app);
  }
});

const linked = `mutation($input: SetWasteReminderByLinkInput!) { it: setWasteReminderByLink(input: $input) {
  choices { streets { remindsOfWaste street { id } } preferences { interest channel mode } } userErrors { code } } }`;
const linkFollowing = `mutation($input: FollowStreetByLinkInput!) { it: followStreetByLink(input: $input) {
  choices { streets { remindsOfWaste } } userErrors { code } } }`;

test('without an account the reminder is chosen by the link, and comes by e-mail', async ({ app, mail }) => {
  const town = await givenTown(app, 'Linkstadt');
  const email = `${randomUUID()}@example.org`;
  const token = await givenFollower(app, mail, town.place, [town.place.groupId], email);
  const streetId = town.street.id;
  const early = await askData(app.port, {}, linked, { input: { token, streetId, isOn: true } });
  expect(early.it.userErrors).toEqual([{ code: 'UNKNOWN_STREET' }]);
  await askData(app.port, {}, linkFollowing, { input: { token, streetId } });
  const { it }: Data = await askData(app.port, {}, linked, { input: { token, streetId, isOn: true } });
  expect(it.choices.streets).toMatchObject([{ remindsOfWaste: true }]);
  expect(it.choices.preferences).toContainEqual({ interest: 'WASTE', channel: 'EMAIL', mode: 'NOW' });
  setTime(app, '2027-01-04T10:00:00Z');
  try {
    await givenDates(app, town.place, town.admin, ['05.01.2027;Nord;Bio']);
    setTime(app, '2027-01-04T17:00:01Z');
    await runPlanned(app, town);
    expect((await mail.next(email)).headers.get('subject')).toContain('Morgen: Bio');
  } finally {
    setTime(app);
  }
  const off = await askData(app.port, {}, linked, { input: { token, streetId, isOn: false } });
  expect(off.it.choices.streets).toMatchObject([{ remindsOfWaste: false }]);
});

test('the reminder of a street that is not followed is refused', async ({ app }) => {
  const town = await givenTown(app, 'Fremdstadt');
  const citizen = await givenPerson(app, town.place);
  const setting = `mutation($input: SetWasteReminderInput!) { it: setWasteReminder(input: $input) {
    streets { remindsOfWaste } userErrors { code path } } }`;
  const input = { streetId: town.street.id, isOn: true };
  expect((await askData(app.port, citizen, setting, { input })).it.userErrors).toEqual([
    { code: 'UNKNOWN_STREET', path: ['streetId'] },
  ]);
  const { errors } = await ask(app.port, {}, setting, { input });
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  await askData(app.port, citizen, following, { input: { streetId: town.street.id } });
  expect((await askData(app.port, citizen, setting, { input })).it.streets).toEqual([{ remindsOfWaste: true }]);
});

interface Town {
  readonly place: Place;
  readonly admin: Somebody;
  readonly street: GivenStreet;
}

/** Town with a street in the district Nord and the kinds Bio and Rest. */
async function givenTown(app: TestServer, name: string): Promise<Town> {
  const place = await givenPlace(app, name);
  const admin = await givenStaff(app, place, 'EDITOR');
  const street = await givenStreet(app, place, { name: 'Rheinweg' });
  await givenKind(app, place, admin, 'ORGANIC', 'Bio');
  await givenKind(app, place, admin, 'RESIDUAL', 'Rest');
  await givenDistrict(app, place, admin, 'Nord', [{ streetId: street.id }]);
  return { place, admin, street };
}

const run = <Row>(app: TestServer, sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);

const following = `mutation($input: FollowStreetInput!) { it: followStreet(input: $input) {
  streets { remindsOfWaste } userErrors { code } } }`;

/** Makes a person with an account follow the street with the reminder by e-mail; the address. */
async function follow(app: TestServer, who: Somebody, { street }: Town, more: object = {}): Promise<string> {
  const input = { streetId: street.id, byEmail: true, remindsOfWaste: true, ...more };
  await askData(app.port, who, following, { input });
  return `${who.personId}@example.org`;
}

async function plannedAt(app: TestServer, { place }: Town): Promise<string> {
  const [plan] = await run<{ at: string }>(app, 'select at from waste_reminder_plan where municipality_id = ?', [
    place.municipalityId,
  ]);
  return new Date(plan!.at).toISOString();
}

/** Runs the planned job of the town as the worker does. */
async function runPlanned(app: TestServer, town: Town): Promise<void> {
  const at = await plannedAt(app, town);
  await sendReminder(forkContext(app.services, system), { municipalityId: town.place.municipalityId, at });
}

/** Number of reminders that left by e-mail, by day; waits until none is under way. */
async function sentMails(app: TestServer, { place }: Town): Promise<Record<string, number>> {
  const rows = () =>
    run<{ day: string; state: string; n: number }>(
      app,
      `select m.version::text as day, d.state, count(*)::int as n from delivery d join message m on m.id = d.message_id
       where m.municipality_id = ? and m.kind = 'WASTE_REMINDER' and d.channel = 'EMAIL' group by 1, 2`,
      [place.municipalityId],
    );
  await vi.waitUntil(async () => (await rows()).every(({ state }) => !['PENDING', 'SENDING'].includes(state)), 20_000);
  return Object.fromEntries((await rows()).map(({ day, state, n }) => [`${day} ${state}`, n]));
}
