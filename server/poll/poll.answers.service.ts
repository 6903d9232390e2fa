import type { FilterQuery } from '@mikro-orm/core';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { TextAnswer } from './poll.answers.entity.ts';
import { Poll, type QuestionRow } from './poll.entity.ts';
import { canManagePolls } from './poll.rules.ts';
import { areAnswersReadable } from './poll.visibility.rules.ts';

/**
 * What people wrote to a TEXT question, for those who make polls in the town; null while nobody may read it: before the
 * close, with few voters, after its post was withdrawn. In the order of their random ids, which is none.
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
