import { fromWall, toWall } from '../kernel/localTime.ts';
import type { Event, Occurrence } from './calendar.entity.ts';
import { addWallMinutes, wallMinutes } from './calendar.time.rules.ts';

/** Dates of a series that a change concerns. */
export type OccurrenceScope = 'THIS' | 'ALL' | 'FOLLOWING';

type Dates = Pick<Event, 'startsAt' | 'endsAt' | 'timeZone'>;
type Times = Pick<Occurrence, 'startsAt' | 'endsAt'>;

/** New local time of the day, and new length, of the dates of an event. */
export interface Shift {
  /** Minutes of local time by which the planned start moves. */
  readonly minutes: number;
  /** Minutes of local time from start to end. */
  readonly length: number;
}

/** Shift that gives the dates of the event the time of the day, and the length, of `wanted`. */
export function shiftTo(event: Dates, wanted: Times): Shift {
  const { timeZone } = event;
  const planned = toWall(event.startsAt, timeZone);
  const target = planned.withPlainTime(toWall(wanted.startsAt, timeZone).toPlainTime());
  return {
    minutes: planned.until(target).total('minutes'),
    length: wallMinutes(wanted.startsAt, wanted.endsAt, timeZone),
  };
}

/** Shift that moves the only date of an event to another day and time. */
export function moveTo(event: Dates, wanted: Times): Shift {
  const { timeZone } = event;
  return {
    minutes: wallMinutes(event.startsAt, wanted.startsAt, timeZone),
    length: wallMinutes(wanted.startsAt, wanted.endsAt, timeZone),
  };
}

/** A start after the shift. */
export function shifted(start: Date, { minutes }: Shift, timeZone: string): Date {
  return addWallMinutes(start, minutes, timeZone);
}

/** End of a date with this start and the length of the shift. */
export function endAfter(start: Date, { length }: Shift, timeZone: string): Date {
  return fromWall(toWall(start, timeZone).add({ minutes: length }), timeZone);
}

/** Whether both moments are on the same local day. */
export function isSameDay(one: Date, other: Date, timeZone: string): boolean {
  return toWall(one, timeZone).toPlainDate().equals(toWall(other, timeZone).toPlainDate());
}

/** Whether a date differs from what its event says. */
export function isChanged(event: Dates, date: Occurrence): boolean {
  const length = wallMinutes(event.startsAt, event.endsAt, event.timeZone);
  const isMoved = date.startsAt.getTime() !== date.originalStart.getTime();
  const isLonger = wallMinutes(date.startsAt, date.endsAt, event.timeZone) !== length;
  return isMoved || isLonger || date.place != null || date.onlineUrl != null;
}
