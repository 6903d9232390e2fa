import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueCategoryRow } from '../issue.category.entity.ts';
import { IssueCategoryType, IssueCategoryVariantType } from '../issue.types.ts';
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
  @FieldResolver(() => [IssueCategoryVariantType], {
    description: 'Names in other languages and Leichte Sprache. At most two.',
    complexity: () => 1, // stored in the row of the category
  })
  variants(@Root() { variants }: IssueCategoryRow): readonly IssueCategoryVariantType[] {
    return variants ?? [];
  }

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

  @mutation(IssueCategoryPayloadType, 'Change names or desk of a category (admins of the town).')
  changeIssueCategory(
    @Input(() => ChangeIssueCategoryInputType)
    input: ChangeIssueCategoryInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueCategoryPayloadType> {
    const deskId = input.deskId == null ? null : choiceOf('Desk', input.deskId);
    const { name, variants } = input;
    const id = idOf('IssueCategory', input.categoryId);
    return answer(async () => ({ category: await changeCategory(ctx, id, { name, variants, deskId }) }));
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
