import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, expect } from 'vitest';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { eventSelection, type GivenDate, givenEvent, type GivenEvent } from '../testing/events.ts';
import { quietTest as test } from '../testing/fixtures.ts';
import type { TestServer } from '../testing/server.ts';
import { extendAllSeries } from './calendar.dates.service.ts';

const now = '2026-09-01T10:00:00Z';
let app: TestServer;
let place: Place;
let admin: Somebody;

test.beforeAll(async ({ app: server }) => {
  app = server;
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  await app.services.em.fork().execute(`update session set expires_at = '2030-01-01'`);
});
beforeEach(() => {
  setTime(app, now);
});
afterEach(() => {
  setTime(app);
});

const local = (at: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO('Europe/Berlin').toPlainDateTime().toString().slice(0, 16);
const at = (text: string): string => Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).toInstant().toString();
const told = (dates: readonly GivenDate[]) => dates.map(({ startsAt, state }) => `${local(startsAt)} ${state}`);

/** Ten Mondays at half past seven in the evening, with a shift before. */
function givenSeries(more: object = {}): Promise<GivenEvent> {
  const startsAt = at('2026-10-05T19:30');
  const endsAt = at('2026-10-05T21:00');
  const slots = [
    { kind: 'ATTENDANCE', capacity: 5 },
    { kind: 'SHIFT', title: 'Aufbau', startsAt: at('2026-10-05T18:30') },
  ];
  const recurrence = { frequency: 'WEEKLY', count: 10 };
  return givenEvent(app, place, admin, { dates: { startsAt, endsAt, isAllDay: false, recurrence, ...more }, slots });
}

