import type { FilterQuery } from '@mikro-orm/core';
import { v7 } from 'uuid';
import {
  canReview,
  mayPublishInAll,
  readDecision,
  type ReviewDecision,
  type ReviewInput,
} from '../../group/group.review.rules.ts';
import { mayDecideOn, noteReturn, waitingPage } from '../../group/group.review.service.ts';
import { groupsReadByStaff } from '../../group/group.service.ts';
import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, Refusal, type Verdict } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import type { Connection, PageArgs } from '../../kernel/page.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { requireModule } from '../../municipality/municipality.service.ts';
import { audienceOf } from '../post.audience.service.ts';
import { Post, PostDecision, type PostRow } from '../post.entity.ts';
import { postReviewed } from '../post.events.ts';
import { factsOf, lockPost, release, touch } from '../post.publishing.service.ts';
import { applyProposal } from '../post.revising.service.ts';
import { findPost } from '../post.service.ts';

interface ReviewPostInput extends ReviewInput {
  readonly postId: string;
  /** Version of the post that the reviewer has read. */
  readonly version: number;
}

class ChangedMeanwhile extends Error {}

/**
 * Approves or returns a submitted post, or new wording of a published post. An approved post is published at once or at its
 * planned time. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, NOT_IN_REVIEW, OWN_SUBMISSION, REASON_REQUIRED, TOO_LONG,
 * BAD_CHARACTERS, and CONFLICT with the current post if the post changed after `version`.
 */
export async function reviewPost(ctx: Context, input: ReviewPostInput): Promise<Post> {
  try {
    return await write(ctx, (tx) => reviewNow(tx, input));
  } catch (error) {
    if (!(error instanceof ChangedMeanwhile)) throw error;
    throw new Refusal(
      { code: 'CONFLICT', message: 'somebody changed it meanwhile', path: ['version'] },
      { post: await findPost(ctx, input.postId) },
    );
  }
}

async function reviewNow(tx: Tx, input: ReviewPostInput): Promise<Post> {
  const post = await lockPost(tx, input.postId);
  authorize(await mayDecide(tx, post));
  requireModule(await post.municipality.loadOrFail(), 'POSTS');
  if (post.version !== input.version) throw new ChangedMeanwhile();
  const decision = readDecision(tx.actor, post, input);
  await (decision.outcome === 'RETURNED' ? returnNow(tx, post, decision.reason) : approveNow(tx, post));
  await keepDecision(tx, post, decision);
  return post;
}

async function approveNow(tx: Tx, post: Post): Promise<void> {
  const { proposal } = post;
  post.returnedBecause = null;
  if (post.state === 'PUBLISHED') {
    if (proposal != null) await applyProposal(tx, post, proposal);
    return;
  }
  touch(tx, post);
  post.approvedAt = tx.now();
  const isLate = post.publishAt == null || post.publishAt <= tx.now();
  await release(tx, post, isLate ? null : (post.publishAt ?? null));
}

async function returnNow(tx: Tx, post: Post, reason: string | null): Promise<void> {
  touch(tx, post);
  noteReturn(post, reason);
  await tx.em.flush();
}

async function keepDecision(tx: Tx, post: Post, decision: ReviewDecision): Promise<void> {
  const { version } = post;
  const by = personId(tx.actor);
  tx.em.persist(tx.em.create(PostDecision, { id: v7(), post, version, by, at: tx.now(), ...decision }));
  await tx.em.flush();
  await record(tx, postReviewed({ ...factsOf(post), version, outcome: decision.outcome }));
}

/** Whether the actor may decide about what waits. */
export async function mayDecide(ctx: Context, post: PostRow): Promise<Verdict> {
  return mayDecideOn(ctx, post, await audienceOf(ctx, post));
}

/** Whether the actor may see what waits, was proposed or returned. */
export async function maySeeReview(ctx: Context, post: PostRow): Promise<boolean> {
  return mayPublishInAll(ctx.actor, await audienceOf(ctx, post));
}

/**
 * Page of the posts of a town of which something waits, the longest wait first; for editors and admins, without groups in
 * which they may not publish. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND if posts are switched off.
 */
export function listPostsInReview(ctx: Context, town: MunicipalityRow, page: PageArgs): Promise<Connection<Post>> {
  authorize(canReview(ctx.actor, town.id));
  requireModule(town, 'POSTS');
  const listed: FilterQuery<Post> = {
    municipality: town.id,
    submittedAt: { $ne: null },
    state: { $in: ['IN_REVIEW', 'PUBLISHED'] },
    groups: { $every: groupsReadByStaff(personId(ctx.actor) ?? '') },
  };
  return waitingPage(ctx, page, {
    scope: `review:${town.id}`,
    count: () => ctx.em.count(Post, listed),
    load: (limit, after) => {
      const where: FilterQuery<Post> = { $and: [listed, after] };
      return ctx.em.find(Post, where, { limit, orderBy: { submittedAt: 'asc', id: 'asc' }, refresh: true });
    },
  });
}
