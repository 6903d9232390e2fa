import { canAdminReadGroupSql } from '../group/group.standing.service.ts';
import type { AuditContribution } from '../kernel/audit.ts';
import {
  postDrafted,
  postExpired,
  postExpirySet,
  postPinned,
  postPublished,
  postRevised,
  postScheduled,
  postTranslated,
  postWithdrawn,
} from './post.events.ts';

export const postAudit: AuditContribution = {
  topics: { POSTS: 'Posts.' },
  sentences: [
    {
      kind: 'POST_DRAFTED',
      topic: 'POSTS',
      event: postDrafted,
      description: 'A draft was created or changed, or a scheduled post became a draft again.',
    },
    {
      kind: 'POST_SCHEDULED',
      topic: 'POSTS',
      event: postScheduled,
      description: 'A post was scheduled for publication.',
    },
    { kind: 'POST_PUBLISHED', topic: 'POSTS', event: postPublished, description: 'A post was published.' },
    {
      kind: 'POST_REVISED',
      topic: 'POSTS',
      event: postRevised,
      description: 'Title or text of a published post changed.',
    },
    {
      kind: 'POST_TRANSLATED',
      topic: 'POSTS',
      event: postTranslated,
      description: 'Translations of a published post were added or changed.',
    },
    {
      kind: 'POST_PINNED',
      topic: 'POSTS',
      event: postPinned,
      when: ['isPinned', true],
      description: 'A post was pinned.',
    },
    {
      kind: 'POST_UNPINNED',
      topic: 'POSTS',
      event: postPinned,
      when: ['isPinned', false],
      description: 'A post is no longer pinned.',
    },
    {
      kind: 'POST_EXPIRY_SET',
      topic: 'POSTS',
      event: postExpirySet,
      description: 'Somebody set when a post leaves feeds and lists.',
    },
    { kind: 'POST_EXPIRED', topic: 'POSTS', event: postExpired, description: 'A post left feeds and lists.' },
    { kind: 'POST_WITHDRAWN', topic: 'POSTS', event: postWithdrawn, description: 'A post was withdrawn.' },
  ],
  subjects: [
    {
      kind: 'POST',
      description: 'A post.',
      type: 'Post',
      sql: (event, viewer) => `
        select p.id, case when exists (
            select from post_groups a where a.post_id = p.id and ${canAdminReadGroupSql('a.group_id', viewer)}
          ) then p.title end as name
        from post p where ${event}.type like 'post.%' and p.id = (${event}.facts->>'postId')::uuid`,
    },
  ],
};