async function change(name: 'changeOccurrences' | 'cancelOccurrences', input: object): Promise<Data> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { it: ${name}(input: $input) { event { ${eventSelection} } occurrence { id }
    userErrors { code path } } }`;
  return (await askData(app.port, admin, query, { input })).it;
}

async function current({ id }: Pick<GivenEvent, 'id'>): Promise<GivenEvent> {
  return (await askData(app.port, admin, `query($id: ID!) { event(id: $id) { ${eventSelection} } }`, { id })).event;
}

const dateOf = ({ occurrences }: GivenEvent, n: number): string => occurrences.nodes[n]?.id ?? '';

test('one moved date becomes an exception, and comes back as planned', async () => {
  const series = await givenSeries();
  const occurrenceId = dateOf(series, 1);
  const input = { occurrenceId, version: series.version, scope: 'THIS', startsAt: at('2026-10-13T18:00') };
  const { event, userErrors } = await change('changeOccurrences', input);
  expect(userErrors).toEqual([]);
  expect(event).toMatchObject({ uid: series.uid, sequence: 1, rule: series.rule });
  expect(told(event.occurrences.nodes).slice(0, 3)).toEqual([
    '2026-10-05T19:30 PLANNED',
    '2026-10-13T18:00 CHANGED',
    '2026-10-19T19:30 PLANNED',
  ]);
  const shift = `query($id: ID!) { occurrence(id: $id) { endsAt originalStart movedFrom slots { kind startsAt capacity } } }`;
  const { occurrence }: Data = await askData(app.port, admin, shift, { id: occurrenceId });
  expect(local(occurrence.endsAt)).toBe('2026-10-13T19:30');
  expect(local(occurrence.originalStart)).toBe('2026-10-12T19:30');
  expect(local(occurrence.movedFrom)).toBe('2026-10-12T19:30');
  expect(occurrence.slots.map(({ startsAt }: Data) => startsAt && local(startsAt))).toEqual([null, '2026-10-13T17:00']);
  const stale = await change('changeOccurrences', { ...input, place: 'Bücherei' });
  expect(stale.userErrors).toEqual([{ code: 'CONFLICT', path: ['version'] }]);
  const back = { ...input, version: event.version, startsAt: at('2026-10-12T19:30') };
  const undone = await change('changeOccurrences', back);
  expect(told(undone.event.occurrences.nodes)[1]).toBe('2026-10-12T19:30 PLANNED');
  expect((await change('changeOccurrences', { ...back, version: undone.event.version })).userErrors).toEqual([
    { code: 'SAME_AS_BEFORE', path: [] },
  ]);
});

test('a changed place is seen at the only date of an event, and stays seen at all dates of a series', async () => {
  const only = await givenEvent(app, place, admin);
  const input = { occurrenceId: dateOf(only, 0), version: only.version, scope: 'THIS', place: 'Turnhalle' };
  const { event } = await change('changeOccurrences', input);
  expect(event.occurrences.nodes).toMatchObject([{ place: 'Turnhalle', state: 'CHANGED' }]);
  const series = await givenSeries();
  const all = { occurrenceId: dateOf(series, 0), version: series.version, scope: 'ALL', place: 'Turnhalle' };
  const { version } = (await change('changeOccurrences', all)).event;
  const one = { ...all, version, scope: 'THIS', place: 'Saal' };
  const states = (await change('changeOccurrences', one)).event.occurrences.nodes.map(({ state }: GivenDate) => state);
  expect(new Set(states)).toEqual(new Set(['CHANGED']));
});

test('all dates move but those that are past or were moved by themselves', async () => {
  const series = await givenSeries();
  const single = { occurrenceId: dateOf(series, 4), version: series.version, scope: 'THIS' };
  const { event: moved } = await change('changeOccurrences', { ...single, startsAt: at('2026-11-03T10:00') });
  setTime(app, at('2026-10-14T12:00'));
  const all = { occurrenceId: dateOf(series, 2), version: moved.version, scope: 'ALL' };
  const { event, userErrors } = await change('changeOccurrences', {
    ...all,
    startsAt: at('2026-10-19T18:00'),
    place: 'Bücherei',
  });
  setTime(app, now);
  expect(userErrors).toEqual([]);
  expect(told(event.occurrences.nodes).slice(0, 6)).toEqual([
    '2026-10-05T19:30 CHANGED',
    '2026-10-12T19:30 CHANGED',
    '2026-10-19T18:00 CHANGED',
    '2026-10-26T18:00 CHANGED',
    '2026-11-03T10:00 CHANGED',
    '2026-11-09T18:00 CHANGED',
  ]);
  expect(event.occurrences.nodes.slice(1, 3).map((date: GivenDate) => date.place)).toEqual(['Marktplatz', 'Bücherei']);
  const originals = event.occurrences.nodes.map((date: GivenDate) => local(date.originalStart).slice(11));
  expect(new Set(originals)).toEqual(new Set(['18:00']));
  const nextDay = { ...all, version: event.version, startsAt: at('2026-10-20T18:00') };
  expect((await change('changeOccurrences', nextDay)).userErrors).toEqual([
    { code: 'DAY_OF_SERIES', path: ['startsAt'] },
  ]);
});

test('the following dates become an event of their own', async () => {
  const series = await givenSeries();
  const named = dateOf(series, 3);
  const input = { occurrenceId: named, version: series.version, scope: 'FOLLOWING', startsAt: at('2026-10-26T17:00') };
  const { event, occurrence } = await change('changeOccurrences', input);
  expect(occurrence.id).toBe(named);
  expect(event.id).not.toBe(series.id);
  expect(event.uid).not.toBe(series.uid);
  expect(event.rule).toBe('FREQ=WEEKLY;BYDAY=MO;COUNT=7');
  expect(told(event.occurrences.nodes)).toHaveLength(7);
  expect(told(event.occurrences.nodes)[0]).toBe('2026-10-26T17:00 CHANGED');
  const before = await current(series);
  expect(before).toMatchObject({ uid: series.uid, sequence: 1, rule: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20261025T225959Z' });
  expect(told(before.occurrences.nodes)).toEqual([
    '2026-10-05T19:30 PLANNED',
    '2026-10-12T19:30 PLANNED',
    '2026-10-19T19:30 PLANNED',
  ]);
});

test('dates are cancelled one by one, from a date on, or with the event', async () => {
  const series = await givenSeries();
  const one = { occurrenceId: dateOf(series, 0), version: series.version, scope: 'THIS', reason: 'Sturm' };
  const { event: first } = await change('cancelOccurrences', one);
  expect(first).toMatchObject({ state: 'PUBLISHED', sequence: 1, uid: series.uid });
  expect((await change('cancelOccurrences', { ...one, version: first.version })).userErrors).toEqual([
    { code: 'OCCURRENCE_IS_CANCELLED', path: ['occurrenceId'] },
  ]);
  const rest = { occurrenceId: dateOf(series, 8), version: first.version, scope: 'FOLLOWING' };
  const { event: second } = await change('cancelOccurrences', rest);
  const states = second.occurrences.nodes.map(({ state }: GivenDate) => state);
  expect(states).toEqual(['CANCELLED', ...Array<string>(7).fill('PLANNED'), 'CANCELLED', 'CANCELLED']);
  const all = { occurrenceId: dateOf(series, 1), version: second.version, scope: 'ALL' };
  const { event: third } = await change('cancelOccurrences', all);
  expect(third).toMatchObject({ state: 'CANCELLED', sequence: 3 });
  const late = { ...all, version: third.version };
  expect((await change('cancelOccurrences', late)).userErrors).toEqual([{ code: 'EVENT_IS_CANCELLED', path: [] }]);
});

test('a long series is stored 18 months ahead over three changes of the clock, and grows every night', async () => {
  const until = '2030-12-31';
  const series = await givenSeries({ recurrence: { frequency: 'WEEKLY', until } });
  const count = async (): Promise<number> => {
    const sql = `select count(*)::int as n from occurrence o join event e on e.id = o.event_id where e.uid = ?`;
    const [row]: { n: number }[] = await app.services.em.fork().execute(sql, [series.uid]);
    return row?.n ?? 0;
  };
  expect(await count()).toBe(74);
  const { occurrences } = await current(series);
  expect(
    occurrences.nodes.every(
      ({ startsAt, endsAt }) => local(startsAt).endsWith('19:30') && local(endsAt).endsWith('21:00'),
    ),
  ).toBe(true);
  const offsets = occurrences.nodes.map(
    ({ startsAt }) => Temporal.Instant.from(startsAt).toZonedDateTimeISO('Europe/Berlin').offset,
  );
  expect(offsets.filter((offset, n) => n > 0 && offset !== offsets[n - 1])).toEqual(['+01:00', '+02:00', '+01:00']);
  setTime(app, '2026-10-20T01:00:00Z');
  expect(await extendAllSeries(app.services)).toBeGreaterThanOrEqual(7); // series of other tests grow, too
  expect(await extendAllSeries(app.services)).toBe(0);
  setTime(app, now);
  expect(await count()).toBe(81);
});

test('a daily series has at most 400 stored dates, and a past date does not move', async () => {
  const dates = { startsAt: at('2026-09-02T08:00'), endsAt: at('2026-09-02T09:00'), isAllDay: false };
  const daily = { dates: { ...dates, recurrence: { frequency: 'DAILY', until: '2029-01-01' } } };
  const { id, occurrences, version } = await givenEvent(app, place, admin, daily);
  const sql = `select count(*)::int as n from occurrence o join event e on e.id = o.event_id where e.rule like 'FREQ=DAILY%'`;
  const [row]: { n: number }[] = await app.services.em.fork().execute(sql);
  expect(row?.n).toBe(400);
  setTime(app, at('2026-09-03T12:00'));
  const past = { occurrenceId: occurrences.nodes[0]?.id, version, scope: 'THIS', place: 'Anderswo' };
  expect((await change('changeOccurrences', past)).userErrors).toEqual([
    { code: 'OCCURRENCE_IS_PAST', path: ['occurrenceId'] },
  ]);
  setTime(app, now);
  expect((await current({ id })).sequence).toBe(0);
});
