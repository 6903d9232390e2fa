import { useApolloClient } from '@vue/apollo-composable';
import { computed, ref, shallowRef } from 'vue';
import type { BoardCountFragment, IssueCardFragment, IssueStage } from '../../gql/graphql.ts';
import { askBoard, type Wish } from './boardAsking.ts';
import type { BoardBeginning } from './boardBeginning.ts';
import { matches } from './boardFilter.ts';
import { columnsOf, countsIn, emptyLane, withCard, withoutCard } from './boardLane.ts';
import { useLaneMore, useLaneReading } from './useLaneReading.ts';

interface LaneParts {
  /** Parameters of the lane; null until they are known. */
  readonly wish: () => Wish | null;
  /** Whether the cards are in sight or have been. */
  readonly isWanted: () => boolean;
  readonly beginning: BoardBeginning;
  /** Account of the viewer; null until it is known. */
  readonly viewerId: () => string | null;
  /** Called when a card changes that is not loaded. */
  readonly onUnseen: () => void;
}

/** One lane: the loaded cards that pass the filter, and the number of all cards of each column. */
export function useBoardLane({ wish, isWanted, beginning, viewerId, onUnseen }: LaneParts) {
  const asking = askBoard(useApolloClient().client);
  const lane = shallowRef(emptyLane);
  const isCounted = ref(false);
  const place = (card: IssueCardFragment) => {
    const wished = wish();
    if (!wished) return;
    reading.note(card);
    if (!lane.value.cards.has(card.id)) onUnseen();
    const isWished = matches(card, wished.filter, { ...wished, id: viewerId() });
    lane.value = withCard(lane.value, card, isWished);
  };
  const parts = { lane, asking, wish: () => (isWanted() ? wish() : null), place, beginning };
  const reading = useLaneReading(parts);
  const { loadMore, moreFailure, forgetFailure } = useLaneMore(parts, reading.turnOf);
  const load = () => {
    forgetFailure();
    return reading.load();
  };
  return {
    load,
    isLoading: reading.isLoading,
    loadMore,
    place,
    failure: computed(() => reading.failure.value ?? moreFailure.value),
    /** Whether the numbers of cards are known. */
    isKnown: computed(() => isCounted.value || !reading.isLoading.value),
    takeCounts: (counts: readonly BoardCountFragment[]) => {
      const wished = wish();
      if (!wished) return;
      lane.value = { ...lane.value, counts: countsIn(counts, wished.filter) };
      isCounted.value = true;
    },
    remove: (id: string) => (lane.value = withoutCard(lane.value, id)),
    /** Puts a card back although its version is the same, because an optimistic move was refused. */
    putBack: (card: IssueCardFragment) => {
      if (lane.value.cards.get(card.id)?.version === card.version) place(card);
    },
    columns: computed(() => columnsOf(lane.value)),
    hasMore: (stage: IssueStage) => lane.value.ends[stage].cursor !== null,
  };
}

export type BoardLane = ReturnType<typeof useBoardLane>;
