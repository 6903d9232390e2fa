import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../../kernel/rows.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { Recipient } from '../../recipient/recipient.entity.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { IssueMove } from '../issue.entity.ts';

/** A move that changed the desk or the category of an issue; the reason is for the town hall only. */
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

/** A move that forwarded an issue by mail; the text of the mail is written when it is sent. */
const IssueForwardSchema = defineEntity({
  name: 'IssueForward',
  properties: {
    move: () => p.oneToOne(IssueMove).primary().ref().deleteRule('cascade'),
    email: p.string(),
    /** The office with this address; null: forwarded before offices were recipients. */
    recipient: () => p.manyToOne(Recipient).ref().nullable().deleteRule('set null'),
    /** Additional text of staff for the addressee. */
    note: p.text().nullable(),
    withPhotos: p.boolean(),
    /** Whether the mail contains the reporter's address: the reporter agreed, and staff selected it. */
    withContact: p.boolean(),
  },
});
export class IssueForward extends IssueForwardSchema.class {}
IssueForwardSchema.setClass(IssueForward);
