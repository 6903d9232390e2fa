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

/** Of which town what is looked at, and the desks where the viewer works. */
export interface Wish {
  readonly ags: string;
  readonly filter: BoardFilter;
  readonly order: IssueOrder;
  readonly desks: ReadonlySet<string>;
  /** One of several rows: no higher than a few cards. */
  readonly isLow: boolean;
}
export type BoardAsking = ReturnType<typeof askBoard>;

/** What fits on a screen, or in a row, and a little more; then so many at a time. */
const pagesOf = ({ isLow }: Wish) => (isLow ? { first: 8, next: 16 } : { first: 12, next: 30 });
const longestPage = 100;
/** After a long absence no column is read again further than this. */
const deepest = 500;
const fetchPolicy = 'no-cache';

/** What the board asks of the server. */
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
    /** Read again, a column goes as far as before: whoever had scrolled down stays there. */
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
