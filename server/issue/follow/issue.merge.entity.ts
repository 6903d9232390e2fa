import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../../kernel/rows.ts';
import { Issue } from '../issue.entity.ts';

/** A report about what another one says already; there only as long as it is a DUPLICATE. */
const IssueMergeSchema = defineEntity({
  name: 'IssueMerge',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref().deleteRule('cascade'),
    /** The report that is worked on; never one that is merged itself. */
    parent: () => p.manyToOne(Issue).ref().deleteRule('cascade'),
    /** What the clerk chose; it may have been merged on since, and come back. */
    chosen: () => p.manyToOne(Issue).ref().deleteRule('cascade'),
  },
  indexes: [{ properties: ['parent'] }, { properties: ['chosen'] }],
});
export class IssueMerge extends IssueMergeSchema.class {}
IssueMergeSchema.setClass(IssueMerge);
export type IssueMergeRow = RowOf<IssueMerge>;
