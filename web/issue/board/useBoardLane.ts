import { useApolloClient } from '@vue/apollo-composable';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { IssueCardFragment, IssueStage } from '../../gql/graphql.ts';
import { askBoard, type Wish } from './boardAsking.ts';
import { matches } from './boardFilter.ts';
import { columnsOf, emptyLane, withCard, withoutCard } from './boardLane.ts';
import { useLaneMore, useLaneReading } from './useLaneReading.ts';

/** The cards that a filter lets through: of each column what was scrolled to, and how many there are. Null: not known yet. */
export function useBoardLane(wish: () => Wish | null) {
  const asking = askBoard(useApolloClient().client);
  const lane = shallowRef(emptyLane);
  const place = (card: IssueCardFragment) => {
    const wished = wish();
    if (!wished) return;
    reading.note(card);
    if (!lane.value.cards.has(card.id)) recount();
    lane.value = withCard(lane.value, card, matches(card, wished.filter, wished.desks));
  };
  const parts = { lane, asking, wish, place };
  const reading = useLaneReading(parts);
  const { loadMore, moreFailure } = useLaneMore(parts, reading.turnOf);
  const recount = useRecount(async () => {
    const wished = wish();
    if (!wished) return;
    const counts = await asking.count(wished);
    lane.value = { ...lane.value, counts };
  });
  return {
    ...{ load: reading.load, isLoading: reading.isLoading, loadMore, place },
    failure: computed(() => reading.failure.value ?? moreFailure.value),
    remove: (id: string) => (lane.value = withoutCard(lane.value, id)),
    /** Although its version did not grow: an optimistic move was refused. */
    putBack: (card: IssueCardFragment) => {
      if (lane.value.cards.get(card.id)?.version === card.version) place(card);
    },
    columns: computed(() => columnsOf(lane.value)),
    hasMore: (stage: IssueStage) => lane.value.ends[stage].cursor !== null,
  };
}

export type BoardLane = ReturnType<typeof useBoardLane>;

/** Some seconds after something changed that was not in sight, once for all that did; not all colleagues at the same time. */
function useRecount(read: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(timer));
  return () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        void read().catch(() => undefined); // the next change asks again
      },
      3000 + Math.random() * 4000,
    );
  };
}
