import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import {
  ConfirmIssueInputType,
  IssuePayloadType,
  ReportIssueInputType,
  ReportIssuePayloadType,
} from '../issue.input.types.ts';
import { confirmIssue, reportIssue } from './issue.report.service.ts';

@Resolver()
export class IssueReportResolver {
  @mutation(ReportIssuePayloadType, 'Report something to the town hall, with or without an account.')
  reportIssue(
    @Input(() => ReportIssueInputType) input: ReportIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<ReportIssuePayloadType> {
    return answer(() => reportIssue(ctx, { ...input, ...namedIn(input) }));
  }

  @mutation(IssuePayloadType, 'Confirm the e-mail address of a report that was made without an account.')
  confirmIssue(
    @Input(() => ConfirmIssueInputType)
    input: ConfirmIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await confirmIssue(ctx, input.token) }));
  }
}

/** Local ids of the objects that the input refers to; throws a refusal at the first invalid id. */
export function namedIn(input: ReportIssueInputType) {
  const answers = (input.answers ?? []).map(({ questionId, value }) => ({
    name: questionId,
    questionId: choiceOf('IssueQuestion', questionId),
    value,
  }));
  return {
    municipalityId: idOf('Municipality', input.municipalityId),
    categoryId: choiceOf('IssueCategory', input.categoryId),
    photoIds: (input.photoIds ?? []).map((id) => choiceOf('Photo', id)),
    answers,
  };
}
