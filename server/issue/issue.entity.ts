import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';
import { IssueCategory, issueKinds } from './issue.category.entity.ts';

export const issueStages = ['NEW', 'REVIEWED', 'IN_PROGRESS', 'WAITING', 'DONE'] as const;
export type IssueStage = (typeof issueStages)[number];
export const issueStatuses = [
  'UNCONFIRMED',
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
/** Who moved an issue. */
export const issueParties = ['REPORTER', 'STAFF', 'PARTNER', 'SYSTEM'] as const;
export type IssueParty = (typeof issueParties)[number];
/** Why the town hall set a report aside; not a status, and undone without a trace in it. */
const issueFlags = ['SPAM', 'HIDDEN'] as const;
export type IssueFlag = (typeof issueFlags)[number];
/** Who fixed what was broken; NOBODY: it was gone already. */
const fixers = ['TOWN', 'OTHER_AUTHORITY', 'REPORTER', 'NOBODY'] as const;
export type Fixer = (typeof fixers)[number];
/** Whose eyes an answer is for: staff of the town, the reporter, a partner's program, or everybody once it is public. */
export const issueAudiences = ['staff', 'reporter', 'partner', 'public'] as const;
export type IssueAudience = (typeof issueAudiences)[number];

/** The last number given to a report of a town; its row is locked while the next is made. */
const IssueCounterSchema = defineEntity({
  name: 'IssueCounter',
  properties: { municipality: () => p.manyToOne(Municipality).primary().ref(), last: p.integer() },
});
export class IssueCounter extends IssueCounterSchema.class {}
IssueCounterSchema.setClass(IssueCounter);

/** A column by what is due, then by what came last: in the very order of the board. */
const dueIndex = 'create index issue_due_index on issue (municipality_id, status, due_at, created_at desc, id desc)';

const IssueSchema = defineEntity({
  name: 'Issue',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** M-2031: counted per town. */
    reference: p.string(),
    kind: p.enum(issueKinds),
    category: () => p.manyToOne(IssueCategory).ref(),
    status: p.enum(issueStatuses),
    /** Where a WAITING_ON_REPORTER issue goes back to. */
    previousStatus: p.enum(issueStatuses).nullable(),
    desk: () => p.manyToOne(Desk).ref().nullable(),
    lat: p.float().columnType('double precision'),
    lon: p.float().columnType('double precision'),
    address: p.string().nullable(),
    text: p.text(),
    /** Null: reported without an account. */
    reporter: () => p.manyToOne(Person).ref().nullable(),
    /** Given without an account; mails go there only once its owner has confirmed it. */
    reporterEmail: p.string().nullable(),
    /** When the link in the confirmation mail was used; a claim code says nothing about the address. */
    emailConfirmedAt: p.datetime().nullable(),
    locale: p.string(),
    /** The town hall shows it to everybody: what it is and what becomes of it, never who reported it. */
    isPublic: p.boolean().default(false),
    /** When `isPublic` became true the last time; null: the report is not public, or became so before this was recorded. */
    publicSince: p.datetime().nullable(),
    flag: p.enum(issueFlags).nullable(),
    /** When the next of its clocks runs out, as its steps leave them (clock/); null: none runs. */
    dueAt: p.datetime().nullable(),
    /** Counts moves: a move decided on an older one is a CONFLICT. */
    version: p.integer().default(1),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    moves: () => p.oneToMany(IssueMove).mappedBy('issue').orderBy({ version: 'asc' }),
    /** Never stored: set by whoever hands the issue out. Unset means the least that may be seen. */
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
  ],
});
export class Issue extends IssueSchema.class {}
IssueSchema.setClass(Issue);
export type IssueRow = RowOf<Issue>;

/** History: how an issue came to where it is. */
const IssueMoveSchema = defineEntity({
  name: 'IssueMove',
  properties: {
    id: p.uuid().primary(),
    issue: () => p.manyToOne(Issue).ref(),
    /** The issue's version after this move. */
    version: p.integer(),
    at: p.datetime(),
    from: p.enum(issueStatuses).nullable(),
    to: p.enum(issueStatuses),
    by: p.enum(issueParties),
    actor: () => p.manyToOne(Person).ref().nullable(),
    /** Of which partner, when one did it. */
    partnerKeyId: p.uuid().nullable(),
    desk: () => p.manyToOne(Desk).ref().nullable(),
    reason: p.text().nullable(),
    /** Public: the answer, the question, or the reporter's own words. */
    message: p.text().nullable(),
    addressee: p.string().nullable(),
    scheduledFor: p.datetime().nullable(),
    /** To RESOLVED, of a defect. */
    fixedBy: p.enum(fixers).nullable(),
    isReopening: p.boolean().default(false),
    /** Until then whoever made it may take it back, and the reporter is not told. */
    undoableUntil: p.datetime().nullable(),
    /** Taken back, or the step that took it back: nobody but the town hall hears of either. */
    isTakenBack: p.boolean().default(false),
    seenBy: p.enum(issueAudiences).persist(false).nullable(),
  },
  uniques: [{ properties: ['issue', 'version'] }],
});
export class IssueMove extends IssueMoveSchema.class {}
IssueMoveSchema.setClass(IssueMove);
export type IssueMoveRow = RowOf<IssueMove>;
