import { useApolloClient } from '@vue/apollo-composable';
import { onScopeDispose, watch } from 'vue';
import type { BoardCountFragment } from '../../gql/graphql.ts';
import { askBoard } from './boardAsking.ts';
import type { BoardFilter } from './boardFilter.ts';

interface Numbers {
  /** Key of the town; undefined until it is known. */
  readonly ags: () => string | undefined;
  readonly filter: () => BoardFilter;
  /** Whether the subscription has begun: later counts are at least as new as its messages. */
  readonly hasBegun: () => boolean;
  /** Whether the board has several rows, of which unread ones show only their numbers. */
  readonly hasRows: () => boolean;
  readonly take: (counts: readonly BoardCountFragment[]) => void;
}

/** Counts all rows of a board in one query: at the beginning, and some seconds after a change out of sight. */
export function useBoardCounts({ ags, filter, hasBegun, hasRows, take }: Numbers) {
  const asking = askBoard(useApolloClient().client);
  const keyOf = () => JSON.stringify([ags(), filter()]);
  const count = async () => {
    const town = ags();
    const key = keyOf();
    if (town === undefined) return;
    const counts = await asking.count({ ags: town, filter: filter() }).catch(() => null); // the next change asks again
    if (counts !== null && key === keyOf()) take(counts);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));
  watch(
    () => hasBegun() && hasRows() && keyOf(),
    (isWanted) => {
      if (isWanted) void count();
    },
  );
  return {
    count,
    /** Counts once for all recent changes, after 3 to 7 seconds, so that not all colleagues ask at the same time. */
    countSoon: () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          void count();
        },
        3000 + Math.random() * 4000,
      );
    },
  };
}
