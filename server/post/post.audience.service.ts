import { Group, type GroupRow } from '../group/group.entity.ts';
import { canSeeGroup } from '../group/group.rules.ts';
import { standingIn } from '../group/group.service.ts';
import type { Scope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, sentence } from '../kernel/errors.ts';
import { type InputCheck } from '../kernel/payload.ts';
import type { Post } from './post.entity.ts';
import { groupsOf } from './post.reading.service.ts';
import { type Addressee, type Audience, canWriteTo, checkGroups } from './post.rules.ts';

/** Groups of a post with the actor's membership in each; reads are batched over a page of posts. */
export async function audienceOf(ctx: Context, post: Pick<Post, 'id'>): Promise<Audience> {
  return addressees(ctx, await groupsOf(ctx, post));
}

/** Groups of a post that are visible to the actor, the group of the whole town first, then by name. */
export async function listGroupsOf(ctx: Context, post: Pick<Post, 'id'>): Promise<GroupRow[]> {
  const groups = await groupsOf(ctx, post);
  const inOrder = groups.toSorted((a, b) => Number(b.isTown) - Number(a.isTown) || a.name.localeCompare(b.name, 'de'));
  if (!inOrder.some(isSecret)) return inOrder; // equal for all viewers: no membership is read
  const audience = await addressees(ctx, inOrder);
  const isNamed = ({ group, standing }: Addressee): boolean =>
    !isSecret(group) || canSeeGroup(ctx.actor, group, standing).allow;
  return audience.filter(isNamed).map(({ group }) => group);
}

/**
 * Groups with these ids, if the actor may publish or, as a key with the scope, create drafts in all of them. Adds user errors to
 * `check`: NO_AUDIENCE, TOO_MANY_GROUPS, UNKNOWN_GROUP (for keys also groups of other towns), MAY_NOT_PUBLISH,
 * OTHER_TOWN. Throws UNAUTHENTICATED, FORBIDDEN and NOT_FOUND.
 */
export async function findAudience(
  ctx: Context,
  chosen: readonly string[],
  check: InputCheck,
  scope: Scope = 'posts:write',
): Promise<Group[]> {
  if (ctx.actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
  const ids = [...new Set(chosen)];
  checkGroups(check, ids);
  const known = await ctx.em.find(Group, { id: { $in: ids.slice(0, 100) } });
  const groups = known.filter(
    ({ municipality: { id } }) => ctx.actor.kind !== 'partner' || ctx.actor.municipalityId === id,
  );
  for (const [at, id] of ids.slice(0, 100).entries()) {
    const isKnown = groups.some((group) => group.id === id);
    check.require(isKnown, 'UNKNOWN_GROUP', sentence('UNKNOWN_GROUP'), 'groupIds', String(at));
  }
  const inOrder = ids.flatMap((id) => groups.filter((group) => group.id === id));
  for (const addressee of await addressees(ctx, inOrder)) {
    const at = ids.indexOf(addressee.group.id);
    const verdict = canWriteTo(ctx.actor, addressee, scope);
    const isFormal = !verdict.allow && verdict.code === 'MAY_NOT_PUBLISH';
    if (!isFormal) authorize(verdict);
    check.require(!isFormal, 'MAY_NOT_PUBLISH', sentence('MAY_NOT_PUBLISH'), 'groupIds', String(at));
    const isSameTown = addressee.group.municipality.id === inOrder[0]?.municipality.id;
    check.require(isSameTown, 'OTHER_TOWN', 'all groups must be of one town', 'groupIds', String(at));
  }
  return inOrder;
}

function isSecret({ joinPolicy }: GroupRow): boolean {
  return joinPolicy === 'CLOSED';
}

function addressees(ctx: Context, groups: readonly GroupRow[]): Promise<Addressee[]> {
  return Promise.all(groups.map(async (group) => ({ group, standing: await standingIn(ctx, group.id) })));
}
