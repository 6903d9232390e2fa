import type { Context } from '../kernel/context.ts';
import { idsParameterSql, rowById, rowsByOwner, rowsOf, rowsByIds } from '../kernel/rows.ts';
import { Poll, PollOption, type PollRow, Question } from './poll.entity.ts';

const readPolls = rowsOf(Poll);

const pollById = rowById(readPolls);

/** Of these polls the ones that have opened, for whoever may read the groups they were found in. */
export async function loadOpened(ctx: Context, ids: readonly string[]): Promise<PollRow[]> {
  const polls = await rowsByIds(pollById, ctx, ids);
  return polls.filter(({ openedAt }) => openedAt != null);
}

/** The poll of a post, by the post's id, if it has one; whether it may be seen is for the caller to say. */
export const pollsOfPost = rowsByOwner(readPolls, ({ post }) => post, `where t.post_id in (${idsParameterSql})`);

/** What a poll asks, by its id, in the order of the ballot. */
export const questionsOf = rowsByOwner(
  rowsOf(Question),
  ({ poll }) => poll,
  `where t.poll_id in (${idsParameterSql}) order by t.position`,
);

/** What may be answered to a question, by its id, in the order of the ballot. */
export const optionsOf = rowsByOwner(
  rowsOf(PollOption),
  ({ question }) => question,
  `where t.question_id in (${idsParameterSql}) order by t.position`,
);
