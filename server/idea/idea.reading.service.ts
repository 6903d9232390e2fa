import type { FilterQuery } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { canReadGroup, groupReaderOf } from '../group/group.rules.ts';
import { readableGroups, standingIn } from '../group/group.service.ts';
import { isStaff, personId, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule, townOf } from '../municipality/municipality.service.ts';
import { CouncilTask, Idea, type IdeaRow, type IdeaState, IdeaSupport } from './idea.entity.ts';
import { canManageIdeas, canSeeIdea, isInsider, isShown } from './idea.rules.ts';

/** Idea by id. Errors: NOT_FOUND, also if the actor may not see the idea. */
export async function findIdea(ctx: Context, id: string): Promise<Idea> {
  return (await findSeenIdea(ctx, id)).idea;
}

export interface SeenIdea {
  readonly idea: Idea;
  /** End of the access to a CLOSED group by which an admin sees the idea; null: the actor needs no access. */
  readonly isSeenUntil: Date | null;
  /** Whether the actor sees the idea also when it is not public. */
  readonly isInsider: boolean;
}

/** Idea by id with the end of the actor's access. Errors: NOT_FOUND, also if the actor may not see the idea. */
export async function findSeenIdea(ctx: Context, id: string): Promise<SeenIdea> {
  const idea = await ctx.em.findOne(Idea, id, { refresh: true });
  if (idea === null) throw new DomainError('NOT_FOUND');
  const group = await ctx.em.findOneOrFail(Group, idea.group.id);
  const standing = await standingIn(ctx, group.id);
  const readsGroup = canReadGroup(ctx.actor, group, standing).allow;
  const authorId = idea.author?.id ?? null;
  const municipalityId = idea.municipality.id;
  authorize(canSeeIdea(ctx.actor, { municipalityId, authorId, isPublic: isShown(idea), readsGroup }));
  requireModule(await townOf(ctx, idea), 'IDEAS');
  const reader = groupReaderOf(ctx.actor, { ...standing, municipalityId, joinPolicy: group.joinPolicy });
  return {
    idea,
    isSeenUntil: reader === 'ACCESS' ? standing.accessUntil : null,
    isInsider: isInsider(ctx.actor, { municipalityId, authorId }),
  };
}

/** Page of the ideas that the viewer may see, newest first. `states`: only ideas in these states; null: all. */
export function listIdeas(
  ctx: Context,
  municipality: MunicipalityRow,
  states: readonly IdeaState[] | null | undefined,
  page: PageArgs,
): Promise<Connection<Idea>> {
  authorize(withinScope(ctx.actor, municipality.id, 'posts:read'));
  requireModule(municipality, 'IDEAS');
  const shown: FilterQuery<Idea> = { openedAt: { $ne: null }, hiddenAt: null, state: { $ne: 'WITHDRAWN' } };
  const own = personId(ctx.actor);
  const seen: FilterQuery<Idea> = own === null ? shown : { $or: [shown, { author: own }] };
  const visible: FilterQuery<Idea> = {
    municipality: municipality.id,
    group: readableGroups(ctx.actor, municipality.id),
    ...(!isStaff(ctx.actor, municipality.id) && seen),
  };
  const wanted: FilterQuery<Idea> = states == null ? {} : { state: { $in: [...states] } };
  return readPage(ctx, page, {
    scope: `ideas:${municipality.id}:${states?.join(',') ?? ''}`,
    count: () => ctx.em.count(Idea, { $and: [visible, wanted] }),
    positionOf: ({ id }): readonly [string] => [id],
    load: (limit, position) => {
      const after: FilterQuery<Idea> = position === undefined ? {} : { id: { $lt: position[0] } };
      return ctx.em.find(Idea, { $and: [visible, wanted, after] }, { limit, orderBy: { id: 'desc' }, refresh: true });
    },
  });
}

/**
 * Open tasks for the council about ideas that the actor may see, oldest first, at most 100. Errors: UNAUTHENTICATED,
 * FORBIDDEN (editors and admins only).
 */
export async function listCouncilTasks(ctx: Context, municipality: MunicipalityRow): Promise<CouncilTask[]> {
  authorize(canManageIdeas(ctx.actor, municipality.id));
  requireModule(municipality, 'IDEAS');
  const readable = { group: readableGroups(ctx.actor, municipality.id) };
  const open = { municipality: municipality.id, doneAt: null, idea: readable };
  return ctx.em.find(CouncilTask, open, { populate: ['idea'], orderBy: { createdAt: 'asc' }, limit: 100 });
}

/** Whether the viewer supports the idea; false when signed out. */
export async function isSupporter(ctx: Context, idea: IdeaRow): Promise<boolean> {
  const person = personId(ctx.actor);
  return person !== null && (await ctx.em.count(IdeaSupport, { idea: idea.id, person })) > 0;
}
