import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf, toGlobalId } from '../../kernel/ids.ts';
import { type Connection, PageArgs } from '../../kernel/page.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { BoardFilter } from './issue.board.filter.ts';
import { countBoard, listBoard } from './issue.board.service.ts';
import { BoardArgs, BoardListArgs, IssueCountType } from './issue.board.types.ts';
import type { IssueRow } from '../issue.entity.ts';
import { isOpenAgain } from '../issue.reading.service.ts';
import { IssueConnectionType, IssueType } from '../issue.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityBoardResolver {
  @FieldResolver(() => IssueConnectionType, {
    nullable: true,
    description:
      'Cards of the board; for staff of the town and its partners. NOT_FOUND where reports are switched off.',
  })
  issues(
    @Root() { id }: MunicipalityRow,
    @Args(() => BoardListArgs) { order, ...args }: BoardListArgs,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<IssueType>> {
    return listBoard(ctx, id, { ...filterOf(args), order }, page);
  }

  @FieldResolver(() => [IssueCountType], {
    nullable: true,
    complexity: 50,
    description:
      'Number of cards in each column of the board, per desk; for those who may read `issues`. Empty columns are left out. At most 1,005.',
  })
  issueCounts(
    @Root() { id }: MunicipalityRow,
    @Args(() => BoardArgs) args: BoardArgs,
    @Ctx() ctx: Context,
  ): Promise<IssueCountType[]> {
    return countsOn(ctx, id, filterOf(args));
  }
}

@Resolver(() => IssueType)
export class IssueBoardResolver {
  @FieldResolver(() => Boolean, { description: 'Whether the report is open again after it was closed.' })
  isReopened(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<boolean> {
    return isOpenAgain(ctx, issue);
  }
}

/** Number of cards per column and desk, with global ids as the schema needs them. */
export async function countsOn(ctx: Context, municipalityId: string, filter: BoardFilter): Promise<IssueCountType[]> {
  const counts = await countBoard(ctx, municipalityId, filter);
  return counts.map(({ deskId, ...count }) => ({ ...count, deskId: deskId && toGlobalId('Desk', deskId) }));
}

/** The filter with local instead of global ids. */
export function filterOf({ stages, filter }: BoardArgs): BoardFilter {
  const { deskId, categoryId, ...more } = filter ?? {};
  return {
    ...more,
    stages,
    deskId: deskId == null ? null : idOf('Desk', deskId),
    categoryId: categoryId == null ? null : choiceOf('IssueCategory', categoryId),
  };
}
