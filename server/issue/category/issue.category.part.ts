import type { Contributions } from '../../kernel/domain.ts';
import { node } from '../../kernel/nodes.ts';
import { findCategory } from '../issue.list.service.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { IssueCategoryResolver } from './issue.category.resolver.ts';
import { CategoryEmergency, IssueAnswer, IssueQuestion } from './issue.question.entity.ts';
import {
  CategoryEmergencyResolver,
  CategoryFormResolver,
  IssueAnswersResolver,
  IssueQuestionResolver,
} from './issue.question.resolver.ts';
import { findQuestion } from './issue.question.service.ts';
import { issueCategoryAudit } from './issue.category.audit.ts';

export const categoryPart: Contributions = {
  entities: [IssueCategory, CategoryEmergency, IssueQuestion, IssueAnswer],
  resolvers: [
    IssueCategoryResolver,
    CategoryFormResolver,
    CategoryEmergencyResolver,
    IssueQuestionResolver,
    IssueAnswersResolver,
  ],
  nodes: [node('IssueCategory', findCategory), node('IssueQuestion', findQuestion)],
  audit: [issueCategoryAudit],
};
