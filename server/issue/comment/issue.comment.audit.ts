import type { AuditContribution } from '../../kernel/audit.ts';
import { issueCommented } from '../issue.comment.events.ts';
import { templateKept, templateRemoved } from './issue.template.events.ts';

export const issueCommentAudit: AuditContribution = {
  sentences: [
    {
      kind: 'ISSUE_ANSWERED',
      topic: 'ISSUES',
      event: issueCommented,
      description: 'A public answer to a report.',
      when: ['reach', 'PUBLIC'],
    },
    {
      kind: 'ISSUE_MESSAGED',
      topic: 'ISSUES',
      event: issueCommented,
      description: 'A message between the town hall and a reporter.',
      when: ['reach', 'PRIVATE'],
    },
    {
      kind: 'ISSUE_NOTED',
      topic: 'ISSUES',
      event: issueCommented,
      description: 'An internal note of the town hall on a report.',
      when: ['reach', 'INTERNAL'],
    },
    {
      kind: 'TEMPLATE_KEPT',
      topic: 'SETTINGS',
      event: templateKept,
      description: 'A template for answers was created or changed.',
    },
    {
      kind: 'TEMPLATE_REMOVED',
      topic: 'SETTINGS',
      event: templateRemoved,
      description: 'A template for answers was deleted.',
    },
  ],
};
