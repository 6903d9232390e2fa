import { canAdminReadGroupSql } from '../group/group.standing.service.ts';
import type { AuditContribution } from '../kernel/audit.ts';
import {
  ideaHidden,
  ideaMoved,
  ideaReached,
  ideaSubmitted,
  ideaSupportMoved,
  ideaThresholdSet,
} from './idea.events.ts';

export const ideaAudit: AuditContribution = {
  topics: { IDEAS: 'Ideas. Support of single people is not audited.' },
  sentences: [
    { kind: 'IDEA_SUBMITTED', topic: 'IDEAS', event: ideaSubmitted, description: 'An idea was submitted.' },
    {
      kind: 'IDEA_MOVED',
      topic: 'IDEAS',
      event: ideaMoved,
      description: 'The state of an idea changed, or its author withdrew the idea.',
    },
    {
      kind: 'IDEA_REACHED',
      topic: 'IDEAS',
      event: ideaReached,
      description: 'An idea reached the required number of supporters and must be brought before the council.',
    },
    {
      kind: 'IDEA_THRESHOLD_SET',
      topic: 'IDEAS',
      event: ideaThresholdSet,
      description: 'The number of supporters that new ideas need was changed.',
    },
  ],
  // The trail shows the decision that hid the idea (moderation).
  notAudited: [ideaSupportMoved, ideaHidden],
  subjects: [
    {
      kind: 'IDEA',
      description: 'An idea.',
      type: 'Idea',
      sql: (event, viewer) => `
        select i.id, case when ${canAdminReadGroupSql('i.group_id', viewer)} then i.title end as name from idea i
        where i.id = (${event}.facts->>'ideaId')::uuid`,
    },
  ],
};
