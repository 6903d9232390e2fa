import type { Contributions } from '../../kernel/domain.ts';
import { node } from '../../kernel/nodes.ts';
import { IssueComment, IssueThread } from '../issue.comment.entity.ts';
import { IssueCommentResolver, IssueCommentsResolver, IssueConflictResolver } from './issue.comment.resolver.ts';
import { countUnanswered, findComment } from './issue.comment.service.ts';
import { IssueTemplate } from './issue.template.entity.ts';
import {
  FilledTemplateResolver,
  FilledTemplatesResolver,
  IssueTemplateResolver,
  MunicipalityTemplatesResolver,
} from './issue.template.resolver.ts';
import { findTemplate } from './issue.template.service.ts';
import { issueCommentAudit } from './issue.comment.audit.ts';

export const commentPart: Contributions = {
  entities: [IssueComment, IssueThread, IssueTemplate],
  resolvers: [
    IssueCommentsResolver,
    IssueCommentResolver,
    IssueConflictResolver,
    IssueTemplateResolver,
    FilledTemplatesResolver,
    FilledTemplateResolver,
    MunicipalityTemplatesResolver,
  ],
  nodes: [node('IssueComment', findComment), node('IssueTemplate', findTemplate)],
  listeners: [countUnanswered],
  audit: [issueCommentAudit],
};
