import { defineEntity, p } from '@mikro-orm/core';
import { OfficeCalendar } from '../../hours/hours.entity.ts';
import type { RowOf } from '../../kernel/rows.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { Issue } from '../issue.entity.ts';

/** The two clocks of an issue: time to the first response and time to the resolution. */
export type ClockHand = 'FIRST_RESPONSE' | 'RESOLUTION';
/** Urgency at the time the desk was notified. */
const clockLevels = ['DUE_SOON', 'OVERDUE'] as const;
export type ClockLevel = (typeof clockLevels)[number];

/** Deadlines of a category in minutes of open time; null: no deadline. No row: the usual deadlines of its kind. */
const IssueTargetSchema = defineEntity({
  name: 'IssueTarget',
  properties: {
    category: () => p.oneToOne(IssueCategory).primary().ref(),
    firstResponseMinutes: p.integer().nullable(),
    resolutionMinutes: p.integer().nullable(),
  },
});
export class IssueTarget extends IssueTargetSchema.class {}
IssueTargetSchema.setClass(IssueTarget);

/**
 * Clocks of an issue, with the terms that applied when it arrived. All other columns are computed from the moves of the
 * issue and are updated with each move.
 */
const IssueClockSchema = defineEntity({
  name: 'IssueClock',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Terms; later changes of the settings do not change them. */
    calendar: () => p.manyToOne(OfficeCalendar).ref(),
    firstResponseMinutes: p.integer().nullable(),
    resolutionMinutes: p.integer().nullable(),
    startedAt: p.datetime(),
    firstResponseDueAt: p.datetime().nullable(),
    firstResponseSoonAt: p.datetime().nullable(),
    firstRespondedAt: p.datetime().nullable(),
    resolutionDueAt: p.datetime().nullable(),
    resolutionSoonAt: p.datetime().nullable(),
    resolvedAt: p.datetime().nullable(),
    withdrawnAt: p.datetime().nullable(),
    /** Start of the current pause, while somebody outside the town hall must act. */
    pausedAt: p.datetime().nullable(),
    /** Pauses, time to the first response and time to the resolution, in minutes of open time. */
    pausedMinutes: p.float().columnType('double precision').default(0),
    firstResponseTook: p.float().columnType('double precision').nullable(),
    resolutionTook: p.float().columnType('double precision').nullable(),
    /**
     * Earliest `…SoonAt` of the running clocks; null: no clock runs. The deadline itself is stored in `Issue.dueAt`.
     */
    nextSoonAt: p.datetime().nullable(),
    /** Most urgent level that the desk was notified of; each level is sent once. */
    firstResponseTold: p.enum(clockLevels).nullable(),
    resolutionTold: p.enum(clockLevels).nullable(),
    /** Time at which the next check is due. */
    checkAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality', 'nextSoonAt'] }, { properties: ['municipality', 'firstRespondedAt'] }],
});
export class IssueClock extends IssueClockSchema.class {}
IssueClockSchema.setClass(IssueClock);
export type IssueClockRow = RowOf<IssueClock>;
