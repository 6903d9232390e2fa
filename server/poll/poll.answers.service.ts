import type { FilterQuery } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { TextAnswer } from './poll.answers.entity.ts';
import { Poll, type QuestionRow } from './poll.entity.ts';
import { canManagePolls } from './poll.rules.ts';
import { areAnswersReadable } from './poll.visibility.rules.ts';

/**
 * Answers to a TEXT question, ordered by their random ids, for editors and admins of the town. Null for other kinds of
 * questions and while nobody may read the answers (see `areAnswersReadable`). Errors: UNAUTHENTICATED, FORBIDDEN.
 */
export async function listAnswers(
  ctx: Context,
  question: QuestionRow,
  page: PageArgs,
): Promise<Connection<TextAnswer> | null> {
  const poll = await ctx.em.findOneOrFail(Poll, question.poll.id);
  authorize(canManagePolls(ctx.actor, poll.municipality.id));
  const post = (await poll.post?.load({ dataloader: true })) ?? null;
  if (question.kind !== 'TEXT' || !areAnswersReadable(poll, post?.state ?? null)) return null;
  return readPage(ctx, page, {
    scope: `answers:${question.id}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: (limit, position) => {
      const after: FilterQuery<TextAnswer> = position === undefined ? {} : { id: { $gt: position[0] } };
      const where = { $and: [{ question: question.id }, after] };
      return ctx.em.find(TextAnswer, where, { limit, orderBy: { id: 'asc' } });
    },
  });
}
