import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { answer } from '../../kernel/payload.ts';
import { addCategory, changeCategory, orderCategories, publishCategory } from './issue.category.service.ts';
import {
  ChangeIssueCategoryInputType,
  CreateIssueCategoryInputType,
  IssueCategoriesPayloadType,
  IssueCategoryPayloadType,
} from './issue.category.types.ts';
import { IssueCategoryType } from '../issue.types.ts';

@Resolver(() => IssueCategoryType)
export class IssueCategoryResolver {
  @Mutation(() => IssueCategoryPayloadType, { description: 'Make a category (admins of the town).' })
  createIssueCategory(
    @Arg('input', () => CreateIssueCategoryInputType, { description: 'The category.' })
    input: CreateIssueCategoryInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueCategoryPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    const deskId = input.deskId == null ? null : choiceOf('Desk', input.deskId);
    return answer(async () => ({ category: await addCategory(ctx, { ...input, municipalityId, deskId }) }));
  }

  @Mutation(() => IssueCategoryPayloadType, {
    description: 'Give a category another name or desk (admins of the town).',
  })
  changeIssueCategory(
    @Arg('input', () => ChangeIssueCategoryInputType, { description: 'As it is from now on.' })
    input: ChangeIssueCategoryInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueCategoryPayloadType> {
    const deskId = input.deskId == null ? null : choiceOf('Desk', input.deskId);
    const id = idOf('IssueCategory', input.categoryId);
    return answer(async () => ({ category: await changeCategory(ctx, id, { name: input.name, deskId }) }));
  }

  @Mutation(() => IssueCategoryPayloadType, {
    description:
      'Offer a category to whoever reports, or no longer (admins of the town). Refused: CATEGORY_WITHOUT_DESK, DESK_WITHOUT_DEPUTY, NO_FALLBACK_DESK.',
  })
  publishIssueCategory(
    @Arg('categoryId', () => ID, { description: 'The category.' }) categoryId: string,
    @Arg('isPublished', () => Boolean, { description: 'Whether it is offered.' }) isPublished: boolean,
    @Ctx() ctx: Context,
  ): Promise<IssueCategoryPayloadType> {
    const id = idOf('IssueCategory', categoryId);
    return answer(async () => ({ category: await publishCategory(ctx, id, isPublished) }));
  }

  @Mutation(() => IssueCategoriesPayloadType, {
    description: 'Put the categories in this order; those not named follow (admins of the town).',
  })
  orderIssueCategories(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Arg('categoryIds', () => [ID], { description: 'The categories, the first first.' }) categoryIds: string[],
    @Ctx() ctx: Context,
  ): Promise<IssueCategoriesPayloadType> {
    const ids = categoryIds.map((id) => choiceOf('IssueCategory', id));
    const town = idOf('Municipality', municipalityId);
    return answer(async () => ({ categories: await orderCategories(ctx, town, ids) }));
  }
}
