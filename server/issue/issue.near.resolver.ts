import { Arg, Ctx, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { field } from '../kernel/field.ts';
import { choiceOf, idOf } from '../kernel/ids.ts';
import { PointInputType } from './issue.input.types.ts';
import { listNear } from './issue.near.service.ts';
import { IssueType } from './issue.types.ts';

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
    complexity: ({ childComplexity }) => 5 * (1 + childComplexity),
    description:
      'Before reporting: what everybody may see and is not done within 50 metres, the nearest first, at most five.',
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
