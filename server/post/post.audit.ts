import type { AuditContribution } from '../kernel/audit.ts';
import {
  postDrafted,
  postPublished,
  postRevised,
  postScheduled,
  postTranslated,
  postWithdrawn,
} from './post.events.ts';

export const postAudit: AuditContribution = {
  topics: { POSTS: 'News.' },
  sentences: [
    {
      kind: 'POST_DRAFTED',
      topic: 'POSTS',
      event: postDrafted,
      description: 'A text was written, or goes back to being one.',
    },
    {
      kind: 'POST_SCHEDULED',
      topic: 'POSTS',
      event: postScheduled,
      description: 'A post will be published by itself.',
    },
    { kind: 'POST_PUBLISHED', topic: 'POSTS', event: postPublished, description: 'A post was published.' },
    { kind: 'POST_REVISED', topic: 'POSTS', event: postRevised, description: 'A published post says something else.' },
    {
      kind: 'POST_TRANSLATED',
      topic: 'POSTS',
      event: postTranslated,
      description: 'Other languages say what a published post says, or say it in other words.',
    },
    { kind: 'POST_WITHDRAWN', topic: 'POSTS', event: postWithdrawn, description: 'A post may not be read any more.' },
  ],
  subjects: [
    {
      kind: 'POST',
      description: 'A post.',
      type: 'Post',
      sql: (event) =>
        `select p.id, p.title as name from post p where ${event}.type like 'post.%' and p.id = (${event}.facts->>'postId')::uuid`,
    },
  ],
};
