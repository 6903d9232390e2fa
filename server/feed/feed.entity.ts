import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** What stands in the feed of a group; written and removed in the transaction that publishes or withdraws its subject. */
const FeedEntrySchema = defineEntity({
  name: 'FeedEntry',
  properties: {
    group: () => p.manyToOne(Group).primary().ref(),
    subjectId: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Kind of a contribution to feeds, for example POST: plain text, so that a new domain alters no table. */
    kind: p.text(),
    /** When it appeared; the same in every group, so that a page holds it once. In milliseconds, as cursors are. */
    at: p.datetime().columnType('timestamptz(3)'),
  },
  indexes: [{ properties: ['group', 'at', 'subjectId'] }, { properties: ['subjectId'] }],
});
export class FeedEntry extends FeedEntrySchema.class {}
FeedEntrySchema.setClass(FeedEntry);
