import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../kernel/rows.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';

export const issueKinds = ['DEFECT', 'COMPLAINT', 'PRAISE', 'CRITICISM', 'SUGGESTION', 'QUESTION'] as const;
export type IssueKind = (typeof issueKinds)[number];

/** What decides who of the town hall may read a report. */
export interface Confided {
  readonly kind: IssueKind;
  readonly deskId: string | null;
}

const IssueCategorySchema = defineEntity({
  name: 'IssueCategory',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
    kind: p.enum(issueKinds),
    /** Where its reports arrive unless a route knows better; null: not decided yet. */
    desk: () => p.manyToOne(Desk).ref().nullable(),
    position: p.integer(),
    /** Offered to whoever reports; a new one waits until somebody looks after its reports. */
    isPublished: p.boolean().default(true),
    /** Where barriers of these very pages are reported; offered by the form for them only. */
    isForBarriers: p.boolean().default(false),
    /** So near another report is probably about the same thing; 0: never asked. */
    nearMetres: p.integer().default(50),
  },
  uniques: [{ properties: ['municipality', 'name'] }],
});
export class IssueCategory extends IssueCategorySchema.class {}
IssueCategorySchema.setClass(IssueCategory);
export type IssueCategoryRow = RowOf<IssueCategory>;
