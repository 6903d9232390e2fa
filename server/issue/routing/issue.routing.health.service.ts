import { isInTown } from '../../area/area.rules.ts';
import { listAreas } from '../../area/area.service.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { rowsOf } from '../../kernel/rows.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import { issueStatuses } from '../issue.entity.ts';
import { type DeskSetup, examineRouting, type RoutingProblem, type TownSetup } from './issue.routing.health.rules.ts';
import { readRoutingTown } from './issue.routing.service.ts';
import { stageOf } from '../issue.rules.ts';

export interface RoutingHealth {
  readonly problems: readonly RoutingProblem[];
  readonly desks: readonly DeskSetup[];
  /** Number of open issues at desks without people, and without a desk. */
  readonly stranded: number;
}

const readCategories = rowsOf(IssueCategory);

/** Categories, desks, routes and areas of a town, for its admins. */
export async function readTownSetup(ctx: Context, municipalityId: string): Promise<TownSetup> {
  authorize(canRunTown(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const tail = 'where t.municipality_id = ? order by t.position, t.name';
  const categories = await readCategories(ctx, tail, [municipalityId]);
  const { routes, fallbackDeskId } = await readRoutingTown(ctx, municipalityId);
  const open = JSON.stringify(issueStatuses.filter((status) => stageOf(status) !== 'DONE'));
  const rows: (DeskSetup & { id: string | null })[] = await ctx.em.execute(desksSql, [
    open,
    municipalityId,
    municipalityId,
  ]);
  const desks = rows.filter(({ id }) => id !== null);
  const deskless = rows.find(({ id }) => id === null)?.openCount ?? 0;
  const areas = await listAreas(ctx, municipalityId);
  const { boundary } = await ctx.em.findOneOrFail(Municipality, municipalityId, { populate: ['boundary'] });
  const outside = areas.filter((area) => !isInTown(area, boundary)).map(({ id }) => id);
  return { categories, routes, desks, areas, fallbackDeskId, deskless, outside };
}

/** Faults in the routing of a town and the numbers of its desks, for its admins. */
export async function readRoutingHealth(ctx: Context, municipalityId: string): Promise<RoutingHealth> {
  const town = await readTownSetup(ctx, municipalityId);
  const empty = town.desks.filter(({ clerkCount }) => clerkCount === 0);
  const stranded = empty.reduce((sum, { openCount }) => sum + openCount, town.deskless);
  return { problems: examineRouting(town), desks: town.desks, stranded };
}

/**
 * Parameters: JSON of the open statuses, and the town twice. The row without a desk counts open issues without a desk.
 */
const desksSql = `
with open as (
  select i.desk_id, count(*)::int as count from issue i, (select ?::json as statuses, ?::uuid as town) w
  where i.municipality_id = w.town and i.status in (select json_array_elements_text(w.statuses)) group by i.desk_id
)
select d.id, coalesce(open.count, 0)::int as "openCount", deputy.deputy_desk_id as "deputyDeskId",
  deputy.deputy_person_id as "deputyPersonId", coalesce(person.display_name, person.email) as "deputyName",
  exists (select from role r where r.person_id = deputy.deputy_person_id and r.municipality_id = d.municipality_id
    and r.role in ('CLERK', 'ADMIN')) as "deputyActs",
  (select count(*)::int from role r where r.desk_id = d.id) as "clerkCount"
from (select id, name, municipality_id from desk union all select null, null, null) d
left join open on open.desk_id is not distinct from d.id
left join desk_deputy deputy on deputy.desk_id = d.id
left join person on person.id = deputy.deputy_person_id
where d.municipality_id = ? or d.id is null order by d.name`;
