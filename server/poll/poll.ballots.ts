import { provesSql } from '../identity/identity.rules.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { sharedStatement } from '../kernel/statement.ts';

export interface Vote {
  readonly pollId: string;
  readonly personId: string;
  /** Session of the voter; set only if its assurance level is above BASIC. */
  readonly sessionId?: string | undefined;
  /** Chosen options of all SINGLE and MULTIPLE questions of the poll, without repetitions. */
  readonly optionIds: readonly string[];
  /** Options of RANKING questions, first choice first. */
  readonly ranked?: readonly string[];
  /** Answers to TEXT questions by the id of the question; empty answers are left out. */
  readonly texts?: Readonly<Record<string, string>>;
}
export interface VoteOutcome {
  /** Why the vote was not counted; null: counted, or equal to the vote already stored. */
  readonly reason: UserErrorCode | null;
}
interface OutcomeRow extends VoteOutcome {
  readonly topics: readonly (readonly [topic: string, version: number])[] | null;
}

/** Parameters of one vote: ids are sorted, so that equal choices compare as equal, and empty parts are left out. */
function numbered({ pollId, personId, sessionId, optionIds, ranked = [], texts = {} }: Vote, n: number): object {
  const answered = Object.keys(texts).sort();
  return {
    n,
    pollId,
    personId,
    optionIds: [...optionIds].sort(),
    ...(sessionId !== undefined && { sessionId }),
    ...(ranked.length > 0 && { ranked }),
    ...(answered.length > 0 && { answered, texts }),
  };
}

/**
 * Applies all rules of voting to a batch of votes in any polls, in one statement. Parameter: JSON array of {n, pollId,
 * personId, sessionId?, optionIds, ranked?, answered?, texts?}. Returns one row per vote in the order of n; the first
 * row also has the new topic versions.
 *
 * - The poll rows are locked first, in id order, so that a close waits for this batch and the next batch sees the
 *   close. The time of a vote is the database's clock at the start of the statement's transaction.
 * - If a batch has several votes of one person in a poll, the last valid vote counts, or the first if votes are final.
 * - `previous_option_ids` is read from the locked row, so that the counters stay exact under concurrency.
 * - `choice` validates each distinct combination of options once per batch, because many votes are equal. Counters of a
 *   RANKING question count first choices.
 * - A repeated equal vote changes nothing and is no error, so that a batch can be retried after a lost answer.
 */
