import { listAgenda } from '../calendar/calendar.list.service.ts';
import { eventOf } from '../calendar/calendar.reading.service.ts';
import type { GroupRow } from '../group/group.entity.ts';
import { canReadGroup } from '../group/group.rules.ts';
import { groupById, standingIn } from '../group/group.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import type { OpenDate } from './opendata.embed.events.rules.ts';

/** Group of the town by UUID. NOT_FOUND also if the actor may not read it. */
export async function findReadableGroup(ctx: Context, town: MunicipalityRow, id: string): Promise<GroupRow> {
  const group = await groupById(ctx, id);
  if (group === null || group.municipality.id !== town.id) throw new DomainError('NOT_FOUND');
  authorize(canReadGroup(ctx.actor, group, await standingIn(ctx, id)));
  return group;
}

/** Next dates of the town, or of one of its groups, that the actor may read; at most `limit`. */
export async function listOpenDates(
  ctx: Context,
  town: MunicipalityRow,
  group: GroupRow | null,
  limit: number,
): Promise<OpenDate[]> {
  const groupIds = group === null ? null : [group.id];
  const { edges } = await listAgenda(ctx, town, { groupIds }, { first: limit });
  return Promise.all(
    edges.map(async ({ node: occurrence }) => {
      const event = await eventOf(ctx, occurrence);
      const page = `events/${toGlobalId('Event', event.id)}?date=${toGlobalId('Occurrence', occurrence.id)}`;
      return { event, occurrence, url: pageUrl(ctx, town.ags, page) };
    }),
  );
}
