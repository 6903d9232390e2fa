import { defineEntity, p } from '@mikro-orm/core';
import type { Variant } from '../../kernel/locale.ts';
import type { RowOf } from '../../kernel/rows.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { Issue } from '../issue.entity.ts';

export const questionKinds = ['TEXT', 'CHOICE', 'NUMBER'] as const;
export type IssueQuestionKind = (typeof questionKinds)[number];

export interface EmergencyVariant extends Variant {
  readonly text: string;
}
export interface QuestionVariant extends Variant {
  readonly label: string;
  /** Translations of all choices of the question, in the same order. */
  readonly choices: readonly string[];
}

/** Safety notice that the form shows before an issue of this category: people in danger should call instead. */
const CategoryEmergencySchema = defineEntity({
  name: 'CategoryEmergency',
  properties: {
    category: () => p.oneToOne(IssueCategory).primary().ref().deleteRule('cascade'),
    text: p.text(),
    variants: p.json<readonly EmergencyVariant[]>().nullable(),
    /** Telephone number of the town's own emergency service, in addition to 112 and 110. */
    phone: p.string().nullable(),
  },
});
export class CategoryEmergency extends CategoryEmergencySchema.class {}
CategoryEmergencySchema.setClass(CategoryEmergency);
export type CategoryEmergencyRow = RowOf<CategoryEmergency>;

/** A question that the form asks about issues of a category. */
const IssueQuestionSchema = defineEntity({
  name: 'IssueQuestion',
  properties: {
    id: p.uuid().primary(),
    category: () => p.manyToOne(IssueCategory).ref().deleteRule('cascade'),
    position: p.integer(),
    label: p.string(),
    kind: p.enum(questionKinds),
    choices: p.json<readonly string[]>(),
    variants: p.json<readonly QuestionVariant[]>().nullable(),
    isRequired: p.boolean(),
    /** Whether the answer is visible to everybody who sees the issue. */
    isPublic: p.boolean(),
  },
  indexes: [{ properties: ['category', 'position'] }],
});
export class IssueQuestion extends IssueQuestionSchema.class {}
IssueQuestionSchema.setClass(IssueQuestion);
export type IssueQuestionRow = RowOf<IssueQuestion>;

/** An answer with the text of the question at that time: the question may change or be deleted later. */
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
