import type { AuditContribution } from '../kernel/audit.ts';
import { noticeDecided, noticeSent } from './moderation.events.ts';

export const moderationAudit: AuditContribution = {
  topics: { MODERATION: 'Decisions about notices that words of citizens should be hidden.' },
  sentences: [
    {
      kind: 'WORDS_KEPT',
      topic: 'MODERATION',
      event: noticeDecided,
      description: 'Words of a citizen about which there was a notice were kept.',
      when: ['verdict', 'KEPT'],
    },
    {
      kind: 'WORDS_HIDDEN',
      topic: 'MODERATION',
      event: noticeDecided,
      description: 'Words of a citizen were hidden after a notice.',
      when: ['verdict', 'HIDDEN'],
    },
  ],
  // The trail must not show who sent a notice.
  notAudited: [noticeSent],
  details: (event) => `
    select d.statement as reason, null::timestamptz as until from notice_decision d
    where ${event}.type = '${noticeDecided.type}' and d.id = (${event}.facts->>'decisionId')::uuid`,
  subjects: [
    {
      kind: 'NOTICE_DECISION',
      description: 'A decision about words of a citizen; its name is their beginning.',
      type: 'NoticeDecision',
      sql: (event) => `
        select d.id, left(split_part(d.quote, E'\\n', 1), 80) as name from notice_decision d
        where d.id = (${event}.facts->>'decisionId')::uuid`,
    },
  ],
};
