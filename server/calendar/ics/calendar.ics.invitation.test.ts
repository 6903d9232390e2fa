import ICAL from 'ical.js';
import { expect } from 'vitest';
import { idOf } from '../../kernel/ids.ts';
import { givenPeople, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { laterMorning, setTime } from '../../testing/clocks.ts';
import { eventSelection, givenEvent, type GivenEvent } from '../../testing/events.ts';
import { type MailServer, type ReceivedMail } from '../../testing/mail.ts';
import { type TestServer } from '../../testing/server.ts';
import { dateText } from '../../kernel/dateText.ts';
import { test } from '../../testing/fixtures.ts';

let guests: Somebody[];

test.beforeAll(async ({ app, town }) => {
  guests = await givenPeople(app, town, 8);
});
test.afterEach(({ app }) => {
  setTime(app);
});

test('a YES is confirmed with the date; move and cancellation keep the UID, and SEQUENCE rises', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const [guest, maybe] = guests as [Somebody, Somebody, Somebody, Somebody];
  const event = await givenEvent(app, town, admin);
  const slotId = await slotOf(app, admin, event, 0);
  await reply(app, guest, slotId, 'YES');
  await reply(app, maybe, slotId, 'MAYBE');
  const invited = await mailTo(mail, guest);
  expect(invited.headers.get('subject')).toBe('Zusage: Flohmarkt');
  expect(wordsOf(invited)).toContain('Antworten auf diese E-Mail liest niemand');
  const one = {
    uid: event.uid,
    recurrenceId: null,
    hasRule: false,
    attendees: [`MAILTO:${guest.personId}@example.org ACCEPTED`],
    isFromSender: true,
  };
  expect(calendarOf(invited)).toMatchObject({
    method: 'REQUEST',
    isSame: true,
    events: [{ ...one, sequence: 0, status: 'CONFIRMED' }],
  });

  const startsAt = new Date(Date.parse(event.occurrences.nodes[0]?.startsAt ?? '') + 3_600_000).toISOString();
  const moved = await change(app, admin, event, 0, { startsAt });
  const movedMail = await mailTo(mail, guest);
  const [planned] = event.occurrences.nodes;
  const span = { startsAt: new Date(planned?.startsAt ?? ''), endsAt: new Date(planned?.endsAt ?? '') };
  const before = dateWords({ timeZone: 'Europe/Berlin', isAllDay: false }, span, 'de');
  expect(wordsOf(movedMail)).toContain(`Bisherige Zeit: ${before}`);
  expect(calendarOf(movedMail)).toMatchObject({ method: 'REQUEST', events: [{ ...one, sequence: 1 }] });
  expect(calendarOf(await mailTo(mail, maybe))).toBeNull(); // no seats, so nothing was entered
  await change(app, admin, moved, 0, { reason: 'Sturm' }, 'cancelOccurrences');
  const cancelledMail = await mailTo(mail, guest);
  expect(wordsOf(cancelledMail)).not.toContain('absagen können Sie');
  const cancelled = calendarOf(cancelledMail);
  expect(cancelled).toMatchObject({
    method: 'CANCEL',
    isSame: true,
    events: [{ ...one, sequence: 2, status: 'CANCELLED' }],
  });
  expect(calendarOf(movedMail)?.events[0]?.start).toBe(cancelled?.events[0]?.start);
});

