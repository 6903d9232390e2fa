import { defineEntity, p } from '@mikro-orm/core';
import type { Variant } from '../../kernel/locale.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { issueStatuses } from '../issue.entity.ts';

export interface TemplateVariant extends Variant {
  readonly text: string;
}

/** Words the town hall says again and again, with gaps that the server fills. */
const IssueTemplateSchema = defineEntity({
  name: 'IssueTemplate',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** As the town hall calls it. */
    name: p.string(),
    /** Only for reports of this category; null: for all. */
    category: () => p.manyToOne(IssueCategory).ref().nullable().deleteRule('cascade'),
    /** Only for reports at, or on their way to, this status; SUBMITTED: the receipt. Null: always. */
    status: p.enum(issueStatuses).nullable(),
    text: p.text(),
    variants: p.json<readonly TemplateVariant[]>().nullable(),
  },
  uniques: [{ properties: ['municipality', 'name'] }],
});
export class IssueTemplate extends IssueTemplateSchema.class {}
IssueTemplateSchema.setClass(IssueTemplate);
