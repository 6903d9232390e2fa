import { Arg, Ctx, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { IssueCategoryRow } from '../issue.category.entity.ts';
import type { Context } from '../../kernel/context.ts';
import { field } from '../../kernel/field.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import type { IssueRow } from '../issue.entity.ts';
import { PointInputType } from '../issue.input.types.ts';
import { listNear, listSimilar } from './issue.near.service.ts';
import { IssueCategoryType, IssueType } from '../issue.types.ts';

@ObjectType('NearIssue', { description: 'A report that may be about the same thing.' })
export class NearIssueType {
  @field(() => IssueType, 'The report, as everybody sees it.')
  declare issue: IssueType;

  @field(() => Int, 'How far away it is, in metres.')
  declare distance: number;
}

@Resolver()
export class NearIssuesResolver {
  @Query(() => [NearIssueType], {
    nullable: true,
    complexity: ({ childComplexity }) => 5 * (1 + childComplexity),
    description:
      'Before reporting: what everybody may see and is not done within the metres of its category, the nearest first, at most five.',
  })
  issuesNear(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) municipalityId: string,
    @Arg('point', () => PointInputType, { description: 'The place.' }) point: PointInputType,
    @Arg('categoryId', () => ID, { nullable: true, description: 'Only of this category.' })
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
    description: 'Reports around it at every stage, the nearest first, at most twenty; staff of the town only.',
  })
  similar(
    @Root() issue: IssueRow,
    @Arg('metres', () => Int, { defaultValue: 1000, description: 'How far around, 1 to 5,000.' }) metres: number,
    @Ctx() ctx: Context,
  ): Promise<NearIssueType[]> {
    return listSimilar(ctx, issue, metres);
  }
}

@Resolver(() => IssueCategoryType)
export class CategoryNearResolver {
  @FieldResolver(() => Int, {
    description:
      'So many metres around a place a report of this kind is offered before it is reported again; 0: never.',
  })
  nearMetres(@Root() { nearMetres }: IssueCategoryRow): number {
    return nearMetres;
  }
}