test('of a series the mail carries only the date of the reader', async ({ app, town, admin, mail }) => {
  const guest = guests[2] ?? expect.fail();
  const dates = { ...hourly(), recurrence: { frequency: 'WEEKLY', count: 4 } };
  const event = await givenEvent(app, town, admin, { dates });
  await reply(app, guest, await slotOf(app, admin, event, 1), 'YES');
  const [invited] = calendarOf(await mailTo(mail, guest))?.events ?? [];
  expect(invited).toMatchObject({ uid: event.uid, sequence: 0, hasRule: false });
  expect(invited?.recurrenceId).toBe(invited?.start);
  const day = Date.parse(event.occurrences.nodes[1]?.startsAt ?? '');
  const moved = await change(app, admin, event, 1, { startsAt: new Date(day + 7_200_000).toISOString() });
  const later = calendarOf(await mailTo(mail, guest))?.events ?? [];
  expect(later).toHaveLength(1);
  expect(later[0]).toMatchObject({ uid: event.uid, sequence: 1, recurrenceId: invited?.recurrenceId });
  expect(later[0]?.start).not.toBe(invited?.start);
  await change(app, admin, moved, 1, {}, 'cancelOccurrences');
  expect(calendarOf(await mailTo(mail, guest))).toMatchObject({
    method: 'CANCEL',
    events: [{ uid: event.uid, sequence: 2, recurrenceId: invited?.recurrenceId, status: 'CANCELLED' }],
  });
});

test('also after all dates moved and the series was split, a mail names the date as the first one did', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const guest = guests[3] ?? expect.fail();
  const dates = { ...hourly(), recurrence: { frequency: 'WEEKLY', count: 4 } };
  const event = await givenEvent(app, town, admin, { dates });
  await reply(app, guest, await slotOf(app, admin, event, 2), 'YES');
  const nameOf = async () => {
    const entry = calendarOf(await mailTo(mail, guest))?.events[0] ?? expect.fail();
    return { name: { uid: entry.uid, recurrenceId: entry.recurrenceId }, sequence: entry.sequence, at: entry.start };
  };
  const later = (n: number, minutes: number): object => {
    const before = Date.parse(event.occurrences.nodes[n]?.startsAt ?? '');
    return { startsAt: new Date(before + minutes * 60_000).toISOString() };
  };
  const invited = await nameOf();
  const moved = await change(app, admin, event, 2, { scope: 'ALL', ...later(2, 30) });
  const afterMove = await nameOf();
  expect(afterMove).toMatchObject({ name: invited.name, sequence: 1 });
  expect(afterMove.at).not.toBe(invited.at);
  await change(app, admin, moved, 1, { scope: 'FOLLOWING', ...later(1, 60) });
  const afterSplit = await nameOf();
  expect(afterSplit.name).toEqual(invited.name);
  expect(afterSplit.sequence).toBeGreaterThan(Number(afterMove.sequence));
  expect(afterSplit.at).not.toBe(afterMove.at);
});

test('who takes a YES back gets a CANCEL, and with the next YES a later REQUEST for the same date', async ({
  app,
  town,
  admin,
  mail,
  at,
}) => {
  const [guest, waiting] = guests.slice(4, 6) as [Somebody, Somebody];
  const event = await givenEvent(app, town, admin, {
    slots: [{ kind: 'ATTENDANCE', capacity: 1 }],
    dates: { ...hourly(), recurrence: { frequency: 'WEEKLY', count: 3 } },
  });
  const slotId = await slotOf(app, admin, event, 1);
  const entryOf = async (who: Somebody) => {
    const received = await mailTo(mail, who);
    const { method, events = [] } = calendarOf(received) ?? {};
    const [entry] = events;
    return { text: received.text, method, count: events.length, ...(entry ?? expect.fail()) };
  };
  await reply(app, guest, slotId, 'YES');
  const invited = await entryOf(guest);
  expect(invited).toMatchObject({ method: 'REQUEST', count: 1, uid: event.uid, status: 'CONFIRMED' });
  await reply(app, waiting, slotId, 'YES');
  await reply(app, waiting, slotId, 'NO'); // had no seats, so nothing was entered
  await reply(app, waiting, slotId, 'YES');

  const name = { uid: invited.uid, recurrenceId: invited.recurrenceId, sequence: invited.sequence };
  at(new Date(Date.now() + 60_000).toISOString()); // DTSTAMP has whole seconds
  await reply(app, guest, slotId, 'MAYBE');
  const removed = await entryOf(guest);
  expect(removed).toMatchObject({
    ...name,
    method: 'CANCEL',
    count: 1,
    status: null,
    attendees: [`MAILTO:${guest.personId}@example.org DECLINED`],
    isFromSender: true,
  });
  expect(removed.text).toContain('Sie haben Ihre Zusage zu „Flohmarkt“');
  expect(removed.stamp > invited.stamp).toBe(true);
  expect(await entryOf(waiting)).toMatchObject({ ...name, method: 'REQUEST' }); // the first mail: the seat

  await reply(app, waiting, slotId, 'NO');
  expect(await entryOf(waiting)).toMatchObject({ ...name, method: 'CANCEL' });
  at(new Date(Date.now() + 120_000).toISOString());
  await reply(app, guest, slotId, 'YES');
  const again = await entryOf(guest);
  expect(again).toMatchObject({ ...name, method: 'REQUEST', status: 'CONFIRMED' });
  expect(again.stamp > removed.stamp).toBe(true);
});

