import { Temporal } from 'temporal-polyfill';
import { expect } from 'vitest';
import { givenPlace, givenStaff, type Place, type Somebody } from './builders.ts';
import { type Between, type ShownDate, storedDates } from './calendars.ts';
import { askData, type Data } from './client.ts';
import { setTime } from './clocks.ts';
import { eventSelection, givenEvent, type GivenEvent } from './events.ts';
import type { TestServer } from './server.ts';

/* Series in a town's calendar file, which ical.js expands in `npm test` and Python in `npm run crosscheck`. */

/** Three changes of the clock lie between: March and October 2027, March 2028. */
export const between: Between = { from: '2026-11-01T00:00:00.000Z', to: '2028-12-01T00:00:00.000Z' };

export interface Calendar {
  readonly app: TestServer;
  readonly place: Place;
  readonly admin: Somebody;
}

/** The file that the server delivers and the dates that it must contain. */
export interface Delivered {
  readonly text: string;
  readonly stored: readonly ShownDate[];
}

/** A new town at noon of 11 January 2027. */
export async function givenCalendar(app: TestServer): Promise<Calendar> {
  setTime(app);
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  await app.services.em.fork().execute(`update session set expires_at = '2030-01-01'`);
  setTime(app, at('2027-01-11T12:00'));
  return { app, place, admin };
}

/**
 * Series and single events over three changes of the clock: `first` with moved and cancelled dates, `second` 45 days
 * later with split series and changes of all dates.
 */
export async function givenChangedSeries(calendar: Calendar): Promise<{ first: Delivered; second: Delivered }> {
  const events = await givenSeries(calendar);
  await moveAndCancel(calendar, events);
  const first = await deliver(calendar, at('2026-12-12T12:00'));
  setTime(calendar.app, at('2027-02-25T12:00'));
  await splitAndChangeAll(calendar, events);
  const second = await deliver(calendar, at('2027-01-26T12:00'));
  return { first, second };
}

/** Starts of `givenNightRun`: 02:30 is skipped on 28 March 2027 and 26 March 2028, and comes twice on 31 October 2027. */
export const nightRunStarts = [
  '2027-01-31T01:30:00.000Z',
  '2027-02-28T01:30:00.000Z',
  '2027-03-28T01:30:00.000Z',
  '2027-04-25T00:30:00.000Z',
  '2027-05-30T00:30:00.000Z',
  '2027-06-27T00:30:00.000Z',
  '2027-07-25T00:30:00.000Z',
  '2027-08-29T00:30:00.000Z',
  '2027-09-26T00:30:00.000Z',
  '2027-10-31T00:30:00.000Z',
  '2027-11-28T01:30:00.000Z',
  '2027-12-26T01:30:00.000Z',
  '2028-01-30T01:30:00.000Z',
  '2028-02-27T01:30:00.000Z',
  '2028-03-26T01:30:00.000Z',
  '2028-04-30T00:30:00.000Z',
  '2028-05-28T00:30:00.000Z',
  '2028-06-25T00:30:00.000Z',
];

/** A series at 02:30 on the last Sunday of 18 months; the third date has another place, the tenth is cancelled. */
export async function givenNightRun(calendar: Calendar): Promise<Delivered> {
  const nthWeekday = { nth: -1, weekday: 'SUNDAY' };
  const rule = { frequency: 'MONTHLY', nthWeekday, count: 18 };
  const night = await given(calendar, 'Nachtlauf', '2027-01-31T02:30', '2027-01-31T04:00', rule);
  await change(calendar, night, 2, { place: 'Wald' });
  await cancel(calendar, night, 9);
  return deliver(calendar, between.from);
}

/** The file with one SEQUENCE that is too low, which a comparison must find. */
export function withStaleSequence(text: string): string {
  const stale = text.replace(
    /^SEQUENCE:(\d+)(\r\n(?:(?!END:VEVENT).*\r\n)*RECURRENCE-ID)/m,
    (_all, n: string, rest: string) => `SEQUENCE:${Number(n) - 1}${rest}`,
  );
  expect(stale).not.toBe(text);
  return stale;
}

type Series = Readonly<Record<'choir' | 'night' | 'watch' | 'market' | 'council' | 'yearly' | 'single', GivenEvent>>;

