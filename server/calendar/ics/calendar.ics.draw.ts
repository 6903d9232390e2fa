import {
  type ICalCalendar,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalOrganizer,
} from 'ical-generator';
import { type Temporal } from 'temporal-polyfill';
import { fillText } from '../../kernel/mail.render.ts';
import type { EventRow } from '../calendar.entity.ts';
import { toWall } from '../../kernel/localTime.ts';
import type { Component } from './calendar.ics.rules.ts';
import texts from './locales/calendar.de.json' with { type: 'json' };

/** Content of a calendar file about an event besides its dates. */
export interface Drawn {
  readonly event: EventRow;
  /** Absent: the moment of the last change of the event. */
  readonly stamp?: Date;
  /** Absent: the UID of the event. */
  readonly uid?: string;
  /** Title and text in the language of the reader. */
  readonly title: string;
  readonly text: string;
  readonly organizer: ICalOrganizer;
  /** Page of the event. */
  readonly url: string;
  /** True: the reader is busy then. */
  readonly isBusy: boolean;
}

/** Words of calendar files in the language of the reader. */
type Words = Pick<typeof texts, 'cancelled' | 'online' | 'reason'>;

/**
 * Adds a part of an event to a calendar. All parts of a file carry the sequence of their event and, as DTSTAMP, the moment of its last
 * change, so equal rows give equal files. Returns the properties that the caller may extend.
 */
export function drawComponent(calendar: ICalCalendar, drawn: Drawn, component: Component, words: Words = texts) {
  const { event, title, organizer, url, isBusy } = drawn;
  const { isCancelled, recurrenceId, place, onlineUrl } = component;
  return calendar.createEvent({
    id: drawn.uid ?? event.uid,
    sequence: event.sequence,
    stamp: drawn.stamp ?? event.updatedAt,
    ...timesOf(event, component),
    ...(recurrenceId !== undefined && { recurrenceId: dayOrTime(event, recurrenceId) }),
    summary: isCancelled ? fillText(words.cancelled, { title }) : title,
    description: descriptionOf(drawn, component, words),
    ...locationOf(event, place === '' ? onlineUrl : place),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: isBusy && !isCancelled ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    organizer,
    url,
  });
}

function timesOf(event: EventRow, component: Component): ICalEventData {
  const { startsAt, endsAt, rule, without = [] } = component;
  const { timeZone, isAllDay } = event;
  const own = { timeZone, isAllDay: component.isAllDay ?? isAllDay };
  const lines = rule === undefined ? [] : [`RRULE:${rule}`];
  if (without.length > 0) {
    const zone = isAllDay ? ';VALUE=DATE' : `;TZID=${timeZone}`;
    lines.push(`EXDATE${zone}:${without.map((wall) => compact(wall, isAllDay)).join()}`);
  }
  return {
    start: dayOrTime(own, toWall(startsAt, timeZone)),
    end: dayOrTime(own, toWall(endsAt, timeZone)),
    ...(own.isAllDay ? { allDay: true } : { timezone: timeZone }),
    ...(lines.length > 0 && { repeating: lines.join('\r\n') }),
  };
}

/** Local time of the event, or its day as midnight in UTC, as ical-generator wants the days of all-day events. */
function dayOrTime(
  { isAllDay, timeZone }: Pick<EventRow, 'isAllDay' | 'timeZone'>,
  wall: Temporal.PlainDateTime,
): Date | Temporal.ZonedDateTime {
  return isAllDay ? new Date(`${wall.toPlainDate().toString()}T00:00:00Z`) : wall.toZonedDateTime(timeZone);
}

function compact(wall: Temporal.PlainDateTime, isAllDay: boolean): string {
  const text = isAllDay ? wall.toPlainDate().toString() : wall.toString({ smallestUnit: 'second' });
  return text.replaceAll(/[-:]/g, '');
}

function descriptionOf({ text }: Drawn, { onlineUrl, place, reason }: Component, words: Words): string {
  const online = onlineUrl === '' || place === '' ? '' : fillText(words.online, { url: onlineUrl });
  return [reason === '' ? '' : fillText(words.reason, { reason }), text, online].filter(Boolean).join('\n\n');
}

/** Place in words; coordinates only with the place of the event, because a date that moved elsewhere has none. */
function locationOf({ place, lat, lon }: EventRow, title: string): Pick<ICalEventData, 'location'> {
  if (title === '') return {};
  const geo = title === place && lat != null && lon != null ? { geo: { lat, lon } } : {};
  return { location: { title, ...geo } };
}