export const castVotesSql = `
with vote as (
  select v.n, v."pollId" as poll_id, v."personId" as person_id, v."sessionId" as session_id, v."optionIds" as choices,
    coalesce(v.ranked, '{}') as ranked, coalesce(v.answered, '{}') as answered, v.texts
  from json_to_recordset(?::json) as v(n int, "pollId" uuid, "personId" uuid, "sessionId" uuid, "optionIds" uuid[],
    ranked uuid[], answered uuid[], texts jsonb)
), open_poll as materialized (
  select p.id, p.municipality_id, p.eligibility, p.assurance, p.change_allowed, p.results_visibility, p.secrecy
  from poll p
  where p.id in (select poll_id from vote)
    and p.opened_at is not null and p.closed_at is null and now() < p.closes_at
    and 'POLLS' = any((select modules from municipality where id = p.municipality_id)::text[])
  order by p.id
  for no key update
), choice as materialized (
  select c.poll_id, c.choices, c.ranked, c.answered,
    case when c.ranked = '{}' then c.choices else c.choices || array(
      select distinct on (o.question_id) o.id
      from unnest(c.ranked) with ordinality r(id, rank) join poll_option o on o.id = r.id
      order by o.question_id, r.rank) end as option_ids,
    case
      when cardinality(c.ranked) <> (select count(distinct id) from unnest(c.ranked) id) then 'SAME_OPTION_TWICE'
      when cardinality(c.marked) <> (
        select count(*) from poll_option o join question q on q.id = o.question_id
        where o.id = any(c.marked) and q.poll_id = c.poll_id and (q.kind = 'RANKING') = (o.id = any(c.ranked))
        ) then 'UNKNOWN_OPTION'
      when cardinality(c.answered) <> (
        select count(*) from question q where q.id = any(c.answered) and q.poll_id = c.poll_id and q.kind = 'TEXT'
        ) then 'UNKNOWN_QUESTION'
      else (
        select case
            when m.number > q.max_choices then case q.kind when 'RANKING' then 'TOO_MANY_RANKS' else 'TOO_MANY_CHOICES' end
            else case q.kind when 'RANKING' then 'TOO_FEW_RANKS' when 'TEXT' then 'ANSWER_MISSING' else 'TOO_FEW_CHOICES' end
          end
        from question q cross join lateral (
          select count(*) + (q.id = any(c.answered))::int as number
          from poll_option o where o.question_id = q.id and o.id = any(c.marked)) m
        where q.poll_id = c.poll_id and m.number not between q.min_choices and q.max_choices
        order by m.number > q.max_choices desc, q.position limit 1)
    end as flaw
  from (select distinct poll_id, choices, ranked, answered, choices || ranked as marked from vote) c
), judged as (
  select v.n, v.poll_id, v.person_id, c.option_ids, nullif(v.ranked, '{}') as ranked_ids, v.texts,
    coalesce(p.change_allowed, false) as change_allowed,
    case
      when p.id is null then 'POLL_NOT_OPEN'
      when p.secrecy = 'SECRET' then 'SECRET_BALLOT'
      when p.eligibility <> 'SIGNED_IN' and not exists (
        select from elector e where e.poll_id = p.id and e.person_id = v.person_id) then
        case when p.eligibility = 'MEMBERS' then 'NOT_ELIGIBLE'
          when exists (select from residence_proof r where r.municipality_id = p.municipality_id
            and r.person_id = v.person_id and r.valid_until > now()) then 'RESIDENCE_AFTER_OPENING'
          else 'RESIDENCE_REQUIRED' end
      when not ${provesSql('v.session_id', 'v.person_id', 'p.assurance')} then 'ASSURANCE_REQUIRED'
      else c.flaw
    end as reason
  from vote v join choice c using (poll_id, choices, ranked, answered) left join open_poll p on p.id = v.poll_id
), chosen as (
  select distinct on (poll_id, person_id) * from judged where reason is null
  order by poll_id, person_id, case when change_allowed then -n else n end
), written as (
  insert into ballot as b (poll_id, person_id, option_ids, ranked_ids, texts)
  select poll_id, person_id, option_ids, ranked_ids, texts from chosen order by poll_id, person_id
  on conflict (poll_id, person_id) do update
    set option_ids = excluded.option_ids, ranked_ids = excluded.ranked_ids, texts = excluded.texts,
      previous_option_ids = b.option_ids
    where (b.option_ids <> excluded.option_ids or b.ranked_ids is distinct from excluded.ranked_ids
        or b.texts is distinct from excluded.texts)
      and (select change_allowed from open_poll where id = b.poll_id)
  returning b.poll_id, b.person_id, b.option_ids, b.ranked_ids, b.texts, b.previous_option_ids
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
), changed as (
  select distinct 'pollResults:' || poll_id as topic from written
  union
  select distinct 'person:' || f.person_id from participated f join open_poll p on p.id = f.poll_id
  where p.results_visibility = 'AFTER_OWN_VOTE'
), bumped as (
  insert into topic_version (topic, version) select topic, 1 from changed order by topic
  on conflict (topic) do update set version = topic_version.version + 1
  returning topic, version
), before as (
  select b.poll_id, b.person_id, b.option_ids, b.ranked_ids, b.texts from ballot b
  join (select distinct poll_id, person_id from judged where reason is null and not change_allowed) j
    using (poll_id, person_id)
)
select
  case
    when j.reason is not null then j.reason
    when j.change_allowed then null
    when (w.option_ids, w.ranked_ids, w.texts) is not distinct from (j.option_ids, j.ranked_ids, j.texts) then null
    when (b.option_ids, b.ranked_ids, b.texts) is not distinct from (j.option_ids, j.ranked_ids, j.texts) then null
    else 'VOTE_IS_FINAL'
  end as reason,
  case when j.n = 0 then (select json_agg(json_build_array(topic, version)) from bumped) end as topics
from judged j
left join written w on w.poll_id = j.poll_id and w.person_id = j.person_id and j.reason is null
left join before b on b.poll_id = j.poll_id and b.person_id = j.person_id and j.reason is null
order by j.n`;

/**
 * Writes votes by group commit, with one writer per process; the only write path besides write(). Rules, ballot,
 * counters and topic version change in one statement; hints are published after its commit. No event is recorded: events have
 * an actor and a time, and would name the voter of each increment that the public stream showed.
 */
export const ballotWriter = sharedStatement<Vote, OutcomeRow, VoteOutcome>({
  name: 'votes',
  sql: castVotesSql,
  ask: numbered,
  answer: (rows, _votes, { bus }) => {
    for (const [topic, version] of rows[0]?.topics ?? []) bus.publish({ topic, version });
    return rows;
  },
});
