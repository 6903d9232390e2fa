import { Arg, Ctx, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { IssueCategoryRow } from '../issue.category.entity.ts';
import type { Context } from '../../kernel/context.ts';
import { field } from '../../kernel/field.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { PointInputType } from '../../municipality/municipality.types.ts';
import type { IssueRow } from '../issue.entity.ts';
import { listNear, listSimilar } from './issue.near.service.ts';
import { IssueCategoryType, IssueType } from '../issue.types.ts';

@ObjectType('NearIssue', { description: 'A report that may be about the same matter.' })
export class NearIssueType {
  @field(() => IssueType, 'The report with its public fields.')
  declare issue: IssueType;

  @field(() => Int, 'Distance in metres.')
  declare distance: number;
}

@Resolver()
export class NearIssuesResolver {
  @Query(() => [NearIssueType], {
    nullable: true,
    complexity: ({ childComplexity }) => 5 * (1 + childComplexity),
    description:
      'Open public reports within the distance of their category, to be shown before reporting, the nearest first, at most five.',
  })
  issuesNear(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Arg('point', () => PointInputType, { description: 'The place.' }) point: PointInputType,
    @Arg('categoryId', () => ID, { nullable: true, description: 'Only reports of this category; null: all.' })
    categoryId: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<NearIssueType[]> {
    const category = categoryId == null ? null : choiceOf('IssueCategory', categoryId);
    return listNear(ctx, { municipalityId: idOf('Municipality', municipalityId), point, categoryId: category });
  }
}

@Resolver(() => IssueType)
export class SimilarIssuesResolver {
  @FieldResolver(() => [NearIssueType], {
    complexity: ({ childComplexity }) => 20 * (1 + childComplexity),
    description: 'Reports of every stage around it, the nearest first, at most twenty; for staff of the town only.',
  })
  similar(
    @Root() issue: IssueRow,
    @Arg('metres', () => Int, { defaultValue: 1000, description: 'Radius in metres, 1 to 5,000.' }) metres: number,
    @Ctx() ctx: Context,
  ): Promise<NearIssueType[]> {
    return listSimilar(ctx, issue, metres);
  }
}

@Resolver(() => IssueCategoryType)
export class CategoryNearResolver {
  @FieldResolver(() => Int, {
    description:
      'Distance in metres within which an open report of the category is offered before a new one is made; 0: never.',
  })
  nearMetres(@Root() { nearMetres }: IssueCategoryRow): number {
    return nearMetres;
  }
}
