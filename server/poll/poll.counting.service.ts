import type { Context } from '../kernel/context.ts';
import type { Tx } from '../kernel/events.ts';
import { forgetChangeOrder } from '../kernel/live/version.ts';
import { Ballot, type Poll, Question } from './poll.entity.ts';
import { fewVoters } from './poll.visibility.rules.ts';
import { countRunOff, type Ranking } from './poll.runoff.rules.ts';

/**
 * Counts the ballots, copies text answers without their authors if at least 5 people voted, and deletes the ballots.
 * Must run inside the transaction that locked and closed the poll.
 */
export async function countBallots(tx: Tx, poll: Poll): Promise<void> {
  await tx.em.execute(countSql, [poll.id, poll.id]);
  await countRankings(tx, poll.id);
  if (poll.turnout >= fewVoters) await tx.em.execute(keepTextsSql, [poll.id]);
  await tx.em.nativeDelete(Ballot, { poll: poll.id });
  await forgetOrder(tx, poll.id);
}

/**
 * Writes the rows of people who took part anew, in the order of persons and in one statement. Otherwise their position in
 * the table, compared with a recording of the live results, would name the voter of each vote.
 */
async function forgetOrder(tx: Tx, pollId: string): Promise<void> {
  await tx.em.execute(
    'create temporary table took_part on commit drop as select * from participation where poll_id = ?',
    [pollId],
  );
  await tx.em.execute('delete from participation where poll_id = ?', [pollId]);
  await tx.em.execute('insert into participation select * from took_part order by person_id');
}

/**
 * Does the same for the versions of the voters' topics, which a first vote raises (AFTER_OWN_VOTE). Other transactions
 * raise them too, also of other polls: therefore it happens after the close, in a transaction of its own.
 */
export async function forgetVoteOrder({ em }: Pick<Context, 'em'>, pollId: string): Promise<void> {
  const voters: { topic: string }[] = await em.execute(voterTopicsSql, [pollId]);
  await forgetChangeOrder(
    em,
    voters.map(({ topic }) => topic),
  );
}

const voterTopicsSql = "select 'person:' || person_id as topic from participation where poll_id = ?";

async function countRankings(tx: Tx, pollId: string): Promise<void> {
  const questions = await tx.em.find(Question, { poll: pollId, kind: 'RANKING' }, { populate: ['options'] });
  if (questions.length === 0) return;
  const rankings: Ranking[] = await tx.em.execute(rankingsSql, [pollId]);
  for (const question of questions) {
    const optionIds = question.options.getItems().map(({ id }) => id);
    question.runOff = countRunOff(optionIds, rankingsOf(new Set(optionIds), rankings));
  }
  await tx.em.flush();
}

/** Selects from each ballot the ranks of one question: a ballot stores the ranks of all questions in one list. */
function rankingsOf(optionIds: ReadonlySet<string>, rankings: readonly Ranking[]): Ranking[] {
  return rankings
    .map(({ ranked, count }) => ({ ranked: ranked.filter((id) => optionIds.has(id)), count }))
    .filter(({ ranked }) => ranked.length > 0);
}

const countSql = `
update poll_option o set votes = (select count(*) from ballot b where b.poll_id = ? and o.id = any(b.option_ids))
where o.question_id in (select id from question where poll_id = ?)`;

const rankingsSql = `
select ranked_ids as ranked, count(*)::int as count from ballot
where poll_id = ? and ranked_ids is not null group by ranked_ids`;

/** Random ids and random row order hide in which order people answered. */
const keepTextsSql = `
insert into text_answer (id, question_id, text)
select gen_random_uuid(), t.key::uuid, t.value from ballot b cross join lateral jsonb_each_text(b.texts) t
where b.poll_id = ? order by random()`;
