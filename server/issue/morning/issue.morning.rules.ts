import { Temporal } from 'temporal-polyfill';

/** Local day of a moment as the number yyyymmdd, e.g. 20261129. */
export function dayNumber(moment: Date, timeZone: string): number {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone);
  return year * 10_000 + month * 100 + day;
}

/** Start and end of the local day of a moment; the end is the start of the next day. */
export function dayAround(moment: Date, timeZone: string): { readonly start: Date; readonly end: Date } {
  const start = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone).startOfDay();
  const end = start.add({ days: 1 });
  return { start: new Date(start.epochMilliseconds), end: new Date(end.epochMilliseconds) };
}
