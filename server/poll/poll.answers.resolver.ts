import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { listAnswers } from './poll.answers.service.ts';
import { TextAnswerConnectionType, type TextAnswerType } from './poll.answers.types.ts';
import type { QuestionRow } from './poll.entity.ts';
import { QuestionType } from './poll.types.ts';

@Resolver(() => QuestionType)
export class QuestionAnswersResolver {
  @FieldResolver(() => TextAnswerConnectionType, {
    nullable: true,
    description:
      'TEXT: answers in random order, for editors and admins of the town. Null for other kinds of questions, while the result is not public, with fewer than 5 voters (the answers are then not kept), and after the post of the poll was withdrawn.',
  })
  answers(
    @Root() question: QuestionRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<TextAnswerType> | null> {
    return listAnswers(ctx, question, page);
  }
}
