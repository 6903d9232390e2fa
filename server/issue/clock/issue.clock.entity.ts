import { defineEntity, p } from '@mikro-orm/core';
import { OfficeCalendar } from '../../hours/hours.entity.ts';
import type { RowOf } from '../../kernel/rows.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { Issue } from '../issue.entity.ts';

/** What a clock measures: the time to the first answer, and the time until the matter is settled. */
export type ClockHand = 'FIRST_RESPONSE' | 'RESOLUTION';
/** How urgent it was when the desk was told. */
const clockLevels = ['DUE_SOON', 'OVERDUE'] as const;
export type ClockLevel = (typeof clockLevels)[number];

/** How long reports about this may take, in minutes of open time; null: as long as it takes. No row: as usual for its kind. */
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
 * The clocks of a report, with the terms they were started on. What is not a term follows from the report's steps and is
 * worked out anew with each of them.
 */
const IssueClockSchema = defineEntity({
  name: 'IssueClock',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Terms: whoever changes the settings later changes nothing here. */
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
    /** Stands still since then: somebody else must act. */
    pausedAt: p.datetime().nullable(),
    /** Open time that did not count, and open time that it took, in minutes. */
    pausedMinutes: p.float().columnType('double precision').default(0),
    firstResponseTook: p.float().columnType('double precision').nullable(),
    resolutionTook: p.float().columnType('double precision').nullable(),
    /** The earlier of what still runs; null: nothing runs. When it is due stands at the report. */
    nextSoonAt: p.datetime().nullable(),
    /** What the desk has been told already: each once. */
    firstResponseTold: p.enum(clockLevels).nullable(),
    resolutionTold: p.enum(clockLevels).nullable(),
    /** When somebody looks again whether the desk must be told. */
    checkAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality', 'nextSoonAt'] }, { properties: ['municipality', 'firstRespondedAt'] }],
});
export class IssueClock extends IssueClockSchema.class {}
IssueClockSchema.setClass(IssueClock);
export type IssueClockRow = RowOf<IssueClock>;
