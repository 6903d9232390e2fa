import type { ApolloClient } from '@apollo/client/core';
import {
  BoardCountsDocument,
  BoardMoreDocument,
  BoardStartDocument,
  type IssueOrder,
  type IssueStage,
} from '../../gql/graphql.ts';
import type { BoardFilter } from './boardFilter.ts';
import { emptyLane, type Lane, laneFrom, loadedIn, withSlice } from './boardLane.ts';

/** Parameters of a lane: the town, the filter, the order, the desks where the viewer works, and the time zone. */
export interface Wish {
  readonly ags: string;
  readonly filter: BoardFilter;
  readonly order: IssueOrder;
  readonly desks: ReadonlySet<string>;
  readonly timeZone: string;
  /** Whether it is one of several rows and therefore only a few cards high. */
  readonly isLow: boolean;
}
export type BoardAsking = ReturnType<typeof askBoard>;

/** Page sizes of a column: the first fills the screen or row and a little more. */
const pagesOf = ({ isLow }: Wish) => (isLow ? { first: 12, next: 16 } : { first: 12, next: 30 });
const longestPage = 100;
/** Maximum number of cards of a column that are read again after a long absence. */
const deepest = 500;
const fetchPolicy = 'no-cache';

/** Queries of the board. */
export function askBoard(client: ApolloClient<unknown>) {
  const readMore = async (wish: Wish, lane: Lane, stage: IssueStage, first = pagesOf(wish).next) => {
    const variables = {
      ...variablesOf(wish),
      order: wish.order,
      stages: [stage],
      first,
      after: lane.ends[stage].cursor,
    };
    const { data } = await client.query({ query: BoardMoreDocument, variables, fetchPolicy });
    return data.municipality?.issues;
  };
  return {
    start: async (wish: Wish): Promise<{ lane: Lane; cursor: string | null }> => {
      const variables = { ...variablesOf(wish), order: wish.order, first: pagesOf(wish).first };
      const { data } = await client.query({ query: BoardStartDocument, variables, fetchPolicy });
      const board = data.municipality?.issueBoard;
      return board ? { lane: laneFrom(board, wish.order), cursor: board.cursor } : { lane: emptyLane, cursor: null };
    },
    readMore,
    /** Reads further pages until the column holds `before` cards again, so that the scroll position stays. */
    deepen: async (wish: Wish, start: Lane, stage: IssueStage, before: number): Promise<Lane> => {
      let lane = start;
      while (lane.ends[stage].cursor !== null && loadedIn(lane, stage) < Math.min(before, deepest))
        lane = withSlice(lane, stage, await readMore(wish, lane, stage, longestPage));
      return lane;
    },
    count: async (wish: Pick<Wish, 'ags' | 'filter'>) => {
      const { data } = await client.query({ query: BoardCountsDocument, variables: variablesOf(wish), fetchPolicy });
      return data.municipality?.issueCounts ?? [];
    },
  };
}

function variablesOf({ ags, filter }: Pick<Wish, 'ags' | 'filter'>) {
  return { ags, filter };
}
