import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** An open period on one day, in minutes after midnight in local time of the town; `to` may be 1440. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
/** Open periods of each weekday, Monday first. */
export type Week = readonly (readonly Span[])[];
/** A day on which the town hall is closed although its weekly hours say otherwise. */
export interface ClosedDay {
  /** Date as YYYY-MM-DD. */
  readonly date: string;
  readonly name: string;
}
/** Opening hours of a town hall. */
export interface Calendar {
  readonly timeZone: string;
  /** First two digits of the town's official key; they select the legal holidays of its Land. */
  readonly land: string;
  readonly week: Week;
  readonly closedDays: readonly ClosedDay[];
}

/**
 * Opening hours of a town hall as they were set at one time. Rows never change: new hours are a new row, the newest row
 * applies, and deadlines that were counted by an older row keep it.
 */
const OfficeCalendarSchema = defineEntity({
  name: 'OfficeCalendar',
  properties: {
    /** A v7 uuid: the newest row has the greatest id. */
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    timeZone: p.string(),
    land: p.string(),
    week: p.json<Week>(),
    closedDays: p.json<readonly ClosedDay[]>(),
  },
  indexes: [{ properties: ['municipality', 'id'] }],
});
export class OfficeCalendar extends OfficeCalendarSchema.class {}
OfficeCalendarSchema.setClass(OfficeCalendar);
export type OfficeCalendarRow = RowOf<OfficeCalendar>;
