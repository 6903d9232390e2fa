import type { AuditContribution } from '../../kernel/audit.ts';
import { postProposalDropped, postReviewed, postSubmitted } from '../post.events.ts';

export const reviewAudit: AuditContribution = {
  sentences: [
    {
      kind: 'POST_SUBMITTED',
      topic: 'POSTS',
      event: postSubmitted,
      when: ['isChange', false],
      description: 'A post was submitted for approval.',
    },
    {
      kind: 'POST_CHANGE_SUBMITTED',
      topic: 'POSTS',
      event: postSubmitted,
      when: ['isChange', true],
      description: 'New wording of a published post was submitted for approval.',
    },
    {
      kind: 'POST_CHANGE_DROPPED',
      topic: 'POSTS',
      event: postProposalDropped,
      description: 'New wording of a published post was taken back.',
    },
    {
      kind: 'POST_APPROVED',
      topic: 'POSTS',
      event: postReviewed,
      when: ['outcome', 'APPROVED'],
      description: 'A second person approved a post, or new wording of it.',
    },
    {
      kind: 'POST_APPROVED_ALONE',
      topic: 'POSTS',
      event: postReviewed,
      when: ['outcome', 'APPROVED_ALONE'],
      description: 'The only reviewer of the town approved an own post, or new wording of it.',
    },
    {
      kind: 'POST_RETURNED',
      topic: 'POSTS',
      event: postReviewed,
      when: ['outcome', 'RETURNED'],
      description: 'A reviewer returned a post, or new wording of it, to its author.',
    },
  ],
  details: (event) => `
    select d.reason, null::timestamptz as until from post_decision d
    where ${event}.type = '${postReviewed.type}' and d.post_id = (${event}.facts->>'postId')::uuid
      and d.version = (${event}.facts->>'version')::int and d.reason is not null`,
};
