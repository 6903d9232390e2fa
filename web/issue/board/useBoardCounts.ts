import { useApolloClient } from '@vue/apollo-composable';
import { onScopeDispose, watch } from 'vue';
import type { BoardCountFragment } from '../../gql/graphql.ts';
import { askBoard } from './boardAsking.ts';
import type { BoardFilter } from './boardFilter.ts';

interface Numbers {
  /** Undefined: of which town is not known yet. */
  readonly ags: () => string | undefined;
  readonly filter: () => BoardFilter;
  /** Its stream has begun: what is counted from then on is not older than what it brings. */
  readonly hasBegun: () => boolean;
  /** Some rows of the board are not read: only their numbers are shown. */
  readonly hasRows: () => boolean;
  readonly take: (counts: readonly BoardCountFragment[]) => void;
}

/** The numbers of all rows of a board at once: when it begins, and some seconds after something changed out of sight. */
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
    /** Once for all that changed, and not all colleagues at the same time. */
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
