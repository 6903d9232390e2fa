import type { FilterQuery } from '@mikro-orm/core';
import type { Group } from '../group/group.entity.ts';
import { readableGroups } from '../group/group.service.ts';
import { type Actor, hasRole, isStaff, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { Post, type PostState } from './post.entity.ts';

/** Order of a list by state: newest first, scheduled posts by the next publication first, submitted ones by the longest wait. */
const orders = {
  DRAFT: ['updatedAt', 'desc'],
  IN_REVIEW: ['submittedAt', 'asc'],
  SCHEDULED: ['publishAt', 'asc'],
  PUBLISHED: ['publishedAt', 'desc'],
  WITHDRAWN: ['withdrawnAt', 'desc'],
} as const satisfies Record<PostState, readonly [keyof Post, 'asc' | 'desc']>;

/**
 * Page of posts in one state: published posts that the actor may read, in other states posts of groups in which the
 * actor may publish. Errors: FORBIDDEN, NOT_FOUND (also if posts are switched off).
 */
export function listPosts(
  ctx: Context,
  municipality: MunicipalityRow,
  state: PostState,
  page: PageArgs,
): Promise<Connection<Post>> {
  authorize(withinScope(ctx.actor, municipality.id, 'posts:read'));
  requireModule(municipality, 'POSTS');
  const [by, direction] = orders[state];
  const groups = state === 'PUBLISHED' ? readableGroups : publishableGroups;
  const listed: FilterQuery<Post> = {
    municipality: municipality.id,
    state,
    expiredAt: null,
    groups: { $some: groups(ctx.actor, municipality.id) },
  };
  return readPage(ctx, page, {
    scope: `posts:${municipality.id}:${state}`,
    count: () => ctx.em.count(Post, listed),
    positionOf: (post): Place => [post[by]?.getTime() ?? 0, post.id],
    load: (limit, position) =>
      ctx.em.find(
        Post,
        { $and: [listed, after(by, direction, position)] },
        { limit, orderBy: { [by]: direction, id: direction } },
      ),
  });
}

/**
 * Page of the posts that an API key created, newest first, in any state: all of them for the key itself, for admins those
 * of groups that the admin may read. The caller checks access to the key.
 */
export function listPostsOfKey(
  ctx: Context,
  { id: keyId, municipality }: KeyRow,
  page: PageArgs,
): Promise<Connection<Post>> {
  const isOwn = ctx.actor.kind === 'partner';
  const readable: FilterQuery<Post> = isOwn ? {} : { groups: { $some: readableGroups(ctx.actor, municipality.id) } };
  const listed: FilterQuery<Post> = { $and: [{ partnerKeyId: keyId }, readable] };
  return readPage(ctx, page, {
    scope: `handed-in:${keyId}`,
    count: () => ctx.em.count(Post, listed),
    positionOf: ({ id }): readonly [string] => [id],
    load: (limit, position) => {
      const after: FilterQuery<Post> = position === undefined ? {} : { id: { $lt: position[0] } };
      return ctx.em.find(Post, { $and: [listed, after] }, { limit, orderBy: { id: 'desc' } });
    },
  });
}

interface KeyRow {
  readonly id: string;
  readonly municipality: { readonly id: string };
}

/** Filter: groups in which the actor may publish; same rule as `canPublishIn`. */
function publishableGroups(actor: Actor, municipalityId: string): FilterQuery<Group> {
  const ofTown = { municipality: municipalityId };
  if (actor.kind === 'system') return ofTown;
  if (actor.kind !== 'person') return { id: [] };
  const asPublisher = { ...ofTown, memberships: { $some: { person: actor.id, isPublisher: true } } };
  if (!isStaff(actor, municipalityId)) return asPublisher;
  const byRole: FilterQuery<Group> = hasRole(actor, municipalityId, 'EDITOR', 'ADMIN')
    ? {}
    : { publishPolicy: 'STAFF' };
  const isInside: FilterQuery<Group> = {
    $or: [{ joinPolicy: { $ne: 'CLOSED' } }, { memberships: { $some: { person: actor.id } } }],
  };
  return { $or: [asPublisher, { $and: [ofTown, byRole, isInside] }] };
}

type Place = readonly [at: number, id: string];

function after(by: keyof Post, direction: 'asc' | 'desc', position: Place | undefined): FilterQuery<Post> {
  if (position === undefined) return {};
  const at = new Date(position[0]);
  const id = position[1];
  const later = direction === 'asc' ? '$gt' : '$lt';
  const farther: FilterQuery<Post> = { [by]: { [later]: at } };
  const sameTime: FilterQuery<Post> = { [by]: at };
  return { $or: [farther, { $and: [sameTime, { id: { [later]: id } }] }] };
}
