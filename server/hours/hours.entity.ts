import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** A stretch of open time on one day, in minutes after midnight by the town's clocks; `to` may be 1440. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
/** Monday first. */
export type Week = readonly (readonly Span[])[];
/** A day on which the town hall is closed although the week says otherwise. */
export interface ClosedDay {
  /** 2026-12-24 */
  readonly date: string;
  readonly name: string;
}
/** When the town hall works. */
export interface Calendar {
  readonly timeZone: string;
  /** The first two digits of the town's official key: whose holidays hold. */
  readonly land: string;
  readonly week: Week;
  readonly closedDays: readonly ClosedDay[];
}

/**
 * When a town hall works, as it was set at one time. Never changed: other hours are another row, the newest holds, and
 * what was promised by an older one stays as it was promised.
 */
const OfficeCalendarSchema = defineEntity({
  name: 'OfficeCalendar',
  properties: {
    /** A v7 uuid: the newest is the greatest. */
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
