import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { cursorNow } from '../../kernel/live/live.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { issueBoard } from '../issue.live.ts';
import { IssueConnectionType, type IssueType } from '../issue.types.ts';
import { countsOn, filterOf } from './issue.board.resolver.ts';
import { listBoard } from './issue.board.service.ts';
import { ColumnArgs, IssueBoardType, IssueCountType, IssueFilterType } from './issue.board.types.ts';

/** Board whose cursor was read before all of its fields. */
interface OpenedBoard extends IssueBoardType {
  readonly municipalityId: string;
  readonly filter: IssueFilterType | null;
}

@Resolver(() => MunicipalityType)
class OpenedBoardResolver {
  @FieldResolver(() => IssueBoardType, {
    nullable: true,
    description: 'The board with the cursor at which its subscription continues; for those who may read `issues`.',
  })
  async issueBoard(
    @Root() { id: municipalityId }: MunicipalityRow,
    @Arg('filter', () => IssueFilterType, {
      nullable: true,
      description: 'Only cards that meet these conditions; absent: all cards.',
    })
    filter: IssueFilterType | null,
    @Ctx() ctx: Context,
  ): Promise<OpenedBoard> {
    return { municipalityId, filter, cursor: await cursorNow(issueBoard, ctx, { municipalityId }) };
  }
}

@Resolver(() => IssueBoardType)
class OpenedPartsResolver {
  @FieldResolver(() => IssueConnectionType, { description: 'Cards of the board.' })
  issues(
    @Root() { municipalityId, filter }: OpenedBoard,
    @Args(() => ColumnArgs) { stages, order }: ColumnArgs,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<IssueType>> {
    return listBoard(ctx, municipalityId, { ...filterOf({ stages, filter }), order }, page);
  }

  @FieldResolver(() => [IssueCountType], {
    complexity: 50,
    description: 'Number of cards in each column, per desk. Empty columns are left out. At most 1,005.',
  })
  counts(@Root() { municipalityId, filter }: OpenedBoard, @Ctx() ctx: Context): Promise<IssueCountType[]> {
    return countsOn(ctx, municipalityId, filterOf({ filter }));
  }
}

/** Resolvers of this file, for the schema. */
export const openedBoardResolvers = [OpenedBoardResolver, OpenedPartsResolver] as const;
