import { Arg, Args, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { live } from '../../kernel/live/live.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import { DateTime, StreamCursor } from '../../kernel/scalars.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import type { Bounds } from '../../municipality/municipality.map.rules.ts';
import { BoundsInputType } from '../../municipality/municipality.map.types.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { IssueStage } from '../issue.entity.ts';
import type { BoardUpdate } from '../issue.live.ts';
import { IssueBoardUpdateType, IssueConnectionType, IssueStageEnum, type IssueType } from '../issue.types.ts';
import { publicIssues } from './issue.public.live.ts';
import { listPublicIssues } from './issue.public.service.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityPublicIssuesResolver {
  @FieldResolver(() => IssueConnectionType, {
    nullable: true,
    description: 'Public reports, newest first. NOT_FOUND where reports are switched off.',
  })
  publicIssues(
    @Root() { id }: MunicipalityRow,
    @Arg('stages', () => [IssueStageEnum], { nullable: true, description: 'Only reports at these stages; null: all.' })
    stages: IssueStage[] | null,
    @Arg('categoryId', () => ID, { nullable: true, description: 'Only reports of this category; null: all.' })
    categoryId: string | null,
    @Arg('updatedSince', () => DateTime, {
      nullable: true,
      description: 'Only reports that changed or became public at this time or later; null: all.',
    })
    updatedSince: Date | null,
    @Arg('within', () => BoundsInputType, { nullable: true, description: 'Only reports in this box; null: all.' })
    within: Bounds | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<IssueType>> {
    const category = categoryId == null ? null : idOf('IssueCategory', categoryId);
    return listPublicIssues(ctx, id, { stages, categoryId: category, updatedSince, within }, page);
  }
}

@Resolver()
export class PublicIssuesLiveResolver {
  @Subscription(() => IssueBoardUpdateType, {
    name: 'publicIssues',
    description:
      'Public reports, live: the newest page (or the changes since `after`), then every change. `removedIds`: no longer public.',
    ...live(publicIssues, ({ municipalityId }: { municipalityId: string }) => ({
      municipalityId: idOf('Municipality', municipalityId),
    })),
  })
  watchPublicIssues(
    @Arg('municipalityId', () => ID, { description: 'The town.' }) _municipalityId: string,
    @Arg('after', () => StreamCursor, { nullable: true, description: 'Cursor of the last message known.' })
    _after: string | null,
    @Root() update: BoardUpdate,
  ): BoardUpdate {
    return update;
  }
}
