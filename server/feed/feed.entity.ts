import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** Entry of a group's feed; written and removed in the transaction that publishes or withdraws its subject. */
const FeedEntrySchema = defineEntity({
  name: 'FeedEntry',
  properties: {
    group: () => p.manyToOne(Group).primary().ref(),
    subjectId: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /**
     * Kind of the subject, for example POST. Plain text without a CHECK constraint, so that a new domain alters no
     * table.
     */
    kind: p.text(),
    /**
     * When the subject appeared; equal in all groups, so that a page has the subject once. Stored in milliseconds, the
     * precision of cursors.
     */
    at: p.datetime().columnType('timestamptz(3)'),
  },
  indexes: [{ properties: ['group', 'at', 'subjectId'] }, { properties: ['subjectId'] }],
});
export class FeedEntry extends FeedEntrySchema.class {}
FeedEntrySchema.setClass(FeedEntry);
