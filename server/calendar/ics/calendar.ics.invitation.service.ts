import {
  type ICalAttendeeData,
  ICalAttendeeRole,
  ICalAttendeeStatus,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEvent,
} from 'ical-generator';
import { calendarText, emptyCalendar } from '../../kernel/calendarFile.ts';
import type { Context } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import type { Letter, MailCalendar } from '../../kernel/letter.ts';
import { pageUrl } from '../../kernel/links.ts';
import { variantFor } from '../../kernel/locale.ts';
import { fillText, textsIn } from '../../kernel/mail.render.ts';
import { senderOf } from '../../kernel/mail.sender.ts';
import { batchedRead, rowsByIds } from '../../kernel/rows.ts';
import type { EventRow, OccurrenceRow } from '../calendar.entity.ts';
import { eventById, slotById } from '../calendar.reading.service.ts';
import type { SlotRow } from '../calendar.slot.entity.ts';
import { drawComponent } from './calendar.ics.draw.ts';
import { dateInMail, shiftInMail } from './calendar.ics.rules.ts';
import { ownTexts } from './calendar.ics.texts.ts';

/** Calendar parts of a mail, and the sentence of the mail about them. */
interface Invitation {
  readonly calendars: readonly MailCalendar[];
  readonly note: string;
}

/** Slot for which a reader has or had seats, with its date and event. */
interface Place {
  readonly event: EventRow;
  readonly date: OccurrenceRow;
  readonly slot: Pick<SlotRow, 'id' | 'kind' | 'title' | 'startsAt' | 'endsAt'>;
}

/**
 * Calendar parts of a mail about dates, with which a program enters, changes or removes them and their shifts: those for
 * which the reader has seats, and only the reader as attendee. `slotId`: the mail is about this slot alone. REQUEST if the first date
 * takes place, otherwise CANCEL. Undefined: the reader has no seats at any of them.
 */
export async function invitationTo(
  ctx: Context,
  letter: Letter,
  dates: readonly OccurrenceRow[],
  slotId?: string,
): Promise<Invitation | undefined> {
  const { recipient } = letter;
  const seated = await Promise.all(
    dates.map((date) => seatedSlotIds(ctx, { occurrenceId: date.id, recipientId: recipient.id })),
  );
  const slots = await rowsByIds(slotById, ctx, seated.flat());
  const events = await rowsByIds(eventById, ctx, new Set(dates.map(({ event }) => event.id)));
  const places = slots.flatMap((slot): Place[] => {
    const date = dates.find(({ id }) => id === slot.occurrence.id);
    const event = events.find(({ id }) => id === date?.event.id);
    return date === undefined || event === undefined ? [] : [{ event, date, slot }];
  });
  const own = places.filter(({ slot }) => slotId === undefined || slot.id === slotId);
  const [first] = own;
  if (first === undefined) return undefined;
  const isCancel = first.date.state === 'CANCELLED';
  const method = isCancel ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const alike = own.filter(({ date }) => (date.state === 'CANCELLED') === isCancel);
  const calendars = [...Map.groupBy(alike, uidOf).values()].map((entries): MailCalendar => {
    const calendar = emptyCalendar(method);
    for (const place of entries)
      drawPlace(ctx, calendar, letter, place).createAttendee(attendee(letter, ICalAttendeeStatus.ACCEPTED));
    return { method, text: calendarText(calendar) };
  });
  const words = textsIn(ownTexts, recipient.locale);
  return { calendars, note: isCancel ? words.unread : words.invitation };
}

/**
 * Calendar part of a mail to a reader who gave up the seats, with which a program removes the date or shift. It has no STATUS, because
 * the date takes place for others (RFC 5546, 3.2.5).
 */
export function withdrawalTo(ctx: Context, letter: Letter, place: Place): MailCalendar {
  const method = ICalCalendarMethod.CANCEL;
  const calendar = emptyCalendar(method);
  const drawn = drawPlace(ctx, calendar, letter, place);
  drawn.status(null).createAttendee(attendee(letter, ICalAttendeeStatus.DECLINED));
  return { method, text: calendarText(calendar) };
}

/** UID, which never changes: all dates of a series share one and differ by RECURRENCE-ID; a shift has its own. */
function uidOf({ event, slot }: Place): string {
  return slot.kind === 'SHIFT' ? slot.id : (event.seriesUid ?? event.uid);
}

/**
 * Adds a date or shift to the calendar of a mail. The organizer is the sender of the mail. DTSTAMP is the moment of what the mail
 * reports, because an answer changes no SEQUENCE: of two mails with the same SEQUENCE programs keep the one with the later DTSTAMP.
 */
function drawPlace(ctx: Context, calendar: ICalCalendar, { recipient, town, at }: Letter, place: Place): ICalEvent {
  const { event, date, slot } = place;
  const { title, excerpt } = variantFor(event.variants, recipient.locale) ?? event;
  const words = textsIn(ownTexts, recipient.locale);
  const sender = senderOf(ctx.config, ctx.publicUrl(), town);
  const isShift = slot.kind === 'SHIFT';
  const drawn = {
    event,
    stamp: at,
    uid: uidOf(place),
    title: isShift ? fillText(words.shift, { title, shift: slot.title }) : title,
    text: excerpt,
    organizer: { name: sender.name, email: sender.address },
    url: pageUrl(ctx, town.ags, `events/${toGlobalId('Event', event.id)}`),
    isBusy: true,
  };
  const component = isShift ? shiftInMail(event, date, slot) : dateInMail(event, date);
  return drawComponent(calendar, drawn, component, words);
}

function attendee({ recipient }: Letter, status: ICalAttendeeStatus): ICalAttendeeData {
  return { email: recipient.address, role: ICalAttendeeRole.REQ, status, rsvp: false };
}

interface Asked {
  readonly occurrenceId: string;
  readonly recipientId: string;
}

/** Slots of a date for which the recipient has seats, the date itself first. One statement serves all letters of a job. */
const seatedSlotIds = batchedRead(async ({ em }: Pick<Context, 'em'>, asked: readonly Asked[]): Promise<string[][]> => {
  const rows: { n: number; id: string }[] = await em.execute(
    `select a.n, s.id from json_to_recordset(?::json) as a(n int, "occurrenceId" uuid, "recipientId" uuid)
       join slot s on s.occurrence_id = a."occurrenceId"
       join attendance t on t.slot_id = s.id and t.recipient_id = a."recipientId"
       where t.answer = 'YES' and t.waiting_since is null order by a.n, s.kind, s.position`,
    [JSON.stringify(asked.map((one, n) => ({ ...one, n })))],
  );
  const byAsked = Map.groupBy(rows, ({ n }) => n);
  return asked.map((_, n) => (byAsked.get(n) ?? []).map(({ id }) => id));
});
