import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Desk } from '../municipality/municipality.entity.ts';
import { Issue, issueAudiences, issueParties } from './issue.entity.ts';

/** For whom words on a report are: everybody who sees it, its reporter and the town hall, the town hall alone. */
export const commentReaches = ['PUBLIC', 'PRIVATE', 'INTERNAL'] as const;
export type CommentReach = (typeof commentReaches)[number];

/** Words on a report that move it nowhere: an answer, a question, a note. What goes with a move stands in the move. */
const IssueCommentSchema = defineEntity({
  name: 'IssueComment',
  properties: {
    id: p.uuid().primary(),
    issue: () => p.manyToOne(Issue).ref(),
    /** Counted per report: the order in which they were written. */
    number: p.integer(),
    at: p.datetime(),
    reach: p.enum(commentReaches),
    by: p.enum(issueParties),
    author: () => p.manyToOne(Person).ref().nullable(),
    /** At which desk the report was then. */
    desk: () => p.manyToOne(Desk).ref().nullable(),
    text: p.text(),
    /** Never stored: for whose eyes it is handed out (Issue.seenBy). */
    seenBy: p.enum(issueAudiences).persist(false).nullable(),
  },
  uniques: [{ properties: ['issue', 'number'] }],
});
export class IssueComment extends IssueCommentSchema.class {}
IssueCommentSchema.setClass(IssueComment);
export type IssueCommentRow = RowOf<IssueComment>;

/** How the talk on a report stands; no row: nobody has said anything since it was reported. */
const IssueThreadSchema = defineEntity({
  name: 'IssueThread',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref(),
    /** Number of the last comment. */
    last: p.integer().default(0),
    /** How often the reporter has written since the town hall last moved or said something. */
    unanswered: p.integer().default(0),
    unansweredSince: p.datetime().nullable(),
  },
});
export class IssueThread extends IssueThreadSchema.class {}
IssueThreadSchema.setClass(IssueThread);
