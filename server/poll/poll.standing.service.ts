import type { JoinPolicy } from '../group/group.entity.ts';
import { groupReaderOf } from '../group/group.rules.ts';
import { accessEndSql, readEnd } from '../group/group.standing.service.ts';
import { personId } from '../kernel/actor.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { sharedStatement } from '../kernel/statement.ts';
import type { ResultsVisibility } from './poll.entity.ts';
import { canSeePoll, type PollStanding } from './poll.rules.ts';
import type { AudienceFacts } from './poll.visibility.rules.ts';

export type StandingInPoll = PollStanding &
  AudienceFacts & {
    /** Assurance level that the session of a voter must have. */
    readonly assurance: AssuranceLevel;
    /** End of the access to a CLOSED group by which an admin sees the poll; null: the actor needs no access. */
    readonly isSeenUntil: Date | null;
  };

/**
 * Facts about the actor and a poll that the rules need. One statement serves all requests of the process that arrive at
 * the same time; it uses a connection of its own and must not be called inside write(). Errors: NOT_FOUND, also if the
 * actor may not see the poll or the town has switched polls off.
 */
export async function readStanding(ctx: Context, pollId: string): Promise<StandingInPoll> {
  const row = await findStanding(ctx)({ pollId, personId: personId(ctx.actor) });
  if (row.resultsVisibility === null) throw new DomainError('NOT_FOUND');
  const reach = { ...row, accessUntil: readEnd(row.accessUntil) };
  authorize(canSeePoll(ctx.actor, reach));
  if (!row.isSwitchedOn) throw new DomainError('NOT_FOUND', { module: 'POLLS' });
  const isByAccess = !row.isFrozenElector && groupReaderOf(ctx.actor, reach) === 'ACCESS';
  return { ...row, resultsVisibility: row.resultsVisibility, isSeenUntil: isByAccess ? reach.accessUntil : null };
}

interface Asked {
  readonly pollId: string;
  readonly personId: string | null;
}
interface StandingRow extends PollStanding {
  readonly resultsVisibility: ResultsVisibility | null;
  readonly assurance: AssuranceLevel;
  readonly municipalityId: string;
  readonly joinPolicy: JoinPolicy;
  /** End of the actor's access to the group, in milliseconds since 1970; null: none. */
  readonly accessUntil: number | null;
  /** The poll is no draft, and it has no post or its post is published. */
  readonly isPublished: boolean;
  readonly isMember: boolean;
  /** The module POLLS is switched on in the town. */
  readonly isSwitchedOn: boolean;
  /** The actor is an elector since the opening and may see the poll and vote even after leaving the group. */
  readonly isFrozenElector: boolean;
}

const findStanding = sharedStatement<Asked, StandingRow, StandingRow>({
  name: 'poll standing',
  gathers: true,
  ask: (asked, n) => ({ ...asked, n }),
  answer: (rows) => rows,
  sql: `
select p.results_visibility as "resultsVisibility", p.assurance, p.municipality_id as "municipalityId",
  g.join_policy as "joinPolicy", ${accessEndSql('p.group_id', 'a."personId"')} as "accessUntil",
  not p.is_draft and (p.post_id is null or w.state = 'PUBLISHED') as "isPublished",
  m.person_id is not null as "isMember", e.person_id is not null as "isFrozenElector",
  t.person_id is not null as "hasVoted",
  r.person_id is not null as "isResident",
  p.eligibility = 'SIGNED_IN' or e.person_id is not null or (p.opened_at is null
    and case p.eligibility when 'MEMBERS' then m.person_id is not null else r.person_id is not null end)
    as "isElector",
  'POLLS' = any(town.modules) as "isSwitchedOn"
from json_to_recordset(?::json) as a(n int, "pollId" uuid, "personId" uuid)
left join poll p on p.id = a."pollId"
left join municipality town on town.id = p.municipality_id
left join "group" g on g.id = p.group_id
left join post w on w.id = p.post_id
left join membership m on m.group_id = p.group_id and m.person_id = a."personId"
left join residence_proof r on r.municipality_id = p.municipality_id and r.person_id = a."personId"
  and r.valid_until > now()
left join elector e on e.poll_id = p.id and e.person_id = a."personId"
left join participation t on t.poll_id = p.id and t.person_id = a."personId"
order by a.n`,
});