test('a shift is an entry of its own, with its times and a UID that stays, beside that of the date', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const [helper, both] = guests.slice(6) as [Somebody, Somebody];
  const dates = hourly();
  const early = new Date(Date.parse(dates.startsAt) - 3_600_000).toISOString();
  const event = await givenEvent(app, town, admin, {
    dates: { ...dates, timeZone: 'Atlantic/Reykjavik', recurrence: { frequency: 'WEEKLY', count: 2 } },
    slots: [{ kind: 'ATTENDANCE' }, { kind: 'SHIFT', title: 'Aufbau', startsAt: early, endsAt: dates.startsAt }],
  });
  const shiftId = await slotOf(app, admin, event, 0, 1);
  const uid = idOf('Slot', shiftId);
  const wall = (moment: string, hours = 0) =>
    new Date(Date.parse(moment) + hours * 3_600_000).toISOString().replace('.000Z', '');
  const entry = { uid, recurrenceId: null, title: 'Flohmarkt: Aufbau', start: wall(early), end: wall(dates.startsAt) };
  await reply(app, helper, shiftId, 'YES');
  const [invited, ...none] = calendarsOf(await mailTo(mail, helper));
  expect(none).toEqual([]);
  expect(invited).toMatchObject({ method: 'REQUEST', isSame: true, events: [{ ...entry, sequence: 0 }] });

  await reply(app, both, await slotOf(app, admin, event, 0), 'YES');
  const own = calendarOf(await mailTo(mail, both))?.events[0];
  expect(own).toMatchObject({ uid: event.uid, title: 'Flohmarkt' });
  await reply(app, both, shiftId, 'YES');
  expect(calendarsOf(await mailTo(mail, both))).toMatchObject([{ events: [entry] }]); // the date is known already

  const moved = await change(app, admin, event, 0, {
    startsAt: new Date(Date.parse(dates.startsAt) + 7_200_000).toISOString(),
  });
  const later = { ...entry, sequence: 1, start: wall(early, 2), end: wall(dates.startsAt, 2) };
  expect(calendarsOf(await mailTo(mail, helper))).toMatchObject([{ method: 'REQUEST', events: [later] }]);
  expect(calendarsOf(await mailTo(mail, both))).toMatchObject([
    { method: 'REQUEST', isSame: true, events: [{ uid: event.uid, recurrenceId: own?.recurrenceId, sequence: 1 }] },
    { method: 'REQUEST', isSame: true, events: [later] },
  ]);

  await reply(app, helper, shiftId, 'NO');
  const withdrawn = await mailTo(mail, helper);
  expect(withdrawn.text).toContain('Schicht: Aufbau');
  expect(calendarsOf(withdrawn)).toMatchObject([{ method: 'CANCEL', events: [{ ...later, status: null }] }]);
  await change(app, admin, moved, 0, {}, 'cancelOccurrences');
  expect(calendarsOf(await mailTo(mail, both))).toMatchObject([
    { method: 'CANCEL', events: [{ uid: event.uid, sequence: 2 }] },
    { method: 'CANCEL', events: [{ uid, sequence: 2, status: 'CANCELLED' }] },
  ]);
});

