import type { Context } from '../kernel/context.ts';
import { idsParameterSql, rowById, rowsByOwner, rowsOf, rowsByIds } from '../kernel/rows.ts';
import { Poll, PollOption, type PollRow, Question } from './poll.entity.ts';

const readPolls = rowsOf(Poll);

/** Poll by id; null: unknown. The caller checks that the actor may see it. */
export const pollById = rowById(readPolls);

/** Polls with these ids that have opened. The caller checks that the actor may read their groups. */
export async function loadOpened(ctx: Context, ids: readonly string[]): Promise<PollRow[]> {
  const polls = await rowsByIds(pollById, ctx, ids);
  return polls.filter(({ openedAt }) => openedAt != null);
}

/** Poll of a post by the id of the post: an array with no or one poll. The caller checks that the actor may see it. */
export const pollsOfPost = rowsByOwner(readPolls, ({ post }) => post, `where t.post_id in (${idsParameterSql})`);

/** Questions of a poll by the id of the poll, in the order of the ballot. */
export const questionsOf = rowsByOwner(
  rowsOf(Question),
  ({ poll }) => poll,
  `where t.poll_id in (${idsParameterSql}) order by t.position`,
);

/** Options of a question by the id of the question, in the order of the ballot. */
export const optionsOf = rowsByOwner(
  rowsOf(PollOption),
  ({ question }) => question,
  `where t.question_id in (${idsParameterSql}) order by t.position`,
);
