import { LockMode } from '@mikro-orm/core';
import { needsReview } from '../group/group.review.rules.ts';
import { endReview, noteSubmission } from '../group/group.review.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueue, enqueueAgain } from '../kernel/jobs.ts';
import { InputCheck } from '../kernel/payload.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { audienceOf } from './post.audience.service.ts';
import { Post } from './post.entity.ts';
import {
  expireDuePost,
  postDrafted,
  type PostFacts,
  postPublished,
  postScheduled,
  postSubmitted,
  postWithdrawn,
  publishDuePost,
} from './post.events.ts';
import { canPublishPost, canWithdrawPost, checkMoment } from './post.rules.ts';

/**
 * Publishes a draft now or schedules it; in groups that need a review it waits until it is approved (IN_REVIEW). Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, POST_IS_PUBLISHED,
 * POST_IS_WITHDRAWN, IN_THE_PAST, TOO_FAR_AHEAD.
 */
export function publishPost(ctx: Context, postId: string, publishAt?: Date | null): Promise<Post> {
  return write(ctx, async (tx) => {
    const post = await lockPost(tx, postId);
    authorize(canPublishPost(tx.actor, post, await audienceOf(tx, post)));
    requireModule(await post.municipality.loadOrFail(), 'POSTS');
    const check = new InputCheck();
    checkMoment(check, publishAt, tx.now());
    check.done();
    touch(tx, post);
    await release(tx, post, publishAt ?? null);
    return post;
  });
}

/**
 * Publishes a post now or at a time. If one of its groups needs a review and exactly this wording was not approved, the post
 * waits for a reviewer. Must run inside the transaction that created or locked the post.
 */
export async function release(tx: Tx, post: Post, publishAt: Date | null): Promise<void> {
  post.publishAt = publishAt;
  if (post.approvedAt == null && needsReview(post.groups.getItems())) await submit(tx, post);
  else if (publishAt === null) await publishNow(tx, post);
  else await schedule(tx, post, publishAt);
}

/** Lets a post wait for a reviewer. A post that waits already keeps its place, and the reviewers get no other message. */
export async function submit(tx: Tx, post: Post): Promise<void> {
  const isWaiting = post.state === 'IN_REVIEW';
  post.state = 'IN_REVIEW';
  noteSubmission(tx, post);
  await tx.em.flush();
  const facts = factsOf(post);
  const submitted = postSubmitted({ ...facts, version: post.version, isChange: false });
  await record(tx, isWaiting ? postDrafted(facts) : submitted);
}

/**
 * Withdraws a published post, discards a draft, or turns a scheduled or submitted post into a draft. Errors: UNAUTHENTICATED,
 * FORBIDDEN, NOT_FOUND, POST_IS_WITHDRAWN, POST_IS_PUBLISHED (for keys), TOO_LONG, BAD_CHARACTERS.
 */
export function withdrawPost(ctx: Context, postId: string, reason?: string | null): Promise<Post> {
  return write(ctx, async (tx) => {
    const post = await lockPost(tx, postId);
    authorize(canWithdrawPost(tx.actor, post, await audienceOf(tx, post)));
    requireModule(await post.municipality.loadOrFail(), 'POSTS');
    const check = new InputCheck();
    const because = check.multiline(reason ?? '', [0, 300], 'reason');
    check.done();
    await withdrawNow(tx, post, because || null);
    return post;
  });
}

/** Withdraws a locked post inside the given transaction, without authorization; a scheduled or submitted one becomes a draft. */
export async function withdrawNow(tx: Tx, post: Post, because: string | null): Promise<void> {
  const isStopped = post.state === 'SCHEDULED' || post.state === 'IN_REVIEW';
  touch(tx, post);
  endReview(post);
  post.state = isStopped ? 'DRAFT' : 'WITHDRAWN';
  post.withdrawnAt = isStopped ? null : tx.now();
  post.withdrawnBecause = because;
  post.pinnedAt = null;
  await tx.em.flush();
  await record(tx, isStopped ? postDrafted(factsOf(post)) : postWithdrawn(factsOf(post)));
}

/**
 * Publishes a scheduled post if it is due by the database's clock, otherwise schedules the job again. Nothing happens
 * if the post is not scheduled any more. A post whose group needs a review since it was scheduled is submitted instead.
 */
export function publishDue(ctx: Context, postId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const post = await lockPost(tx, postId);
    const { publishAt } = post;
    if (post.state !== 'SCHEDULED' || publishAt == null) return;
    const rows: { due: boolean }[] = await tx.em.execute('select publish_at <= now() as due from post where id = ?', [
      postId,
    ]);
    if (rows[0]?.due === true) {
      touch(tx, post);
      const isApproved = post.approvedAt != null || !needsReview(post.groups.getItems());
      if (isApproved) await publishNow(tx, post, new Date(Math.max(publishAt.getTime(), tx.now().getTime())));
      else await submit(tx, post);
    } else {
      await enqueueAgain(tx, publishDuePost, { postId }, publishAt);
    }
  });
}

/** Publishes a post; must run inside the transaction that created or locked the post. */
async function publishNow(tx: Tx, post: Post, at = tx.now()): Promise<void> {
  post.state = 'PUBLISHED';
  endReview(post);
  post.publishedAt = at;
  await tx.em.flush();
  await record(tx, postPublished(factsOf(post)));
  await planExpiry(tx, post);
}

/** Plans the end of a post that expires; a later plan makes an earlier one do nothing. */
export async function planExpiry(tx: Tx, { id: postId, expiresAt }: Post): Promise<void> {
  if (expiresAt != null) await enqueue(tx, expireDuePost, { postId }, { startAfter: expiresAt });
}

/** Schedules a post; must run inside the transaction that created or locked the post. */
async function schedule(tx: Tx, post: Post, publishAt: Date): Promise<void> {
  post.state = 'SCHEDULED';
  endReview(post);
  post.publishAt = publishAt;
  await tx.em.flush();
  await record(tx, postScheduled({ ...factsOf(post), publishAt: publishAt.toISOString() }));
  await enqueue(tx, publishDuePost, { postId: post.id }, { startAfter: publishAt });
}

/** Current post with its groups, locked against other changes until the commit. Errors: NOT_FOUND. */
export async function lockPost(tx: Tx, id: string): Promise<Post> {
  const post = await tx.em.findOne(Post, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (post === null) throw new DomainError('NOT_FOUND');
  await post.groups.init();
  return post;
}

/** Increases the version, so that changes based on an older one are refused with CONFLICT, and updates `updatedAt`. */
export function touch(tx: Tx, post: Post): void {
  post.version++;
  post.updatedAt = tx.now();
}

export function factsOf(post: Post): PostFacts {
  return { postId: post.id, municipalityId: post.municipality.id, groupIds: post.groups.getIdentifiers() };
}
