import { defineEntity, p } from '@mikro-orm/core';
import type { Variant } from '../kernel/locale.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Desk, Municipality } from '../municipality/municipality.entity.ts';

export const issueKinds = ['DEFECT', 'COMPLAINT', 'PRAISE', 'CRITICISM', 'SUGGESTION', 'QUESTION'] as const;
export type IssueKind = (typeof issueKinds)[number];

/** Facts that decide which staff may read an issue. */
export interface Confided {
  readonly kind: IssueKind;
  readonly deskId: string | null;
}

/** Name of a category in another language. */
export interface CategoryVariant extends Variant {
  readonly name: string;
}

const IssueCategorySchema = defineEntity({
  name: 'IssueCategory',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
    variants: p.json<readonly CategoryVariant[]>().nullable(),
    kind: p.enum(issueKinds),
    /** Desk that receives its issues unless a route decides otherwise; null: not decided yet. */
    desk: () => p.manyToOne(Desk).ref().nullable(),
    position: p.integer(),
    /** Whether the form offers the category; a new category is not offered before a desk is responsible for it. */
    isPublished: p.boolean().default(true),
    /** Category for barriers of the product's own pages; only the form for barriers offers it. */
    isForBarriers: p.boolean().default(false),
    /** Distance in metres within which another issue is probably about the same matter; 0: the form does not ask. */
    nearMetres: p.integer().default(50),
  },
  uniques: [{ properties: ['municipality', 'name'] }],
});
export class IssueCategory extends IssueCategorySchema.class {}
IssueCategorySchema.setClass(IssueCategory);
export type IssueCategoryRow = RowOf<IssueCategory>;
