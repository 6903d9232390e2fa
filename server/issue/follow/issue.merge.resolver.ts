import { Ctx, Field, FieldResolver, ID, InputType, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { field } from '../../kernel/field.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { IssueType } from '../issue.types.ts';
import { findParent, listDuplicates } from './issue.merge.reading.service.ts';
import { mergeIssue } from './issue.merge.service.ts';

@InputType('MergeIssueInput', { description: 'This report is about the same as that one.' })
export class MergeIssueInputType {
  @Field(() => ID, { description: 'The report that becomes a DUPLICATE.' })
  declare issueId: string;

  @Field(() => ID, { description: 'The one that is worked on; of a DUPLICATE the one it was merged into.' })
  declare parentId: string;

  @field(() => Int, 'The version the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @field(() => String, 'Public words to its reporter, up to 4,000 characters.', { nullable: true })
  declare message?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Tell its reporter and its followers.' })
  declare tellReporter: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'undoMove may take it back for ten seconds.' })
  declare isUndoable: boolean;
}

@Resolver(() => IssueType)
export class IssueMergeResolver {
  @mutation(IssuePayloadType, 'Merge a report into another one (staff of the town); reopening it parts them.')
  mergeIssue(
    @Input(() => MergeIssueInputType) input: MergeIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => {
      const issueId = idOf('Issue', input.issueId);
      return { issue: await mergeIssue(ctx, { ...input, issueId, parentId: choiceOf('Issue', input.parentId) }) };
    });
  }

  @FieldResolver(() => IssueType, {
    nullable: true,
    description: 'DUPLICATE: the report it was merged into, if everybody or staff of the town may see it.',
  })
  parent(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueType | null> {
    return findParent(ctx, issue);
  }

  @FieldResolver(() => [IssueType], { description: 'What was merged into it; staff of the town only. At most 200.' })
  duplicates(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueType[]> {
    return listDuplicates(ctx, issue);
  }
}
