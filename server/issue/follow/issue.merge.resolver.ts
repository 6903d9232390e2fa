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

@InputType('MergeIssueInput', { description: 'Input of mergeIssue.' })
export class MergeIssueInputType {
  @Field(() => ID, { description: 'The report that becomes a DUPLICATE.' })
  declare issueId: string;

  @Field(() => ID, {
    description: 'The report that is worked on; if it is a DUPLICATE itself, the report it was merged into is used.',
  })
  declare parentId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @field(
    () => Int,
    'Staff: the number of the newest comment that the decision was made on, 0: none. A newer one that is no note is a CONFLICT. Null: not compared.',
    { nullable: true },
  )
  declare lastComment?: number | null;

  @field(() => String, 'Public message, up to 4,000 characters.', { nullable: true })
  declare message?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Notify its reporter and its followers.' })
  declare tellReporter: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether undoMove may take it back for ten seconds.' })
  declare isUndoable: boolean;
}

@Resolver(() => IssueType)
export class IssueMergeResolver {
  @mutation(IssuePayloadType, 'Merge a report into another one (staff of the town); reopening separates them.')
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
    description: 'DUPLICATE: the report it was merged into, if it is public or the viewer is staff of the town.',
  })
  parent(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueType | null> {
    return findParent(ctx, issue);
  }

  @FieldResolver(() => [IssueType], {
    description: 'Reports that were merged into it; for staff of the town only. At most 200.',
  })
  duplicates(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueType[]> {
    return listDuplicates(ctx, issue);
  }
}
