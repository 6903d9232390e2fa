import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** Objects with public words of citizens. */
export const wordKinds = ['ISSUE', 'IDEA', 'POST'] as const;
export type WordKind = (typeof wordKinds)[number];
const noticeReasons = ['INSULT', 'PERSONAL_DATA', 'MISLEADING', 'ILLEGAL', 'OTHER'] as const;
export type NoticeReason = (typeof noticeReasons)[number];
/** Decisions of the town hall about words. */
const verdicts = ['KEPT', 'HIDDEN'] as const;
export type Verdict = (typeof verdicts)[number];
/** Grounds for hiding words: a law, or the town's rules for words on its pages. */
const grounds = ['LAW', 'HOUSE_RULES'] as const;
export type Ground = (typeof grounds)[number];

/** Decision about the words of an object, with its reason. It answers all notices that were open at that time. */
const NoticeDecisionSchema = defineEntity({
  name: 'NoticeDecision',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    wordKind: p.enum(wordKinds),
    /** Id of the object with the words. */
    objectId: p.uuid(),
    /** Author of the words; null: words without an account, or the account was erased. */
    author: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    /** The words as they were at the first open notice. */
    quote: p.text(),
    verdict: p.enum(verdicts),
    /** Null: the words were kept. */
    ground: p.enum(grounds).nullable(),
    /** Statement of reasons for both sides. */
    statement: p.text(),
    decidedBy: () => p.manyToOne(Person).ref().nullable(),
    decidedAt: p.datetime(),
  },
  indexes: [{ properties: ['author'] }],
});
export class NoticeDecision extends NoticeDecisionSchema.class {}
NoticeDecisionSchema.setClass(NoticeDecision);
export type NoticeDecisionRow = RowOf<NoticeDecision>;

/** Notice that public words of a citizen should be hidden (Art. 16 of the Digital Services Act). */
const NoticeSchema = defineEntity({
  name: 'Notice',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    wordKind: p.enum(wordKinds),
    /** Id of the object with the words. */
    objectId: p.uuid(),
    /** Author of the words; null: words without an account, or the account was erased. */
    author: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    /** Sender of the notice, never shown to anybody; null: somebody without an account, or the account was erased. */
    notifier: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    reason: p.enum(noticeReasons),
    /** Words of the notifier; null: none. */
    text: p.text().nullable(),
    /** The words as everybody could read them when the notice was sent. */
    quote: p.text(),
    createdAt: p.datetime(),
    /** Null: the notice waits for a decision. */
    decision: () => p.manyToOne(NoticeDecision).ref().nullable(),
  },
  indexes: [
    { properties: ['municipality', 'decision', 'id'] },
    { properties: ['objectId', 'notifier'] },
    { properties: ['notifier'] },
    { properties: ['decision'] },
  ],
});
export class Notice extends NoticeSchema.class {}
NoticeSchema.setClass(Notice);
export type NoticeRow = RowOf<Notice>;
