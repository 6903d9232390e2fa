import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import {
  type Between,
  differencesOf,
  expandWithIcal,
  expandWithPython,
  partsOf,
  storedDates,
} from '../../testing/calendars.ts';
import { askData, type Data } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { eventSelection, givenEvent, type GivenEvent } from '../../testing/events.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

const at = (text: string): string => Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).toInstant().toString();
/** Three changes of the clock lie between: March and October 2027, March 2028. */
const between: Between = { from: '2026-11-01T00:00:00.000Z', to: '2028-12-01T00:00:00.000Z' };
let app: TestServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  app = await startTestServer({}, 'web');
});
beforeEach(async () => {
  setTime(app);
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  await app.services.em.fork().execute(`update session set expires_at = '2030-01-01'`);
  setTime(app, at('2027-01-11T12:00'));
});
afterAll(() => app.stop());

function given(title: string, start: string, end: string, recurrence?: object, isAllDay = false): Promise<GivenEvent> {
  const dates = { startsAt: at(start), endsAt: at(end), isAllDay, ...(recurrence && { recurrence }) };
  return givenEvent(app, place, admin, { title, dates });
}

async function change(event: GivenEvent, n: number, more: object, name = 'changeOccurrences'): Promise<GivenEvent> {
  const { event: now }: Data = await askData(
    app.port,
    admin,
    `query($id: ID!) { event(id: $id) { ${eventSelection} } }`,
    { id: event.id },
  );
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { it: ${name}(input: $input) { event { ${eventSelection} } userErrors { code path } } }`;
  const input = { occurrenceId: now.occurrences.nodes[n].id, version: now.version, scope: 'THIS', ...more };
  const { it }: Data = await askData(app.port, admin, query, { input });
  expect(it.userErrors).toEqual([]);
  return it.event;
}

const cancel = (event: GivenEvent, n: number, more: object = {}): Promise<GivenEvent> =>
  change(event, n, more, 'cancelOccurrences');

async function readFile(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${app.port}/calendar/${place.ags}/town.ics`);
  expect(response.status).toBe(200);
  return response.text();
}

/** Compares the served file with the stored dates in both programs. */
async function compare(text: string, cancelledSince: string): Promise<Record<string, number | string[]>> {
  const stored = await storedDates(app, place.municipalityId, between, cancelledSince);
  return {
    stored: stored.length,
    ical: differencesOf(stored, expandWithIcal(text, between)),
    python: differencesOf(stored, expandWithPython(text, between)),
  };
}

