import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../../kernel/rows.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { Issue } from '../issue.entity.ts';

export const questionKinds = ['TEXT', 'CHOICE', 'NUMBER'] as const;
export type IssueQuestionKind = (typeof questionKinds)[number];

/** What stands before a report of this kind: whoever is in danger calls somebody instead. */
const CategoryEmergencySchema = defineEntity({
  name: 'CategoryEmergency',
  properties: {
    category: () => p.oneToOne(IssueCategory).primary().ref().deleteRule('cascade'),
    text: p.text(),
    /** Of the town's own stand-by; beside 112 and 110. */
    phone: p.string().nullable(),
  },
});
export class CategoryEmergency extends CategoryEmergencySchema.class {}
CategoryEmergencySchema.setClass(CategoryEmergency);
export type CategoryEmergencyRow = RowOf<CategoryEmergency>;

/** What the town hall needs to know about a report of this kind. */
const IssueQuestionSchema = defineEntity({
  name: 'IssueQuestion',
  properties: {
    id: p.uuid().primary(),
    category: () => p.manyToOne(IssueCategory).ref().deleteRule('cascade'),
    position: p.integer(),
    label: p.string(),
    kind: p.enum(questionKinds),
    choices: p.json<readonly string[]>(),
    isRequired: p.boolean(),
    /** Everybody who sees the report sees the answer. */
    isPublic: p.boolean(),
  },
  indexes: [{ properties: ['category', 'position'] }],
});
export class IssueQuestion extends IssueQuestionSchema.class {}
IssueQuestionSchema.setClass(IssueQuestion);
export type IssueQuestionRow = RowOf<IssueQuestion>;

/** With the question as it was asked: that may be worded anew, or be gone. */
const IssueAnswerSchema = defineEntity({
  name: 'IssueAnswer',
  properties: {
    issue: () => p.manyToOne(Issue).primary().ref().deleteRule('cascade'),
    position: p.integer().primary(),
    label: p.string(),
    value: p.text(),
    isPublic: p.boolean(),
  },
});
export class IssueAnswer extends IssueAnswerSchema.class {}
IssueAnswerSchema.setClass(IssueAnswer);
export type IssueAnswerRow = RowOf<IssueAnswer>;
