import type { FilterQuery } from '@mikro-orm/core';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { loadNode } from '../kernel/nodes.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { idsIn, idsParameterSql, batchedRead, rowById, rowsOf } from '../kernel/rows.ts';
import { Notice, NoticeDecision, type NoticeDecisionRow, type NoticeRow } from './moderation.entity.ts';
import { canModerate } from './moderation.rules.ts';
import { typeOf } from './moderation.words.service.ts';

/** Page of the notices of a town for its moderators: open ones the oldest first, decided ones the newest first. */
export function listNotices(
  ctx: Context,
  municipalityId: string,
  isDecided: boolean,
  page: PageArgs,
): Promise<Connection<Notice>> {
  authorize(canModerate(ctx.actor, municipalityId));
  const wanted: FilterQuery<Notice> = {
    municipality: municipalityId,
    decision: isDecided ? { $ne: null } : null,
  };
  return readPage(ctx, page, {
    scope: `notices:${municipalityId}:${isDecided}`,
    count: () => ctx.em.count(Notice, wanted),
    positionOf: ({ id }): readonly [string] => [id],
    load: (limit, position) => {
      const after: FilterQuery<Notice> =
        position === undefined ? {} : { id: isDecided ? { $lt: position[0] } : { $gt: position[0] } };
      const orderBy = { id: isDecided ? ('desc' as const) : ('asc' as const) };
      return ctx.em.find(Notice, { $and: [wanted, after] }, { limit, orderBy, refresh: true });
    },
  });
}

/** The notice for moderators of its town and for the person who sent it; null for everybody else. */
export async function findNotice(ctx: Context, id: string): Promise<Notice | null> {
  const notice = await ctx.em.findOne(Notice, id, { refresh: true });
  if (notice === null) return null;
  const person = personId(ctx.actor);
  const isOwn = person !== null && notice.notifier?.id === person;
  return isOwn || canModerate(ctx.actor, notice.municipality.id).allow ? notice : null;
}

/** The decision for moderators of its town, for the author of the words and for senders of its notices. */
export async function findDecision(ctx: Context, id: string): Promise<NoticeDecision | null> {
  const decision = await ctx.em.findOne(NoticeDecision, id);
  if (decision === null) return null;
  if (canModerate(ctx.actor, decision.municipality.id).allow) return decision;
  const person = personId(ctx.actor);
  if (person === null) return null;
  const isConcerned =
    decision.author?.id === person || (await ctx.em.count(Notice, { decision: id, notifier: person })) > 0;
  return isConcerned ? decision : null;
}

/** Decision by id; callers may read a notice that it answers. */
export const decisionById = rowById(rowsOf(NoticeDecision));

/** Number of open notices about an object. */
export const countOpen = batchedRead(async ({ em }, objectIds: readonly string[]): Promise<number[]> => {
  const rows: { id: string; count: number }[] = await em.execute(
    `select object_id as id, count(*)::int as count from notice
     where object_id in (${idsParameterSql}) and decision_id is null group by object_id`,
    [idsIn(objectIds)],
  );
  const counts = new Map(rows.map(({ id, count }) => [id, count]));
  return objectIds.map((id) => counts.get(id) ?? 0);
});

/** Whether a notice of the actor about the object waits; false without an account. */
export async function hasOpenNotice(ctx: Context, objectId: string): Promise<boolean> {
  const notifier = personId(ctx.actor);
  return notifier !== null && (await ctx.em.count(Notice, { objectId, notifier, decision: null })) > 0;
}

/** The object with the words, if the viewer may still read it; otherwise null. */
export function findObject(
  ctx: Context,
  { wordKind, objectId }: Pick<NoticeRow | NoticeDecisionRow, 'wordKind' | 'objectId'>,
): ReturnType<typeof loadNode> {
  return loadNode(ctx, toGlobalId(typeOf[wordKind], objectId));
}
