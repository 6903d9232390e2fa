import type { FilterQuery } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { canDecideSubmission, canReview, isOwn } from '../../group/group.review.rules.ts';
import { hasOneReviewer } from '../../group/group.review.service.ts';
import { groupsReadByStaff } from '../../group/group.service.ts';
import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, Refusal, type Verdict } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { type Connection, type PageArgs, readPage } from '../../kernel/page.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { requireModule } from '../../municipality/municipality.service.ts';
import { audienceOf } from '../post.audience.service.ts';
import { Post, PostDecision, type PostRow, type ReviewOutcome } from '../post.entity.ts';
import { postReviewed } from '../post.events.ts';
import { factsOf, lockPost, release, touch } from '../post.publishing.service.ts';
import { applyProposal } from '../post.revising.service.ts';
import { mayPublishInAll, submissionOf } from '../post.rules.ts';
import { findPost } from '../post.service.ts';

export interface ReviewPostInput {
  readonly postId: string;
  /** Version of the post that the reviewer has read. */
  readonly version: number;
  readonly decision: 'APPROVE' | 'RETURN';
  /** Reason for the author; required to return. */
  readonly reason?: string | null;
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
  const isReturned = input.decision === 'RETURN';
  const reason = readReason(input);
  const submittedBy = post.submittedBy?.id ?? null;
  const { writerIds } = submissionOf(post, [], false);
  const outcome = isReturned ? 'RETURNED' : isOwn(tx.actor, writerIds) ? 'APPROVED_ALONE' : 'APPROVED';
  await (isReturned ? returnNow(tx, post, reason) : approveNow(tx, post));
  await keepDecision(tx, post, { outcome, reason, submittedBy });
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

/** Makes a submitted post a draft again; a proposal stays with the post, so that its author can correct it. */
async function returnNow(tx: Tx, post: Post, reason: string | null): Promise<void> {
  touch(tx, post);
  if (post.state === 'IN_REVIEW') post.state = 'DRAFT';
  post.submittedAt = null;
  post.returnedBecause = reason;
  await tx.em.flush();
}

interface Decision {
  readonly outcome: ReviewOutcome;
  readonly reason: string | null;
  readonly submittedBy: string | null;
}

async function keepDecision(tx: Tx, post: Post, decision: Decision): Promise<void> {
  const { version } = post;
  const by = personId(tx.actor);
  tx.em.persist(tx.em.create(PostDecision, { id: v7(), post, version, by, at: tx.now(), ...decision }));
  await tx.em.flush();
  await record(tx, postReviewed({ ...factsOf(post), version, outcome: decision.outcome }));
}

function readReason({ decision, reason }: ReviewPostInput): string | null {
  const check = new InputCheck();
  const text = check.multiline(reason ?? '', [0, 500], 'reason');
  check.require(
    decision === 'APPROVE' || text !== '',
    'REASON_REQUIRED',
    'the author has to know what to change',
    'reason',
  );
  check.done();
  return text || null;
}

/** Whether the actor may decide about what waits; reads the number of reviewers only where it matters. */
export async function mayDecide(ctx: Context, post: PostRow): Promise<Verdict> {
  const audience = await audienceOf(ctx, post);
  const verdict = canDecideSubmission(ctx.actor, submissionOf(post, audience, false));
  if (verdict.allow || verdict.code !== 'OWN_SUBMISSION') return verdict;
  const isAlone = await hasOneReviewer(ctx, post.municipality.id);
  return canDecideSubmission(ctx.actor, submissionOf(post, audience, isAlone));
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
  return readPage(ctx, page, {
    scope: `review:${town.id}`,
    count: () => ctx.em.count(Post, listed),
    positionOf: ({ submittedAt, id }): readonly [number, string] => [submittedAt?.getTime() ?? 0, id],
    load: (limit, position) => {
      const after: FilterQuery<Post> = position === undefined ? {} : laterThan(...position);
      return ctx.em.find(
        Post,
        { $and: [listed, after] },
        { limit, orderBy: { submittedAt: 'asc', id: 'asc' }, refresh: true },
      );
    },
  });
}

function laterThan(time: number, id: string): FilterQuery<Post> {
  const at = new Date(time);
  return { $or: [{ submittedAt: { $gt: at } }, { submittedAt: at, id: { $gt: id } }] };
}
