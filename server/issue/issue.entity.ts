import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { IssueCategory, issueKinds } from './issue.category.entity.ts';

export const issueStages = ['NEW', 'REVIEWED', 'IN_PROGRESS', 'WAITING', 'DONE'] as const;
export type IssueStage = (typeof issueStages)[number];
export const issueStatuses = [
  'SUBMITTED',
  'TRIAGED',
  'ASSIGNED',
  'IN_PROGRESS',
  'SCHEDULED',
  'WAITING_ON_REPORTER',
  'FORWARDED',
  'RESOLVED',
  'DECLINED',
  'NOT_RESPONSIBLE',
  'DUPLICATE',
  'WITHDRAWN',
] as const;
export type IssueStatus = (typeof issueStatuses)[number];
/** Parties that can move an issue. */
export const issueParties = ['REPORTER', 'STAFF', 'PARTNER', 'SYSTEM'] as const;
export type IssueParty = (typeof issueParties)[number];
/** Reasons for which the town hall sets an issue aside; the status stays as it is. */
const issueFlags = ['SPAM', 'HIDDEN'] as const;
export type IssueFlag = (typeof issueFlags)[number];
/** Bodies and people that can have fixed a defect; NOBODY: the defect was gone already. */
const fixers = ['TOWN', 'OTHER_AUTHORITY', 'REPORTER', 'NOBODY'] as const;
export type Fixer = (typeof fixers)[number];
/** Audiences of an issue: staff of the town, its reporter, a partner's program, or everybody if it is public. */
export const issueAudiences = ['staff', 'reporter', 'partner', 'public'] as const;
export type IssueAudience = (typeof issueAudiences)[number];

/** Last reference number of a town; the row is locked while the next number is assigned. */
const IssueCounterSchema = defineEntity({
  name: 'IssueCounter',
  properties: { municipality: () => p.manyToOne(Municipality).primary().ref(), last: p.integer() },
});
export class IssueCounter extends IssueCounterSchema.class {}
IssueCounterSchema.setClass(IssueCounter);

/** Serves a column of the board in the order DUE. */
const dueIndex = 'create index issue_due_index on issue (municipality_id, status, due_at, created_at desc, id desc)';

const IssueSchema = defineEntity({
  name: 'Issue',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Reference such as M-2031, counted per town. */
    reference: p.string(),
    kind: p.enum(issueKinds),
    category: () => p.manyToOne(IssueCategory).ref(),
    status: p.enum(issueStatuses),
    /** Status to which a WAITING_ON_REPORTER issue returns. */
    previousStatus: p.enum(issueStatuses).nullable(),
    desk: () => p.manyToOne(Desk).ref().nullable(),
    /** Member of the desk who works on it; null: nobody. For staff of the town only. */
    assignee: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    lat: p.float().columnType('double precision'),
    lon: p.float().columnType('double precision'),
    address: p.string().nullable(),
    text: p.text(),
    /** Title that staff wrote; null: category and place are the title. */
    title: p.text().nullable(),
    /** Null: reported without an account. */
    reporter: () => p.manyToOne(Person).ref().nullable(),
    /** Address given without an account; mails are sent there only after its owner has confirmed it. */
    reporterEmail: p.string().nullable(),
    /** Time at which the link in the confirmation mail was used; null: the address is not confirmed. */
    emailConfirmedAt: p.datetime().nullable(),
    locale: p.string(),
    /** Whether everybody may see the issue; the reporter is never named. */
    isPublic: p.boolean().default(false),
    /** When `isPublic` became true the last time; null: the report is not public, or became so before this was recorded. */
    publicSince: p.datetime().nullable(),
    flag: p.enum(issueFlags).nullable(),
    /** Earliest deadline of its running clocks (clock/); null: no clock runs. */
    dueAt: p.datetime().nullable(),
    /** Number of moves and changes of title and assignee so far; a step decided on an older version is a CONFLICT. */
    version: p.integer().default(1),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    /** When the retention removed the reporter and private words; null: not since the report came. */
    redactedAt: p.datetime().nullable(),
    moves: () => p.oneToMany(IssueMove).mappedBy('issue').orderBy({ version: 'asc' }),
    /** Not stored: audience for which the issue was read. Null allows the least. */
    seenBy: p.enum(issueAudiences).persist(false).nullable(),
  },
  uniques: [{ properties: ['municipality', 'reference'] }],
  indexes: [
    { properties: ['municipality', 'status', 'createdAt', 'id'] },
    { properties: ['municipality', 'desk', 'status', 'createdAt', 'id'] },
    { name: 'issue_due_index', expression: dueIndex },
    { properties: ['municipality', 'isPublic', 'lat'] },
    { properties: ['municipality', 'isPublic', 'id'] },
    { properties: ['reporter', 'id'] },
    { properties: ['assignee'] },
  ],
});
export class Issue extends IssueSchema.class {}
IssueSchema.setClass(Issue);
export type IssueRow = RowOf<Issue>;

/** One entry of an issue's history. */
const IssueMoveSchema = defineEntity({
  name: 'IssueMove',
  properties: {
    id: p.uuid().primary(),
    issue: () => p.manyToOne(Issue).ref(),
    /** Version of the issue after this move. */
    version: p.integer(),
    at: p.datetime(),
    from: p.enum(issueStatuses).nullable(),
    to: p.enum(issueStatuses),
    by: p.enum(issueParties),
    actor: () => p.manyToOne(Person).ref().nullable(),
    /** Key of the partner that made the move. */
    partnerKeyId: p.uuid().nullable(),
    desk: () => p.manyToOne(Desk).ref().nullable(),
    reason: p.text().nullable(),
    /** Public text: an answer, a question, or a text of the reporter. */
    message: p.text().nullable(),
    addressee: p.string().nullable(),
    scheduledFor: p.datetime().nullable(),
    /** Body or person that fixed a defect; only for moves to RESOLVED. */
    fixedBy: p.enum(fixers).nullable(),
    isReopening: p.boolean().default(false),
    /** Until this time the author may take the move back, and the reporter is not notified. */
    undoableUntil: p.datetime().nullable(),
    /** Whether the move was taken back, or took one back; visible to staff only. */
    isTakenBack: p.boolean().default(false),
    seenBy: p.enum(issueAudiences).persist(false).nullable(),
  },
  uniques: [{ properties: ['issue', 'version'] }],
});
export class IssueMove extends IssueMoveSchema.class {}
IssueMoveSchema.setClass(IssueMove);
export type IssueMoveRow = RowOf<IssueMove>;
