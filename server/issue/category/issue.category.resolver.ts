import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { IssueCategoryType } from '../issue.types.ts';
import { addCategory, changeCategory, orderCategories, publishCategory } from './issue.category.service.ts';
import {
  ChangeIssueCategoryInputType,
  CreateIssueCategoryInputType,
  IssueCategoriesPayloadType,
  IssueCategoryPayloadType,
  OrderIssueCategoriesInputType,
  PublishIssueCategoryInputType,
} from './issue.category.types.ts';

@Resolver(() => IssueCategoryType)
export class IssueCategoryResolver {
  @mutation(IssueCategoryPayloadType, 'Create a category (admins of the town).')
  createIssueCategory(
    @Input(() => CreateIssueCategoryInputType)
    input: CreateIssueCategoryInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueCategoryPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    const deskId = input.deskId == null ? null : choiceOf('Desk', input.deskId);
    return answer(async () => ({ category: await addCategory(ctx, { ...input, municipalityId, deskId }) }));
  }

  @mutation(IssueCategoryPayloadType, 'Change name or desk of a category (admins of the town).')
  changeIssueCategory(
    @Input(() => ChangeIssueCategoryInputType)
    input: ChangeIssueCategoryInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueCategoryPayloadType> {
    const deskId = input.deskId == null ? null : choiceOf('Desk', input.deskId);
    const id = idOf('IssueCategory', input.categoryId);
    return answer(async () => ({ category: await changeCategory(ctx, id, { name: input.name, deskId }) }));
  }

  @mutation(IssueCategoryPayloadType, 'Offer a category in the form, or withdraw it (admins of the town).')
  publishIssueCategory(
    @Input(() => PublishIssueCategoryInputType) { categoryId, isPublished }: PublishIssueCategoryInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueCategoryPayloadType> {
    const id = idOf('IssueCategory', categoryId);
    return answer(async () => ({ category: await publishCategory(ctx, id, isPublished) }));
  }

  @mutation(
    IssueCategoriesPayloadType,
    'Set the order of the categories; categories that are not named follow (admins of the town).',
  )
  orderIssueCategories(
    @Input(() => OrderIssueCategoriesInputType) { municipalityId, categoryIds }: OrderIssueCategoriesInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueCategoriesPayloadType> {
    const ids = categoryIds.map((id) => choiceOf('IssueCategory', id));
    const town = idOf('Municipality', municipalityId);
    return answer(async () => ({ categories: await orderCategories(ctx, town, ids) }));
  }
}