async function givenSeries(calendar: Calendar): Promise<Series> {
  const until = '2028-06-30';
  const choir = await given(calendar, 'Chor; Probe, laut', '2027-01-12T19:30', '2027-01-12T21:00', {
    frequency: 'WEEKLY',
    until,
  });
  const nthWeekday = { nth: -1, weekday: 'SUNDAY' };
  const night = await given(calendar, 'Nachtlauf', '2027-01-31T01:30', '2027-01-31T04:00', {
    frequency: 'MONTHLY',
    nthWeekday,
    count: 18,
  });
  const watch = await given(calendar, 'Nachtwache', '2027-01-16T22:00', '2027-01-17T06:00', {
    frequency: 'WEEKLY',
    interval: 1,
    count: 70,
  });
  const market = await given(
    calendar,
    'Markt',
    '2027-02-06T00:00',
    '2027-02-08T00:00',
    { frequency: 'MONTHLY', nthWeekday: { nth: 1, weekday: 'SATURDAY' }, until },
    true,
  );
  const council = await given(calendar, 'Rat', '2027-01-13T18:00', '2027-01-13T21:00', {
    frequency: 'WEEKLY',
    interval: 2,
    until: '2031-12-31',
  });
  const yearly = await given(
    calendar,
    'Jahrestag',
    '2027-03-28T00:00',
    '2027-03-29T00:00',
    { frequency: 'YEARLY', count: 2 },
    true,
  );
  const single = await given(calendar, 'Vortrag', '2027-03-28T01:30', '2027-03-28T03:30');
  return { choir, night, watch, market, council, yearly, single };
}

async function moveAndCancel(calendar: Calendar, events: Series): Promise<void> {
  const { choir, night, watch, market, council, single } = events;
  const weekly = { frequency: 'WEEKLY', count: 5 };
  const gone = await given(calendar, 'Ausflug', '2027-05-01T09:00', '2027-05-01T18:00', weekly);
  const lost = await given(calendar, 'Entfällt', '2027-06-01T09:00', '2027-06-01T10:00');
  await change(calendar, choir, 3, { startsAt: at('2027-02-03T18:00'), endsAt: at('2027-02-03T20:00') });
  await change(calendar, choir, 4, { place: 'Alte Schule' });
  await change(calendar, night, 2, { startsAt: at('2027-03-29T23:30') });
  await cancel(calendar, night, 9, { reason: 'Zeitumstellung, leider' });
  await cancel(calendar, watch, 10);
  await change(calendar, market, 1, { startsAt: at('2027-03-13T00:00'), endsAt: at('2027-03-14T00:00') });
  await cancel(calendar, market, 3);
  await cancel(calendar, council, 5, { reason: 'Kein Thema' });
  await change(calendar, single, 0, { startsAt: at('2027-10-31T01:30') });
  await cancel(calendar, gone, 0, { scope: 'ALL', reason: 'Hochwasser' });
  await cancel(calendar, lost, 0);
}

async function splitAndChangeAll(calendar: Calendar, events: Series): Promise<void> {
  const { choir, night, watch, market, council, yearly } = events;
  const longer = { startsAt: at('2027-03-23T20:00'), endsAt: at('2027-03-23T21:45'), scope: 'FOLLOWING' };
  await change(calendar, choir, 10, longer);
  const later = { startsAt: at('2027-04-10T23:00'), endsAt: at('2027-04-11T05:00'), scope: 'ALL' };
  await change(calendar, watch, 12, later);
  await change(calendar, council, 10, { place: 'Rathaus, Saal 2', scope: 'FOLLOWING' });
  await cancel(calendar, night, 14, { scope: 'FOLLOWING' });
  await change(calendar, night, 3, { startsAt: at('2027-04-25T00:30'), scope: 'ALL' });
  await change(calendar, yearly, 1, { onlineUrl: 'https://example.org/feier' });
  await change(calendar, market, 2, { place: 'Burghof', scope: 'ALL' });
}

function at(text: string): string {
  return Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).toInstant().toString();
}

function given(
  { app, place, admin }: Calendar,
  title: string,
  start: string,
  end: string,
  recurrence?: object,
  isAllDay = false,
): Promise<GivenEvent> {
  const dates = { startsAt: at(start), endsAt: at(end), isAllDay, ...(recurrence && { recurrence }) };
  return givenEvent(app, place, admin, { title, dates });
}

async function change(
  { app, admin }: Calendar,
  event: GivenEvent,
  n: number,
  more: object,
  name = 'changeOccurrences',
): Promise<void> {
  const { event: now }: Data = await askData(
    app.port,
    admin,
    `query($id: ID!) { event(id: $id) { ${eventSelection} } }`,
    { id: event.id },
  );
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { it: ${name}(input: $input) { userErrors { code path } } }`;
  const input = { occurrenceId: now.occurrences.nodes[n].id, version: now.version, scope: 'THIS', ...more };
  const { it }: Data = await askData(app.port, admin, query, { input });
  expect(it.userErrors).toEqual([]);
}

function cancel(calendar: Calendar, event: GivenEvent, n: number, more: object = {}): Promise<void> {
  return change(calendar, event, n, more, 'cancelOccurrences');
}

async function deliver({ app, place }: Calendar, cancelledSince: string): Promise<Delivered> {
  const response = await fetch(`http://127.0.0.1:${app.port}/calendar/${place.ags}/town.ics`);
  expect(response.status).toBe(200);
  const stored = await storedDates(app, place.municipalityId, between, cancelledSince);
  return { text: await response.text(), stored };
}
