import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { personById } from '../../identity/identity.person.service.ts';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { readLocale } from '../../kernel/locale.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { IssueType } from '../issue.types.ts';
import type { IssueTitleChangeRow } from './issue.title.entity.ts';
import { listTitleChanges, setIssueTitle, titleOf, titleVariantsOf } from './issue.title.service.ts';
import { IssueTitleChangeType, IssueTitleVariantType, SetIssueTitleInputType } from './issue.title.types.ts';

@Resolver(() => IssueType)
export class IssueTitleResolver {
  @mutation(IssuePayloadType, 'Set the title of a report, or remove it (staff of the town).')
  setIssueTitle(
    @Input(() => SetIssueTitleInputType) input: SetIssueTitleInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({
      issue: await setIssueTitle(ctx, { ...input, issueId: idOf('Issue', input.issueId) }),
    }));
  }

  @FieldResolver(() => String, {
    description: 'Title: what staff wrote, otherwise category and place; without a place the category.',
  })
  title(
    @Root() issue: IssueRow,
    @Arg('locale', () => String, { defaultValue: 'de', description: 'Language: de, en or de-x-leicht.' })
    locale: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    return titleOf(ctx, issue, readLocale(locale));
  }

  @FieldResolver(() => [IssueTitleVariantType], {
    description: 'Titles in other languages and Leichte Sprache; none for a title of staff. At most two.',
    complexity: () => 1, // computed from the row of the report and its category
  })
  titleVariants(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueTitleVariantType[]> {
    return titleVariantsOf(ctx, issue);
  }

  @FieldResolver(() => String, { nullable: true, description: 'Title that staff wrote; null: none.' })
  staffTitle(@Root() { title }: IssueRow): string | null {
    return title ?? null;
  }

  @FieldResolver(() => [IssueTitleChangeType], {
    description: 'Changes of the title, oldest first; for staff of the town only. At most 500, the newest.',
  })
  titleChanges(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueTitleChangeType[]> {
    return listTitleChanges(ctx, issue);
  }
}

@Resolver(() => IssueTitleChangeType)
export class IssueTitleChangeResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Name of the member of staff who changed it.' })
  async actorName(@Root() { actor }: IssueTitleChangeRow, @Ctx() ctx: Context): Promise<string | null> {
    return actor == null ? null : ((await personById(ctx, actor.id))?.displayName ?? null);
  }
}
