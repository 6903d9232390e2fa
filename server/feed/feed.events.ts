import type { FeedKind } from './feed.entity.ts';

/** The feed of a group as a topic: one per group, shared by everybody who follows it. */
export const groupFeedTopic = { name: 'feed', id: ({ groupId }: { readonly groupId: string }) => groupId };

/** Of the facts of posts, polls and issues, what says whose entry changes. */
export interface SubjectFacts {
  readonly postId?: string | null;
  readonly pollId?: string;
  readonly issueId?: string;
}
export interface Subject {
  readonly id: string;
  readonly kind: FeedKind;
}

/** A poll that is part of a post has no entry of its own: the post's changes. Undefined: no entry does. */
export function subjectOf({ postId, pollId, issueId }: SubjectFacts): Subject | undefined {
  if (postId != null) return { id: postId, kind: 'POST' };
  if (pollId !== undefined) return { id: pollId, kind: 'POLL' };
  return issueId === undefined ? undefined : { id: issueId, kind: 'ISSUE' };
}
