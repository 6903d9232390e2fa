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
    description:
      'Reports that the town hall shows to everybody, newest first. NOT_FOUND where reports are switched off.',
  })
  publicIssues(
    @Root() { id }: MunicipalityRow,
    @Arg('stages', () => [IssueStageEnum], { nullable: true, description: 'Only at these stages.' })
    stages: IssueStage[] | null,
    @Arg('categoryId', () => ID, { nullable: true, description: 'Only about this.' }) categoryId: string | null,
    @Arg('updatedSince', () => DateTime, {
      nullable: true,
      description: 'Only reports that changed or became public at this moment or later.',
    })
    updatedSince: Date | null,
    @Arg('within', () => BoundsInputType, { nullable: true, description: 'Only in this box.' }) within: Bounds | null,
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
      'Reports shown to everybody, live: the newest page (or what came after `after`), then every change. `removedIds`: no longer shown.',
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
