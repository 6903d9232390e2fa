import { LockMode } from '@mikro-orm/core';
import type { Group } from '../group/group.entity.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, refusal } from '../kernel/errors.ts';
import { on, type Tx } from '../kernel/events.ts';
import { Post, type PostRow } from '../post/post.entity.ts';
import { postDrafted, postPublished, postWithdrawn } from '../post/post.events.ts';
import { postById } from '../post/post.reading.service.ts';
import { requireReader } from '../post/post.service.ts';
import { Poll, type PollRow } from './poll.entity.ts';
import { closeNow, lockPoll, openNow } from './poll.opening.service.ts';
import { pollsOfPost } from './poll.reading.service.ts';
import { readStanding } from './poll.standing.service.ts';

/**
 * Post that will contain a poll, locked until the commit so that it is not published or withdrawn meanwhile. User
 * errors: UNKNOWN_POST (also for a post of other groups), POST_IS_WITHDRAWN, POST_HAS_POLL (unless it is `pollId`).
 */
export async function findPostFor(tx: Tx, postId: string, group: Group, pollId?: string): Promise<Post> {
  const post = await tx.em.findOne(Post, postId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  const groups = (await post?.groups.loadItems()) ?? [];
  if (post == null || !groups.includes(group)) throw refusal('UNKNOWN_POST', 'postId');
  if (post.state === 'WITHDRAWN') throw refusal('POST_IS_WITHDRAWN', 'postId');
  if ((await tx.em.count(Poll, { post: postId, ...(pollId !== undefined && { id: { $ne: pollId } }) })) > 0)
    throw refusal('POST_HAS_POLL', 'postId');
  return post;
}

export const postListeners = [
  /** Publishing a post opens its poll. */
  on(postPublished, async (tx, { facts }) => {
    for (const { id } of await tx.em.find(Poll, { post: facts.postId })) {
      const poll = await lockPoll(tx, id);
      if (poll.openedAt != null || poll.closedAt != null) continue;
      poll.opensAt = tx.now();
      await openNow(tx, poll);
    }
  }),
  /** Withdrawing a post closes its poll, because the post with the question is no longer visible. */
  on(postWithdrawn, async (tx, { facts }) => {
    for (const { id } of await tx.em.find(Poll, { post: facts.postId })) {
      const poll = await lockPoll(tx, id);
      if (poll.closedAt == null) await closeNow(tx, poll);
    }
  }),
  /**
   * The group of a poll must stay a group of its post; otherwise the poll would be visible in a group without the post.
   */
  on(postDrafted, async (tx, { facts }) => {
    const polls = await tx.em.find(Poll, { post: facts.postId });
    if (polls.some(({ group }) => !facts.groupIds.includes(group.id))) throw refusal('POLL_NEEDS_GROUP', 'groupIds');
  }),
];

/** Poll of a post; null: none, or the actor may not see it. */
export async function findPollOf(ctx: Context, postId: string): Promise<PollRow | null> {
  const [poll] = await pollsOfPost(ctx, postId);
  return poll !== undefined && (await isAllowed(readStanding(ctx, poll.id))) ? poll : null;
}

/**
 * Post of a poll; null: none, or the actor may not read the post. An elector who has left the group and staff may see a
 * poll without being allowed to read its post.
 */
export async function findPostOf(ctx: Context, { post: ref }: PollRow): Promise<PostRow | null> {
  const post = ref == null ? null : await postById(ctx, ref.id);
  return post !== null && (await isAllowed(requireReader(ctx, post))) ? post : null;
}

function isAllowed(asking: Promise<unknown>): Promise<boolean> {
  return asking.then(
    () => true,
    (error: unknown) => {
      if (error instanceof DomainError) return false;
      throw error;
    },
  );
}
