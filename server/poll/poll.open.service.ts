import { isStaff, personId, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { rowsByIds } from '../kernel/rows.ts';
import { sharedStatement } from '../kernel/statement.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import type { PollRow } from './poll.entity.ts';
import { pollById } from './poll.reading.service.ts';

/** Poll in which the vote of the actor is missing, so that nobody needs to ask again. */
export type PollToVote = PollRow & { readonly hasVoted: false };

/** Maximum number of polls that `listPollsToVote` returns. */
const mostToVote = 5;

/** Open polls of a town that end until a moment and the actor may see, those that end first come first; at most 10. */
export function listEndingPolls(ctx: Context, municipalityId: string, until: Date): Promise<PollRow[]> {
  return listOpen(ctx, municipalityId, { until, isToVote: false });
}

/**
 * Open polls of a town in which the vote of the actor is missing, those that end first come first; at most 5. A visitor
 * without an account gets the polls in which every account may vote. Errors: FORBIDDEN, NOT_FOUND if polls are switched
 * off.
 */
export async function listPollsToVote(ctx: Context, municipality: MunicipalityRow): Promise<PollToVote[]> {
  authorize(withinScope(ctx.actor, municipality.id, 'polls:read'));
  requireModule(municipality, 'POLLS');
  const polls = await listOpen(ctx, municipality.id, { until: null, isToVote: true });
  return polls.slice(0, mostToVote).map((poll) => ({ ...poll, hasVoted: false }));
}

interface Wanted {
  readonly until: Date | null;
  readonly isToVote: boolean;
}

async function listOpen(ctx: Context, municipalityId: string, { until, isToVote }: Wanted): Promise<PollRow[]> {
  const now = ctx.now();
  const ids = await findOpen(ctx)({
    municipalityId,
    personId: personId(ctx.actor),
    isStaff: isStaff(ctx.actor, municipalityId),
    isToVote,
    now: now.toISOString(),
    until: until?.toISOString() ?? null,
  });
  return rowsByIds(pollById, ctx, ids);
}

interface Asked {
  readonly municipalityId: string;
  readonly personId: string | null;
  readonly isStaff: boolean;
  readonly isToVote: boolean;
  readonly now: string;
  /** Latest end of the polls; null: any. */
  readonly until: string | null;
}
interface OpenRow {
  readonly ids: readonly string[];
}

/**
 * The condition is stricter than `canSeePoll`: polls that an admin sees only by a limited access to a closed group are
 * left out. Electors see their polls also after leaving the group.
 */
const findOpen = sharedStatement<Asked, OpenRow, readonly string[]>({
  name: 'open polls',
  ask: (asked, n) => ({ ...asked, n }),
  answer: (rows) => rows.map(({ ids }) => ids),
  sql: `
select coalesce(array_to_json(array(
  select p.id from poll p
  join "group" g on g.id = p.group_id
  left join post w on w.id = p.post_id
  left join membership m on m.group_id = p.group_id and m.person_id = a."personId"
  left join elector e on e.poll_id = p.id and e.person_id = a."personId"
  where p.municipality_id = a."municipalityId" and p.closes_at > a.now and (a.until is null or p.closes_at <= a.until)
    and p.opened_at is not null and p.closed_at is null
    and (p.post_id is null or w.state = 'PUBLISHED')
    and (g.join_policy = 'OPEN' or m.person_id is not null or e.person_id is not null
      or (g.join_policy <> 'CLOSED' and a."isStaff"))
    and (not a."isToVote" or ((p.eligibility = 'SIGNED_IN' or e.person_id is not null)
      and not exists (select from participation t where t.poll_id = p.id and t.person_id = a."personId")))
  order by p.closes_at, p.id limit 10)), '[]'::json) as ids
from json_to_recordset(?::json) as a(n int, "municipalityId" uuid, "personId" uuid, "isStaff" boolean,
  "isToVote" boolean, now timestamptz, until timestamptz)
order by a.n`,
});
