import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Desk } from '../municipality/municipality.entity.ts';
import { Issue, issueAudiences, issueParties } from './issue.entity.ts';

/** Audience of a comment: everybody who sees the issue, reporter and town hall, or the town hall only. */
export const commentReaches = ['PUBLIC', 'PRIVATE', 'INTERNAL'] as const;
export type CommentReach = (typeof commentReaches)[number];

/** A comment that does not move the issue: an answer, a message or a note. The text of a move is stored in the move. */
const IssueCommentSchema = defineEntity({
  name: 'IssueComment',
  properties: {
    id: p.uuid().primary(),
    issue: () => p.manyToOne(Issue).ref(),
    /** Counted per issue in the order of writing, from 1. */
    number: p.integer(),
    at: p.datetime(),
    reach: p.enum(commentReaches),
    by: p.enum(issueParties),
    author: () => p.manyToOne(Person).ref().nullable(),
    /** Desk of the issue at that time. */
    desk: () => p.manyToOne(Desk).ref().nullable(),
    text: p.text(),
    /** Not stored: audience for which the comment was read (see Issue.seenBy). */
    seenBy: p.enum(issueAudiences).persist(false).nullable(),
  },
  uniques: [{ properties: ['issue', 'number'] }],
});
export class IssueComment extends IssueCommentSchema.class {}
IssueCommentSchema.setClass(IssueComment);
export type IssueCommentRow = RowOf<IssueComment>;

/** Counters of the comments of an issue; no row: there are no comments. */
const IssueThreadSchema = defineEntity({
  name: 'IssueThread',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref(),
    /** Number of the last comment. */
    last: p.integer().default(0),
    /** Number of messages of the reporter since the last move or answer of the town hall. */
    unanswered: p.integer().default(0),
    unansweredSince: p.datetime().nullable(),
  },
});
export class IssueThread extends IssueThreadSchema.class {}
IssueThreadSchema.setClass(IssueThread);
