import { LockMode } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueueAgain } from '../kernel/jobs.ts';
import { InputCheck } from '../kernel/payload.ts';
import { batchedRead, idsIn, idsParameterSql, rowsByIds } from '../kernel/rows.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { audienceOf } from './post.audience.service.ts';
import type { Post, PostRow } from './post.entity.ts';
import { expireDuePost, postExpired, postExpirySet, postPinned } from './post.events.ts';
import { factsOf, lockPost, planExpiry, touch } from './post.publishing.service.ts';
import { postById } from './post.reading.service.ts';
import { canPlacePost, checkMoment } from './post.rules.ts';

/** Maximum number of pinned posts in a group. */
const mostPinned = 3;

/**
 * Pins a published post at the top of its groups, or removes it from there. Errors: UNAUTHENTICATED, FORBIDDEN,
 * NOT_FOUND, POST_IS_NOT_SHOWN, POST_IS_WITHDRAWN, TOO_MANY_PINNED if one of its groups has three others.
 */
export function pinPost(ctx: Context, postId: string, isPinned: boolean): Promise<Post> {
  return write(ctx, async (tx) => {
    const post = await lockForPlacing(tx, postId);
    if (isPinned === (post.pinnedAt != null)) return post;
    if (isPinned) await requireRoom(tx, post);
    touch(tx, post);
    post.pinnedAt = isPinned ? tx.now() : null;
    await tx.em.flush();
    await record(tx, postPinned({ ...factsOf(post), isPinned }));
    return post;
  });
}

/** Refuses a pin for which a group of the post has no room. Locked groups make pins in the same group wait for each other. */
async function requireRoom(tx: Tx, post: Post): Promise<void> {
  const ids = post.groups.getIdentifiers();
  await tx.em.find(Group, { id: { $in: ids } }, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });
  const rows: { group: string }[] = await tx.em.execute(
    `select g.group_id as "group" from post p join post_groups g on g.post_id = p.id
     where g.group_id = any(?::uuid[]) and p.pinned_at is not null and p.state = 'PUBLISHED'
     group by g.group_id having count(*) >= ${mostPinned}`,
    [`{${ids.join()}}`],
  );
  const check = new InputCheck();
  check.require(rows.length === 0, 'TOO_MANY_PINNED', `at most ${mostPinned} pinned posts in a group`, 'isPinned');
  check.done();
}

/**
 * Sets when a published post leaves feeds and lists; null: never. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND,
 * POST_IS_NOT_SHOWN, POST_IS_WITHDRAWN, IN_THE_PAST, TOO_FAR_AHEAD.
 */
export function setPostExpiry(ctx: Context, postId: string, expiresAt: Date | null): Promise<Post> {
  return write(ctx, async (tx) => {
    const post = await lockForPlacing(tx, postId);
    const check = new InputCheck();
    checkMoment(check, expiresAt, tx.now(), 'expiresAt');
    check.done();
    touch(tx, post);
    post.expiresAt = expiresAt;
    await tx.em.flush();
    await record(tx, postExpirySet({ ...factsOf(post), expiresAt: expiresAt?.toISOString() ?? null }));
    await planExpiry(tx, post);
    return post;
  });
}

async function lockForPlacing(tx: Tx, postId: string): Promise<Post> {
  const post = await lockPost(tx, postId);
  authorize(canPlacePost(tx.actor, post, await audienceOf(tx, post)));
  requireModule(await post.municipality.loadOrFail(), 'POSTS');
  return post;
}

/** Takes a published post out of feeds and pins if it has expired; if its end was moved, the job is planned again. */
export function expireDue(ctx: Context, postId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const post = await lockPost(tx, postId);
    if (post.state !== 'PUBLISHED' || post.expiresAt == null || post.expiredAt != null) return;
    if (post.expiresAt > tx.now()) {
      await enqueueAgain(tx, expireDuePost, { postId }, post.expiresAt);
      return;
    }
    touch(tx, post);
    post.pinnedAt = null;
    post.expiredAt = tx.now();
    await tx.em.flush();
    await record(tx, postExpired(factsOf(post)));
  });
}

/** Pinned posts of a group, the last pinned first, at most 3. The caller has checked that the actor may read the group. */
export async function pinnedIn(ctx: Context, groupId: string): Promise<PostRow[]> {
  return rowsByIds(postById, ctx, await pinnedIdsIn(ctx, groupId));
}

const pinnedIdsIn = batchedRead(async ({ em }, groupIds: readonly string[]): Promise<string[][]> => {
  const rows: { id: string; groupId: string }[] = await em.execute(
    `select p.id, g.group_id as "groupId" from post p join post_groups g on g.post_id = p.id
     where g.group_id in (${idsParameterSql}) and p.pinned_at is not null and p.state = 'PUBLISHED'
     order by p.pinned_at desc`,
    [idsIn(groupIds)],
  );
  const byGroup = Map.groupBy(rows, ({ groupId }) => groupId);
  return groupIds.map((id) => (byGroup.get(id) ?? []).map((row) => row.id));
});
