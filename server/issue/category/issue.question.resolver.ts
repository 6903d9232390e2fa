import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { IssueCategoryRow } from '../issue.category.entity.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssueCategoryType, IssueType } from '../issue.types.ts';
import type { CategoryEmergencyRow, IssueQuestionRow } from './issue.question.entity.ts';
import { findEmergency, listAnswers, questionsOf, setCategoryForm } from './issue.question.service.ts';
import {
  CategoryEmergencyType,
  CategoryEmergencyVariantType,
  CategoryFormPayloadType,
  IssueAnswerType,
  IssueQuestionType,
  IssueQuestionVariantType,
  SetCategoryFormInputType,
} from './issue.question.types.ts';

@Resolver(() => IssueCategoryType)
export class CategoryFormResolver {
  @FieldResolver(() => CategoryEmergencyType, {
    nullable: true,
    description: 'Safety notice that the form shows with 112 and 110 before a report of this category. Null: none.',
  })
  emergency(@Root() { id }: IssueCategoryRow, @Ctx() ctx: Context): Promise<CategoryEmergencyType | null> {
    return findEmergency(ctx, id);
  }

  @FieldResolver(() => [IssueQuestionType], {
    description: 'Questions about reports of the category, in order. At most 8.',
  })
  questions(@Root() { id }: IssueCategoryRow, @Ctx() ctx: Context): Promise<IssueQuestionType[]> {
    return questionsOf(ctx, id);
  }

  @mutation(
    CategoryFormPayloadType,
    'Replace the questions, the safety notice and the distance of a category (admins of the town).',
  )
  setCategoryForm(
    @Input(() => SetCategoryFormInputType) input: SetCategoryFormInputType,
    @Ctx() ctx: Context,
  ): Promise<CategoryFormPayloadType> {
    const categoryId = idOf('IssueCategory', input.categoryId);
    return answer(async () => ({ category: await setCategoryForm(ctx, categoryId, input) }));
  }
}

@Resolver(() => CategoryEmergencyType)
export class CategoryEmergencyResolver {
  @FieldResolver(() => [CategoryEmergencyVariantType], {
    description: 'The text in other languages and Leichte Sprache. At most two.',
    complexity: () => 1, // stored in the row of the safety notice
  })
  variants(@Root() { variants }: CategoryEmergencyRow): readonly CategoryEmergencyVariantType[] {
    return variants ?? [];
  }
}

@Resolver(() => IssueQuestionType)
export class IssueQuestionResolver {
  @FieldResolver(() => [IssueQuestionVariantType], {
    description: 'The question in other languages and Leichte Sprache. At most two.',
    complexity: () => 1, // stored in the row of the question
  })
  variants(@Root() { variants }: IssueQuestionRow): readonly IssueQuestionVariantType[] {
    return variants ?? [];
  }
}

@Resolver(() => IssueType)
export class IssueAnswersResolver {
  @FieldResolver(() => [IssueAnswerType], {
    description: 'Answers to the questions of its category; the public sees only public answers. At most 8.',
  })
  answers(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<IssueAnswerType[]> {
    return listAnswers(ctx, issue);
  }
}
