import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../../kernel/rows.ts';
import { Issue } from '../issue.entity.ts';

/** A duplicate of another issue; the row exists only while the issue is a DUPLICATE. */
const IssueMergeSchema = defineEntity({
  name: 'IssueMerge',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref().deleteRule('cascade'),
    /** The issue that is worked on; it is never merged itself. */
    parent: () => p.manyToOne(Issue).ref().deleteRule('cascade'),
    /** The issue that the clerk chose; it may have been merged later, and separated again. */
    chosen: () => p.manyToOne(Issue).ref().deleteRule('cascade'),
    /**
     * Whether the reporter counts among the people concerned. False after a redaction, which removes the addresses by which
     * a person who is counted already was recognised.
     */
    isCounted: p.boolean().default(true),
  },
  indexes: [{ properties: ['parent'] }, { properties: ['chosen'] }],
});
export class IssueMerge extends IssueMergeSchema.class {}
IssueMergeSchema.setClass(IssueMerge);
export type IssueMergeRow = RowOf<IssueMerge>;
