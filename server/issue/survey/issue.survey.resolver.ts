import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { answerSurvey, isAsked, saysFixed } from './issue.survey.service.ts';
import { AnswerSurveyInputType } from './issue.survey.types.ts';
import { IssueType } from '../issue.types.ts';
import { concerns } from '../visibility/issue.visibility.rules.ts';

@Resolver(() => IssueType)
export class IssueSurveyResolver {
  @Mutation(() => IssuePayloadType, {
    description:
      'Its reporter says whether it is fixed, when asked; "no" opens it again. Refused: NOT_ASKED, REASON_REQUIRED, REOPEN_TOO_LATE.',
  })
  answerSurvey(
    @Arg('input', () => AnswerSurveyInputType, { description: 'The report, and the answer.' })
    input: AnswerSurveyInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({
      issue: await answerSurvey(ctx, { ...input, issueId: idOf('Issue', input.issueId) }),
    }));
  }

  @FieldResolver(() => Boolean, {
    description: 'Its reporter is asked whether it is fixed; told to both the reporter and the town hall.',
  })
  isReporterAsked(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<boolean> | boolean {
    return concerns(issue.seenBy) && isAsked(ctx, issue);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'What its reporter said when asked whether it is fixed; for the reporter and the town hall.',
  })
  reporterSaysFixed(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<boolean | null> | null {
    return concerns(issue.seenBy) ? saysFixed(ctx, issue) : null;
  }
}