test('who has a shift learns its new time and gets a later entry, and nobody else is told', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const [helper, visitor, other] = (await givenPeople(app, town, 3)) as [Somebody, Somebody, Somebody];
  const dates = hourly();
  const hours = (n: number) => new Date(Date.parse(dates.startsAt) + n * 3_600_000).toISOString();
  const event = await givenEvent(app, town, admin, {
    dates: { ...dates, timeZone: 'Atlantic/Reykjavik' },
    slots: [
      { kind: 'ATTENDANCE' },
      { kind: 'SHIFT', title: 'Aufbau', startsAt: hours(-1), endsAt: hours(0) },
      { kind: 'SHIFT', title: 'Abbau', startsAt: hours(1), endsAt: hours(2) },
    ],
  });
  const slotId = await slotOf(app, admin, event, 0, 1);
  await reply(app, helper, slotId, 'YES');
  await reply(app, visitor, await slotOf(app, admin, event, 0), 'YES');
  await reply(app, other, await slotOf(app, admin, event, 0, 2), 'YES');
  for (const who of [helper, visitor, other]) await mailTo(mail, who);

  const changed = async (version: number, more: object): Promise<Data> => {
    const query =
      'mutation($input: ChangeSlotsInput!) { it: changeSlots(input: $input) { event { sequence } userErrors { code path } } }';
    const input = { occurrenceId: event.occurrences.nodes[0]?.id, version, scope: 'THIS', ...more };
    return (await askData(app.port, admin, query, { input })).it;
  };
  const times = { startsAt: hours(-2), endsAt: hours(-1) };
  const renamed = { slotId, title: 'Aufbau Bühne', startsAt: hours(-1), endsAt: hours(0) };
  expect(await changed(1, { changed: [renamed] })).toEqual({ event: { sequence: 0 }, userErrors: [] });
  expect(await changed(2, { changed: [{ slotId, ...times }] })).toEqual({ event: { sequence: 1 }, userErrors: [] });
  const told = await mailTo(mail, helper);
  const text = (startsAt: string, endsAt: string) =>
    dateWords(
      { timeZone: 'Atlantic/Reykjavik', isAllDay: false },
      { startsAt: new Date(startsAt), endsAt: new Date(endsAt) },
      'de',
    );
  expect(wordsOf(told)).toContain(
    `Schicht: Aufbau Bühne, ${text(times.startsAt, times.endsAt)} Bisherige Zeit der Schicht: ${text(hours(-1), hours(0))} Ort`,
  );
  expect(wordsOf(told)).not.toContain('Bisherige Zeit: ');
  const entry = { uid: idOf('Slot', slotId), sequence: 1, title: 'Flohmarkt: Aufbau Bühne' };
  expect(calendarsOf(told)).toMatchObject([{ method: 'REQUEST', events: [entry] }]);
  const sql = `select distinct d.recipient_id as id from delivery d join message m on m.id = d.message_id
    where m.subject_id = ? and m.kind = 'EVENT_CHANGED'`;
  const reached: { id: string }[] = await app.services.em.fork().execute(sql, [idOf('Event', event.id)]);
  expect(reached).toEqual([{ id: helper.personId }]);

  const removal = { code: 'SLOT_IS_TAKEN', path: ['removed'] };
  expect((await changed(3, { removed: [slotId] })).userErrors).toEqual([removal]);
  const moved = await change(app, admin, { ...event, version: 3 }, 0, { startsAt: hours(3), endsAt: hours(4) });
  expect(wordsOf(await mailTo(mail, helper))).toContain(
    `Schicht: Aufbau Bühne, ${text(hours(1), hours(2))} Bisherige Zeit der Schicht: ${text(times.startsAt, times.endsAt)} Ort`,
  );
  expect(moved.sequence).toBe(2);
});

