import { defineEntity, p } from '@mikro-orm/core';
import type { Variant } from '../../kernel/locale.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { issueStatuses } from '../issue.entity.ts';

export interface TemplateVariant extends Variant {
  readonly text: string;
}

/** A reusable text of the town hall, with placeholders that the server fills. */
const IssueTemplateSchema = defineEntity({
  name: 'IssueTemplate',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Name that the town hall uses for the template. */
    name: p.string(),
    /** Only for issues of this category; null: for all. */
    category: () => p.manyToOne(IssueCategory).ref().nullable().deleteRule('cascade'),
    /**
     * Only for issues at this status or moving to it; SUBMITTED: the acknowledgement of a new issue. Null: for every
     * status.
     */
    status: p.enum(issueStatuses).nullable(),
    text: p.text(),
    variants: p.json<readonly TemplateVariant[]>().nullable(),
  },
  uniques: [{ properties: ['municipality', 'name'] }],
});
export class IssueTemplate extends IssueTemplateSchema.class {}
IssueTemplateSchema.setClass(IssueTemplate);
