import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../../kernel/rows.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { IssueMove } from '../issue.entity.ts';

/** A step by which a report went to another desk or became about something else; why is for the town hall. */
const IssueRerouteSchema = defineEntity({
  name: 'IssueReroute',
  properties: {
    move: () => p.oneToOne(IssueMove).primary().ref().deleteRule('cascade'),
    fromDesk: () => p.manyToOne(Desk).ref().nullable(),
    fromCategory: () => p.manyToOne(IssueCategory).ref(),
    category: () => p.manyToOne(IssueCategory).ref(),
    reason: p.text(),
  },
});
export class IssueReroute extends IssueRerouteSchema.class {}
IssueRerouteSchema.setClass(IssueReroute);
export type IssueRerouteRow = RowOf<IssueReroute>;

/** A step by which a report was passed on by mail; the mail is written when it leaves. */
const IssueForwardSchema = defineEntity({
  name: 'IssueForward',
  properties: {
    move: () => p.oneToOne(IssueMove).primary().ref().deleteRule('cascade'),
    email: p.string(),
    /** What staff say besides. */
    note: p.text().nullable(),
    withPhotos: p.boolean(),
    /** The reporter's address goes along: they agreed, and staff ticked it. */
    withContact: p.boolean(),
  },
});
export class IssueForward extends IssueForwardSchema.class {}
IssueForwardSchema.setClass(IssueForward);
