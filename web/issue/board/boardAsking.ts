import type { ApolloClient } from '@apollo/client/core';
import { BoardCountsDocument, BoardMoreDocument, BoardStartDocument, type IssueStage } from '../../gql/graphql.ts';
import type { BoardFilter } from './boardFilter.ts';
import { countsOf, emptyLane, type Lane, laneFrom, loadedIn, withSlice } from './boardLane.ts';

/** Of which town what is looked at, and the desks where the viewer works. */
export interface Wish {
  readonly ags: string;
  readonly filter: BoardFilter;
  readonly desks: ReadonlySet<string>;
}
export type BoardAsking = ReturnType<typeof askBoard>;

/** The first page of a column is in the query: what fits on a screen and a little more. */
const [nextPage, longestPage] = [50, 100];
/** After a long absence no column is read again further than this. */
const deepest = 500;
const fetchPolicy = 'no-cache';

/** What the board asks of the server. */
export function askBoard(client: ApolloClient<unknown>) {
  const readMore = async (wish: Wish, lane: Lane, stage: IssueStage, first = nextPage) => {
    const variables = { ...variablesOf(wish), stages: [stage], first, after: lane.ends[stage].cursor };
    const { data } = await client.query({ query: BoardMoreDocument, variables, fetchPolicy });
    return data.municipality?.issues;
  };
  return {
    start: async (wish: Wish): Promise<Lane> => {
      const { data } = await client.query({ query: BoardStartDocument, variables: variablesOf(wish), fetchPolicy });
      return data.municipality ? laneFrom(data.municipality) : emptyLane;
    },
    readMore,
    /** Read again, a column goes as far as before: whoever had scrolled down stays there. */
    deepen: async (wish: Wish, start: Lane, stage: IssueStage, before: number): Promise<Lane> => {
      let lane = start;
      while (lane.ends[stage].cursor !== null && loadedIn(lane, stage) < Math.min(before, deepest))
        lane = withSlice(lane, stage, await readMore(wish, lane, stage, longestPage));
      return lane;
    },
    count: async (wish: Wish) => {
      const { data } = await client.query({ query: BoardCountsDocument, variables: variablesOf(wish), fetchPolicy });
      return countsOf(data.municipality?.issueCounts ?? []);
    },
  };
}

function variablesOf({ ags, filter }: Wish) {
  return { ags, filter };
}
