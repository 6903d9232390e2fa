import { Group, type GroupRow } from '../group/group.entity.ts';
import { canReadGroup } from '../group/group.rules.ts';
import { readableGroups, standingIn } from '../group/group.service.ts';
import { actorReadsGroupSql } from '../group/group.standing.service.ts';
import { hasRole, isStaff, personId, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { batchedRead, rowsByIds, rowsOf } from '../kernel/rows.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { Event, type EventRow, type OccurrenceRow } from './calendar.entity.ts';
import { occurrenceById, readOccurrences } from './calendar.reading.service.ts';

/** Part of an agenda. */
export interface AgendaFilter {
  /** Dates that end after this moment; absent: now. */
  readonly from?: Date | null;
  /** Dates that start before this moment; absent: all. */
  readonly to?: Date | null;
  /** UUIDs of groups, at most 50; absent: all groups that the actor may read. */
  readonly groupIds?: readonly string[] | null;
}

type Place = readonly [at: number, id: string];

/**
 * Page of the dates of published and cancelled events in groups that the actor may read, in the order of their start; dates
 * that are under way at `from` come first. Errors: FORBIDDEN, NOT_FOUND (also if the module is switched off).
 */
export function listAgenda(
  ctx: Context,
  municipality: MunicipalityRow,
  { from, to, groupIds }: AgendaFilter,
  page: PageArgs,
): Promise<Connection<OccurrenceRow>> {
  authorize(withinScope(ctx.actor, municipality.id, 'events:read'));
  requireModule(municipality, 'CALENDAR');
  if ((groupIds?.length ?? 0) > 50) throw new DomainError('BAD_USER_INPUT', { argument: 'groupIds', limit: 50 });
  const since = from ?? ctx.now();
  const scope = `agenda:${municipality.id}:${from?.getTime() ?? ''}:${to?.getTime() ?? ''}:${groupIds?.join() ?? ''}`;
  return readPage(ctx, page, {
    scope,
    positionOf,
    load: async (limit, position) => {
      const named = groupIds == null ? {} : { id: { $in: [...groupIds] } };
      const where = { $and: [readableGroups(ctx.actor, municipality.id), named] };
      const groups = await ctx.em.find(Group, where, { fields: ['id'] });
      const ids = groups.map(({ id }) => id);
      if (ids.length === 0) return [];
      const shown = groupIds == null ? isShownInSql : isShownInOneSql;
      return readAgenda(
        ctx,
        { municipalityId: municipality.id, since, until: to ?? null, ids, shown },
        limit,
        position,
      );
    },
  });
}

/**
 * Page of the dates of one group that end after `from`, in the order of their start. Errors: FORBIDDEN, NOT_FOUND, also
 * if the actor may not read the group.
 */
export async function listAgendaOfGroup(
  ctx: Context,
  group: GroupRow,
  from: Date | null | undefined,
  page: PageArgs,
): Promise<Connection<OccurrenceRow>> {
  await requireGroupReader(ctx, group);
  const since = from ?? ctx.now();
  return readPage(ctx, page, {
    scope: `agenda-of:${group.id}:${from?.getTime() ?? ''}`,
    positionOf,
    load: (limit, position) => {
      const asked = {
        municipalityId: group.municipality.id,
        since,
        until: null,
        ids: [group.id],
        shown: isShownInOneSql,
      };
      return readAgenda(ctx, asked, limit, position);
    },
  });
}

/** Part of a day in a town. */
export interface Day {
  readonly municipalityId: string;
  readonly since: Date;
  readonly until: Date;
}

/**
 * Dates of a town that start from `since` to `until` and are not over, at most `limit`, in groups that the actor may read, in the
 * order of their start. One statement finds those of all requests. The caller checks the module and the scope.
 */
export async function listDatesBetween(ctx: Context, day: Day, limit: number): Promise<OccurrenceRow[]> {
  const { actor } = ctx;
  const { municipalityId } = day;
  const asked = {
    ...day,
    now: ctx.now(),
    limit,
    personId: personId(actor),
    isStaff: isStaff(actor, municipalityId),
    isAdmin: hasRole(actor, municipalityId, 'ADMIN'),
  };
  return rowsByIds(occurrenceById, ctx, await findDates(ctx, asked));
}

interface AskedDates extends Day {
  readonly now: Date;
  readonly limit: number;
  readonly personId: string | null;
  readonly isStaff: boolean;
  readonly isAdmin: boolean;
}

const datesSql = `
select array_to_json(array(
  select t.id from occurrence t
  where t.municipality_id = a."municipalityId" and t.starts_at >= a.since and t.starts_at < a.until and t.ends_at > a.now
    and exists (select from event e join event_group x on x.event_id = e.id
      where e.id = t.event_id and e.state in ('PUBLISHED', 'CANCELLED') and ${actorReadsGroupSql('x.group_id', 'a')})
  order by t.starts_at, t.id limit a."limit")) as ids
from json_to_recordset(?::json) as a(n int, "municipalityId" uuid, since timestamptz, until timestamptz, now timestamptz,
  "limit" int, "personId" uuid, "isStaff" boolean, "isAdmin" boolean)
order by a.n`;

const findDates = batchedRead(async ({ em }: Pick<Context, 'em'>, asked: readonly AskedDates[]) => {
  const rows: { ids: string[] }[] = await em.execute(datesSql, [
    JSON.stringify(asked.map((one, n) => ({ ...one, n }))),
  ]);
  return rows.map(({ ids }) => ids);
});

/** Checks that the actor may read the events of a group. Errors: FORBIDDEN, NOT_FOUND. */
export async function requireGroupReader(ctx: Context, group: GroupRow): Promise<void> {
  authorize(canReadGroup(ctx.actor, group, await standingIn(ctx, group.id)));
  authorize(withinScope(ctx.actor, group.municipality.id, 'events:read'));
}

/** Page of the dates of one event that end after `from`, or of all. The caller checks that the actor may read the event. */
export function listOccurrencesOf(
  ctx: Context,
  event: Pick<EventRow, 'id'>,
  from: Date | null | undefined,
  page: PageArgs,
): Promise<Connection<OccurrenceRow>> {
  return readPage(ctx, page, {
    scope: `occurrences:${event.id}:${from?.getTime() ?? ''}`,
    positionOf,
    load: (limit, position) =>
      readOccurrences(
        ctx,
        `where t.event_id = ? and t.ends_at > ? and (t.starts_at, t.id) > (?, ?) order by t.starts_at, t.id limit ?`,
        [event.id, from ?? new Date(0), ...after(position), limit],
      ),
  });
}

const readEvents = rowsOf(Event, ['body', 'html', 'proposal']);

/**
 * Page of the unpublished events of a town that the viewer created, the last changed first. Errors: UNAUTHENTICATED,
 * FORBIDDEN, NOT_FOUND.
 */
export function listDrafts(ctx: Context, municipality: MunicipalityRow, page: PageArgs): Promise<Connection<EventRow>> {
  const { actor } = ctx;
  if (actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
  authorize(withinScope(actor, municipality.id, 'events:read'));
  requireModule(municipality, 'CALENDAR');
  const isOwn = actor.kind === 'partner' ? 't.partner_key_id = ?' : 't.author_id = ?';
  const own = actor.kind === 'partner' ? { partnerKeyId: actor.keyId } : { author: personId(actor) };
  const owner = actor.kind === 'partner' ? actor.keyId : personId(actor);
  return readPage(ctx, page, {
    scope: `event-drafts:${municipality.id}:${owner}`,
    count: () => ctx.em.count(Event, { municipality: municipality.id, state: { $in: ['DRAFT', 'IN_REVIEW'] }, ...own }),
    positionOf: ({ updatedAt, id }): Place => [updatedAt.getTime(), id],
    load: (limit, position) => {
      const before = position === undefined ? '' : 'and (t.updated_at, t.id) < (?, ?)';
      return readEvents(
        ctx,
        `where t.municipality_id = ? and t.state in ('DRAFT', 'IN_REVIEW') and ${isOwn} ${before}
         order by t.updated_at desc, t.id desc limit ?`,
        [municipality.id, owner, ...(position === undefined ? [] : after(position)), limit],
      );
    },
  });
}

function positionOf({ startsAt, id }: OccurrenceRow): Place {
  return [startsAt.getTime(), id];
}

/** Id before all others. */
const firstId = '00000000-0000-0000-0000-000000000000';

function after(position: Place | undefined): [at: Date, id: string] {
  const [at, id] = position ?? [0, firstId];
  return [new Date(at), id];
}

/**
 * SQL condition: the event of the row `t` is shown in one of the groups of the parameter. The scalar subquery keeps the planner on
 * the index of the agenda; it is meant for groups that hold most events of the town.
 */
const isShownInSql = `(select true from event e join event_group x on x.event_id = e.id
  where e.id = t.event_id and e.state in ('PUBLISHED', 'CANCELLED') and x.group_id = any(?::uuid[]) limit 1)`;

/** SQL condition like `isShownInSql` for few groups, for which the planner chooses between the index of the agenda and that of the group. */
const isShownInOneSql = `t.event_id in (select e.id from event e join event_group x on x.event_id = e.id
  where e.state in ('PUBLISHED', 'CANCELLED') and x.group_id = any(?::uuid[]))`;

interface Asked {
  readonly municipalityId: string;
  readonly since: Date;
  readonly until: Date | null;
  /** UUIDs of readable groups. */
  readonly ids: readonly string[];
  readonly shown: string;
}

/** Later than all dates, within the years that the database reads. */
const endOfTime = new Date('9999-01-01T00:00:00Z');

/**
 * Dates that are under way at `since`, which a range index finds, and then those that start later, which the index of the
 * agenda finds in order.
 */
function readAgenda(
  ctx: Context,
  { municipalityId, since, until, ids, shown }: Asked,
  limit: number,
  position: Place | undefined,
): Promise<OccurrenceRow[]> {
  const groups = `{${ids.join()}}`;
  const end = until ?? endOfTime;
  const place = after(position);
  const underWay = `select t.id, t.starts_at from occurrence t
    where tstzrange(t.starts_at, t.ends_at) @> ?::timestamptz and t.starts_at < ? and t.municipality_id = ?
      and t.starts_at < ? and (t.starts_at, t.id) > (?, ?) and ${shown} order by t.starts_at, t.id limit ?`;
  const later = `select t.id, t.starts_at from occurrence t
    where t.municipality_id = ? and (t.starts_at, t.id) > (?, ?) and t.starts_at < ? and ${shown}
    order by t.starts_at, t.id limit ?`;
  const isUnderWay = position === undefined || position[0] < since.getTime();
  // One bound alone, because the index would be read from the lower one of two.
  const laterPlace = isUnderWay ? after([since.getTime(), firstId]) : place;
  const params = [municipalityId, ...laterPlace, end, groups, limit];
  const page = isUnderWay ? `(${underWay}) union all (${later}) order by starts_at, id limit ?` : later;
  const before = isUnderWay ? [since, since, municipalityId, end, ...place, groups, limit] : [];
  const tail = `join (${page}) page on page.id = t.id order by t.starts_at, t.id`;
  return readOccurrences(ctx, tail, [...before, ...params, ...(isUnderWay ? [limit] : [])]);
}