const mailTo = (mail: MailServer, { personId }: Somebody): Promise<ReceivedMail> =>
  mail.next(`${personId}@example.org`);

/** Slot of a date of the event. */
async function slotOf(app: TestServer, admin: Somebody, event: GivenEvent, n: number, position = 0): Promise<string> {
  const query = 'query($id: ID!) { occurrence(id: $id) { slots { id } } }';
  const { occurrence }: Data = await askData(app.port, admin, query, { id: event.occurrences.nodes[n]?.id });
  return occurrence.slots[position].id;
}

async function reply(app: TestServer, who: Somebody, slotId: string, answer: string): Promise<void> {
  const query = 'mutation($input: AnswerEventInput!) { answerEvent(input: $input) { userErrors { code } } }';
  const { answerEvent }: Data = await askData(app.port, who, query, { input: { slotId, answer } });
  expect(answerEvent.userErrors).toEqual([]);
}

async function change(
  app: TestServer,
  admin: Somebody,
  event: GivenEvent,
  n: number,
  more: object,
  name = 'changeOccurrences',
): Promise<GivenEvent> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { it: ${name}(input: $input) { event { ${eventSelection} } userErrors { code } } }`;
  const input = { occurrenceId: event.occurrences.nodes[n]?.id, version: event.version, scope: 'THIS', ...more };
  const { it }: Data = await askData(app.port, admin, query, { input });
  expect(it.userErrors).toEqual([]);
  return it.event;
}

/** Text of a mail in one line. */
const wordsOf = ({ text }: ReceivedMail): string => text.replace(/\s+/g, ' ');
const dateWords = (...date: Parameters<typeof dateText>): string => dateText(...date).replace(/\s+/g, ' ');

/** Times of a date in one or two days that takes an hour. */
function hourly() {
  const start = laterMorning();
  return {
    startsAt: start.toISOString(),
    endsAt: new Date(start.getTime() + 3_600_000).toISOString(),
    isAllDay: false,
  };
}

/** Calendar parts of a mail: the one beside its text, then those that are attached. */
function calendarsOf({ raw, headers }: ReceivedMail) {
  const parts =
    /^Content-Type: text\/calendar; charset=utf-8;\s+method=(\w+)(?:;\s+name=\S+)?\r?\n((?:.+\r?\n)*)\r?\n([A-Za-z0-9+/=\r\n]+)/gim;
  return [...raw.matchAll(parts)].map(([, method, , body = '']) => readCalendar(method, body, headers));
}

/** Calendar part beside the text of a mail; null: none. */
const calendarOf = (received: ReceivedMail) => calendarsOf(received)[0] ?? null;

function readCalendar(method: string | undefined, body: string, headers: ReceivedMail['headers']) {
  const text = Buffer.from(body, 'base64').toString();
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents('vevent').map((part) => ({
    uid: part.getFirstPropertyValue('uid'),
    sequence: part.getFirstPropertyValue('sequence'),
    stamp: String(part.getFirstPropertyValue('dtstamp')),
    status: part.getFirstPropertyValue('status'),
    title: part.getFirstPropertyValue('summary'),
    end: String(part.getFirstPropertyValue('dtend')),
    start: String(part.getFirstPropertyValue('dtstart')),
    recurrenceId: part.hasProperty('recurrence-id') ? String(part.getFirstPropertyValue('recurrence-id')) : null,
    hasRule: part.hasProperty('rrule'),
    attendees: part
      .getAllProperties('attendee')
      .map((one) => `${String(one.getFirstValue())} ${String(one.getFirstParameter('partstat'))}`),
    isFromSender: (headers.get('from') ?? '').includes(
      String(part.getFirstPropertyValue('organizer')).replace(/^mailto:/i, ''),
    ),
  }));
  return { method, isSame: calendar.getFirstPropertyValue('method') === method, events };
}
