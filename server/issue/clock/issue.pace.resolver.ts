import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { DateTime } from '../../kernel/scalars.ts';
import type { IssueRow } from '../issue.entity.ts';
import { firstAnswerBy } from './issue.pace.service.ts';
import { IssueType } from '../issue.types.ts';

@Resolver(() => IssueType)
export class IssuePaceResolver {
  @FieldResolver(() => DateTime, {
    nullable: true,
    complexity: 20,
    description:
      'Estimated time of the first answer: three of four reports of the last 90 days were answered that fast. No promise; null once it is answered, and while fewer than five reports were.',
  })
  firstAnswerBy(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<Date | null> {
    return firstAnswerBy(ctx, issue);
  }
}
