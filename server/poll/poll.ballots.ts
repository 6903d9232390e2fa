import { batched } from '../kernel/batch.ts';
import type { Services } from '../kernel/context.ts';
import type { Bus } from '../kernel/live/hint.ts';
import { voteCast } from './poll.events.ts';

export interface Vote {
  readonly pollId: string;
  readonly personId: string;
  /** Without repetitions; over all questions of the poll. */
  readonly optionIds: readonly string[];
}
export interface VoteOutcome {
  /** Why it was not counted; null: counted, or the same vote was there already. */
  readonly reason: string | null;
}
interface OutcomeRow extends VoteOutcome {
  readonly topics: readonly (readonly [topic: string, version: number])[] | null;
}

const writers = new WeakMap<Bus, (vote: Vote) => Promise<VoteOutcome>>();

/**
 * The second write path, the only one beside write(): votes by group commit, one writer per process. Rules, ballot,
 * counters, event row and topic version change in one statement; hints leave after its commit.
 */
export function ballotWriter({ em, bus }: Pick<Services, 'em' | 'bus'>): (vote: Vote) => Promise<VoteOutcome> {
  const known = writers.get(bus);
  if (known !== undefined) return known;
  const connection = em.getConnection();
  const writer = batched(async (votes: Vote[]): Promise<VoteOutcome[]> => {
    const numbered = votes.map((vote, n) => ({ ...vote, n }));
    const rows: OutcomeRow[] = await connection.execute(castVotesSql, [JSON.stringify(numbered)]);
    for (const [topic, version] of rows[0]?.topics ?? []) bus.publish({ topic, version });
    return rows;
  });
  writers.set(bus, writer);
  return writer;
}

/**
 * All rules of a vote in one statement, for a batch of votes in any polls. Parameter: JSON array of
 * {n, pollId, personId, optionIds}; one row per vote in the order of n, the first also with the bumped topics.
 *
 * - The poll rows are locked first, in id order, so that a close waits for this batch and the next batch sees the close.
 *   The database's clock decides, at the start of the statement's transaction.
 * - Of several votes of one person in the batch the last valid one wins, or the first where a vote is final.
 * - `previous_option_ids` takes the replaced choice from the locked row itself: counters stay exact under concurrency.
 * - The same vote again changes nothing and is no error, so that a batch may be repeated after a lost answer.
 */
const castVotesSql = `
with vote as (
  select v.n, v."pollId" as poll_id, v."personId" as person_id,
         array(select e::uuid from json_array_elements_text(v."optionIds") e order by 1) as option_ids
  from json_to_recordset(?::json) as v(n int, "pollId" uuid, "personId" uuid, "optionIds" json)
), open_poll as materialized (
  select p.id, p.municipality_id, p.eligibility, p.change_allowed, p.results_visibility
  from poll p
  where p.id in (select poll_id from vote)
    and p.opened_at is not null and p.closed_at is null and now() < p.closes_at
    and 'POLLS' = any((select modules from municipality where id = p.municipality_id)::text[])
  order by p.id
  for no key update
), judged as (
  select v.*, p.municipality_id, coalesce(p.change_allowed, false) as change_allowed, p.results_visibility,
    case
      when p.id is null then 'POLL_NOT_OPEN'
      when p.eligibility = 'MEMBERS' and not exists (
        select from elector e where e.poll_id = p.id and e.person_id = v.person_id) then 'NOT_ELIGIBLE'
      when cardinality(v.option_ids) <> (
        select count(*) from poll_option o join question q on q.id = o.question_id
        where o.id = any(v.option_ids) and q.poll_id = p.id) then 'UNKNOWN_OPTION'
      when exists (
        select from question q where q.poll_id = p.id and q.max_choices < (
          select count(*) from poll_option o where o.question_id = q.id and o.id = any(v.option_ids))
        ) then 'TOO_MANY_CHOICES'
      when exists (
        select from question q where q.poll_id = p.id and q.min_choices > (
          select count(*) from poll_option o where o.question_id = q.id and o.id = any(v.option_ids))
        ) then 'TOO_FEW_CHOICES'
    end as reason
  from vote v left join open_poll p on p.id = v.poll_id
), chosen as (
  select distinct on (poll_id, person_id) * from judged where reason is null
  order by poll_id, person_id, case when change_allowed then -n else n end
), written as (
  insert into ballot as b (poll_id, person_id, option_ids)
  select poll_id, person_id, option_ids from chosen order by poll_id, person_id
  on conflict (poll_id, person_id) do update
    set option_ids = excluded.option_ids, previous_option_ids = b.option_ids
    where b.option_ids <> excluded.option_ids
      and (select change_allowed from open_poll where id = b.poll_id)
  returning b.poll_id, b.person_id, b.option_ids, b.previous_option_ids
), counted as (
  update poll_option o set votes = o.votes + d.delta
  from (
    select option_id, sum(delta)::int as delta from (
      select unnest(option_ids) as option_id, 1 as delta from written
      union all select unnest(previous_option_ids), -1 from written
    ) x group by option_id having sum(delta) <> 0
  ) d
  where o.id = d.option_id
), participated as (
  insert into participation (poll_id, person_id)
  select poll_id, person_id from written where previous_option_ids is null
  on conflict do nothing returning poll_id, person_id
), turnout_counted as (
  update poll p set turnout = p.turnout + d.people
  from (select poll_id, count(*)::int as people from participated group by poll_id) d
  where p.id = d.poll_id
), told as (
  insert into domain_event (type, actor, municipality_id, facts)
  select '${voteCast.type}', w.person_id, c.municipality_id,
         json_build_object('pollId', w.poll_id, 'municipalityId', c.municipality_id)
  from written w join chosen c using (poll_id, person_id)
), changed as (
  select distinct 'pollResults:' || poll_id as topic from written
  union
  select distinct 'person:' || f.person_id from participated f join chosen c using (poll_id, person_id)
  where c.results_visibility = 'AFTER_OWN_VOTE'
), bumped as (
  insert into topic_version (topic, version) select topic, 1 from changed order by topic
  on conflict (topic) do update set version = topic_version.version + 1
  returning topic, version
), before as (
  select b.poll_id, b.person_id, b.option_ids from ballot b
  join (select distinct poll_id, person_id from judged where reason is null) j using (poll_id, person_id)
)
select
  case
    when j.reason is not null then j.reason
    when j.change_allowed then null
    when w.option_ids = j.option_ids or b.option_ids = j.option_ids then null
    else 'VOTE_IS_FINAL'
  end as reason,
  case when j.n = 0 then (select json_agg(json_build_array(topic, version)) from bumped) end as topics
from judged j
left join written w on w.poll_id = j.poll_id and w.person_id = j.person_id and j.reason is null
left join before b on b.poll_id = j.poll_id and b.person_id = j.person_id and j.reason is null
order by j.n`;
