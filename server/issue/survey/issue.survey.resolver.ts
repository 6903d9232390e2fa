import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { IssueType } from '../issue.types.ts';
import { concerns } from '../issue.visibility.rules.ts';
import { answerSurvey, isAsked, saysFixed } from './issue.survey.service.ts';
import { AnswerSurveyInputType } from './issue.survey.types.ts';

@Resolver(() => IssueType)
export class IssueSurveyResolver {
  @mutation(IssuePayloadType, 'Answer the survey whether a report is fixed (its reporter); NOT_FIXED reopens it.')
  answerSurvey(
    @Input(() => AnswerSurveyInputType)
    input: AnswerSurveyInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({
      issue: await answerSurvey(ctx, { ...input, issueId: idOf('Issue', input.issueId) }),
    }));
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the reporter is being asked if it is fixed; for the reporter and the town hall, false for everybody else.',
  })
  isReporterAsked(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<boolean> | boolean {
    return concerns(issue.seenBy) && isAsked(ctx, issue);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Answer of the reporter to the survey; null: none. For the reporter and the town hall only.',
  })
  reporterSaysFixed(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<boolean | null> | null {
    return concerns(issue.seenBy) ? saysFixed(ctx, issue) : null;
  }
}
