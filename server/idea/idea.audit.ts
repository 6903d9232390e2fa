import type { AuditContribution } from '../kernel/audit.ts';
import { ideaMoved, ideaReached, ideaSubmitted, ideaSupportMoved, ideaThresholdSet } from './idea.events.ts';

export const ideaAudit: AuditContribution = {
  topics: { IDEAS: 'Ideas; never who supports them.' },
  sentences: [
    { kind: 'IDEA_SUBMITTED', topic: 'IDEAS', event: ideaSubmitted, description: 'Somebody wrote an idea.' },
    {
      kind: 'IDEA_MOVED',
      topic: 'IDEAS',
      event: ideaMoved,
      description: 'An idea came a step further, or was taken back.',
    },
    {
      kind: 'IDEA_REACHED',
      topic: 'IDEAS',
      event: ideaReached,
      description: 'An idea has the supporters it needs and is to be brought before the council.',
    },
    {
      kind: 'IDEA_THRESHOLD_SET',
      topic: 'IDEAS',
      event: ideaThresholdSet,
      description: 'New ideas need another number of supporters.',
    },
  ],
  notAudited: [ideaSupportMoved],
  subjects: [
    {
      kind: 'IDEA',
      description: 'An idea.',
      type: 'Idea',
      sql: (event) => `select i.id, i.title as name from idea i where i.id = (${event}.facts->>'ideaId')::uuid`,
    },
  ],
};
