import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { sharedStatement } from '../kernel/statement.ts';
import type { PollTimes, Question } from './poll.entity.ts';
import type { ResultsFacts } from './poll.visibility.rules.ts';

/** Counts of a poll and the facts that decide who may see them, read in one statement. */
export interface PollCounts extends ResultsFacts {
  readonly poll: CountedPoll;
  /** True after the count: the counts come from the ballots and no longer change. */
  readonly isFinal: boolean;
  /** Questions and options in the order of the ballot. */
  readonly questions: readonly CountedQuestion[];
}
/** Fields of a poll that change while clients are subscribed to its results. */
export interface CountedPoll extends PollTimes {
  readonly id: string;
  readonly eligibleCount: number | null;
}
export interface CountedQuestion extends Pick<Question, 'runOff'> {
  readonly id: string;
  readonly options: readonly { readonly id: string; readonly votes: number }[];
}

/**
 * Counts of a poll. One statement serves all requests of the process that arrive at the same time. Uses a connection of
 * its own and must not be called inside write(). Errors: NOT_FOUND.
 */
export async function readCounts(ctx: Context, pollId: string): Promise<PollCounts> {
  const row = await findCounts(ctx)(pollId);
  if (row.id === null) throw new DomainError('NOT_FOUND');
  const { id, isDraft, closesAt, openedAt, closedAt, countedAt, confirmedAt, eligibleCount, ...counts } = row;
  const ends = { closedAt: dateOf(closedAt), countedAt: dateOf(countedAt), confirmedAt: dateOf(confirmedAt) };
  const times = { closesAt: new Date(closesAt), openedAt: dateOf(openedAt), ...ends };
  return { ...counts, poll: { id, isDraft, eligibleCount, ...times }, isFinal: countedAt !== null };
}

interface CountsRow extends Omit<PollCounts, 'poll' | 'isFinal'> {
  /** Null: the poll does not exist, and all other columns are null too. */
  readonly id: string | null;
  readonly isDraft: boolean;
  readonly eligibleCount: number | null;
  /** Milliseconds since 1970. */
  readonly closesAt: number;
  readonly openedAt: number | null;
  readonly closedAt: number | null;
  readonly countedAt: number | null;
  readonly confirmedAt: number | null;
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

const findCounts = sharedStatement<string, CountsRow, CountsRow>({
  name: 'poll counts',
  answer: (rows) => rows,
  sql: `
select p.id, p.is_draft as "isDraft", p.turnout, p.eligible_count as "eligibleCount", p.results_visibility as "resultsVisibility",
  extract(epoch from p.closes_at)::float8 * 1000 as "closesAt",
  extract(epoch from p.opened_at)::float8 * 1000 as "openedAt",
  extract(epoch from p.closed_at)::float8 * 1000 as "closedAt",
  extract(epoch from p.counted_at)::float8 * 1000 as "countedAt",
  extract(epoch from p.confirmed_at)::float8 * 1000 as "confirmedAt",
  w.state as "postState",
  (select json_agg(json_build_object('id', q.id, 'runOff', q.run_off, 'options', (
      select coalesce(json_agg(json_build_object('id', o.id, 'votes', o.votes) order by o.position), '[]')
      from poll_option o where o.question_id = q.id)) order by q.position)
    from question q where q.poll_id = p.id) as questions
from json_array_elements_text(?::json) with ordinality as a(id, n)
left join poll p on p.id = a.id::uuid
left join post w on w.id = p.post_id
order by a.n`,
});
