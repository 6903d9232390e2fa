import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { requireFound } from '../../kernel/nodes.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { type IssueMedian, listMedians } from './issue.medians.service.ts';
import { IssueMedianType } from './issue.medians.types.ts';
import { categoryById } from '../issue.reading.service.ts';
import { IssueCategoryType } from '../issue.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityMediansResolver {
  @FieldResolver(() => [IssueMedianType], {
    nullable: true,
    complexity: 50,
    description:
      'Medians of the time that reports took in the last 90 days, by category; public. NOT_FOUND where reports are switched off. At most 100.',
  })
  issueMedians(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<IssueMedianType[]> {
    return listMedians(ctx, id);
  }
}

@Resolver(() => IssueMedianType)
export class IssueMedianResolver {
  @FieldResolver(() => IssueCategoryType, { description: 'Category of the reports.' })
  category(@Root() { categoryId }: IssueMedian, @Ctx() ctx: Context): Promise<IssueCategoryType> {
    return requireFound(categoryById(ctx, categoryId));
  }
}