test('other programs expand series over three changes of the clock as they are stored', async () => {
  const until = '2028-06-30';
  const choir = await given('Chor; Probe, laut', '2027-01-12T19:30', '2027-01-12T21:00', {
    frequency: 'WEEKLY',
    until,
  });
  const nthWeekday = { nth: -1, weekday: 'SUNDAY' };
  const night = await given('Nachtlauf', '2027-01-31T01:30', '2027-01-31T04:00', {
    frequency: 'MONTHLY',
    nthWeekday,
    count: 18,
  });
  const watch = await given('Nachtwache', '2027-01-16T22:00', '2027-01-17T06:00', {
    frequency: 'WEEKLY',
    interval: 1,
    count: 70,
  });
  const market = await given(
    'Markt',
    '2027-02-06T00:00',
    '2027-02-08T00:00',
    { frequency: 'MONTHLY', nthWeekday: { nth: 1, weekday: 'SATURDAY' }, until },
    true,
  );
  const council = await given('Rat', '2027-01-13T18:00', '2027-01-13T21:00', {
    frequency: 'WEEKLY',
    interval: 2,
    until: '2031-12-31',
  });
  const yearly = await given(
    'Jahrestag',
    '2027-03-28T00:00',
    '2027-03-29T00:00',
    { frequency: 'YEARLY', count: 2 },
    true,
  );
  const single = await given('Vortrag', '2027-03-28T01:30', '2027-03-28T03:30');
  const gone = await given('Ausflug', '2027-05-01T09:00', '2027-05-01T18:00', { frequency: 'WEEKLY', count: 5 });
  const lost = await given('Entfällt', '2027-06-01T09:00', '2027-06-01T10:00');

  await change(choir, 3, { startsAt: at('2027-02-03T18:00'), endsAt: at('2027-02-03T20:00') });
  await change(choir, 4, { place: 'Alte Schule' });
  await change(night, 2, { startsAt: at('2027-03-29T23:30') });
  await cancel(night, 9, { reason: 'Zeitumstellung, leider' });
  await cancel(watch, 10);
  await change(market, 1, { startsAt: at('2027-03-13T00:00'), endsAt: at('2027-03-14T00:00') });
  await cancel(market, 3);
  await cancel(council, 5, { reason: 'Kein Thema' });
  await change(single, 0, { startsAt: at('2027-10-31T01:30') });
  await cancel(gone, 0, { scope: 'ALL', reason: 'Hochwasser' });
  await cancel(lost, 0);
  const first = await compare(await readFile(), at('2026-12-12T12:00'));

  setTime(app, at('2027-02-25T12:00'));
  await change(choir, 10, { startsAt: at('2027-03-23T20:00'), endsAt: at('2027-03-23T21:45'), scope: 'FOLLOWING' });
  await change(watch, 12, { startsAt: at('2027-04-10T23:00'), endsAt: at('2027-04-11T05:00'), scope: 'ALL' });
  await change(council, 10, { place: 'Rathaus, Saal 2', scope: 'FOLLOWING' });
  await cancel(night, 14, { scope: 'FOLLOWING' });
  await change(night, 3, { startsAt: at('2027-04-25T00:30'), scope: 'ALL' });
  await change(yearly, 1, { onlineUrl: 'https://example.org/feier' });
  await change(market, 2, { place: 'Burghof', scope: 'ALL' });
  const cancelledSince = at('2027-01-26T12:00');
  const text = await readFile();
  const second = await compare(text, cancelledSince);

  console.table({ 'moved and cancelled': countOf(first), 'split, all, 45 days later': countOf(second) });
  expect(first).toMatchObject({ ical: [], python: [] });
  expect(second).toMatchObject({ ical: [], python: [] });

  const stale = text.replace(
    /^SEQUENCE:(\d+)(\r\n(?:(?!END:VEVENT).*\r\n)*RECURRENCE-ID)/m,
    (_all, n: string, rest: string) => `SEQUENCE:${Number(n) - 1}${rest}`,
  );
  expect(stale).not.toBe(text);
  const control = await compare(stale, cancelledSince);
  console.table({ 'control: one stale SEQUENCE': countOf(control) });
  expect([control.ical, control.python].map((found) => (found as string[]).length > 0)).toEqual([true, true]);
  expect(partsOf(text, 'vtimezone')).toHaveLength(1);
});

test('a start that the clock skips or repeats is read as RFC 5545 says', async () => {
  const nthWeekday = { nth: -1, weekday: 'SUNDAY' };
  const rule = { frequency: 'MONTHLY', nthWeekday, count: 18 };
  const night = await given('Nachtlauf', '2027-01-31T02:30', '2027-01-31T04:00', rule);
  await change(night, 2, { place: 'Wald' });
  await cancel(night, 9);
  const text = await readFile();
  const stored = await storedDates(app, place.municipalityId, between, between.from);
  expect(stored).toHaveLength(18);
  // Not by ical.js, which reads 02:30 in the skipped hour as 00:30 UTC and takes the second of two equal times.
  expect(differencesOf(stored, expandWithPython(text, between))).toEqual([]);
});

function countOf({ stored, ical, python }: Record<string, number | string[]>) {
  const size = (found: number | string[] | undefined): number => (Array.isArray(found) ? found.length : 0);
  return { 'stored dates': stored, 'ical.js differs': size(ical), 'recurring-ical-events differs': size(python) };
}
